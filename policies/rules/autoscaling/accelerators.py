"""Rules for Amazon EC2 Auto Scaling: accelerators."""

from collections.abc import Iterator

from costing.aws.zones import offerings, zones
from costing.graph.resource import Resource
from costing.model import UNKNOWN, Unknown
from policies.engine.finding import Finding
from policies.engine.logic import (
    Truth,
    all_of,
    any_of,
    at_most,
    equal,
    figure,
    found,
    is_unknown,
    not_,
    one_of,
    read,
)
from policies.engine.rule import Rule, stack_rule
from policies.engine.selectors import fleets
from policies.engine.selectors.instance_types import (
    accelerated,
    any_accelerated,
    has_accelerator,
    possible_instance_types,
)
from policies.engine.selectors.serving import serving
from policies.engine.selectors.tags import WORKLOAD
from policies.engine.selectors.tokens import GROUP, INSTANCE, LAUNCH_TEMPLATE, NODE_GROUP, SUBNETS
from policies.engine.stack import Stack

GUIDE = "https://docs.aws.amazon.com/autoscaling/ec2/userguide"
FIVE_MINUTES = 300  # seconds, the default grace period of the provider


@stack_rule(
    types=(GROUP,),
    concern="availability",
    severity="medium",
    title=(
        "EC2 Auto Scaling group for accelerators has a single instance type and no "
        "Capacity Reservation"
    ),
    risk=(
        "Accelerator capacity is scarce: when the only type is unavailable, the group "
        "cannot launch instances."
    ),
    fix=(
        "mixed_instances_policy: add a second instance type to the overrides, or name a"
        " Capacity Reservation in the launch template"
    ),
    aws_docs="https://docs.aws.amazon.com/autoscaling/ec2/userguide/use-ec2-capacity-reservations.html",
    production=True,
)
def asg_accelerator_capacity_alternatives(group: Resource, stack: Stack) -> Iterator[Finding]:
    types = possible_instance_types(stack, group)
    if types is None or isinstance(types, Unknown):
        alone: Truth = UNKNOWN if types is UNKNOWN else False
    else:
        alone = len({*types}) == 1 and has_accelerator(types[0])
    template = fleets.template_of(stack, group)
    held = [fleets.specified_or_unknown(group, "capacityReservationSpecification")]
    held += [reserved(template)] if template is not None else []
    broken = all_of([serving(stack, group), alone, not_(any_of(held))])
    yield from found(
        broken, group, fleets.OVERRIDES, "two instance types, or a Capacity Reservation"
    )


def reserved(template: Resource | Unknown) -> Truth:
    if not isinstance(template, Resource) or template.type != LAUNCH_TEMPLATE:
        return UNKNOWN if is_unknown(template) else False
    block = equal(read(template, "instanceMarketOptions.marketType"), "capacity-block")
    path = "capacityReservationSpecification.capacityReservationTarget"
    return any_of([block, fleets.specified_or_unknown(template, path)])


@stack_rule(
    types=(GROUP, NODE_GROUP),
    concern="availability",
    severity="medium",
    title=(
        "EC2 Auto Scaling group spans a zone that does not offer its accelerator instance types"
    ),
    risk=(
        "The zone stays empty, so the fleet has less redundancy than its subnets "
        "suggest. Only checked where subnets name zone ids or the fleet spans every "
        "zone."
    ),
    fix="use another instance type, or subnets in zones that offer it",
    aws_docs="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instance-discovery.html",
    production=True,
)
def asg_accelerator_types_offered_in_every_zone(fleet: Resource, stack: Stack) -> Iterator[Finding]:
    types = possible_instance_types(stack, fleet)
    if isinstance(types, Unknown):
        yield from found(UNKNOWN, fleet, fleets.OVERRIDES, "instance types that every zone offers")
        return
    if types is None or not isinstance(fleet.region, str):
        return
    offered = offerings().get(fleet.region, {})
    for kind in sorted({each for each in types if has_accelerator(each) and each in offered}):
        missing_somewhere = has_zone_without(fleet, kind, stack)
        path = fleets.subnets_path(fleet)
        because = f"{kind} is offered only in {', '.join(offered[kind])}"
        yield from found(
            missing_somewhere, fleet, path, "zones that offer the instance type", because=because
        )


