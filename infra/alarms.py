"""What a component wants heard. The component knows what to watch, observability who hears."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import pulumi


@dataclass(frozen=True, slots=True)
class Alarm:
    """A metric, and the bound that it must not cross."""

    name: str  # within its component: "unhealthy-hosts"
    meaning: str  # what has happened when it fires, and what to look at
    namespace: str
    metric: str
    dimensions: Mapping[str, pulumi.Input[str]]
    threshold: float
    fires: Literal["above", "below"] = "above"
    statistic: str = "Average"  # or "p99"
    minutes: int = 5  # how many in a row are looked at
    of_them: int = 3  # how many of those must be bad
    every: int = 1  # minutes that are taken together as one
    # Where silence is itself a sign of death, it counts as bad.
    missing: Literal["breaching", "notBreaching"] = "notBreaching"
    # The bound is learnt from what is normal at that hour; the threshold is how far from it is too
    # far, in standard deviations.
    learnt: bool = False


@dataclass(frozen=True, slots=True)
class Event:
    """Something that AWS says has happened, told as it happens or counted."""

    name: str  # within its component: "backup-failed"
    meaning: str
    pattern: Mapping[str, Any]  # in EventBridge's own words
    # How many in five minutes are too many; None: each one is told.
    more_than: int | None = None
