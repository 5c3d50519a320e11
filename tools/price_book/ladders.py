"""From rows in any order to the files of the book."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from pathlib import Path

from costing.prices.price_file import WIDE
from tools.price_book.row import COLUMNS, GLOBAL, Row

Lines = tuple[Sequence[str], Iterable[Sequence[str]]]  # column names, then a line's cells


def shelves(priced: Iterable[Row], regions: Iterable[str]) -> dict[Path, list[Row]]:
    """Return the rows of each file, relative to the book."""
    plain = {*regions, GLOBAL}
    found: dict[Path, list[Row]] = defaultdict(list)
    for row in priced:
        folder = Path("rare" if row.rare else "") / ("" if row.region in plain else "zones")
        found[folder / f"{row.region}.csv"].append(row)
    return {path: list(ladders(rows)) for path, rows in sorted(found.items())}


def ladders(priced: Iterable[Row]) -> Iterator[Row]:
    """Sort; give a ladder that starts above 0 its always-free first rung.

    Of rows that agree the first counts. Raise ValueError where two disagree on one rung.
    """
    rungs: dict[object, Row] = {}
    for row in priced:
        other = rungs.setdefault(row.rung, row)
        if other.list_unit_price != row.list_unit_price:
            raise ValueError(f"two prices for one rung: {other} {row}")
    ordered = sorted(rungs.values(), key=lambda row: row.rung)
    for _, ladder in groupby(ordered, key=lambda row: (row.sku, row.unit)):
        first, *rest = ladder
        if first.start != "0":
            yield replace(
                first, start="0", list_unit_price="0", flags=first.flags | {"always_free"}
            )
        yield first
        yield from rest


def lines(path: Path, rows: Sequence[Row]) -> Lines:
    return wide(rows) if path.parts[0] == "rare" else (COLUMNS, (row.cells for row in rows))


def wide(rows: Iterable[Row]) -> Lines:
    """An operation a column: one line for the rows that differ in operation and price only.

    Raise ValueError for a ladder, which has no place there.
    """
    found: dict[tuple[str, ...], dict[str, str]] = defaultdict(dict)
    for row in rows:
        service, usage_type, operation, unit, start, price, *about = row.cells
        if start != "0":
            raise ValueError(f"a ladder in a wide file: {row}")
        found[service, usage_type, unit, *about][operation] = price
    operations = sorted({operation for prices in found.values() for operation in prices})
    return (
        (*WIDE, *operations),
        ((*key, *(prices.get(each, "") for each in operations)) for key, prices in found.items()),
    )