def has_zone_without(fleet: Resource, kind: str, stack: Stack) -> Truth:
    """Return whether a zone of the fleet does not offer the type."""
    region = str(fleet.region)
    offering = {*offerings()[region][kind]}
    if offering >= {zone.id for zone in zones().get(region, ())}:
        return False
    ids = [
        zone_id(each) for each in stack.follow_all(fleet, fleets.SUBNETS_OF[fleet.type], *SUBNETS)
    ]
    if any(isinstance(each, str) and each not in offering for each in ids):
        return True
    if not any(map(is_unknown, ids)):
        return False
    return True if fleets.zones(stack, fleet).fewest > len(offering) else UNKNOWN


def zone_id(subnet: Resource | Unknown | None) -> str | Unknown:
    value = subnet.inputs.get("availabilityZoneId") if isinstance(subnet, Resource) else UNKNOWN
    return value if isinstance(value, str) else UNKNOWN


@stack_rule(
    types=(GROUP, NODE_GROUP),
    concern="availability",
    severity="medium",
    title=(
        "EC2 Auto Scaling group for accelerators scales without a warm pool or a "
        "measured warm-up time"
    ),
    risk=(
        "Loading a large model takes minutes; meanwhile new instances count as capacity"
        " but cannot serve requests."
    ),
    fix=(
        "warm_pool={...} on the group (warm_pool_config on a node group), or "
        "default_instance_warmup set to the measured start-up time in seconds"
    ),
    aws_docs=f"{GUIDE}/ec2-auto-scaling-warm-pools.html",
    production=True,
)
def asg_accelerator_warm_pool(fleet: Resource, stack: Stack) -> Iterator[Finding]:
    _, least, most = fleets.SIZES[fleet.type]
    scales = moves(read(fleet, least, 0), read(fleet, most, 0))
    slow = accelerated(possible_instance_types(stack, fleet))
    warm = prepared(fleet)
    path = "warmPool" if fleet.type == GROUP else "warmPoolConfig"
    broken = all_of([serving(stack, fleet), slow, scales, not_(warm)])
    yield from found(broken, fleet, path, "a warm pool or default_instance_warmup")


def moves(least: object, most: object) -> Truth:
    if is_unknown(least) or is_unknown(most):
        return UNKNOWN
    return (figure(most) or 0) > (figure(least) or 0)


def prepared(fleet: Resource) -> Truth:
    if fleet.type == NODE_GROUP:
        return fleets.specified_or_unknown(fleet, "warmPoolConfig")
    grace = read(fleet, "healthCheckGracePeriod", FIVE_MINUTES)
    return any_of(
        [
            fleets.specified_or_unknown(fleet, "warmPool"),
            fleets.specified_or_unknown(fleet, "defaultInstanceWarmup"),
            not_(equal(grace, FIVE_MINUTES)),
        ]
    )


@stack_rule(
    types=(GROUP, NODE_GROUP, INSTANCE),
    concern="cost",
    severity="medium",
    title=(
        "EC2 Auto Scaling group runs accelerators for a workload that is not allowed "
        "to, or too many of them"
    ),
    risk=(
        "GPU and Neuron instances are the most expensive EC2 instances; one misplaced "
        "fleet can dominate the bill."
    ),
    fix=(
        "set the workload tag to an allowed workload, use instance types without "
        "accelerators, or lower max_size"
    ),
    aws_docs="https://aws.amazon.com/ec2/pricing/on-demand/",
    settings={
        "workloads": "values of the workload tag that may use accelerators",
        "most": "maximum number of accelerator instances in one fleet",
    },
)
def asg_accelerators_only_for_listed_workloads(
    fleet: Resource,
    stack: Stack,
    *,
    workloads: tuple[str, ...] = ("serving", "inference", "training", "batch"),
    most: int = 32,
) -> Iterator[Finding]:
    types = possible_instance_types(stack, fleet)
    has = any_accelerated(types)
    workload = stack.tags(fleet).named(WORKLOAD)
    meant = True if workload is None else one_of(workload, workloads)
    yield from found(all_of([has, not_(meant)]), fleet, "tags", [*workloads])
    path = {GROUP: "maxSize", NODE_GROUP: "scalingConfig.maxSize"}.get(fleet.type)
    if path:
        few = at_most(read(fleet, path, 0), most)
        yield from found(all_of([has, not_(few)]), fleet, path, f"at most {most}")


RULES: tuple[Rule, ...] = (
    asg_accelerator_capacity_alternatives,
    asg_accelerator_types_offered_in_every_zone,
    asg_accelerator_warm_pool,
    asg_accelerators_only_for_listed_workloads,
)
