"""Hours of a reserved instance or node: of databases, caches, search.

https://aws.amazon.com/rds/reserved-instances/. All have the standard offering class.
"""

from decimal import Decimal
from typing import Literal

from costing.model import Commitment, Meter, Sku
from costing.resources._shared.priced_resource import Quantity, ResourceUsage
from costing.units import HOURS_PER_MONTH, PricingCategory, Unit


class ReservedUsage(ResourceUsage):
    monthly_hrs: Quantity = None  # of each instance; all month where not given
    reserved_instance_type: Literal["standard"] | None = None
    reserved_instance_term: Literal["1_year", "3_year"] | None = None
    reserved_instance_payment_option: (
        Literal["no_upfront", "partial_upfront", "all_upfront"] | None
    ) = None

    @property
    def hours(self) -> Decimal:
        return HOURS_PER_MONTH if self.monthly_hrs is None else self.monthly_hrs

    @property
    def commitment(self) -> Commitment | None:
        if not (self.reserved_instance_term and self.reserved_instance_payment_option):
            return None
        return Commitment(
            "standard", self.reserved_instance_term, self.reserved_instance_payment_option
        )

    @property
    def bought(self) -> str:
        return "on-demand" if self.commitment is None else "reserved"


def reservable(
    name: str,
    sku: Sku,
    usage: ReservedUsage,
    *,
    count: Decimal = Decimal(1),
    assumed: str | None = None,
) -> Meter:
    """Meter the hours of `count` instances, reserved where usage says so."""
    commitment = usage.commitment
    return Meter(
        name,
        sku,
        usage.hours * count,
        Unit.HOURS,
        assumed=assumed,
        pricing_category=PricingCategory.COMMITTED if commitment else PricingCategory.STANDARD,
        commitment=commitment,
    )
