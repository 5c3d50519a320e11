"""Private pricing: discounts by service or SKU, private unit prices, and stated costs.

Read from the file of --prices. `list_cost` is not changed; effective and billed cost are.
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
from costing.model import Charge, Gap, Price, Sku, Tier
from costing.units import Unit

HUNDRED = Decimal(100)
PRIVATE = "private"  # source of a price in the file

Percent = Annotated[Decimal, Field(ge=0, le=100, allow_inf_nan=False)]
Usd = Annotated[Decimal, Field(ge=0, allow_inf_nan=False)]


class Discount(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    service: str  # product code, "AmazonEC2"
    usage_type: str = "*"  # without the region's prefix; * is a wildcard
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


class StatedCost(BaseModel):
    """The cost of a charge that would be a gap. * is a wildcard in type, name and charge."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    type: str  # "aws:bedrock/agentFlow:AgentFlow"
    name: str = "*"
    charge: str = "*"  # as the gap names it
    monthly_cost: Usd
    as_of: date

    def covers(self, gap: Gap) -> bool:
        names = (gap.type, self.type), (gap.name, self.name), (gap.charge or "", self.charge)
        return all(fnmatchcase(*each) for each in names)


class PrivatePricing(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    version: Literal[1] = 1
    discounts: tuple[Discount, ...] = ()
    prices: tuple[PrivatePrice, ...] = ()
    costs: tuple[StatedCost, ...] = ()

    def private(self, region: str, sku: Sku) -> Price | None:
        for each in self.prices:
            specified = Sku(each.service, each.usage_type, each.operation)
            if specified in {sku, replace(sku, operation="")} and fnmatchcase(region, each.region):
                tier = Tier(Decimal(0), each.unit_price)
                return Price(each.unit, (tier,), each.as_of, PRIVATE, frozenset({PRIVATE}))
        return None

    def cost(self, gap: Gap) -> StatedCost | None:
        """Return the first stated cost of a gap's charge; None if there is none."""
        return next((each for each in self.costs if each.covers(gap)), None)

    def discount(self, sku: Sku) -> Discount | None:
        """Return the most specific discount for an SKU; None if there is none."""
        fitting = [
            each
            for each in self.discounts
            if each.service == sku.service and fnmatchcase(sku.usage_type, each.usage_type)
        ]
        return max(fitting, key=lambda each: len(each.usage_type), default=None)


LIST_PRICES = PrivatePricing()


def read(path: Path) -> PrivatePricing:
    """Return the private pricing in a YAML file. Raise FileError."""
    return validated(PrivatePricing, yaml_file.read(path))


@dataclass(frozen=True, slots=True)
class PrivateTerms:
    """Factor on a charge's cost, with a note for reports."""

    part: Decimal  # of the list cost
    note: str


def private_terms(charge: Charge, region: str, private_pricing: PrivatePricing) -> Charge:
    """Return a charge at the private price of its SKU, or else with the discount for it.

    Raise UnitMismatch if the unit of the private price is not that of the meter.
    """
    terms = terms_of(charge, region, private_pricing)
    if terms is None or charge.effective_cost is None or charge.billed_cost is None:
        return charge
    return replace(
        charge,
        effective_cost=charge.effective_cost * terms.part,
        billed_cost=charge.billed_cost * terms.part,
        private_terms=terms.note,
    )


def terms_of(charge: Charge, region: str, private_pricing: PrivatePricing) -> PrivateTerms | None:
    sku = charge.meter.sku
    private = private_pricing.private(region, sku)
    if private is not None and charge.list_unit_price:
        if private.unit != charge.meter.unit:
            units = f"{private.unit}, metered by {charge.meter.unit}"
            raise UnitMismatch(f"the private price of {sku} is by {units}")
        unit_price = private.tiers[0].list_unit_price
        return PrivateTerms(unit_price / charge.list_unit_price, f"private price ${unit_price}")
    discount = private_pricing.discount(sku)
    if discount is not None:
        return PrivateTerms(
            1 - discount.percent / HUNDRED, f"{discount.percent} % off {sku.service}"
        )
    return None
