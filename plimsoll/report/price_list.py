"""The price book as a person looks things up in it."""

import json
from collections.abc import Iterator
from typing import Any

from costing.errors import CallError, nearest
from costing.model import GLOBAL, Price, Sku
from costing.prices.book import PriceBook, installed
from costing.prices.regions import strip_region
from costing.resources import FREE, PRICED
from costing.units import plain
from plimsoll.report.cost_table import grid, text

Json = dict[str, Any]


def regions_text(output: str) -> str:
    """Return the regions, how many SKUs each has a price of, and how old those are."""
    book = installed()
    ages = [age(book, region) for region in (*book.regions(), GLOBAL)]
    if output == "json":
        return json.dumps(ages, indent=2) + "\n"
    table = grid("Region", "SKUs", "oldest", "newest", "")
    for each in ages:
        table.add_row(each["region"], f"{each['skus']:,}", each["oldest"], each["as_of"], "")
    return text(table)


def age(book: PriceBook, region: str) -> Json:
    dates = book.shelves[region].dates().values()
    return {"region": region, "skus": len(dates), "as_of": max(dates), "oldest": min(dates)}


def prices_text(region: str, search: str, output: str) -> str:
    """Return every price of a region whose SKU contains a text. Raise CallError for none."""
    found = list(search_book(installed(), region, search))
    if not found:
        raise CallError(f"no SKU of {region} contains {search!r}")
    return shown(region, found, output)


def price_text(region: str, what: str, output: str) -> str:
    """Return the prices of one usage type, or what a Pulumi type is metered on."""
    if what.startswith("aws:"):
        return type_text(what, output)
    wanted = {what, strip_region(what)}  # as a bill writes it, too
    found = [
        (sku, price)
        for sku, price in search_book(installed(), region, "")
        if not wanted.isdisjoint({sku.usage_type, str(sku)})
    ]
    if not found:
        names = dict.fromkeys(sku.usage_type for sku in installed().skus(region))
        raise CallError(f"no price of {what} in {region}{nearest(what, names)}")
    return shown(region, found, output)


def search_book(book: PriceBook, region: str, search: str) -> Iterator[tuple[Sku, Price]]:
    """Yield a region's own prices, then those that all regions share. Raise CallError."""
    if region not in {*book.regions(), GLOBAL}:
        raise CallError(f"no prices for region {region}{nearest(region, book.regions())}")
    for home in dict.fromkeys((region, GLOBAL)):
        for sku in book.skus(home, search):
            yield sku, book.price(home, sku)


def known_of(kind: str) -> Json:
    """Return what is known of a Pulumi type. Raise CallError where nothing is."""
    if kind in FREE:
        return {"type": kind, "free": FREE[kind]}
    if kind not in PRICED:
        raise CallError(f"{kind} is neither priced nor free{nearest(kind, [*PRICED, *FREE])}")
    model = PRICED[kind]
    said = " ".join((model.__doc__ or "").split())
    return {"type": kind, "metered_on": said, "usage_keys": model.usage.keys()}


def type_text(kind: str, output: str) -> str:
    known = known_of(kind)
    if output == "json":
        return json.dumps(known, indent=2) + "\n"
    if "free" in known:
        return f"{kind}: free, {known['free']}\n"
    keys = "".join(f"  {key}\n" for key in known["usage_keys"])
    ending = f"usage keys:\n{keys}" if keys else "no usage keys\n"
    return f"{kind}\n{known['metered_on']}\n{ending}"


def shown(region: str, found: list[tuple[Sku, Price]], output: str) -> str:
    if output == "json":
        return json.dumps([price_json(region, *each) for each in found], indent=2) + "\n"
    table = grid("SKU", "from", "unit price", "unit", "as of", "source")
    for sku, price in sorted(found, key=lambda each: str(each[0])):
        for index, tier in enumerate(price.tiers):
            name = str(sku) if index == 0 else ""
            cells = (plain(tier.start), f"${plain(tier.list_unit_price)}", price.unit)
            table.add_row(name, *cells, price.as_of.isoformat(), said_by(price))
    return text(table)


def said_by(price: Price) -> str:
    return " ".join([price.source, *(f"[{flag}]" for flag in sorted(price.flags))])


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
