"""AWS's bulk price list: one CSV file per service and region.

https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/using-the-aws-price-list-bulk-api-download-price-list-files.html
(read 2026-11-24). Five lines of metadata, one line of column names, then one line per price.
"""

import csv
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from itertools import islice

from costing.errors import RefreshError
from costing.model import Price, Sku
from costing.prices.book import PriceBook
from costing.prices.commitment_rates import CommitmentRate
from costing.prices.price_file import RegionPrices
from costing.prices.price_row import PriceRow
from costing.prices.refresh.reserved import ReservedRates
from costing.prices.regions import strip_region
from costing.units import Unit

ADDRESS = "https://pricing.us-east-1.amazonaws.com"
METADATA_LINES = 5
COLUMNS = (
    "TermType",
    "StartingRange",
    "Unit",
    "PricePerUnit",
    "Currency",
    "usageType",
    "operation",
)
MOST_DIGITS = 15  # of a price or a bound of a tier before the decimal point
SOURCE = "aws-price-list"
ALWAYS_FREE = "always_free"
Places = Sequence[RegionPrices]  # files of the price book with prices of a region

# Price lists whose usage types a bill shows under another product code.
PRODUCT_CODES = {"AmazonS3GlacierDeepArchive": "AmazonS3", "AmazonGlacier": "AmazonS3"}
UNITS = {  # unit of a price list in lower case → unit of the price book
    "hrs": Unit.HOURS,
    "hours": Unit.HOURS,
    "hour": Unit.HOURS,
    "gb-mo": Unit.GB_MONTHS,
    "gb-month": Unit.GB_MONTHS,
    "gb": Unit.GB,
    "requests": Unit.REQUESTS,
    "request": Unit.REQUESTS,
    "ios": Unit.REQUESTS,
    "iops-mo": Unit.IOPS_MONTHS,
    "lcu-hrs": Unit.LCU_HOURS,
    "vcpu-hours": Unit.VCPU_HOURS,
    "acu-hr": Unit.ACU_HOURS,
}
SCALES = {("gibps-mo", Unit.MIBPS_MONTHS): Decimal(1024)}  # units of the book in one of the list
SPOT = "SpotUsage-"  # usage types of Fargate Spot begin so
PLAUSIBLE_FACTOR = Decimal(4)  # a larger change of a price means another unit


def address(service: str, region: str, base: str = ADDRESS) -> str:
    place = f"{region}/" if region else ""  # global services have one list for all regions
    return f"{base}/offers/v1.0/aws/{service}/current/{place}index.csv"


@dataclass(frozen=True, slots=True)
class PriceList:
    rows: tuple[PriceRow, ...]
    reserved: tuple[CommitmentRate, ...] = ()
    left_out: Mapping[str, int] = field(default_factory=dict)  # reason → lines


def parse(lines: Iterable[str], service: str, region: str, book: PriceBook) -> PriceList:
    """Read a price list. Raise RefreshError for other content, and for a list without prices."""
    text = iter(lines)
    published = publication_date(islice(text, METADATA_LINES))
    rows = csv.DictReader(text)
    if not published or set(COLUMNS) - set(rows.fieldnames or ()):
        raise RefreshError(f"{service} in {region}: the download is not an AWS price list")
    left_out: Counter[str] = Counter()
    product = PRODUCT_CODES.get(service, service)
    places = [each[region] for each in (book.prices, book.rare) if region in each]
    bare = kinds_without_operation(places, product)
    found, reserved = [], ReservedRates(product)
    for line in rows:
        if line["Currency"] != "USD":
            continue
        if line["TermType"] == "Reserved":
            reserved.add(line)
        elif line["TermType"] == "OnDemand":
            row = row_of(line, service, places, bare)
            if isinstance(row, PriceRow):
                found.append(replace(row, as_of=published))
            else:
                left_out[row] += 1
    if not found:
        raise RefreshError(f"{service} in {region}: the price list contains no price")
    rates = (as_known(each, places, bare) for each in reserved.rates())
    return PriceList(tuple(complete_prices(found, left_out)), tuple(rates), dict(left_out))


def as_known(rate: CommitmentRate, places: Places, bare: Collection[str]) -> CommitmentRate:
    """Return a rate with the SKU as the price book spells it."""
    sku, _ = known_as(Sku(rate.service, rate.usage_type, rate.operation), places, bare)
    return replace(rate, operation=sku.operation)


