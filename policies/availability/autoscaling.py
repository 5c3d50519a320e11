"""What keeps a fleet serving when a zone is down or spot capacity is taken back."""

from collections.abc import Iterator

from costing.graph import Resource
from costing.model import UNKNOWN
from policies.finding import Finding
from policies.reading import fleets
from policies.reading.stack import Stack
from policies.reading.tokens import GROUP, NODE_GROUP, SERVICE
from policies.reading.values import (
    Truth,
    all_of,
    any_of,
    at_least,
    equal,
    found,
    is_open,
    not_,
    one_of,
    read,
    stated,
)
from policies.reading.zones import Zones
from policies.rule import stack_rule

GUIDE = "https://docs.aws.amazon.com/autoscaling/ec2/userguide"
FLEET = "aws:ec2/fleet:Fleet"
SPOT_FLEET = "aws:ec2/spotFleetRequest:SpotFleetRequest"
CAPACITY_FIRST = (
    "price-capacity-optimized",
    "capacity-optimized",
    "capacity-optimized-prioritized",
    "priceCapacityOptimized",  # as a fleet spells them
    "capacityOptimized",
    "capacityOptimizedPrioritized",
)


@stack_rule(
    types=(GROUP, NODE_GROUP, SERVICE),
    concern="availability",
    severity="high",
    fix="subnets of three zones: vpc_zone_identifiers=[a.id, b.id, c.id]",
    same_intent_as=(),
    url=f"{GUIDE}/auto-scaling-benefits.html",
    production=True,
    settings={"zones": "how many zones a serving fleet lies in"},
)
def fleet_spans_three_zones(fleet: Resource, stack: Stack, *, zones: int = 3) -> Iterator[Finding]:
    """A serving fleet lies in three zones: losing one takes a third of it, not a half or all."""
    path = fleets.subnets_path(fleet)
    if fleet.type == SERVICE and not stated(fleet, path):
        return  # its tasks lie where the cluster's machines do
    reached = fleets.zones(stack, fleet)
    broken = all_of([stack.tags(fleet).serving, not_(reached.at_least(zones))])
    listed = ", ".join(sorted(reached.known)) or "none that is known"
    because = f"{path} reaches {reached.most} zones at most: {listed}"
    yield from found(broken, fleet, path, f"{zones} zones", because=because)


@stack_rule(
    types=(GROUP, NODE_GROUP, SERVICE),
    concern="availability",
    severity="high",
    fix="min_size (desired_count of a service) of at least one machine a zone",
    same_intent_as=(),
    url=f"{GUIDE}/asg-capacity-limits.html",
    production=True,
)
def fleet_minimum_covers_zones(fleet: Resource, stack: Stack) -> Iterator[Finding]:
    """A serving fleet is never smaller than its zones are many, nor than two."""
    path, size = fleets.smallest(stack, fleet)
    if size is None:
        return
    reached = fleets.zones(stack, fleet)
    covered = covers(size, reached)
    broken = all_of([stack.tags(fleet).serving, not_(covered)])
    yield from found(broken, fleet, path, f"{max(reached.fewest, 2)} or more")


def covers(size: object, zones: Zones) -> Truth:
    """Whether a size reaches the number of zones, and two."""
    if at_least(size, max(zones.fewest, 2)) is False:
        return False
    if zones.most is None:
        return UNKNOWN
    return True if at_least(size, max(zones.most, 2)) is True else UNKNOWN


@stack_rule(
    types=(GROUP, NODE_GROUP, SERVICE),
    concern="availability",
    severity="high",
    fix="on_demand_base_capacity of at least one machine a zone",
    same_intent_as=(),
    url=f"{GUIDE}/mixed-instances-groups-instance-purchase-options.html",
    production=True,
    settings={"percentage": "least on-demand share above the base, in percent"},
)
def spot_on_demand_base(fleet: Resource, stack: Stack, *, percentage: int = 0) -> Iterator[Finding]:
    """A serving fleet keeps one machine a zone that an interruption of spot cannot take."""
    based = covers_zones(fleets.on_demand_base(stack, fleet), fleets.zones(stack, fleet))
    shared: Truth = True
    if fleet.type == GROUP:
        shared = at_least(read(fleet, fleets.PERCENTAGE, fleets.ALL_ON_DEMAND), percentage)
    kept = all_of([based, shared, not_(fleets.whole_fleet_is_spot(stack, fleet))])
    broken = all_of([stack.tags(fleet).serving, fleets.spot(stack, fleet), not_(kept)])
    path = {GROUP: fleets.BASE, NODE_GROUP: "capacityType", SERVICE: "capacityProviderStrategies"}
    yield from found(broken, fleet, path[fleet.type], "one on-demand machine a zone or more")


