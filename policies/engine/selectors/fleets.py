"""Fleets: sizes, zones and spot use of Auto Scaling groups, node groups and ECS services."""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from costing.aws.launch_templates import first_template
from costing.graph.resource import Resource, at
from costing.model import UNKNOWN, Unknown
from policies.engine.logic import (
    Truth,
    all_of,
    any_of,
    at_least,
    blocks,
    equal,
    is_set,
    is_unknown,
    not_,
    read,
)
from policies.engine.selectors.scaling import TARGET
from policies.engine.selectors.tokens import (
    EKS_CLUSTER,
    GROUP,
    LAUNCH_CONFIGURATION,
    NODE_GROUP,
    SERVICE,
)
from policies.engine.selectors.zones import Zones, named_zones, zones_of
from policies.engine.stack import Stack

PROVIDER = "aws:ecs/capacityProvider:CapacityProvider"
SUBNETS_OF = {
    GROUP: "vpcZoneIdentifiers",
    NODE_GROUP: "subnetIds",
    SERVICE: "networkConfiguration.subnets",
}
# Type → inputs with desired, minimum and maximum size.
SIZES = {
    GROUP: ("desiredCapacity", "minSize", "maxSize"),
    NODE_GROUP: ("scalingConfig.desiredSize", "scalingConfig.minSize", "scalingConfig.maxSize"),
}
DISTRIBUTION = "mixedInstancesPolicy.instancesDistribution"
PERCENTAGE = f"{DISTRIBUTION}.onDemandPercentageAboveBaseCapacity"
BASE = f"{DISTRIBUTION}.onDemandBaseCapacity"
STRATEGY = f"{DISTRIBUTION}.spotAllocationStrategy"
OVERRIDES = "mixedInstancesPolicy.launchTemplate.overrides"
ALL_ON_DEMAND = 100  # percent above the base, the default of the provider


def zones(stack: Stack, fleet: Resource) -> Zones:
    if fleet.type == GROUP and not is_set(fleet, SUBNETS_OF[GROUP]):
        return named_zones(fleet, "availabilityZones")
    return zones_of(stack, fleet, SUBNETS_OF[fleet.type])


def subnets_path(fleet: Resource) -> str:
    """Return the path of the input that sets the zones of a fleet."""
    path = SUBNETS_OF[fleet.type]
    named = fleet.type == GROUP and not is_set(fleet, path) and is_set(fleet, "availabilityZones")
    return "availabilityZones" if named else path


def spot(stack: Stack, fleet: Resource) -> Truth:
    """Return whether the fleet runs spot instances."""
    if fleet.type == NODE_GROUP:
        return equal(read(fleet, "capacityType", "ON_DEMAND"), "SPOT")
    if fleet.type == SERVICE:
        return any_of(uses_spot(stack, fleet, *each) for each in strategies(fleet))
    mixed = all_of(
        [
            specified_or_unknown(fleet, "mixedInstancesPolicy"),
            not_(at_least(read(fleet, PERCENTAGE, ALL_ON_DEMAND), ALL_ON_DEMAND)),
        ]
    )
    return any_of([mixed, whole_fleet_is_spot(stack, fleet)])


def strategies(service: Resource) -> Iterator[tuple[int, Any]]:
    yield from enumerate(blocks(service, "capacityProviderStrategies"))


def uses_spot(stack: Stack, service: Resource, index: int, strategy: object) -> Truth:
    """Return whether a capacity provider strategy uses spot capacity.

    A provider outside the stack counts as on demand.
    """
    if is_unknown(strategy):
        return UNKNOWN
    name = at(strategy, "capacityProvider")
    if name in ("FARGATE", "FARGATE_SPOT"):
        return bool(name == "FARGATE_SPOT")
    path = f"capacityProviderStrategies[{index}].capacityProvider"
    provider = stack.follow(service, path, PROVIDER)
    if not isinstance(provider, Resource):
        return UNKNOWN if provider is UNKNOWN else False
    group = stack.follow(provider, "autoScalingGroupProvider.autoScalingGroupArn", GROUP)
    if not isinstance(group, Resource):
        return UNKNOWN if group is UNKNOWN else False
    return spot(stack, group)