def publication_date(metadata: Iterable[str]) -> str:
    """Return the ISO date in the first lines; empty without one."""
    values = {row[0]: row[1] for row in csv.reader(metadata) if len(row) > 1}
    day = values.get("Publication Date", "")[:10]
    try:
        return date.fromisoformat(day).isoformat()
    except ValueError:
        return ""


def row_of(
    line: Mapping[str, str], service: str, places: Places, bare: Collection[str]
) -> PriceRow | str:
    """Return a line's row, or the reason for which it is left out."""
    product = PRODUCT_CODES.get(service, service)
    usage_type = strip_region(line["usageType"], product)
    sku, known = known_as(Sku(product, usage_type, line["operation"]), places, bare)
    try:
        price, start = Decimal(line["PricePerUnit"]), Decimal(line["StartingRange"] or 0)
    except InvalidOperation:
        return "invalid price"
    if not (is_figure(price) and is_figure(start)):
        return "invalid price"
    listed = line["Unit"].lower()
    unit = known.unit if known else on_demand_unit(sku, places) or UNITS.get(listed)
    if unit is None:
        return f"unknown unit {line['Unit']}"
    price /= SCALES.get((listed, unit), Decimal(1))
    if known and not plausible(price, known):
        return "price more than 4 times higher or lower than in the price book, likely another unit"
    return PriceRow(sku.service, sku.usage_type, sku.operation, unit, start, price, "", SOURCE)


def is_figure(value: Decimal) -> bool:
    return value.is_finite() and value >= 0 and value.adjusted() < MOST_DIGITS


def known_as(sku: Sku, places: Places, bare: Collection[str] = ()) -> tuple[Sku, Price | None]:
    """Return the SKU as the price book spells it, with its price.

    A new SKU has no operation if its kind has none in the book (see `kinds_without_operation`).
    """
    for spelling in (sku, Sku(sku.service, sku.usage_type)):
        for prices in places:
            found = prices.price(spelling)
            if found is not None:
                return spelling, found
    kind, colon, _ = sku.usage_type.partition(":")
    return (Sku(sku.service, sku.usage_type) if colon and kind in bare else sku), None


def kinds_without_operation(places: Places, service: str) -> Collection[str]:
    """Return the kinds, such as "Node" of "Node:ra3.large", that the book has no operation of."""
    operations: dict[str, set[str]] = {}
    for prices in places:
        for sku in prices.skus():
            kind, colon, _ = sku.usage_type.partition(":")
            if colon and sku.service == service:
                operations.setdefault(kind, set()).add(sku.operation)
    return {kind for kind, found in operations.items() if found == {""}}


def on_demand_unit(sku: Sku, places: Places) -> Unit | None:
    """Return the unit of the on-demand price of a Fargate Spot SKU; the list says "hours"."""
    if not sku.usage_type.startswith(SPOT):
        return None
    on_demand = sku.usage_type.removeprefix(SPOT)
    _, known = known_as(Sku(sku.service, on_demand, sku.operation), places)
    return known.unit if known else None


def plausible(price: Decimal, known: Price) -> bool:
    prices = [tier.list_unit_price for tier in known.tiers if tier.list_unit_price]
    if not prices or not price:
        return True
    return min(prices) / PLAUSIBLE_FACTOR <= price <= max(prices) * PLAUSIBLE_FACTOR


def complete_prices(found: Iterable[PriceRow], left_out: Counter[str]) -> Iterator[PriceRow]:
    """Yield the rows of SKUs whose tiers start at 0 and have one price each."""
    skus: dict[Sku, dict[Decimal, set[PriceRow]]] = {}
    for row in found:
        skus.setdefault(row.sku, {}).setdefault(row.start, set()).add(row)
    for tiers in skus.values():
        if 0 in tiers and all(len(rows) == 1 for rows in tiers.values()):
            yield from (flagged(row, tiers) for rows in tiers.values() for row in rows)
        else:
            left_out["several prices for one tier, or no tier from 0"] += 1


def flagged(row: PriceRow, tiers: Mapping[Decimal, object]) -> PriceRow:
    """Flag a first tier of $0 below other tiers as an always-free allowance."""
    free = row.start == 0 and row.list_unit_price == 0 and len(tiers) > 1
    return replace(row, flags=ALWAYS_FREE) if free else row
