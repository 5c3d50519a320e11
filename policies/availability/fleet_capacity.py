"""What a fleet has left when a zone is down, when machines are replaced, when models load."""

from collections.abc import Iterator
from decimal import ROUND_CEILING, Decimal

from costing.graph import Resource
from costing.model import UNKNOWN
from policies.finding import Finding
from policies.reading import fleets
from policies.reading.machine_types import accelerated, machine_types
from policies.reading.stack import Stack
from policies.reading.tags import Tags
from policies.reading.tokens import GROUP, NODE_GROUP, SERVICE
from policies.reading.values import (
    Truth,
    all_of,
    any_of,
    at_least,
    at_most,
    equal,
    figure,
    found,
    is_open,
    items,
    not_,
    one_of,
    read,
    stated,
)
from policies.rule import resource_rule, stack_rule, tagged_rule

GUIDE = "https://docs.aws.amazon.com/autoscaling/ec2/userguide"
HEALING = ("AZRebalance", "HealthCheck", "Launch", "ReplaceUnhealthy", "Terminate")
HEALTHY = 90  # percent, the default of a group's refresh
A_THIRD = 33  # percent
FIVE_MINUTES = 300  # seconds: what the provider makes of no stated grace period
SIZES = {
    GROUP: ("desiredCapacity", "minSize", "maxSize"),
    NODE_GROUP: ("scalingConfig.desiredSize", "scalingConfig.minSize", "scalingConfig.maxSize"),
}


@stack_rule(
    types=(GROUP, NODE_GROUP),
    concern="availability",
    severity="high",
    fix="max_size of at least desired x zones / (zones - 1), rounded up",
    same_intent_as=(),
    url=f"{GUIDE}/auto-scaling-benefits.html",
    production=True,
    settings={"need": "tag that says how many machines the load needs"},
)
def fleet_grows_back_without_a_zone(
    fleet: Resource, stack: Stack, *, need: str = "capacity-needed"
) -> Iterator[Finding]:
    """When a zone is down, a serving fleet may grow in the others to what it was.

    Where a tag says how many machines the load needs, as many are left at once.
    """
    tags, zones = stack.tags(fleet), fleets.zones(stack, fleet).count
    if is_open(zones) or not isinstance(zones, int):
        broken = all_of([tags.serving, UNKNOWN])
        yield from found(broken, fleet, fleets.subnets_path(fleet), "subnets of known zones")
        return
    if zones < 2:  # noqa: PLR2004 (a zone, and one to stand in for it)
        return
    desired, least, most = SIZES[fleet.type]
    usual = read(fleet, desired, read(fleet, least, 0))
    yield from found(
        all_of([tags.serving, not_(grows(usual, read(fleet, most, 0), zones))]),
        fleet,
        most,
        f"{least_of(usual, zones)} or more",
    )
    asked = tags.get(need)
    if asked is not None:
        kept = UNKNOWN if is_open(usual) else (figure(usual) or 0) * (zones - 1) / zones
        left = UNKNOWN if is_open(kept) or is_open(asked) else at_least(kept, figure(asked) or 0)
        because = f"without a zone {kept} machines are left of {asked} that are needed"
        yield from found(all_of([tags.serving, not_(left)]), fleet, desired, asked, because=because)


def grows(usual: object, most: object, zones: int) -> Truth:
    if is_open(usual) or is_open(most):
        return UNKNOWN
    return at_least(most, ahead(usual, zones))


def ahead(usual: object, zones: int) -> Decimal:
    spread = (figure(usual) or Decimal(0)) * zones / (zones - 1)
    return spread.to_integral_value(ROUND_CEILING)


def least_of(usual: object, zones: int) -> object:
    return "what is lost" if is_open(usual) else ahead(usual, zones)


@stack_rule(
    types=(GROUP, NODE_GROUP),
    concern="availability",
    severity="medium",
    fix="warm_pool={...} (warm_pool_config of nodes), or default_instance_warmup as measured",
    same_intent_as=(),
    url=f"{GUIDE}/ec2-auto-scaling-warm-pools.html",
    production=True,
)
def slow_machines_wait_warm(fleet: Resource, stack: Stack) -> Iterator[Finding]:
    """A fleet of accelerators that scales has machines that are warm, or is told how long it takes.

    A model of many gigabytes loads for minutes: meanwhile a new machine counts, and cannot answer.
    """
    _, least, most = SIZES[fleet.type]
    scales = moves(read(fleet, least, 0), read(fleet, most, 0))
    slow = accelerated(machine_types(stack, fleet))
    warm = prepared(fleet)
    path = "warmPool" if fleet.type == GROUP else "warmPoolConfig"
    broken = all_of([stack.tags(fleet).serving, slow, scales, not_(warm)])
    yield from found(broken, fleet, path, "a warm pool, or the time that a machine needs")


