"""Rules for Elastic Load Balancing: zones."""

from collections.abc import Iterator

from costing.graph.resource import Resource, targets, top
from costing.model import UNKNOWN, Unknown
from policies.engine.finding import Finding
from policies.engine.logic import (
    Truth,
    UnknownInput,
    all_of,
    any_of,
    equal,
    found,
    is_set,
    is_unknown,
    known,
    not_,
    of_kind,
    one_of,
    read,
    unknowns,
)
from policies.engine.rule import Rule, stack_rule
from policies.engine.selectors import fleets
from policies.engine.selectors.serving import serving
from policies.engine.selectors.tokens import (
    ASG_ATTACHMENT,
    CLASSIC_LOAD_BALANCER,
    EKS_CLUSTER,
    GROUP,
    LISTENER,
    LOAD_BALANCER,
    SERVICE,
    SUBNETS,
    TARGET_GROUP,
)
from policies.engine.selectors.zones import Zones, named_zones, zone_of, zones_of
from policies.engine.stack import Stack
from policies.rules._shared.input_rules import input_is, input_rule, must_be, must_not_be

GUIDE = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application"
LISTENER_RULES = tuple(
    f"aws:{module}/listenerRule:ListenerRule"
    for module in ("lb", "alb", "elasticloadbalancingv2", "applicationloadbalancing")
)
PATHS = {
    LOAD_BALANCER: "enableZonalShift",
    EKS_CLUSTER: "zonalShiftConfig.enabled",
    SERVICE: "availabilityZoneRebalancing",
}


@stack_rule(
    types=(LOAD_BALANCER,),
    concern="availability",
    severity="high",
    title="ELB load balancer has subnets in a single zone",
    risk="The loss of the zone stops the service.",
    fix="subnets in at least two zones",
    aws_docs=f"{GUIDE}/application-load-balancers.html",
    production=True,
)
def elb_load_balancer_two_zones(balancer: Resource, stack: Stack) -> Iterator[Finding]:
    broken = not_(zones_of_balancer(balancer, stack).at_least(2))
    yield from found(broken, balancer, subnets_path(balancer), "subnets in two zones")


def subnets_path(balancer: Resource) -> str:
    return "subnetMappings" if is_set(balancer, "subnetMappings") else "subnets"


def zones_of_balancer(balancer: Resource, stack: Stack) -> Zones:
    path = subnets_path(balancer)
    if path == "subnets":
        return zones_of(stack, balancer, path)
    listed = read(balancer, path, [])
    if is_unknown(listed):
        return Zones(unbounded=True)
    paths = [f"{path}[{index}].subnetId" for index in range(len(listed))]
    zones = [zone_of(stack.follow(balancer, each, *SUBNETS)) for each in paths]
    known = frozenset(zone for zone in zones if isinstance(zone, str))
    return Zones(known, sum(map(is_unknown, zones)))


@stack_rule(
    types=(CLASSIC_LOAD_BALANCER,),
    concern="availability",
    severity="high",
    title="Classic ELB load balancer has subnets in a single zone",
    risk="The loss of the zone stops the service.",
    fix="subnets or availability_zones in at least two zones",
    aws_docs="https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/enable-disable-az.html",
    production=True,
)
def elb_classic_two_zones(balancer: Resource, stack: Stack) -> Iterator[Finding]:
    named = is_set(balancer, "availabilityZones") and not is_set(balancer, "subnets")
    path = "availabilityZones" if named else "subnets"
    reached = named_zones(balancer, path) if named else zones_of(stack, balancer, path)
    yield from found(not_(reached.at_least(2)), balancer, path, "two zones")


@stack_rule(
    types=(GROUP, SERVICE),
    concern="availability",
    severity="high",
    title="ELB load balancer has no node in a zone of its targets",
    risk=(
        "Targets in that zone get no requests. Without cross-zone load balancing, each "
        "zone of the load balancer also needs targets."
    ),
    fix="use the same zones for the load balancer's subnets and for the fleet's",
    aws_docs=f"{GUIDE}/application-load-balancers.html",
    production=True,
)
def elb_load_balancer_zones_match_targets(fleet: Resource, stack: Stack) -> Iterator[Finding]:
    own = fleets.zones(stack, fleet)
    path = fleets.subnets_path(fleet)
    if own.most == 0:
        return  # its tasks run on the instances of the cluster
    for balancer in balancers_of(fleet, stack):
        reached = zones_of_balancer(balancer, stack)
        unserved = sorted(own.known - reached.known)
        idle = sorted(reached.known - own.known)
        crosses = crosses_zones(balancer)
        sure = not (own.unknown or own.unbounded or reached.unknown or reached.unbounded)
        broken = any_of([bool(unserved), all_of([bool(idle), not_(crosses)])])
        because = f"{balancer.name} is in {listed(reached)}, {fleet.name} in {listed(own)}"
        yield from found(
            broken if sure else UNKNOWN, fleet, path, "the same zones", because=because
        )
    check_listeners(fleet, stack)


def listed(zones: Zones) -> str:
    return ", ".join(sorted(zones.known)) or "no zone"


def crosses_zones(balancer: Resource) -> Truth:
    apart = one_of(read(balancer, "loadBalancerType"), ("network", "gateway"))
    on = equal(read(balancer, "enableCrossZoneLoadBalancing"), option=True)
    return any_of([not_(apart), on])