def specified_or_unknown(fleet: Resource, path: str) -> Truth:
    return UNKNOWN if is_unknown(read(fleet, path)) else is_set(fleet, path)


def whole_fleet_is_spot(stack: Stack, group: Resource) -> Truth:
    """Return whether the launch template or configuration requests spot instances.

    A template outside the stack counts as on demand.
    """
    template = template_of(stack, group)
    if template is UNKNOWN:
        return UNKNOWN
    if isinstance(template, Resource):
        if template.type == LAUNCH_CONFIGURATION:
            return is_set(template, "spotPrice")
        return equal(read(template, "instanceMarketOptions.marketType"), "spot")
    return False


def template_of(stack: Stack, group: Resource) -> Resource | Unknown | None:
    """Return the launch template or launch configuration of a group."""
    found = first_template(partial(stack.follow, group))
    if found is not None:
        return found
    return stack.follow(group, "launchConfiguration", LAUNCH_CONFIGURATION)


def instance_types(fleet: Resource) -> Sequence[Any] | Unknown | None:
    """Return the instance types of a fleet; None where attributes select them."""
    if fleet.type == NODE_GROUP:
        listed: Sequence[Any] | Unknown = read(fleet, "instanceTypes", ["t3.medium"])
        return listed
    overrides = read(fleet, OVERRIDES, [])
    if is_unknown(overrides) or any(is_unknown(each) for each in overrides):
        return UNKNOWN
    if any(each.get("instanceRequirements") is not None for each in overrides):
        return None
    return [each.get("instanceType") for each in overrides] or [None]  # the template's own


def on_demand_base(stack: Stack, fleet: Resource) -> Any:  # noqa: ANN401 (JSON)
    """Return the number of instances that a spot interruption cannot remove."""
    if fleet.type == SERVICE:
        for index, each in strategies(fleet):
            taken = uses_spot(stack, fleet, index, each)
            if taken is UNKNOWN:
                return UNKNOWN
            if taken is False:
                base = at(each, "base")
                return 0 if base is None else base
        return 0
    if fleet.type == NODE_GROUP:
        return fixed_neighbours(stack, fleet)
    return UNKNOWN if whole_fleet_is_spot(stack, fleet) is UNKNOWN else read(fleet, BASE, 0)


def fixed_neighbours(stack: Stack, nodes: Resource) -> Any:  # noqa: ANN401 (JSON)
    """Return the minimum size of the on-demand node groups of the same cluster."""
    cluster = stack.follow(nodes, "clusterName", EKS_CLUSTER)
    name = read(nodes, "clusterName")
    if isinstance(cluster, Resource):
        neighbours = stack.attached(cluster, "clusterName", NODE_GROUP).found
    elif isinstance(name, str):
        every = stack.of_type(NODE_GROUP)
        neighbours = [each for each in every if read(each, "clusterName") == name]
    else:
        return UNKNOWN
    size = 0
    for each in neighbours:
        on_spot = equal(read(each, "capacityType", "ON_DEMAND"), "SPOT")
        least = read(each, "scalingConfig.minSize", 0)
        if on_spot is UNKNOWN or (on_spot is False and is_unknown(least)):
            return UNKNOWN
        if on_spot is False:
            size += int(least)
    return size


MINIMUM = {GROUP: "minSize", NODE_GROUP: "scalingConfig.minSize", SERVICE: "desiredCount"}


def smallest(stack: Stack, fleet: Resource) -> tuple[str, Any]:
    """Return path and value of the minimum size of a fleet after scaling in.

    The value is None for a daemon service, which has one task on each instance.
    """
    path = MINIMUM[fleet.type]
    size = read(fleet, path, 0)
    if fleet.type != SERVICE:
        return path, size
    daemon = equal(read(fleet, "schedulingStrategy"), "DAEMON")
    if daemon is not False:
        return path, None if daemon is True else UNKNOWN
    targets = stack.attached(fleet, "resourceId", TARGET)
    least = [read(each, "minCapacity", 0) for each in targets.found]
    if any(map(is_unknown, [*least, *targets.unknown, size])):
        return path, UNKNOWN
    return path, max([size, *least])
