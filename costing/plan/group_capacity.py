"""Instances and purchase options of a group that scales, as its inputs declare them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from costing.aws.launch_templates import TEMPLATE_PATHS
from costing.errors import InputError
from costing.graph.resource import Graph, Resource, at
from costing.resources._shared.launch_templates import template_at
from costing.resources._shared.priced_resource import Links

PERCENT = 100
STARTUP = 180.0  # seconds, where the group sets none
ZONES = 3  # where the number of subnets is unknown
SUBNETS, SUBNET = "vpcZoneIdentifiers", "aws:ec2/subnet:Subnet"


@dataclass(frozen=True, slots=True)
class GroupCapacity:
    """Instance types of one unit of a group, and its purchase options."""

    types: tuple[str, ...]  # instance types; empty for ECS tasks
    zones: int
    on_demand_base: int
    on_demand_percent: float  # above the base
    startup_seconds: float
    startup_basis: str
    warm_pool: int  # instances kept ready; 0: none
    problem: str | None = None  # the reason for unknown types


def capacity_of(graph: Graph, group: Resource) -> GroupCapacity:
    links = Links(graph, group)
    if group.type.startswith("aws:ecs/"):
        base, percent = fargate_split(group.inputs)
        return GroupCapacity((), ZONES, base, percent, STARTUP, "assumed", 0)
    seconds, basis = startup(group.inputs)
    policy = block(group.inputs, "mixedInstancesPolicy")
    distribution = block(policy, "instancesDistribution")
    base = integer(distribution.get("onDemandBaseCapacity"), 0)
    percent = number(distribution.get("onDemandPercentageAboveBaseCapacity"), float(PERCENT))
    types, problem = types_of(links, policy)
    spot = is_spot(links)
    pool = block(group.inputs, "warmPool")
    warm = integer(pool.get("minSize"), 1) if pool else 0
    zones = max(links.count(SUBNETS, SUBNET) or ZONES, 1)
    return GroupCapacity(
        types, zones, 0 if spot else base, 0.0 if spot else percent, seconds, basis, warm, problem
    )


def types_of(links: Links, policy: Mapping[str, Any]) -> tuple[tuple[str, ...], str | None]:
    """Return the overrides of a group, else the type of its launch template."""
    template = block(policy, "launchTemplate")
    overrides = [
        each.get("instanceType")
        for each in template.get("overrides") or ()
        if isinstance(each, Mapping)
    ]
    named = tuple(each for each in overrides if isinstance(each, str))
    if named:
        return named, None
    try:
        found = template_at(links, *TEMPLATE_PATHS)
    except InputError as error:
        return (), str(error)
    if found is None or found.instance_type is None:
        return (), "the instance type is not in this stack"
    return (found.instance_type,), None


def is_spot(links: Links) -> bool:
    if links.resource.inputs.get("mixedInstancesPolicy"):
        return False
    try:
        found = template_at(links, *TEMPLATE_PATHS)
    except InputError:
        return False
    return found is not None and found.instance_market_options is not None


def startup(inputs: Mapping[str, Any]) -> tuple[float, str]:
    for key in ("defaultInstanceWarmup", "healthCheckGracePeriod"):
        value = number(inputs.get(key), 0.0)
        if value > 0:
            return value, key
    return STARTUP, "assumed"


def fargate_split(inputs: Mapping[str, Any]) -> tuple[int, float]:
    """Return the base of FARGATE tasks and their percentage above it."""
    strategies = [
        each for each in inputs.get("capacityProviderStrategies") or () if isinstance(each, Mapping)
    ]
    weights = {
        str(each.get("capacityProvider")): number(each.get("weight"), 0.0) for each in strategies
    }
    spot = weights.get("FARGATE_SPOT", 0.0)
    total = sum(weights.values())
    if not spot or not total:
        return 0, float(PERCENT)
    base = sum(
        integer(each.get("base"), 0)
        for each in strategies
        if each.get("capacityProvider") != "FARGATE_SPOT"
    )
    return base, PERCENT * (1 - spot / total)


def block(inputs: Mapping[str, Any], path: str) -> Mapping[str, Any]:
    value = at(inputs, path)
    if isinstance(value, list) and value:
        value = value[0]
    return value if isinstance(value, Mapping) else {}


def number(value: object, default: float) -> float:
    try:
        return default if value is None else float(str(value))
    except ValueError:
        return default


def integer(value: object, default: int) -> int:
    return int(number(value, float(default)))
