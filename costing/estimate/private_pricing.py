"""What a customer pays other than list prices: discounts by service or SKU, private prices.

A file states it; `list_cost` stays the public price, the other costs are what is agreed.
"""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from costing.errors import UnitMismatch
from costing.files import yaml_file
from costing.files.validation import validated
from costing.model import Charge, Price, Sku, Tier
from costing.units import Unit

HUNDRED = Decimal(100)
PRIVATE = "private"  # the source of a price that the file states

Percent = Annotated[Decimal, Field(ge=0, le=100, allow_inf_nan=False)]
Usd = Annotated[Decimal, Field(ge=0, allow_inf_nan=False)]


class Discount(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    service: str  # product code, "AmazonEC2"
    usage_type: str = "*"  # without the region's prefix; * matches
    percent: Percent


class PrivatePrice(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    service: str
    usage_type: str
    operation: str = ""
    region: str = "*"
    unit: Unit
    unit_price: Usd
    as_of: date


class Agreement(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    version: Literal[1] = 1
    discounts: tuple[Discount, ...] = ()
    prices: tuple[PrivatePrice, ...] = ()

    def private(self, region: str, sku: Sku) -> Price | None:
        for each in self.prices:
            stated = Sku(each.service, each.usage_type, each.operation)
            if stated in {sku, replace(sku, operation="")} and fnmatchcase(region, each.region):
                tier = Tier(Decimal(0), each.unit_price)
                return Price(each.unit, (tier,), each.as_of, PRIVATE, frozenset({PRIVATE}))
        return None

    def discount(self, sku: Sku) -> Discount | None:
        """Return the one that names the SKU most closely."""
        fitting = [
            each
            for each in self.discounts
            if each.service == sku.service and fnmatchcase(sku.usage_type, each.usage_type)
        ]
        return max(fitting, key=lambda each: len(each.usage_type), default=None)


LIST_PRICES = Agreement()


def read(path: Path) -> Agreement:
    """Raise FileError for a file that is not a price agreement."""
    return validated(Agreement, yaml_file.read(path))


@dataclass(frozen=True, slots=True)
class Agreed:
    """How a charge's costs came to differ from its list cost."""

    part: Decimal  # of what it would be otherwise
    note: str


def agreed(charge: Charge, region: str, agreement: Agreement) -> Charge:
    """Return a charge at what is agreed for its SKU; a private price before a discount.

    Raise UnitMismatch for a private price of another unit.
    """
    terms = terms_of(charge, region, agreement)
    if terms is None or charge.effective_cost is None or charge.billed_cost is None:
        return charge
    return replace(
        charge,
        effective_cost=charge.effective_cost * terms.part,
        billed_cost=charge.billed_cost * terms.part,
        agreed=terms.note,
    )


def terms_of(charge: Charge, region: str, agreement: Agreement) -> Agreed | None:
    sku = charge.meter.sku
    private = agreement.private(region, sku)
    if private is not None and charge.list_unit_price:
        if private.unit != charge.meter.unit:
            units = f"{private.unit}, metered by {charge.meter.unit}"
            raise UnitMismatch(f"the private price of {sku} is by {units}")
        unit_price = private.tiers[0].list_unit_price
        return Agreed(unit_price / charge.list_unit_price, f"private price ${unit_price}")
    discount = agreement.discount(sku)
    if discount is not None:
        return Agreed(1 - discount.percent / HUNDRED, f"{discount.percent} % off {sku.service}")
    return None
