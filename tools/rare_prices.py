"""Price files of rare platforms: read as rows, and write with one column per operation."""

import csv
from collections import defaultdict
from collections.abc import Collection
from decimal import Decimal
from pathlib import Path

from costing.prices.atomic import replacing
from costing.prices.price_file import WIDE, read_wide
from costing.prices.price_row import PriceRow


def read_rare(path: Path) -> list[PriceRow]:
    return [
        PriceRow(*key, unit, Decimal(start), Decimal(price), as_of, source, flags)
        for key, (unit, start, price, as_of, source, flags) in read_wide(path)
    ]


def write_rare(path: Path, rows: Collection[PriceRow]) -> None:
    """Write one line per usage type, unit, date, source and flags."""
    operations = sorted({row.operation for row in rows})
    lines: dict[tuple[str, ...], dict[str, str]] = defaultdict(dict)
    for row in rows:
        key = row.service, row.usage_type, row.unit, row.as_of, row.source, row.flags
        lines[key][row.operation] = f"{row.list_unit_price:f}"
    with replacing(path) as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([*WIDE, *operations])
        for fields, prices in sorted(lines.items()):
            writer.writerow([*fields, *(prices.get(operation, "") for operation in operations)])
