"""Every file that is made from the facts: path from the repository's root → text."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path

from tools.price_book import (
    catalog,
    compute,
    databases,
    documented,
    gaps,
    hosts,
    kubernetes,
    learning,
    left_out,
    long_tail,
    regions,
    services,
    sources,
    transfer,
)
from tools.price_book.facts import Facts
from tools.price_book.ladders import lines, shelves
from tools.price_book.row import Row

PRICES = Path("costing/prices")
BOOK = PRICES / "data"
CATALOG = Path("costing/aws")

PARTS = (
    documented.unit_prices,  # first: of rows that agree the first counts
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
    kubernetes.auto_mode,
    hosts.on_demand,
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


def built(facts: Facts) -> Iterator[tuple[Path, str]]:
    book = shelves(rows(facts), facts.regions())
    for path, each in book.items():
        yield BOOK / path, table(*lines(path, each))
    used = {row.source for each in book.values() for row in each}
    yield BOOK / "sources.csv", table(sources.COLUMNS, sources.sources(facts, used))
    yield PRICES / "regions.csv", table(regions.COLUMNS, regions.regions(facts))
    for found in catalog.tables(facts):
        yield CATALOG / f"{found.name}.csv", table(found.columns, found.lines)
    yield Path("tools/price_book_left_out.csv"), table(left_out.COLUMNS, left_out.items(facts))
    yield Path("docs/gaps.md"), gaps.page(book, facts)


def rows(facts: Facts) -> Iterator[Row]:
    return chain.from_iterable(part(facts) for part in PARTS)


def table(columns: Sequence[str], lines: Iterable[Sequence[str]]) -> str:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(lines)
    return text.getvalue()
