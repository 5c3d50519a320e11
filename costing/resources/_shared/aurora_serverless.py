"""Capacity units of Aurora Serverless v2."""

from dataclasses import dataclass
from decimal import Decimal

from costing.model import Meter, Sku
from costing.resources._shared.aurora_charges import (
    UNITS,
)
from costing.resources._shared.priced_resource import Quantity
from costing.resources._shared.rds_instances import (
    SERVICE,
    DatabaseUsage,
)
from costing.units import Unit


class ClusterInstanceUsage(DatabaseUsage):
    capacity_units_per_hr: Quantity = None  # Aurora capacity units, of a serverless instance


@dataclass(frozen=True, slots=True)
class Units:
    """Aurora capacity units of a serverless instance, on average."""

    count: Decimal | None  # None where the minimum is zero and usage gives none
    assumed: str | None = None

    def over(self, hours: Decimal) -> Decimal | None:
        return None if self.count is None else self.count * hours


def serverless_v2(
    usage: ClusterInstanceUsage, engine: str, units: Units, *, io_optimized: bool
) -> Meter:
    kind = ", I/O-optimized" if io_optimized else ""
    usage_type = "ServerlessV2IOOptimizedUsage" if io_optimized else "ServerlessV2Usage"
    return Meter(
        f"Aurora serverless v2{kind}",
        Sku(SERVICE, f"Aurora:{usage_type}", engine),
        units.over(usage.hours),
        Unit.ACU_HOURS,
        usage=UNITS,
        assumed=units.assumed,
    )
