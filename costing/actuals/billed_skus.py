"""The SKUs of bill lines, matched with those of the price book.

A line that has a usage type names its SKU. FOCUS 1.0 without AWS's own columns does not: there the
service, region, unit, unit price and description lead to the SKU, as far as they are unambiguous.
Tables: `service_names.csv` (ServiceName → product code), `units.csv` (a bill's unit → unit of the
book, with the number of the bill's units in one), `descriptions.csv` (description → usage type).
"""

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from itertools import product
from pathlib import Path
from typing import NamedTuple

from costing.actuals.bill import Bill
from costing.errors import PriceNotFound
from costing.model import GLOBAL, Price, Sku
from costing.prices.book import TRANSFER, PriceBook
from costing.prices.price_file import RegionPrices
from costing.prices.regions import strip_region
from costing.units import Unit

SIGNIFICANT = Decimal("1e-15")
Candidate = tuple[Sku, Price, Decimal]  # and the bill's units in one of the book's
MARKETPLACE = "AWS Marketplace"

BY_SKU = """SELECT coalesce(RegionId, ''), coalesce(ServiceName, ''), coalesce(x_ServiceCode, ''),
    coalesce(x_UsageType, ''), coalesce(x_Operation, ''), coalesce(PricingUnit, ''),
    ListUnitPrice, CASE WHEN x_UsageType IS NULL THEN ChargeDescription ELSE '' END,
    count(*), sum(PricingQuantity), coalesce(sum(ListCost), 0), coalesce(sum(EffectiveCost), 0),
    coalesce(sum(BilledCost), 0)
  FROM lines WHERE ChargeCategory = 'Usage' GROUP BY ALL ORDER BY ALL"""


class Row(NamedTuple):
    """A row of BY_SKU, with the fields of BilledSku."""

    region: str
    service_name: str
    service: str
    usage_type: str  # with the region's prefix
    operation: str
    unit: str
    list_unit_price: Decimal | None
    description: str
    lines: int
    quantity: Decimal
    list_cost: Decimal
    effective_cost: Decimal
    billed_cost: Decimal


@dataclass(frozen=True, slots=True)
class BilledSku:
    """Usage lines of one SKU at one unit price, added up."""

    region: str
    service_name: str
    service: str  # product code; empty where the bill does not have it
    usage_type: str  # without the region's prefix; empty where the bill does not have it
    operation: str
    unit: str  # as the bill has it
    list_unit_price: Decimal | None
    description: str
    lines: int
    quantity: Decimal  # in the bill's unit
    list_cost: Decimal
    effective_cost: Decimal
    billed_cost: Decimal

    @property
    def label(self) -> str:
        if self.usage_type:
            return f"{self.service} {self.usage_type} {self.operation}".rstrip()
        return f"{self.service_name}: {self.description}"


@dataclass(frozen=True, slots=True)
class Match:
    """A billed SKU and the book's, if one was found."""

    billed: BilledSku
    sku: Sku | None  # the book's; None where it is missing or not certain
    price: Price | None
    factor: Decimal  # the bill's units in one of the book's
    is_known: bool  # the book has the unit price
    reason: str = ""  # if it has not, or the SKU is not certain

    @property
    def quantity(self) -> Decimal:
        """Return the quantity in the book's unit."""
        return self.billed.quantity / self.factor


def billed_skus(bill: Bill) -> list[BilledSku]:
    return [billed_sku(Row._make(row)) for row in bill.rows(BY_SKU)]


def billed_sku(row: Row) -> BilledSku:
    plain = strip_region(row.usage_type, row.service) if row.usage_type else ""
    return BilledSku(*row._replace(region=row.region or GLOBAL, usage_type=plain))


