"""Zones that resources span, and the assumed rate at which a zone fails."""

from collections.abc import Sequence
from dataclasses import dataclass

from costing.graph.follow import follow_all
from costing.graph.resource import Graph, Resource, at
from costing.model import hidden
from costing.plan.availability import (
    fleet_capacity,
    full_capacity,
    served_fraction,
    shortfall,
)
from costing.plan.service_levels import service_levels
from costing.plan.tradeoffs.model import Fact, Service, sla

SUBNET = "aws:ec2/subnet:Subnet"
HOURS_PER_YEAR = 8760


@dataclass(frozen=True, slots=True)
class ZoneEvents:
    """Failures of a whole zone. AWS publishes no rate: the default is an assumption.

    0.15 a year is the mean of the rate's distribution (Jeffreys' prior) after one event in ten
    zone-years; 3 hours is a guess of the mean duration.
    """

    events: float = 0.15  # a year and zone
    hours: float = 3.0  # mean duration

    @property
    def availability(self) -> float:
        return max(1 - self.events * self.hours / HOURS_PER_YEAR, 0.0)

    @property
    def fact(self) -> Fact:
        value = f"{self.events:g} a year of {self.hours:g} hours each"
        return Fact("failures of a zone", value, "assumed", "", "--zone-events, --zone-hours")


def zones_of(graph: Graph, resource: Resource, path: str) -> int | None:
    """Return the number of zones of a list of subnets; None if unknown.

    Subnets whose zone is unknown count as one zone each.
    """
    value = at(resource.inputs, path)
    if hidden(value):
        found = follow_all(graph, resource, path, SUBNET)
        if not all(isinstance(each, Resource) for each in found):
            return None
    elif isinstance(value, list):
        found = follow_all(graph, resource, path, SUBNET)
    else:
        return None
    zones = {
        zone_of(each) or f"subnet {index}" if isinstance(each, Resource) else f"subnet {index}"
        for index, each in enumerate(found)
    }
    return len(zones)


def zone_of(subnet: Resource) -> str | None:
    for key in ("availabilityZone", "availabilityZoneId"):
        if isinstance(zone := subnet.inputs.get(key), str):
            return zone
    return None


def spread(instances: int, zones: int) -> Sequence[int]:
    """Return instances by zone, as evenly as an Auto Scaling group distributes them."""
    least, more = divmod(instances, zones)
    return [least + (index < more) for index in range(zones)]


def left_after_zone(instances: int, zones: int) -> int:
    """Return the instances that run when the largest zone is down."""
    return instances - max(spread(instances, zones))


def fleet(instances: int, zones: int, need: int, events: ZoneEvents, level: str | None) -> Service:
    """Return the service of a fleet that needs `need` instances.

    `level`: key of the service level of one instance; None: only zones fail.
    """
    one = service_levels()[level].availability if level else 1.0
    capacity = fleet_capacity(spread(instances, zones), one, events.availability)
    facts = (sla(level), events.fact) if level else (events.fact,)
    return Service(
        1 - shortfall(capacity, 1),
        full_capacity(capacity, need),
        served_fraction(capacity, need),
        facts,
    )
