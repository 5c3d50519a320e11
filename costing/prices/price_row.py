"""Rows of a price file: one tier of one SKU each."""

import csv
from collections.abc import Iterable
from dataclasses import astuple, dataclass
from decimal import Decimal
from pathlib import Path

from costing.model import Sku
from costing.prices import cached_file
from costing.prices.atomic import replacing
from costing.prices.price_file import COLUMNS, ORIGIN


@dataclass(frozen=True, slots=True, order=True)
class PriceRow:
    service: str
    usage_type: str
    operation: str
    unit: str
    start: Decimal  # lower bound of the tier, in `unit`
    list_unit_price: Decimal  # USD
    as_of: str  # ISO date
    source: str
    flags: str = ""

    @property
    def sku(self) -> Sku:
        return Sku(self.service, self.usage_type, self.operation)


def read(path: Path) -> list[PriceRow]:
    with path.open(newline="") as text:
        rows = csv.reader(text)
        next(rows)
        return [
            PriceRow(
                service,
                usage_type,
                operation,
                unit,
                Decimal(start),
                Decimal(price),
                as_of,
                source,
                flags,
            )
            for service, usage_type, operation, unit, start, price, as_of, source, flags in rows
        ]


def write_cached(path: Path, rows: Iterable[PriceRow]) -> int:
    """Replace a file of the cache in one step; return its number of rows."""
    ordered = sorted(set(rows))
    cached_file.write(path, [*COLUMNS, *ORIGIN], map(cells, ordered))
    return len(ordered)


def cells(row: PriceRow) -> list[str]:
    return [f"{x:f}" if isinstance(x, Decimal) else x for x in astuple(row)]


def write(path: Path, rows: Iterable[PriceRow]) -> int:
    """Replace a price file in one step; return its number of rows."""
    ordered = sorted(set(rows))
    with replacing(path) as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([*COLUMNS, *ORIGIN])
        for row in ordered:
            writer.writerow(cells(row))
    return len(ordered)