def covers_zones(base: object, zones: Zones) -> Truth:
    if at_least(base, max(zones.fewest, 1)) is False:
        return False
    if zones.most is None:
        return UNKNOWN
    return True if at_least(base, max(zones.most, 1)) is True else UNKNOWN


@stack_rule(
    types=(GROUP, NODE_GROUP),
    concern="availability",
    severity="medium",
    fix="more overrides (instance types), or instance_requirements",
    same_intent_as=(),
    url="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/spot-best-practices.html",
    settings={"pools": "least number of pools: instance types times zones"},
)
def spot_pools_diverse(fleet: Resource, stack: Stack, *, pools: int = 6) -> Iterator[Finding]:
    """A fleet on spot draws on several types in several zones: no one pool's end is its own."""
    diverse = pooled(fleets.instance_types(fleet), fleets.zones(stack, fleet), pools)
    broken = all_of([fleets.spot(stack, fleet), not_(diverse)])
    path = fleets.OVERRIDES if fleet.type == GROUP else "instanceTypes"
    yield from found(broken, fleet, path, f"two types or more, {pools} pools or more")


def pooled(types: object, zones: Zones, pools: int) -> Truth:
    if types is None:
        return True  # attributes choose among all types
    if not isinstance(types, list):
        return UNKNOWN
    sure = len({each for each in types if not is_open(each)})
    most = sure + sum(map(is_open, types))
    least = max(sure, 1)
    if least > 1 and least * max(zones.fewest, 1) >= pools:
        return True
    few = most <= 1 or (zones.most is not None and most * max(zones.most, 1) < pools)
    return False if few else UNKNOWN


@stack_rule(
    types=(GROUP, FLEET, SPOT_FLEET),
    concern="availability",
    severity="medium",
    fix='spot_allocation_strategy="price-capacity-optimized"',
    same_intent_as=(),
    url=f"{GUIDE}/allocation-strategies.html",
)
def spot_allocation_strategy(fleet: Resource, stack: Stack) -> Iterator[Finding]:
    """Spot capacity is taken where there is most of it; the default takes the cheapest pool."""
    path, default, spot = strategy_of(fleet, stack)
    safe = one_of(read(fleet, path, default), CAPACITY_FIRST)
    yield from found(all_of([spot, not_(safe)]), fleet, path, CAPACITY_FIRST[0])


def strategy_of(fleet: Resource, stack: Stack) -> tuple[str, str, Truth]:
    """Return the strategy's path, its default, and whether the fleet chooses spot pools."""
    if fleet.type == SPOT_FLEET:
        return "allocationStrategy", "lowestPrice", True
    if fleet.type == FLEET:
        target = "targetCapacitySpecification"
        by_default = equal(read(fleet, f"{target}.defaultTargetCapacityType"), "spot")
        some = at_least(read(fleet, f"{target}.spotTargetCapacity", 0), 1)
        return "spotOptions.allocationStrategy", "lowestPrice", any_of([by_default, some])
    mixed = fleets.stated_or_open(fleet, "mixedInstancesPolicy")
    return fleets.STRATEGY, "lowest-price", all_of([mixed, fleets.spot(stack, fleet)])


@stack_rule(
    types=(GROUP,),
    concern="availability",
    severity="medium",
    fix="capacity_rebalance=True",
    same_intent_as=(),
    url=f"{GUIDE}/ec2-auto-scaling-capacity-rebalancing.html",
)
def spot_capacity_rebalance(group: Resource, stack: Stack) -> Iterator[Finding]:
    """A group on spot starts the replacement when an interruption is likely, not when it comes."""
    off = not_(equal(read(group, "capacityRebalance"), option=True))
    broken = all_of([fleets.spot(stack, group), off])
    yield from found(broken, group, "capacityRebalance", wanted=True)
