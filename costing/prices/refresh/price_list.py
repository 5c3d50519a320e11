"""AWS's public price list: one CSV a service and region.

https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/using-the-aws-price-list-bulk-api-download-price-list-files.html
(read 2026-11-24). Five lines say what it is, the sixth names the columns.
"""

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation
from itertools import islice

from costing.errors import RefreshError
from costing.model import Price, Sku
from costing.prices.book import PriceBook
from costing.prices.regions import strip_region
from costing.prices.tier import Rung
from costing.units import Unit

ADDRESS = "https://pricing.us-east-1.amazonaws.com"
HEAD = 5  # lines before the columns
COLUMNS = (
    "TermType",
    "StartingRange",
    "Unit",
    "PricePerUnit",
    "Currency",
    "usageType",
    "operation",
)
SOURCE = "aws-price-list"
ALWAYS_FREE = "always_free"

ON_THE_BILL = {"AmazonS3GlacierDeepArchive": "AmazonS3", "AmazonGlacier": "AmazonS3"}
UNITS = {  # as price lists write them, in lower case
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
SCALES = {("gibps-mo", Unit.MIBPS_MONTHS): Decimal(1024)}  # list units in one of ours
LIKELY = Decimal(4)  # a price that moved by more is another unit's


def address(service: str, region: str, base: str = ADDRESS) -> str:
    place = f"{region}/" if region else ""  # services without regions have one list
    return f"{base}/offers/v1.0/aws/{service}/current/{place}index.csv"


@dataclass(frozen=True, slots=True)
class Refreshed:
    rungs: tuple[Rung, ...]
    left_out: Mapping[str, int] = field(default_factory=dict)  # why → lines


def parse(lines: Iterable[str], service: str, region: str, book: PriceBook) -> Refreshed:
    """Read a price list. Raise RefreshError for what is none, or holds no price."""
    text = iter(lines)
    published = published_on(islice(text, HEAD))
    rows = csv.DictReader(text)
    if not published or set(COLUMNS) - set(rows.fieldnames or ()):
        raise RefreshError(f"{service} in {region}: this is no price list of AWS's")
    left_out: Counter[str] = Counter()
    found = []
    for row in rows:
        if row["TermType"] == "OnDemand" and row["Currency"] == "USD":
            rung = rung_of(row, service, region, book)
            if isinstance(rung, Rung):
                found.append(replace(rung, as_of=published))
            else:
                left_out[rung] += 1
    if not found:
        raise RefreshError(f"{service} in {region}: the price list holds no price")
    return Refreshed(tuple(whole_ladders(found, left_out)), dict(left_out))


def published_on(head: Iterable[str]) -> str:
    """Return the day that the first lines name; empty where they name none."""
    stated = {row[0]: row[1] for row in csv.reader(head) if len(row) > 1}
    return stated.get("Publication Date", "")[:10]


def rung_of(row: Mapping[str, str], service: str, region: str, book: PriceBook) -> Rung | str:
    """Return a line's rung, or why it is left out."""
    product = ON_THE_BILL.get(service, service)
    usage_type = strip_region(row["usageType"], product)
    sku, known = known_as(Sku(product, usage_type, row["operation"]), region, book)
    try:
        price, start = Decimal(row["PricePerUnit"]), Decimal(row["StartingRange"] or 0)
    except InvalidOperation:
        return "a price that is no number"
    stated = row["Unit"].lower()
    unit = known.unit if known else UNITS.get(stated)
    if unit is None:
        return f"a unit that is not known here: {row['Unit']}"
    price /= SCALES.get((stated, unit), Decimal(1))
    if known and not likely(price, known):
        return "a price so far from the installed one that its unit must be another"
    return Rung(sku.service, sku.usage_type, sku.operation, unit, start, price, "", SOURCE)


def known_as(sku: Sku, region: str, book: PriceBook) -> tuple[Sku, Price | None]:
    """Return the SKU as the book spells it, with its price; as the list does where it is new."""
    shelf = book.shelves.get(region)
    for spelling in (sku, Sku(sku.service, sku.usage_type)):
        found = shelf.price(spelling) if shelf else None
        if found is not None:
            return spelling, found
    return sku, None


def likely(price: Decimal, known: Price) -> bool:
    rungs = [tier.list_unit_price for tier in known.tiers if tier.list_unit_price]
    return not rungs or not price or min(rungs) / LIKELY <= price <= max(rungs) * LIKELY


def allowance(rung: Rung, ladder: Mapping[Decimal, object]) -> Rung:
    """Mark a first rung that costs nothing, with others above it, as an always-free allowance."""
    free = rung.start == 0 and rung.list_unit_price == 0 and len(ladder) > 1
    return replace(rung, flags=ALWAYS_FREE) if free else rung


def whole_ladders(found: Iterable[Rung], left_out: Counter[str]) -> Iterator[Rung]:
    """Yield the ladders that start at 0 and have one price a rung."""
    ladders: dict[Sku, dict[Decimal, set[Rung]]] = {}
    for rung in found:
        ladders.setdefault(rung.sku, {}).setdefault(rung.start, set()).add(rung)
    for ladder in ladders.values():
        if 0 in ladder and all(len(same) == 1 for same in ladder.values()):
            yield from (allowance(rung, ladder) for same in ladder.values() for rung in same)
        else:
            left_out["a ladder with two prices for one rung, or none from 0"] += 1