def moves(least: object, most: object) -> Truth:
    if is_open(least) or is_open(most):
        return UNKNOWN
    return (figure(most) or 0) > (figure(least) or 0)


def prepared(fleet: Resource) -> Truth:
    if fleet.type == NODE_GROUP:
        return fleets.stated_or_open(fleet, "warmPoolConfig")
    grace = read(fleet, "healthCheckGracePeriod", FIVE_MINUTES)
    return any_of(
        [
            fleets.stated_or_open(fleet, "warmPool"),
            fleets.stated_or_open(fleet, "defaultInstanceWarmup"),
            not_(equal(grace, FIVE_MINUTES)),
        ]
    )


@resource_rule(
    types=(GROUP,),
    concern="availability",
    severity="high",
    fix="leave suspended_processes out",
    same_intent_as=(),
    url=f"{GUIDE}/as-suspend-resume-processes.html",
    production=True,
)
def group_heals_itself(group: Resource) -> Iterator[Finding]:
    """None of the processes is suspended by which a group replaces and spreads its machines."""
    for path, process in items(group, "suspendedProcesses"):
        broken = one_of(process, HEALING)
        yield from found(broken, group, path, "not suspended", actual=process)


@tagged_rule(
    types=(GROUP, NODE_GROUP, SERVICE),
    concern="availability",
    severity="medium",
    fix="min_healthy_percentage=90 of a group, max_unavailable_percentage=33 of nodes, "
    "deployment_minimum_healthy_percent=100 of a service",
    same_intent_as=(),
    url=f"{GUIDE}/asg-instance-refresh.html",
    production=True,
)
def replacement_keeps_capacity(fleet: Resource, tags: Tags) -> Iterator[Finding]:
    """While its machines or tasks are replaced, a serving fleet keeps most of them."""
    for path, kept, wanted in replacements(fleet):
        yield from found(all_of([tags.serving, not_(kept)]), fleet, path, wanted)


def replacements(fleet: Resource) -> Iterator[tuple[str, Truth, str]]:
    """Yield path, whether enough is kept, and what is enough, of each way of replacing."""
    if fleet.type == SERVICE:
        path = "deploymentMinimumHealthyPercent"
        daemon = equal(read(fleet, "schedulingStrategy"), "DAEMON")
        yield path, any_of([daemon, at_least(read(fleet, path, 100), 100)]), "100 or more"
    elif fleet.type == NODE_GROUP:
        path = "updateConfig.maxUnavailablePercentage"
        yield path, at_most(read(fleet, path, 0), A_THIRD), f"{A_THIRD} or less"
        path = "updateConfig.maxUnavailable"
        size = read(fleet, "scalingConfig.desiredSize", UNKNOWN)
        few = any_of([at_most(read(fleet, path, 1), 1), a_third(read(fleet, path, 1), size)])
        yield path, few, "a third of the nodes, or 1"
    else:
        for path in (
            "instanceRefresh.preferences.minHealthyPercentage",
            "instanceMaintenancePolicy.minHealthyPercentage",
        ):
            kept = at_least(read(fleet, path, HEALTHY), HEALTHY)
            yield path, any_of([kept, equal(read(fleet, path), -1)]), f"{HEALTHY} or more"


def a_third(count: object, size: object) -> Truth:
    if is_open(count) or is_open(size):
        return UNKNOWN
    return (figure(count) or 0) * 3 <= (figure(size) or 0)


@stack_rule(
    types=(GROUP,),
    concern="availability",
    severity="medium",
    fix="no placement group of strategy cluster; spread or partition where there must be one",
    same_intent_as=(),
    url="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/placement-groups.html",
    production=True,
)
def group_not_pinned_to_a_rack(group: Resource, stack: Stack) -> Iterator[Finding]:
    """A serving group, or one of several zones, is in no placement group that packs it together."""
    path = "placementGroup"
    if not stated(group, path):
        return
    packed: Truth = UNKNOWN
    placement = stack.follow(group, path, "aws:ec2/placementGroup:PlacementGroup")
    if isinstance(placement, Resource):
        packed = equal(read(placement, "strategy"), "cluster")
    several = fleets.zones(stack, group).at_least(2)
    broken = all_of([packed, any_of([several, stack.tags(group).serving])])
    yield from found(broken, group, path, "no cluster placement group")
