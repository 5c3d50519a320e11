"""What a load balancer does with targets that come, go, or do not answer."""

from collections.abc import Iterator

from costing.graph import Resource
from costing.model import UNKNOWN, Unknown
from policies.finding import Finding
from policies.reading import fleets
from policies.reading.stack import Stack
from policies.reading.tags import Tags
from policies.reading.tokens import (
    CLASSIC_LOAD_BALANCERS,
    GROUP,
    LISTENERS,
    LOAD_BALANCERS,
    SERVICE,
    SUBNETS,
    TARGET_GROUPS,
)
from policies.reading.values import (
    Truth,
    Undecided,
    all_of,
    any_of,
    at_least,
    equal,
    figure,
    found,
    is_open,
    known,
    not_,
    one_of,
    read,
    stated,
)
from policies.reading.zones import Zones, stated_zones, zone_of, zones_of
from policies.rule import stack_rule, tagged_rule

GUIDE = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application"
INTERVAL, THRESHOLD = 30, 3  # seconds, failures: what the provider makes of none stated
DRAINING = 300  # seconds, likewise
RULES = tuple(
    f"aws:{module}/listenerRule:ListenerRule"
    for module in ("lb", "alb", "elasticloadbalancingv2", "applicationloadbalancing")
)


@tagged_rule(
    types=TARGET_GROUPS,
    concern="availability",
    severity="medium",
    fix='health_check={"interval": 10, "unhealthy_threshold": 3, ...}',
    same_intent_as=(),
    url=f"{GUIDE}/target-group-health-checks.html",
    production=True,
    settings={"seconds": "longest time that requests go to a target that does not answer"},
)
def dead_target_noticed_within_a_minute(
    group: Resource, tags: Tags, *, seconds: int = 60
) -> Iterator[Finding]:
    """A target that does not answer gets no more requests after a minute."""
    interval = read(group, "healthCheck.interval", INTERVAL)
    threshold = read(group, "healthCheck.unhealthyThreshold", THRESHOLD)
    late = slower(interval, threshold, seconds)
    function = equal(read(group, "targetType"), "lambda")
    broken = all_of([tags.serving, not_(function), late])
    because = f"healthCheck notices after {interval} s x {threshold}"
    wanted = f"{seconds} seconds or less"
    yield from found(broken, group, "healthCheck.interval", wanted, because=because)


def slower(interval: object, threshold: object, seconds: int) -> Truth:
    if is_open(interval) or is_open(threshold):
        return UNKNOWN
    return (figure(interval) or 0) * (figure(threshold) or 0) > seconds


@tagged_rule(
    types=TARGET_GROUPS,
    concern="availability",
    severity="medium",
    fix="deregistration_delay of the longest that a request takes",
    same_intent_as=(),
    url=f"{GUIDE}/edit-target-group-attributes.html",
    production=True,
    settings={"seconds": "longest time that a request takes"},
)
def target_ends_its_requests(
    group: Resource, tags: Tags, *, seconds: int = 30
) -> Iterator[Finding]:
    """A target that goes has the time to end the requests that it has begun."""
    path = "deregistrationDelay"
    kept = at_least(read(group, path, DRAINING), seconds)
    function = equal(read(group, "targetType"), "lambda")
    broken = all_of([tags.serving, not_(function), not_(kept)])
    yield from found(broken, group, path, f"{seconds} or more")


@stack_rule(
    types=LOAD_BALANCERS,
    concern="availability",
    severity="high",
    fix="subnets of two zones or more",
    same_intent_as=(),
    url=f"{GUIDE}/application-load-balancers.html",
    production=True,
)
def balancer_in_two_zones(balancer: Resource, stack: Stack) -> Iterator[Finding]:
    """A load balancer has nodes in two zones."""
    broken = not_(zones_of_balancer(balancer, stack).at_least(2))
    yield from found(broken, balancer, subnets_path(balancer), "subnets of two zones")


def subnets_path(balancer: Resource) -> str:
    return "subnetMappings" if stated(balancer, "subnetMappings") else "subnets"


def zones_of_balancer(balancer: Resource, stack: Stack) -> Zones:
    path = subnets_path(balancer)
    if path == "subnets":
        return zones_of(stack, balancer, path)
    listed = read(balancer, path, [])
    if is_open(listed):
        return Zones(unbounded=True)
    paths = [f"{path}[{index}].subnetId" for index in range(len(listed))]
    zones = [zone_of(stack.follow(balancer, each, *SUBNETS)) for each in paths]
    known = frozenset(zone for zone in zones if isinstance(zone, str))
    return Zones(known, sum(map(is_open, zones)))


