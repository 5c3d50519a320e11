"""Decisions of fleets: zones, the capacity that survives the loss of one, spot and on demand."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from costing.graph.follow import referrers
from costing.graph.resource import Graph, Resource, at
from costing.model import hidden
from costing.plan.tradeoffs.model import Change, Decision, Setting, Unknown, committed
from costing.plan.tradeoffs.zones import ZoneEvents, fleet, left_after_zone, zones_of

GROUP = "aws:autoscaling/group:Group"
SCHEDULE = "aws:autoscaling/schedule:Schedule"
CONFIGURATION = "aws:sagemaker/endpointConfiguration:EndpointConfiguration"
ENDPOINT = "aws:sagemaker/endpoint:Endpoint"
NO_SPOT_RATE = "AWS publishes no availability of spot capacity; it differs by pool and month"
NO_INSTANCE_LEVEL = "AWS commits no availability for an endpoint of one instance"


@dataclass(frozen=True, slots=True)
class Kind:
    """A type of fleet. `sizes`: inputs with its size, the one that decides first."""

    type: str
    sizes: tuple[str, ...]
    subnets: str
    level: str | None  # of one instance
    unit: str


KINDS = (
    Kind(GROUP, ("desiredCapacity", "minSize"), "vpcZoneIdentifiers", "ec2-instance", "instance"),
    Kind(
        "aws:eks/nodeGroup:NodeGroup",
        ("scalingConfig.desiredSize", "scalingConfig.minSize"),
        "subnetIds",
        "ec2-instance",
        "node",
    ),
    Kind(
        "aws:ecs/service:Service",
        ("desiredCount",),
        "networkConfiguration.subnets",
        None,
        "task",
    ),
)


@dataclass(frozen=True, slots=True)
class Fleet:
    kind: Kind
    resource: Resource
    size: int
    zones: int


def fleets(graph: Graph) -> Iterator[Fleet | Unknown]:
    for kind in KINDS:
        for resource in graph.of_type(kind.type):
            sizes = [at(resource.inputs, path) for path in kind.sizes]
            size = next((each for each in sizes if each is not None), 1)
            zones = zones_of(graph, resource, kind.subnets)
            if has_schedules(graph, resource):
                yield Unknown("fleet", resource, "its size follows scheduled actions")
            elif hidden(size) or not isinstance(size, int | float):
                yield Unknown("fleet", resource, "its size is known only after deployment")
            elif not zones:
                yield Unknown("fleet", resource, "its subnets are not in this source")
            elif size >= 1:
                yield Fleet(kind, resource, int(size), zones)
            else:
                yield Unknown("fleet", resource, "its size is zero: it runs on demand only")


def has_schedules(graph: Graph, resource: Resource) -> bool:
    found = referrers(graph, resource, SCHEDULE)
    return any(each.inputs.get("recurrence") is not None for each in found)


def fleet_zones(graph: Graph, events: ZoneEvents) -> Iterator[Decision | Unknown]:
    """Yield the zones that each fleet of more than one instance spans."""
    for found in fleets(graph):
        if isinstance(found, Unknown):
            yield found
        elif found.size > 1:
            yield zone_decision(found, events)


def zone_decision(found: Fleet, events: ZoneEvents) -> Decision:
    zones = min(max(found.zones, 2), found.size)
    taken = found.zones > 1
    level = found.kind.level
    need = max(left_after_zone(found.size, zones), 1)
    subnets = at(found.resource.inputs, found.kind.subnets)
    fewer = isinstance(subnets, list) and taken
    return Decision(
        "fleet zones",
        found.resource,
        taken=taken,
        with_it=Setting(
            f"{count(found.size, found.kind.unit)} in {zones} zones",
            fleet(found.size, zones, need, events, level),
        ),
        without=Setting(
            f"{count(found.size, found.kind.unit)} in one zone",
            fleet(found.size, 1, need, events, level),
        ),
        change=Change(
            {found.resource.urn: assigned(found.resource, {found.kind.subnets: subnets[:1]})}
            if fewer
            else {}
        ),
        note=noted(found, f"need taken as {need}: what runs after the loss of a zone"),
    )


def fleet_spares(graph: Graph, events: ZoneEvents) -> Iterator[Decision | Unknown]:
    """Yield the instances of each fleet beyond those that run after the loss of a zone."""
    for found in fleets(graph):
        if isinstance(found, Fleet):
            yield spare_decision(found, events)


def spare_decision(found: Fleet, events: ZoneEvents) -> Decision:
    zones = max(found.zones, 2)
    left = left_after_zone(found.size, found.zones) if found.zones > 1 else 0
    taken = left > 0
    need, other = (left, left) if taken else (found.size, enough(found.size, zones))
    larger, smaller = (found.size, other) if taken else (other, found.size)
    level, unit = found.kind.level, found.kind.unit
    return Decision(
        "fleet spare capacity",
        found.resource,
        taken=taken,
        with_it=Setting(
            f"{count(larger, unit)} for a need of {need}", fleet(larger, zones, need, events, level)
        ),
        without=Setting(
            f"{count(smaller, unit)}, no spare",
            fleet(smaller, min(found.zones, smaller), need, events, level),
        ),
        change=Change(
            {
                found.resource.urn: assigned(
                    found.resource,
                    {
                        path: other
                        for path in found.kind.sizes
                        if at(found.resource.inputs, path) is not None
                    }
                    or {found.kind.sizes[0]: other},
                )
            },
            usage={found.resource.urn: {"instances": limits(other, taken=taken)}},
        ),
        note=noted(found, "need taken from the size; scaling policies are not replayed"),
    )


def noted(found: Fleet, note: str) -> str:
    inputs = found.resource.inputs
    spot = "mixedInstancesPolicy" in inputs or inputs.get("capacityType") == "SPOT"
    return f"{note}; spot interruptions are not modelled" if spot else note


def limits(other: int, *, taken: bool) -> tuple[int | None, int | None]:
    """Return the range of instances that usage may state with another size."""
    return (None, other) if taken else (other, None)


def enough(need: int, zones: int) -> int:
    """Return the fewest instances of which `need` run with any one zone down."""
    return next(
        size for size in range(need + 1, 3 * need + 2) if left_after_zone(size, zones) >= need
    )


def count(number: int, unit: str) -> str:
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"


def assigned(resource: Resource, values: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the changed top-level inputs, for paths of at most two parts."""
    changed: dict[str, Any] = {}
    for path, value in values.items():
        first, _, second = path.partition(".")
        if second:
            whole = changed.get(first, resource.inputs.get(first)) or {}
            changed[first] = {**whole, second: value}
        else:
            changed[first] = value
    return changed