def balancers_of(fleet: Resource, stack: Stack) -> list[Resource]:
    """Return the load balancers of the stack that send to the fleet. Raise UnknownInput."""
    if not stack.of_type(LOAD_BALANCER):
        return []
    found_: dict[str, Resource] = {}
    for group in target_groups(fleet, stack):
        for listener, _ in stack.graph.referred.get(group.urn, ()):
            if listener.type in LISTENER_RULES:
                followed = stack.follow(listener, "listenerArn", LISTENER)
            else:
                followed = listener if listener.type == LISTENER else None
            if isinstance(followed, Resource):
                balancer = stack.follow(followed, "loadBalancerArn", LOAD_BALANCER)
                if isinstance(balancer, Resource):
                    found_[balancer.urn] = balancer
    return [found_[urn] for urn in sorted(found_)]


def check_listeners(fleet: Resource, stack: Stack) -> None:
    """Raise UnknownInput for a listener that may send to a target group of the fleet."""
    if not stack.of_type(LOAD_BALANCER) or not target_groups(fleet, stack):
        return
    for listener in stack.of_type(LISTENER, *LISTENER_RULES):
        path = "defaultActions" if listener.type == LISTENER else "actions"
        known_targets = (urn for where, urn in targets(stack.graph, listener) if top(where) == path)
        if not any(of_kind(urn, (TARGET_GROUP,)) for urn in known_targets):
            for where in unknowns(read(listener, path), path):
                raise UnknownInput(listener, where)


def target_groups(fleet: Resource, stack: Stack) -> list[Resource]:
    followed: list[Resource | Unknown | None]
    if fleet.type == SERVICE:
        held = known(fleet, "loadBalancers", [])
        count = len(held)
        paths = [f"loadBalancers[{index}].targetGroupArn" for index in range(count)]
        followed = [stack.follow(fleet, path, TARGET_GROUP) for path in paths]
    else:
        followed = [*stack.follow_all(fleet, "targetGroupArns", TARGET_GROUP)]
    attached = stack.attached(fleet, "autoscalingGroupName", ASG_ATTACHMENT)
    followed += [stack.follow(each, "lbTargetGroupArn", TARGET_GROUP) for each in attached.found]
    if UNKNOWN in followed:
        raise UnknownInput(fleet, "loadBalancers" if fleet.type == SERVICE else "targetGroupArns")
    return [each for each in followed if isinstance(each, Resource)]


@stack_rule(
    types=tuple(PATHS),
    concern="availability",
    severity="medium",
    title="ELB load balancer, EKS cluster or ECS service has no zonal shift",
    risk="Traffic cannot be moved away from an impaired zone within minutes.",
    fix="enable_zonal_shift=True",
    fixes={
        EKS_CLUSTER: 'zonal_shift_config={"enabled": True}',
        SERVICE: 'availability_zone_rebalancing="ENABLED"',
    },
    aws_docs="https://docs.aws.amazon.com/r53recovery/latest/dg/arc-zonal-shift.html",
    production=True,
)
def elb_zonal_shift(part: Resource, stack: Stack) -> Iterator[Finding]:
    path = PATHS[part.type]
    broken = all_of([serving(stack, part), not_(ready(part, path)), not_(excused(part))])
    yield from found(broken, part, path, "ENABLED" if part.type == SERVICE else True)


def ready(part: Resource, path: str) -> Truth:
    """ECS gives a new service that balances over zones what it needs by itself."""
    if part.type == SERVICE:
        return equal(read(part, path, "ENABLED"), "ENABLED")
    return equal(read(part, path), option=True)


def excused(part: Resource) -> Truth:
    """A gateway load balancer and a daemon have no use for it."""
    return any_of(
        [
            one_of(read(part, "loadBalancerType"), ("gateway",)),
            equal(read(part, "schedulingStrategy"), "DAEMON"),
        ]
    )


RULES: tuple[Rule, ...] = (
    input_rule(
        "elb-cross-zone-load-balancing",
        must_be(
            "enableCrossZoneLoadBalancing",
            True,
            when=input_is("loadBalancerType", "network", "gateway"),
        ),
        types=(LOAD_BALANCER,),
        concern="availability",
        severity="medium",
        title="ELB load balancer has cross-zone load balancing disabled",
        risk="A zone with few healthy targets is overloaded while others are idle.",
        fix="enable_cross_zone_load_balancing=True",
        same_intent_as=("CKV_AWS_152",),
        aws_docs="https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html",
        production=True,
    ),
    input_rule(
        "elb-classic-cross-zone-load-balancing",
        must_not_be("crossZoneLoadBalancing", False, expected=True),
        types=(CLASSIC_LOAD_BALANCER,),
        concern="availability",
        severity="medium",
        title="Classic ELB load balancer has cross-zone load balancing disabled",
        risk="A zone with few healthy instances is overloaded while others are idle.",
        fix="cross_zone_load_balancing=True",
        same_intent_as=("CKV_AWS_138",),
        aws_docs="https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/enable-disable-crosszone-lb.html",
        production=True,
    ),
    elb_load_balancer_two_zones,
    elb_classic_two_zones,
    elb_load_balancer_zones_match_targets,
    elb_zonal_shift,
)
