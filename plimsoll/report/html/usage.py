"""Usage that the estimate lacks, by resource type."""

from collections import defaultdict
from dataclasses import dataclass

from costing.model import Estimate, ResourceCost
from plimsoll.report.cost_table import first_of

SHOWN = 5  # names of resources


@dataclass(frozen=True, slots=True)
class MissingUsage:
    type: str
    names: str  # "web, api and 3 more"
    keys: tuple[tuple[str, str], ...]  # usage key, unit


def missing(estimate: Estimate) -> list[MissingUsage]:
    """Return the resources with charges whose quantity depends on a usage key that is not set."""
    found: dict[tuple[str, tuple[tuple[str, str], ...]], list[str]] = defaultdict(list)
    for resource in estimate.resources:
        if keys := keys_of(resource):
            found[resource.type, keys].append(resource.name)
    return [
        MissingUsage(type_, first_of(names, SHOWN), keys) for (type_, keys), names in found.items()
    ]


def keys_of(resource: ResourceCost) -> tuple[tuple[str, str], ...]:
    keys = {
        (charge.meter.usage, str(charge.meter.unit))
        for charge in resource.charges
        if charge.meter.quantity is None and charge.meter.usage
    }
    return tuple(sorted(keys))
