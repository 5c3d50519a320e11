"""Workloads and prices for tests of the planner."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from costing.plan.price_snapshot import ON_DEMAND, SPOT, HourPrice, PriceSnapshot
from costing.plan.workload import Workload

PRICES: Mapping[str, tuple[str, str | None]] = {  # on demand, spot
    "m7g.xlarge": ("0.1632", "0.08938"),
    "c7g.xlarge": ("0.145", "0.05796"),
    "r7g.xlarge": ("0.2142", "0.06884"),
}
DAILY = [4, 4, 4, 4, 5, 8, 12, 16, 20, 24, 26, 27, 28, 27, 26, 25, 23, 20, 16, 12, 9, 7, 5, 4]
NO_RISKS = {
    "spot_interruptions_percent": 0,
    "zone_events_per_year": 0,
    "instance_availability": 1,
}


def service(**changes: Any) -> dict[str, Any]:
    """Return a service of three types with a daily profile."""
    return {
        "demand": {"profile": DAILY, "growth": 0, "variation": 0},
        "latency_ms": 800,
        "startup_seconds": 180,
        "capacity": {
            "m7g.xlarge": {"requests_per_second": 20, "service_ms": 100},
            "c7g.xlarge": {"requests_per_second": 20, "service_ms": 100},
            "r7g.xlarge": {"requests_per_second": 16, "service_ms": 125},
        },
        **changes,
    }


def workload(**changes: Any) -> Workload:
    return Workload.model_validate(
        {
            "region": "us-east-1",
            "zones": ["us-east-1a", "us-east-1b", "us-east-1c"],
            "objective": {"target": 0.999},
            "services": {"web": service()},
            **changes,
        }
    )


def prices(
    factor: str = "1", changed: Mapping[str, tuple[str, str | None]] | None = None
) -> PriceSnapshot:
    """Return prices in memory, multiplied by a factor."""
    found = [
        HourPrice(name, purchase, Decimal(usd) * Decimal(factor), name, "2026-07-20", "test")
        for name, pair in {**PRICES, **(changed or {})}.items()
        for purchase, usd in zip((ON_DEMAND, SPOT), pair, strict=True)
        if usd is not None
    ]
    return PriceSnapshot("us-east-1", tuple(found))
