"""Availability that AWS's service level agreements commit to.

The figures are thresholds of service credits: measured availability is usually higher.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from costing.aws.tables import rows


@dataclass(frozen=True, slots=True)
class ServiceLevel:
    name: str  # "rds_multi_az"
    availability: float  # of a month
    source: str
    as_of: str


@cache
def service_levels() -> Mapping[str, ServiceLevel]:
    return {
        row["name"]: ServiceLevel(
            row["name"], float(row["availability"]), row["source"], row["as_of"]
        )
        for row in rows("service_levels")
    }
