"""Decisions of fleets: their zones, and the capacity that survives the loss of one."""

from collections.abc import Iterator
from dataclasses import dataclass

from costing.estimate.changes import Change
from costing.graph.follow import referrers
from costing.graph.resource import Graph, Resource, at
from costing.model import hidden
from costing.plan.tradeoffs.changes import assigned, limits
from costing.plan.tradeoffs.model import Decision, Setting, Unknown
from costing.plan.tradeoffs.zones import ZoneEvents, fleet, left_after_zone, zones_of
from costing.resources._shared.application_autoscaling import targets
from costing.resources._shared.priced_resource import Links
from costing.resources.ecs import scaled_names

DIMENSION, DESIRED_COUNT = "scalableDimension", "ecs:service:DesiredCount"
GROUP = "aws:autoscaling/group:Group"
SCHEDULE = "aws:autoscaling/schedule:Schedule"
SERVICE = "aws:ecs/service:Service"


@dataclass(frozen=True, slots=True)
class Kind:
    """A type of fleet. `sizes`: inputs with its size, the one that decides first."""

    type: str
    sizes: tuple[str, ...]
    places: tuple[str, ...]  # inputs with its subnets or zones, the one that decides first
    level: str | None  # of one instance
    unit: str


KINDS = (
    Kind(
        GROUP,
        ("desiredCapacity", "minSize"),
        ("vpcZoneIdentifiers", "availabilityZones"),
        "ec2-instance",
        "instance",
    ),
    Kind(
        "aws:eks/nodeGroup:NodeGroup",
        ("scalingConfig.desiredSize", "scalingConfig.minSize"),
        ("subnetIds",),
        "ec2-instance",
        "node",
    ),
    Kind(
        SERVICE,
        ("desiredCount",),
        ("networkConfiguration.subnets",),
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
    place: str  # input with its subnets or zones
    target: Resource | None  # scaling target whose minimum is the size


def fleets(graph: Graph) -> Iterator[Fleet | Unknown]:
    for kind in KINDS:
        for resource in graph.of_type(kind.type):
            yield fleet_of(graph, kind, resource)


def fleet_of(graph: Graph, kind: Kind, resource: Resource) -> Fleet | Unknown:
    target = service_target(graph, resource) if kind.type == SERVICE else None
    sizes = [at(resource.inputs, path) for path in kind.sizes]
    if target is not None:
        sizes.insert(0, target.inputs.get("minCapacity"))
    size = next((each for each in sizes if each is not None), 1)
    place = next((each for each in kind.places if at(resource.inputs, each) is not None), "")
    zones = zones_of(graph, resource, place) if place else None
    if has_schedules(graph, resource):
        return Unknown("fleet", resource, "its size follows scheduled actions")
    if hidden(size) or not isinstance(size, int | float):
        return Unknown("fleet", resource, "its size is known only after deployment")
    if not zones:
        return Unknown("fleet", resource, "its subnets are not in this source")
    if size < 1:
        return Unknown("fleet", resource, "its size is zero: it runs on demand only")
    return Fleet(kind, resource, int(size), zones, place, target)


def service_target(graph: Graph, service: Resource) -> Resource | None:
    links = Links(graph, service)
    found = targets(links, [*scaled_names(links)])
    return next((each for each in found if each.inputs.get(DIMENSION) == DESIRED_COUNT), None)


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
    subnets = at(found.resource.inputs, found.place)
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
            {found.resource.urn: assigned(found.resource, {found.place: subnets[:1]})}
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
        change=resized(found, other, taken=taken),
        note=noted(found, "need taken from the size; scaling policies are not replayed"),
    )


def resized(found: Fleet, size: int, *, taken: bool) -> Change:
    resource = found.resource
    stated = [path for path in found.kind.sizes if at(resource.inputs, path) is not None]
    inputs = {resource.urn: assigned(resource, dict.fromkeys(stated or found.kind.sizes[:1], size))}
    usage = {resource.urn: {"instances": limits(size, taken=taken)}}
    if found.target is not None:
        inputs[found.target.urn] = {"minCapacity": size}
        usage[found.target.urn] = {"capacity": limits(size, taken=taken)}
    return Change(inputs, usage=usage)


def noted(found: Fleet, note: str) -> str:
    inputs = found.resource.inputs
    spot = "mixedInstancesPolicy" in inputs or inputs.get("capacityType") == "SPOT"
    if spot:
        return f"{note}; spot interruptions are not modelled"
    strategies = inputs.get("capacityProviderStrategies")
    on_instances = inputs.get("launchType") != "FARGATE" and "FARGATE" not in str(strategies)
    if found.kind.type == SERVICE and on_instances:
        return f"{note}; tasks run on instances, which are priced as a fleet of their own"
    return note


def enough(need: int, zones: int) -> int:
    """Return the fewest instances of which `need` run with any one zone down."""
    return next(
        size for size in range(need + 1, 3 * need + 2) if left_after_zone(size, zones) >= need
    )


def count(number: int, unit: str) -> str:
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"
