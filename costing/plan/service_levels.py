"""Availability that AWS commits to, with the source and the date of each text.

A figure is the threshold below which AWS pays credits, not a measured availability: a pessimistic
default. `text`: AWS's own, or a secondary source that quotes it.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("service_levels.csv")


@dataclass(frozen=True, slots=True)
class ServiceLevel:
    key: str
    service: str
    scope: str
    availability: float
    as_of: str  # day or month of the text
    text: str
    source: str


@cache
def service_levels() -> Mapping[str, ServiceLevel]:
    """Return the service levels by key."""
    with FILE.open(newline="", encoding="utf-8") as lines:
        found = [
            ServiceLevel(
                row["key"],
                row["service"],
                row["scope"],
                float(row["availability"]),
                row["as_of"],
                row["text"],
                row["source"],
            )
            for row in csv.DictReader(lines)
        ]
    return {each.key: each for each in found}
