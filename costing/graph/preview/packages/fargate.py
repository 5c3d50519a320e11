"""Sizes of Fargate tasks, up to 16 vCPU, as in awsx.

Source: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-cpu-memory-error.html,
read 2026-11-24.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from costing.graph.preview.lookups import Unanswered

UNITS = 1024  # CPU units a vCPU, MiB a GiB
# vCPU → GiB
SIZES: Mapping[Decimal, Iterable[Decimal]] = {
    Decimal("0.25"): [Decimal("0.5"), Decimal(1), Decimal(2)],
    Decimal("0.5"): [Decimal(each) for each in range(1, 5)],
    Decimal(1): [Decimal(each) for each in range(2, 9)],
    Decimal(2): [Decimal(each) for each in range(4, 17)],
    Decimal(4): [Decimal(each) for each in range(8, 31)],
    Decimal(8): [Decimal(each) for each in range(16, 61)],
    Decimal(16): [Decimal(each) for each in range(32, 121)],
}


def smallest(containers: Iterable[Mapping[str, Any]]) -> tuple[str, str]:
    """Return CPU units and MiB of the smallest task that fits these containers."""
    each = list(containers)
    vcpu = sum((Decimal(str(one.get("cpu") or 0)) for one in each), Decimal(0)) / UNITS
    wanted = (one.get("memoryReservation") or one.get("memory") or 0 for one in each)
    memory = sum((Decimal(str(one)) for one in wanted), Decimal(0)) / UNITS
    for cpu, memories in SIZES.items():
        for gib in memories:
            if cpu >= vcpu and gib >= memory:
                return f"{int(cpu * UNITS)}", f"{int(gib * UNITS)}"
    raise Unanswered(f"no Fargate task size has {vcpu} vCPU and {memory} GiB")
