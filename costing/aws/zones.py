"""Regions, their Availability Zones, and what EC2 offers in each.

A zone's id is the same for every account; its name is not. The names are in the order of the
ids, which is not the mapping of any account.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from costing.aws.tables import rows


@dataclass(frozen=True, slots=True)
class Region:
    code: str
    partition: str  # "aws", "aws-cn", "aws-us-gov"
    name: str  # "Europe (Ireland)"
    continent: str  # empty where the sources name none


@dataclass(frozen=True, slots=True)
class Zone:
    name: str  # "us-east-1a"
    id: str  # "use1-az1"


@cache
def regions() -> Mapping[str, Region]:
    return {
        row["region"]: Region(row["region"], row["partition"], row["name"], row["continent"])
        for row in rows("regions")
    }


@cache
def zones() -> Mapping[str, Sequence[Zone]]:
    """Return the zones of each region. A region whose zones are not known is not in it."""
    found: dict[str, list[Zone]] = {}
    for row in rows("zones"):
        found.setdefault(row["region"], []).append(Zone(row["zone_name"], row["zone_id"]))
    return found


@cache
def offerings() -> Mapping[str, Mapping[str, Sequence[str]]]:
    """Return by region and instance type the ids of the zones that offer it.

    A region that is not in it is one whose offerings are not known, not one that has none.
    """
    found: dict[str, dict[str, Sequence[str]]] = {}
    for row in rows("offerings"):
        types = found.setdefault(row["region"], {})
        types[row["instance_type"]] = tuple(row["zone_ids"].split())
    return found