# --- Spot --------------------------------------------------------------------------------------

ALL = 100  # percent
DISTRIBUTION = "mixedInstancesPolicy.instancesDistribution"


def on_demand(graph: Graph, _: ZoneEvents) -> Iterator[Decision | Unknown]:
    """Yield the on-demand floor and the spot share of each group with a mixed policy."""
    for group in graph.of_type(GROUP):
        policy = at(group.inputs, DISTRIBUTION)
        if not isinstance(policy, Mapping):
            continue
        base, share = (
            default if policy.get(key) is None else policy.get(key)
            for key, default in (
                ("onDemandBaseCapacity", 0),
                ("onDemandPercentageAboveBaseCapacity", ALL),
            )
        )
        if hidden(base) or hidden(share):
            yield Unknown("spot share", group, "known only after deployment")
            continue
        if share == ALL:
            continue
        now = f"{base} on demand, then {share} %"
        every = {**policy, "onDemandPercentageAboveBaseCapacity": ALL}
        yield mixed(group, "spot share", ("all on demand", now), every, taken=False)
        if base:
            none = {**policy, "onDemandBaseCapacity": 0}
            names = (now, f"{share} % on demand")
            yield mixed(group, "on-demand floor", names, none, taken=True)


def mixed(
    group: Resource,
    kind: str,
    names: tuple[str, str],
    distribution: Mapping[str, Any],
    *,
    taken: bool,
) -> Decision:
    policy = {**group.inputs["mixedInstancesPolicy"], "instancesDistribution": distribution}
    return Decision(
        kind,
        group,
        taken=taken,
        with_it=Setting(names[0]),
        without=Setting(names[1]),
        change=Change({group.urn: {"mixedInstancesPolicy": policy}}),
        not_modelled=NO_SPOT_RATE,
    )


CAPACITY_TYPES = {  # inputs that choose spot capacity: path, and values for spot and on demand
    "aws:eks/nodeGroup:NodeGroup": ("capacityType", {"SPOT": "ON_DEMAND"}),
    "aws:batch/computeEnvironment:ComputeEnvironment": (
        "computeResources.type",
        {"SPOT": "EC2", "FARGATE_SPOT": "FARGATE"},
    ),
}


def spot_capacity(graph: Graph, _: ZoneEvents) -> Iterator[Decision | Unknown]:
    """Yield node groups and compute environments that run on spot capacity only."""
    for kind, (path, values) in CAPACITY_TYPES.items():
        for resource in graph.of_type(kind):
            value = at(resource.inputs, path)
            if isinstance(value, str) and value.upper() in values:
                on_demand_value = values[value.upper()]
                yield Decision(
                    "spot share",
                    resource,
                    taken=False,
                    with_it=Setting(f"{path} {on_demand_value}"),
                    without=Setting(f"{path} {value}"),
                    change=Change({resource.urn: assigned(resource, {path: on_demand_value})}),
                    not_modelled=NO_SPOT_RATE,
                )


# --- SageMaker ---------------------------------------------------------------------------------


def endpoints(graph: Graph, _: ZoneEvents) -> Iterator[Decision | Unknown]:
    """Yield the instances of each SageMaker endpoint: one, or more than one."""
    for configuration in graph.of_type(CONFIGURATION):
        variants = configuration.inputs.get("productionVariants")
        users = referrers(graph, configuration, ENDPOINT)
        if not isinstance(variants, list) or not variants or not users:
            continue
        counts = [at(variant, "initialInstanceCount") for variant in variants]
        if not all(isinstance(each, int | float) for each in counts):
            continue  # serverless, or known only after deployment
        many = max(int(each) for each in counts)
        other = 1 if many > 1 else 2
        changed = [{**variant, "initialInstanceCount": other} for variant in variants]
        yield Decision(
            "endpoint instances",
            configuration,
            taken=many > 1,
            with_it=Setting(f"{max(many, 2)} instances", committed("sagemaker-endpoint")),
            without=Setting("1 instance"),
            change=Change(
                {configuration.urn: {"productionVariants": changed}},
                usage={user.urn: {"instances": limits(other, taken=many > 1)} for user in users},
            ),
            not_modelled=NO_INSTANCE_LEVEL,
        )
