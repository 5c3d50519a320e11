"""Rules for Amazon EC2 Auto Scaling: spot."""

from collections.abc import Iterator, Mapping
from typing import Any

from costing.graph.resource import Resource
from costing.model import UNKNOWN
from policies.engine.finding import UNKNOWN_MARK, Finding
from policies.engine.logic import (
    Truth,
    all_of,
    any_of,
    at_least,
    equal,
    found,
    is_set,
    is_unknown,
    not_,
    one_of,
    read,
)
from policies.engine.rule import Rule, stack_rule
from policies.engine.selectors import fleets
from policies.engine.selectors.changes import changed
from policies.engine.selectors.serving import serving
from policies.engine.selectors.tags import WORKLOAD
from policies.engine.selectors.tokens import GROUP, NODE_GROUP, SAGEMAKER_TRAINING_JOB, SERVICE
from policies.engine.selectors.zones import Zones
from policies.engine.stack import Stack

GUIDE = "https://docs.aws.amazon.com/autoscaling/ec2/userguide"
FLEET = "aws:ec2/fleet:Fleet"
SPOT_FLEET = "aws:ec2/spotFleetRequest:SpotFleetRequest"
CAPACITY_FIRST = (
    "price-capacity-optimized",
    "capacity-optimized",
    "capacity-optimized-prioritized",
    "priceCapacityOptimized",  # spelling of EC2 Fleet
    "capacityOptimized",
    "capacityOptimizedPrioritized",
)
EVENT_RULE = "aws:cloudwatch/eventRule:EventRule"
NOTICES = ("EC2 Spot Instance Interruption Warning", "EC2 Instance Rebalance Recommendation")
TRAINING_JOB = SAGEMAKER_TRAINING_JOB
SPOT_WORK = ("batch", "training")


@stack_rule(
    types=(GROUP, NODE_GROUP, SERVICE),
    concern="availability",
    severity="high",
    title="EC2 Auto Scaling group for serving has no On-Demand base capacity for each zone",
    risk="A Spot interruption can remove all instances at once.",
    fix="on_demand_base_capacity: at least one instance for each zone",
    aws_docs=f"{GUIDE}/mixed-instances-groups-instance-purchase-options.html",
    production=True,
    settings={"percentage": "minimum On-Demand percentage above the base capacity"},
)
def asg_spot_on_demand_base(
    fleet: Resource, stack: Stack, *, percentage: int = 0
) -> Iterator[Finding]:
    based = covers_zones(fleets.on_demand_base(stack, fleet), fleets.zones(stack, fleet))
    shared: Truth = True
    if fleet.type == GROUP:
        shared = at_least(read(fleet, fleets.PERCENTAGE, fleets.ALL_ON_DEMAND), percentage)
    kept = all_of([based, shared, not_(fleets.whole_fleet_is_spot(stack, fleet))])
    broken = all_of([serving(stack, fleet), fleets.spot(stack, fleet), not_(kept)])
    path = {GROUP: fleets.BASE, NODE_GROUP: "capacityType", SERVICE: "capacityProviderStrategies"}
    yield from found(
        broken, fleet, path[fleet.type], "at least one On-Demand instance for each zone"
    )


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
    title="EC2 Auto Scaling group with Spot Instances uses too few capacity pools",
    risk=(
        "If one Spot pool is reclaimed, a large part of the fleet is interrupted at the same time."
    ),
    fix="add instance types to the overrides, or use instance_requirements",
    aws_docs="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/spot-best-practices.html",
    settings={"pools": "minimum number of capacity pools (instance types times zones)"},
)
def asg_spot_diversified_pools(
    fleet: Resource, stack: Stack, *, pools: int = 6
) -> Iterator[Finding]:
    diverse = pooled(fleets.instance_types(fleet), fleets.zones(stack, fleet), pools)
    broken = all_of([fleets.spot(stack, fleet), not_(diverse)])
    path = fleets.OVERRIDES if fleet.type == GROUP else "instanceTypes"
    yield from found(broken, fleet, path, f"at least two instance types and {pools} pools")


def pooled(types: object, zones: Zones, pools: int) -> Truth:
    if types is None:
        return True  # attributes select from all types
    if not isinstance(types, list):
        return UNKNOWN
    sure = len({each for each in types if not is_unknown(each)})
    most = sure + sum(map(is_unknown, types))
    least = max(sure, 1)
    if least > 1 and least * max(zones.fewest, 1) >= pools:
        return True
    few = most <= 1 or (zones.most is not None and most * max(zones.most, 1) < pools)
    return False if few else UNKNOWN


