"""Look-up of prices in the price book, and its tables and JSON."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from costing.errors import CallError, nearest
from costing.model import GLOBAL, Price, Sku
from costing.prices.book import PriceBook, installed
from costing.prices.regions import strip_region
from costing.resources import FREE, PRICED
from costing.units import plain
from plimsoll.report.cost_table import grid, row, text

Json = dict[str, Any]
Found = Sequence[tuple[Sku, Price]]


def region_dates() -> list[Json]:
    """Return each region with its number of SKUs and its oldest and newest price date."""
    book = installed()
    return [dates_of(book, region) for region in (*book.regions(), GLOBAL)]


def dates_of(book: PriceBook, region: str) -> Json:
    dates = book.prices[region].dates().values()
    return {"region": region, "skus": len(dates), "as_of": max(dates), "oldest": min(dates)}


def dates_json(regions: Sequence[Json]) -> str:
    return json.dumps(regions, indent=2) + "\n"


def dates_table(regions: Sequence[Json]) -> str:
    table = grid("Region", "SKUs", "oldest", "newest", "")
    for each in regions:
        row(table, each["region"], f"{each['skus']:,}", each["oldest"], each["as_of"], "")
    return text(table)


def search_prices(region: str, search: str) -> Found:
    """Return every price of a region whose SKU contains a text. Raise CallError without any."""
    found = list(search_book(installed(), region, search))
    if not found:
        raise CallError(f"{region}: no SKU contains {search!r}; search for a shorter text")
    return found


def prices_named(region: str, name: str) -> Found:
    """Return the prices of a usage type, with or without region prefix, or of a SKU."""
    names = {name, strip_region(name)}
    found = [
        (sku, price)
        for sku, price in search_book(installed(), region, "")
        if not names.isdisjoint({sku.usage_type, str(sku)})
    ]
    if not found:
        known = dict.fromkeys(sku.usage_type for sku in installed().skus(region))
        raise CallError(f"no price of {name} in {region}{nearest(name, known)}")
    return found


def search_book(book: PriceBook, region: str, search: str) -> Iterator[tuple[Sku, Price]]:
    """Yield a region's own prices, then those of all regions. Raise CallError."""
    if region not in {*book.regions(), GLOBAL}:
        raise CallError(f"no prices for region {region}{nearest(region, book.regions())}")
    for place in dict.fromkeys((region, GLOBAL)):
        for sku in book.skus(place, search):
            yield sku, book.price(place, sku)


def charges_of_type(kind: str) -> Json:
    """Return the charges and usage keys of a Pulumi type. Raise CallError for an unknown one."""
    if kind in FREE:
        return {"type": kind, "free": FREE[kind]}
    if kind not in PRICED:
        raise CallError(f"{kind}: unknown resource type{nearest(kind, [*PRICED, *FREE])}")
    model = PRICED[kind]
    charges = " ".join((model.__doc__ or "").split())
    return {"type": kind, "metered_on": charges, "usage_keys": model.usage.keys()}


def type_json(known: Json) -> str:
    return json.dumps(known, indent=2) + "\n"


def type_table(known: Json) -> str:
    if "free" in known:
        return f"{known['type']}: free of charge, {known['free']}\n"
    keys = "".join(f"  {key}\n" for key in known["usage_keys"])
    ending = f"usage keys:\n{keys}" if keys else "no usage keys\n"
    return f"{known['type']}\n{known['metered_on']}\n{ending}"


def prices_table(_: str, found: Found) -> str:
    table = grid("SKU", "from", "unit price", "unit", "as of", "source")
    for sku, price in sorted(found, key=lambda each: str(each[0])):
        for index, tier in enumerate(price.tiers):
            name = str(sku) if index == 0 else ""
            cells = (plain(tier.start), f"${plain(tier.list_unit_price)}", price.unit)
            row(table, name, *cells, price.as_of.isoformat(), source_of(price))
    return text(table)


def source_of(price: Price) -> str:
    return " ".join([price.source, *(f"[{flag}]" for flag in sorted(price.flags))])


def prices_json(region: str, found: Found) -> str:
    return json.dumps([price_json(region, *each) for each in found], indent=2) + "\n"


def price_json(region: str, sku: Sku, price: Price) -> Json:
    return {
        "region": region,
        "service": sku.service,
        "usage_type": sku.usage_type,
        "operation": sku.operation,
        "unit": price.unit,
        "tiers": [
            {"start": plain(tier.start), "list_unit_price": plain(tier.list_unit_price)}
            for tier in price.tiers
        ],
        "as_of": price.as_of.isoformat(),
        "source": price.source,
        "flags": sorted(price.flags),
    }
