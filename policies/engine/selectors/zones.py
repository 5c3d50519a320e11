"""Availability Zones of a resource."""

from dataclasses import dataclass

from costing.graph.resource import Resource, at
from costing.model import UNKNOWN, Unknown
from policies.engine.logic import Truth, is_unknown
from policies.engine.selectors.tokens import SUBNETS
from policies.engine.stack import Stack


@dataclass(frozen=True, slots=True)
class Zones:
    """Known zones, and the number of unknown ones."""

    known: frozenset[str] = frozenset()
    unknown: int = 0  # subnets whose zone is not known: each may add one
    unbounded: bool = False  # the list itself is not known

    @property
    def fewest(self) -> int:
        return max(len(self.known), 1 if self.unknown or self.unbounded else 0)

    def at_least(self, count: int) -> Truth:
        if self.fewest >= count:
            return True
        return UNKNOWN if self.unbounded or len(self.known) + self.unknown >= count else False

    @property
    def count(self) -> int | Unknown:
        return UNKNOWN if self.unknown or self.unbounded else len(self.known)

    @property
    def most(self) -> int | None:
        """Return the maximum number of zones; None where it is not known."""
        return None if self.unbounded else len(self.known) + self.unknown


def zone_of(subnet: Resource | Unknown | None) -> str | Unknown:
    """Return the zone of a subnet; UNKNOWN for one outside the stack or without a zone."""
    if not isinstance(subnet, Resource):
        return UNKNOWN
    for key in ("availabilityZone", "availabilityZoneId"):
        for values in (subnet.inputs, subnet.outputs):
            if isinstance(values.get(key), str):
                return str(values[key])
    return UNKNOWN


def zones_of(stack: Stack, resource: Resource, path: str) -> Zones:
    """Return the zones of the subnets listed at `path`."""
    listed = at(resource.inputs, path)
    if listed is None:
        return Zones()
    subnets = stack.follow_all(resource, path, *SUBNETS)
    if is_unknown(listed) and subnets == [UNKNOWN]:
        return Zones(unbounded=True)
    zones = [zone_of(subnet) for subnet in subnets]
    known = frozenset(zone for zone in zones if isinstance(zone, str))
    return Zones(known, sum(zone is UNKNOWN for zone in zones))


def named_zones(resource: Resource, path: str) -> Zones:
    """Return the zones that a list names."""
    listed = at(resource.inputs, path)
    if is_unknown(listed):
        return Zones(unbounded=True)
    known = frozenset(zone for zone in listed or () if isinstance(zone, str))
    return Zones(known, sum(is_unknown(zone) for zone in listed or ()))
