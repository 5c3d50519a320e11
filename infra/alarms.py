"""What a component wants watched. The component knows what to watch, observability who hears."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

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
    # Where silence is itself a sign of death, it counts as bad.
    missing: Literal["breaching", "notBreaching"] = "notBreaching"