@stack_rule(
    types=CLASSIC_LOAD_BALANCERS,
    concern="availability",
    severity="high",
    fix="subnets, or availability_zones, of two zones or more",
    same_intent_as=(),
    url="https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/enable-disable-az.html",
    production=True,
)
def classic_balancer_in_two_zones(balancer: Resource, stack: Stack) -> Iterator[Finding]:
    """A classic load balancer has nodes in two zones."""
    named = stated(balancer, "availabilityZones") and not stated(balancer, "subnets")
    path = "availabilityZones" if named else "subnets"
    reached = stated_zones(balancer, path) if named else zones_of(stack, balancer, path)
    yield from found(not_(reached.at_least(2)), balancer, path, "two zones")


@stack_rule(
    types=(GROUP, SERVICE),
    concern="availability",
    severity="high",
    fix="the same zones in the load balancer's subnets and in the fleet's",
    same_intent_as=(),
    url=f"{GUIDE}/application-load-balancers.html",
    production=True,
)
def balancer_where_its_targets_are(fleet: Resource, stack: Stack) -> Iterator[Finding]:
    """A load balancer has a node in each zone of its targets: others get no request from it.

    Where it does not cross zones, each of its nodes needs targets in its zone as well.
    """
    own = fleets.zones(stack, fleet)
    path = fleets.subnets_path(fleet)
    if own.most == 0:
        return  # tasks that lie where the cluster's machines do
    for balancer in balancers_of(fleet, stack):
        reached = zones_of_balancer(balancer, stack)
        unserved = sorted(own.known - reached.known)
        idle = sorted(reached.known - own.known)
        crosses = crosses_zones(balancer)
        sure = not (own.open or own.unbounded or reached.open or reached.unbounded)
        broken = any_of([bool(unserved), all_of([bool(idle), not_(crosses)])])
        because = f"{balancer.name} is in {listed(reached)}, {fleet.name} in {listed(own)}"
        yield from found(
            broken if sure else UNKNOWN, fleet, path, "the same zones", because=because
        )


def listed(zones: Zones) -> str:
    return ", ".join(sorted(zones.known)) or "no zone"


def crosses_zones(balancer: Resource) -> Truth:
    apart = one_of(read(balancer, "loadBalancerType"), ("network", "gateway"))
    on = equal(read(balancer, "enableCrossZoneLoadBalancing"), option=True)
    return any_of([not_(apart), on])


def balancers_of(fleet: Resource, stack: Stack) -> list[Resource]:
    """Return the load balancers of the stack that send to the fleet. Raise Undecided."""
    if not stack.of_type(*LOAD_BALANCERS):
        return []
    found_: dict[str, Resource] = {}
    for group in target_groups(fleet, stack):
        for listener, _ in stack.graph.referred.get(group.urn, ()):
            if listener.type in RULES:
                led = stack.follow(listener, "listenerArn", *LISTENERS)
            else:
                led = listener if listener.type in LISTENERS else None
            if isinstance(led, Resource):
                balancer = stack.follow(led, "loadBalancerArn", *LOAD_BALANCERS)
                if isinstance(balancer, Resource):
                    found_[balancer.urn] = balancer
    return [found_[urn] for urn in sorted(found_)]


def target_groups(fleet: Resource, stack: Stack) -> list[Resource]:
    led: list[Resource | Unknown | None]
    if fleet.type == SERVICE:
        held = known(fleet, "loadBalancers", [])
        count = len(held)
        paths = [f"loadBalancers[{index}].targetGroupArn" for index in range(count)]
        led = [stack.follow(fleet, path, *TARGET_GROUPS) for path in paths]
    else:
        led = [*stack.follow_all(fleet, "targetGroupArns", *TARGET_GROUPS)]
    attached = stack.attached(
        fleet, "autoscalingGroupName", "aws:autoscaling/attachment:Attachment"
    )
    led += [stack.follow(each, "lbTargetGroupArn", *TARGET_GROUPS) for each in attached.found]
    if UNKNOWN in led:
        raise Undecided(fleet, "loadBalancers" if fleet.type == SERVICE else "targetGroupArns")
    return [each for each in led if isinstance(each, Resource)]