@stack_rule(
    types=(GROUP, FLEET, SPOT_FLEET),
    concern="availability",
    severity="medium",
    title="EC2 Spot capacity uses an allocation strategy that ignores available capacity",
    risk="The lowest-price strategy picks pools with the highest interruption rate.",
    fix='spot_allocation_strategy="price-capacity-optimized"',
    fixes={
        "aws:ec2/spotFleetRequest:SpotFleetRequest": 'allocation_strategy="priceCapacityOptimized"',
        "aws:ec2/fleet:Fleet": 'spot_options={"allocation_strategy": "price-capacity-optimized"}',
    },
    aws_docs=f"{GUIDE}/allocation-strategies.html",
)
def asg_spot_allocation_strategy(fleet: Resource, stack: Stack) -> Iterator[Finding]:
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
    mixed = fleets.specified_or_unknown(fleet, "mixedInstancesPolicy")
    return fleets.STRATEGY, "lowest-price", all_of([mixed, fleets.spot(stack, fleet)])


@stack_rule(
    types=(GROUP,),
    concern="availability",
    severity="medium",
    title="EC2 Auto Scaling group with Spot Instances has no Capacity Rebalancing",
    risk=("Replacement starts only when an instance is interrupted, two minutes before it stops."),
    fix="capacity_rebalance=True",
    aws_docs=f"{GUIDE}/ec2-auto-scaling-capacity-rebalancing.html",
)
def asg_spot_capacity_rebalancing(group: Resource, stack: Stack) -> Iterator[Finding]:
    off = not_(equal(read(group, "capacityRebalance"), option=True))
    broken = all_of([fleets.spot(stack, group), off])
    yield from found(broken, group, "capacityRebalance", expected=True)


@stack_rule(
    types=(GROUP,),
    concern="availability",
    severity="medium",
    title="No EventBridge rule receives EC2 Spot interruption warnings",
    risk="The two-minute warning is lost, so work is not drained or saved.",
    fix=(
        'add a cloudwatch.EventRule whose event_pattern has detail-type "EC2 Spot '
        'Instance Interruption Warning"'
    ),
    aws_docs="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/spot-instance-termination-notices.html",
)
def asg_spot_interruption_notification(group: Resource, stack: Stack) -> Iterator[Finding]:
    heard = any_of(listens(rule) for rule in stack.of_type(EVENT_RULE))
    broken = all_of([fleets.spot(stack, group), not_(heard)])
    because = "no EventBridge rule matches Spot interruption warnings"
    yield from found(
        broken,
        group,
        "",
        "an EventBridge rule for EC2 Spot Instance Interruption Warning",
        because=because,
    )


def listens(rule: Resource) -> Truth:
    pattern = read(rule, "eventPattern", "")
    if any(each in str(pattern) for each in NOTICES):
        return True
    return UNKNOWN if is_unknown(pattern) or UNKNOWN_MARK in str(pattern) else False


@stack_rule(
    types=(GROUP, NODE_GROUP, TRAINING_JOB),
    concern="cost",
    severity="low",
    title="EC2 capacity for interruptible batch work runs On-Demand",
    risk=("Work that can resume from a checkpoint is paid at about three times the Spot price."),
    fix='capacity_type="SPOT"',
    fixes={
        GROUP: (
            'mixed_instances_policy={"instances_distribution": '
            '{"on_demand_percentage_above_base_capacity": 0}}'
        ),
        TRAINING_JOB: "enable_managed_spot_training=True",
    },
    aws_docs="https://aws.amazon.com/ec2/spot/pricing/",
    manual_fix=lambda fleet, _, __: bought_on_spot(fleet),
)
def asg_batch_workload_on_spot(fleet: Resource, stack: Stack) -> Iterator[Finding]:
    if fleet.type == TRAINING_JOB:
        spot = equal(read(fleet, "enableManagedSpotTraining"), option=True)
        yield from found(not_(spot), fleet, "enableManagedSpotTraining", expected=True)
        return
    workload = stack.tags(fleet).named(WORKLOAD)
    can: Truth = False if workload is None else one_of(workload, SPOT_WORK)
    on_demand = not_(any_of([fleets.spot(stack, fleet)]))
    path = "capacityType" if fleet.type == NODE_GROUP else fleets.PERCENTAGE
    yield from found(all_of([can, on_demand]), fleet, path, "spot")


def bought_on_spot(fleet: Resource) -> Mapping[str, Any]:
    if fleet.type == NODE_GROUP:
        return {**fleet.inputs, "capacityType": "SPOT"}
    if fleet.type == GROUP and is_set(fleet, "mixedInstancesPolicy"):
        return changed(fleet.inputs, fleets.PERCENTAGE, 0)
    return fleet.inputs


RULES: tuple[Rule, ...] = (
    asg_spot_on_demand_base,
    asg_spot_diversified_pools,
    asg_spot_allocation_strategy,
    asg_spot_capacity_rebalancing,
    asg_spot_interruption_notification,
    asg_batch_workload_on_spot,
)
