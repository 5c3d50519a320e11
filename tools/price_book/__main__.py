"""Makes costing/prices/data from the fact files: python -m tools.price_book --facts FOLDER."""

import argparse
import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, groupby
from pathlib import Path

from costing.prices.shelf import WIDE
from tools.price_book import (
    catalog,
    compute,
    databases,
    documented,
    learning,
    long_tail,
    regions,
    services,
    sources,
    transfer,
)
from tools.price_book.facts import Facts
from tools.price_book.row import COLUMNS, GLOBAL, Row

ROOT = Path(__file__).parents[2]
BOOK = ROOT / "costing" / "prices" / "data"
CATALOG = ROOT / "costing" / "catalog"

Table = tuple[Sequence[str], Iterable[Sequence[str]]]  # column names, lines


def rows(facts: Facts) -> Iterator[Row]:
    return chain.from_iterable(
        part(facts)
        for part in (
            documented.unit_prices,
            services.unit_prices,
            long_tail.unit_prices,
            compute.on_demand,
            compute.other_platforms,
            compute.spot,
            compute.volumes,
            compute.volume_extras,
            compute.snapshots,
            compute.surcharges,
            compute.surcharges_on_kubernetes,
            databases.rds,
            databases.rds_commercial,
            databases.caches,
            databases.serverless_caches,
            databases.search,
            databases.managed,
            transfer.to_the_internet,
            transfer.to_another_region,
            learning.instances,
            learning.notebook_storage,
        )
    )


def ladders(priced: Iterable[Row]) -> Iterator[Row]:
    """Sort; give a ladder that starts above 0 its always-free first rung.

    Raise ValueError where two facts disagree on one rung.
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
            yield allowance(first)
        yield first
        yield from rest


def allowance(row: Row) -> Row:
    return Row(
        row.region,
        *row.sku,
        row.unit,
        "0",
        row.as_of,
        row.source,
        row.flags | {"always_free"},
    )


def long(book: Iterable[Row]) -> Table:
    return COLUMNS, (row.cells for row in book)


def wide(book: Iterable[Row]) -> Table:
    """An operation a column: one line for the rows that differ in operation and price only."""
    lines: dict[tuple[str, ...], dict[str, str]] = defaultdict(dict)
    for row in book:
        service, usage_type, operation, unit, start, price, *about = row.cells
        if start != "0":
            raise ValueError(f"a ladder has no place in a wide file: {row}")
        lines[service, usage_type, unit, *about][operation] = price
    operations = sorted({operation for prices in lines.values() for operation in prices})
    return (
        (*WIDE, *operations),
        ((*key, *(prices.get(each, "") for each in operations)) for key, prices in lines.items()),
    )


def write(path: Path, columns: Iterable[str], lines: Iterable[Iterable[str]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(lines)


def shelve(priced: Iterable[Row], regions: Iterable[str]) -> dict[Path, list[Row]]:
    """Return the rows of each file, relative to the book."""
    plain = {*regions, GLOBAL}
    shelves: dict[Path, list[Row]] = defaultdict(list)
    for row in priced:
        folder = Path("rare" if row.rare else "") / ("" if row.region in plain else "zones")
        shelves[folder / f"{row.region}.csv"].append(row)
    return shelves


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--facts", type=Path, default=ROOT.parent / "shared" / "facts")
    facts = Facts(parser.parse_args().facts)
    books = {
        path: list(ladders(priced)) for path, priced in shelve(rows(facts), facts.regions()).items()
    }
    for path, book in books.items():
        table = wide(book) if path.parts[0] == "rare" else long(book)
        write(BOOK / path, *table)
    used = {row.source for book in books.values() for row in book}
    write(BOOK / "sources.csv", sources.COLUMNS, sources.sources(facts, used))
    for table in catalog.tables(facts):
        write(CATALOG / f"{table.name}.csv", table.columns, table.lines)
    write(BOOK.parent / "regions.csv", regions.COLUMNS, regions.regions(facts))


if __name__ == "__main__":
    main()
