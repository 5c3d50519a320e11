"""Ends of standard and extended support of the Kubernetes versions of EKS.

https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html (read 2026-11-24). A
version has standard support for 14 months, then extended support for 12.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from costing.aws.tables import rows


@dataclass(frozen=True, slots=True)
class Support:
    standard_ends: date
    extended_ends: date

    def is_extended(self, on: date) -> bool:
        """Say whether a cluster of the version pays the surcharge that day.

        Past its extended support it is upgraded to the oldest version that still has it.
        """
        return on > self.standard_ends


def is_before_calendar(version: str) -> bool:
    """Tell whether a version is older than all that EKS still runs, "1.3"."""
    return numbered(version) < min(map(numbered, versions()))


def numbered(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdecimal())


@cache
def versions() -> Mapping[str, Support]:
    return {
        row["version"]: Support(
            date.fromisoformat(row["standard_ends"]), date.fromisoformat(row["extended_ends"])
        )
        for row in rows("eks_versions")
    }
