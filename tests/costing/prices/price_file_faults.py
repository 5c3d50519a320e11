"""Faults of price file rows, each with its line: `us-east-1.csv:17: unknown source "aws"`."""

import csv
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from itertools import groupby, pairwise
from pathlib import Path

from costing.prices.price_file import COLUMNS, ORIGIN, WIDE
from costing.prices.regions import strip_region
from costing.units import Unit

FLAGS = {"always_free", "derived", "spot_average", "third_party", "unverified"}
KEY = ("service", "usage_type", "operation")
OTHER_REGION = ("AWS-Out-Bytes", "S3RTC-Out-Bytes")  # usage types that name a second region
FREE = {  # SKUs that AWS bills at $0
    ("AWSBudgets", "BudgetsUsage", ""),
    ("AWSDataTransfer", "CloudFront-Out-Bytes", ""),
    ("AWSDataTransfer", "DataTransfer-In-Bytes", ""),
    ("AmazonS3", "Bulk-Retrieval-Bytes", "RestoreObject"),
    ("AmazonS3", "Requests-Tier5", "RestoreObject"),
}

Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Line:
    number: int
    row: Row

    @property
    def sku(self) -> tuple[str, ...]:
        return tuple(self.row[column] for column in KEY)


def read(path: Path) -> tuple[list[str], list[Line]]:
    with path.open(newline="") as file:
        rows = csv.DictReader(file)
        return [*(rows.fieldnames or ())], [Line(n, row) for n, row in enumerate(rows, start=2)]


def faults(path: Path, sources: Mapping[str, str]) -> Iterator[str]:
    """Yield the faults of a price file. `sources` are the titles by id."""
    columns, lines = read(path)
    if columns != [*COLUMNS, *ORIGIN]:
        yield f"{path.name}:1: the columns are not {','.join([*COLUMNS, *ORIGIN])}"
        return
    found = [(line, fault) for line in lines for fault in row_faults(line.row, sources)]
    found += [(line, fault) for line in lines for fault in price_faults(line.row)]
    if not found:
        found = [*order_faults(lines), *tier_faults(lines)]
    yield from (f"{path.name}:{line.number}: {fault}" for line, fault in found)


def wide_faults(path: Path, sources: Mapping[str, str]) -> Iterator[str]:
    """Yield the faults of a file with one column per operation."""
    columns, lines = read(path)
    operations = columns[len(WIDE) :]
    if columns[: len(WIDE)] != WIDE or operations != sorted(set(operations)):
        yield f"{path.name}:1: the columns are not {','.join(WIDE)} and sorted operations"
        return
    for line in lines:
        prices = [line.row[operation] for operation in operations if line.row[operation]]
        wrong = [price for price in prices if not positive(price)]
        found = [*row_faults(line.row, sources), *(f"invalid price {each}" for each in wrong)]
        yield from (f"{path.name}:{line.number}: {fault}" for fault in found)


def row_faults(row: Row, sources: Mapping[str, str]) -> Iterator[str]:
    """Yield the faults of one row, apart from its price."""
    if not (row["service"] and row["usage_type"]):
        yield "service or usage type is missing"
    if row["unit"] not in set(Unit):
        yield f"unknown unit {row['unit']!r}"
    if row["source"] not in sources:
        yield f"unknown source {row['source']!r}; add it to sources.csv"
    flags = {*row["flags"].split(";")} - {""}
    if unknown := sorted(flags - FLAGS):
        yield f"unknown flag {unknown[0]!r}"
    if needs_flag(sources.get(row["source"], "")) and "unverified" not in flags:
        yield "the publisher of the source is not known; add the flag unverified"
    try:
        date.fromisoformat(row["as_of"])
    except ValueError:
        yield f"invalid date {row['as_of']!r}; write YYYY-MM-DD"
    usage_type = row["usage_type"]
    if not usage_type.endswith(OTHER_REGION) and strip_region(usage_type, row["service"]) != (
        usage_type
    ):
        yield f"usage type {usage_type!r} has a region prefix; remove it"


def needs_flag(title: str) -> bool:
    return "(publisher not known)" in title and not title.startswith("Computed")


def price_faults(row: Row) -> Iterator[str]:
    for column in ("start", "list_unit_price"):
        if number(row[column]) is None:
            yield f"invalid {column} {row[column]!r}"


def order_faults(lines: Collection[Line]) -> Iterator[tuple[Line, str]]:
    for before, line in pairwise(lines):
        places = [
            (*each.sku, each.row["unit"], Decimal(each.row["start"])) for each in (before, line)
        ]
        if places[0] == places[1]:
            yield line, "second row of this tier; remove one"
        elif places[0] > places[1]:
            yield line, "not in the order of SKU, unit and start"


def tier_faults(lines: Collection[Line]) -> Iterator[tuple[Line, str]]:
    """Yield the faults of a SKU's tiers together."""
    for sku, same in groupby(lines, key=lambda line: line.sku):
        first, *others = tiers = [*same]
        prices = [Decimal(line.row["list_unit_price"]) for line in tiers]
        free = ["always_free" in line.row["flags"].split(";") for line in tiers]
        if Decimal(first.row["start"]) != 0:
            yield first, "the first tier starts above 0"
        if len({line.row["unit"] for line in tiers}) > 1:
            yield first, "tiers with different units"
        if any(free[1:]) or (free[0] and (prices[0] != 0 or not others)):
            yield first, "always_free is only for a first tier of $0 below another tier"
        if min(prices[1:], default=Decimal(1)) == 0:
            yield first, "a tier above the first costs $0"
        if not any(prices) and sku not in FREE:
            yield first, "all tiers cost $0, and AWS does not call this SKU free"


def number(text: str) -> Decimal | None:
    """Return a number from 0; None for other text."""
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    return value if value.is_finite() and value >= 0 else None


def positive(text: str) -> bool:
    return bool(number(text))
