"""Comparison of downloaded prices with the price book, and of a stack's bill at both."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from costing.errors import CallError, nearest
from costing.model import ZERO, Charge, Estimate, Price, Sku
from costing.prices.book import installed, shipped
from costing.prices.cache import RefreshedPrices


@dataclass(frozen=True, slots=True)
class PriceChange:
    """Price of a SKU before and after the download; `before` is None for a new SKU."""

    region: str
    sku: Sku
    before: Price | None
    after: Price


@dataclass(frozen=True, slots=True)
class ChargeChange:
    """Charge of a stack whose cost changes; a side is None if it has no price there."""

    resource: str
    charge: str
    sku: Sku
    before: Charge | None
    after: Charge | None

    @property
    def change(self) -> Decimal:
        return cost(self.after) - cost(self.before)


@dataclass(frozen=True, slots=True)
class BillChange:
    """Monthly cost of a stack with the price book, and with downloaded prices."""

    before: Estimate
    after: Estimate
    charges: tuple[ChargeChange, ...]  # largest change first


def cost(charge: Charge | None) -> Decimal:
    return ZERO if charge is None or charge.effective_cost is None else charge.effective_cost


def price_changes(region: str | None) -> Sequence[PriceChange]:
    """Return the changed and new prices of a region, or of all. Raise CallError."""
    book = installed()
    if region is not None and region not in book.prices:
        raise CallError(f"--region {region}: unknown region{nearest(region, book.regions())}")
    places = [region] if region is not None else sorted(book.prices)
    return [change for place in places for change in changes_in(place)]


def changes_in(region: str) -> Iterator[PriceChange]:
    prices = installed().prices[region]
    if not isinstance(prices, RefreshedPrices):
        return
    rare = shipped().rare.get(region)
    downloaded = {sku for each in prices.refreshed for sku in each.skus()}
    for sku in sorted(downloaded, key=str):
        before = prices.shipped.price(sku) or (rare.price(sku) if rare else None)
        after = prices.price(sku)
        if after is not None and (before is None or before.tiers != after.tiers):
            yield PriceChange(region, sku, before, after)


def charge_changes(before: Estimate, after: Estimate) -> list[ChargeChange]:
    old, new = charges_of(before), charges_of(after)
    changes = [
        ChargeChange(name, charge, sku, old.get(key), new.get(key))
        for key in {**old, **new}
        for _, name, charge, sku, _ in [key]
        if cost(old.get(key)) != cost(new.get(key))
    ]
    return sorted(changes, key=lambda each: (-abs(each.change), each.resource, each.charge))


def charges_of(found: Estimate) -> dict[tuple[str, str, str, Sku, str], Charge]:
    """Return the charges by URN, resource name, charge, SKU and group."""
    return {
        (each.urn, each.name, charge.meter.name, charge.meter.sku, charge.meter.group or ""): charge
        for each in found.resources
        for charge in each.charges
    }