@dataclass(frozen=True)
class Matcher:
    """Find the book's SKU of a billed one."""

    book: PriceBook
    skus: dict[str, Mapping[str, Sequence[Sku]]] = field(default_factory=dict)  # by region
    known: dict[tuple[str, str], list[tuple[Sku, Price]]] = field(default_factory=dict)

    def match(self, billed: BilledSku) -> Match:
        if billed.usage_type:
            return self.by_usage_type(billed)
        return self.by_price(billed)

    def by_usage_type(self, billed: BilledSku) -> Match:
        sku = Sku(billed.service, billed.usage_type, billed.operation)
        try:
            price = self.book.price(self.region(billed.region), sku)
        except PriceNotFound:
            return Match(billed, None, None, Decimal(1), is_known=False, reason=unknown(billed))
        factor = factors(billed.unit).get(price.unit)
        if factor is None:
            reason = f"the bill's unit is {billed.unit}, the price book's {price.unit}"
            return Match(billed, None, price, Decimal(1), is_known=False, reason=reason)
        is_known = has_unit_price(price, billed.list_unit_price, factor)
        reason = "" if is_known else other_price(billed, price)
        return Match(billed, sku, price, factor, is_known, reason)

    def by_price(self, billed: BilledSku) -> Match:
        found: list[Candidate] = []
        for candidates in (self.candidates, self.rare_candidates):
            if not found:
                found = [
                    each
                    for each in candidates(billed)
                    if has_unit_price(each[1], billed.list_unit_price, each[2])
                ]
        if not found:
            return Match(billed, None, None, Decimal(1), is_known=False, reason=unknown(billed))
        certain = described(found, billed.description)
        if len(certain) == 1:
            sku, price, factor = certain[0]
            return Match(billed, sku, price, factor, is_known=True)
        reason = f"{len(found)} SKUs have this unit price"
        return Match(billed, None, found[0][1], found[0][2], is_known=True, reason=reason)

    def region(self, region: str) -> str:
        return region if region in self.book.prices else GLOBAL

    def candidates(self, billed: BilledSku) -> Iterator[Candidate]:
        """Yield the SKUs of the service in the region whose unit may be the bill's."""
        units = factors(billed.unit)
        services = codes(billed) | ({TRANSFER} if Unit.GB in units else set())
        region = self.region(billed.region)
        places = [each for each in (region, GLOBAL) if each in self.book.prices]
        for place, service in product(dict.fromkeys(places), sorted(services)):
            for sku, price in self.prices(self.book.prices[place], place, service):
                if price.unit in units:
                    yield sku, price, units[price.unit]

    def rare_candidates(self, billed: BilledSku) -> Iterator[Candidate]:
        """Yield the same of platforms and engines that are seldom used."""
        units = factors(billed.unit)
        rare = self.book.rare.get(billed.region)
        if rare is None:
            return
        for service in sorted(codes(billed)):
            for sku, price in self.prices(rare, f"rare {billed.region}", service):
                if price.unit in units:
                    yield sku, price, units[price.unit]

    def prices(self, shelf: RegionPrices, place: str, service: str) -> list[tuple[Sku, Price]]:
        if place not in self.skus:
            self.skus[place] = by_service(shelf.skus())
        if (place, service) not in self.known:
            priced = ((sku, shelf.price(sku)) for sku in self.skus[place].get(service, ()))
            self.known[place, service] = [(sku, price) for sku, price in priced if price]
        return self.known[place, service]


def codes(billed: BilledSku) -> set[str]:
    return {billed.service} if billed.service else service_codes(billed.service_name)


def by_service(skus: Iterable[Sku]) -> Mapping[str, Sequence[Sku]]:
    found: dict[str, list[Sku]] = defaultdict(list)
    for sku in skus:
        found[sku.service].append(sku)
    return found


def has_unit_price(price: Price, unit_price: Decimal | None, factor: Decimal) -> bool:
    if unit_price is None:
        return False
    one = unit_price * factor
    return any(abs(tier.list_unit_price - one) <= SIGNIFICANT for tier in price.tiers)


def described(found: Sequence[Candidate], description: str) -> list[Candidate]:
    """Return those that a description names; all where it names none."""
    if len(found) == 1:
        return list(found)
    words = set(re.findall(r"[\w.-]+", description.lower()))
    named = [
        each
        for each in found
        if (each[0].service, each[0].usage_type) in described_types(description)
        or each[0].usage_type.partition(":")[2].lower() in words
    ]
    for_all = [each for each in named if each[0].operation in {"", *operations(description)}]
    return for_all or named or list(found)


def operations(description: str) -> set[str]:
    """Return the operations that some descriptions name: Linux, a load balancer's kind."""
    kinds = {
        "On Demand Linux": "RunInstances",
        "Application LoadBalancer": "LoadBalancing:Application",
        "Application load balancer": "LoadBalancing:Application",
        "Network LoadBalancer": "LoadBalancing:Network",
        "Network load balancer": "LoadBalancing:Network",
    }
    found = {operation for text, operation in kinds.items() if text in description}
    is_classic = "per LoadBalancer-hour" in description
    return found | ({"LoadBalancing"} if is_classic else set())


def described_types(description: str) -> set[tuple[str, str]]:
    return {
        (row["service"], row["usage_type"])
        for row in table("descriptions.csv")
        if re.search(row["pattern"], description)
    }


def unknown(billed: BilledSku) -> str:
    if MARKETPLACE in billed.description:
        return "sold by another vendor on AWS Marketplace"
    if billed.list_unit_price is None:
        return "the line has no list unit price"
    price = f"{billed.list_unit_price.normalize():f}"
    if billed.usage_type:
        return "the price book has no price for this SKU in this region"
    return f"the price book has no {billed.unit} of this service at {price} in this region"


def other_price(billed: BilledSku, price: Price) -> str:
    if billed.list_unit_price is None:
        return "the line has no list unit price"
    known = ", ".join(f"{tier.list_unit_price.normalize():f}" for tier in price.tiers)
    return f"the bill's unit price is {billed.list_unit_price.normalize():f}, the book's {known}"


@cache
def factors(bill_unit: str) -> dict[Unit, Decimal]:
    """Return the book's units that a bill's unit may be, each with the bill's units in one."""
    plain = bill_unit.strip().lower()
    found = {unit: Decimal(1) for unit in Unit if unit.value.lower() == plain}
    for row in table("units.csv"):
        if row["bill_unit"] == plain:
            found[Unit(row["unit"])] = Decimal(row["bill_units_in_one"])
    return found


@cache
def service_codes(name: str) -> set[str]:
    """Return product codes by the name that FOCUS has; the name itself where it is a code."""
    return {
        row["service"] for row in table("service_names.csv") if row["service_name"] == name
    } or {name}


@cache
def table(name: str) -> tuple[dict[str, str], ...]:
    with Path(__file__).with_name(name).open(newline="", encoding="utf-8") as lines:
        return tuple(csv.DictReader(lines))
