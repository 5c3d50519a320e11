"""In which Availability Zones a resource lies, as far as a program says."""

from dataclasses import dataclass

from costing.graph.resource import Resource, at
from costing.model import UNKNOWN, Unknown
from policies.engine.logic import Truth, is_open
from policies.engine.selectors.tokens import SUBNETS
from policies.engine.stack import Stack


@dataclass(frozen=True, slots=True)
class Zones:
    """Zones that are known, and how many more there may be."""

    known: frozenset[str] = frozenset()
    open: int = 0  # subnets whose zone is not known: each may add one
    unbounded: bool = False  # the list itself is not known

    @property
    def fewest(self) -> int:
        return max(len(self.known), 1 if self.open or self.unbounded else 0)

    def at_least(self, count: int) -> Truth:
        if self.fewest >= count:
            return True
        return UNKNOWN if self.unbounded or len(self.known) + self.open >= count else False

    @property
    def count(self) -> int | Unknown:
        return UNKNOWN if self.open or self.unbounded else len(self.known)

    @property
    def most(self) -> int | None:
        """Return None where there is no telling."""
        return None if self.unbounded else len(self.known) + self.open


def zone_of(subnet: Resource | Unknown | None) -> str | Unknown:
    """Return the zone of a subnet; UNKNOWN for one outside the stack or without a stated zone."""
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
    if is_open(listed) and subnets == [UNKNOWN]:
        return Zones(unbounded=True)
    zones = [zone_of(subnet) for subnet in subnets]
    known = frozenset(zone for zone in zones if isinstance(zone, str))
    return Zones(known, sum(zone is UNKNOWN for zone in zones))


def stated_zones(resource: Resource, path: str) -> Zones:
    """Return the zones that a list names itself."""
    listed = at(resource.inputs, path)
    if is_open(listed):
        return Zones(unbounded=True)
    known = frozenset(zone for zone in listed or () if isinstance(zone, str))
    return Zones(known, sum(is_open(zone) for zone in listed or ()))
