"""Prices that the facts lack and a page of AWS's states: documented.csv, kept by hand.

`region` may name several. documented_sources.csv says what each source id is.
"""

import csv
from collections.abc import Iterator
from pathlib import Path

from costing.units import Unit
from tools.price_book.facts import Facts
from tools.price_book.row import Row

HERE = Path(__file__).parent


def unit_prices(facts: Facts) -> Iterator[Row]:  # noqa: ARG001 (the shape of all parts)
    with (HERE / "documented.csv").open(newline="") as lines:
        for row in csv.DictReader(lines):
            for region in row["region"].split():
                yield Row(
                    region,
                    row["service"],
                    row["usage_type"],
                    row["operation"],
                    Unit(row["unit"]),
                    row["list_unit_price"],
                    row["as_of"],
                    row["source"],
                    frozenset(row["flags"].split(";")) - {""},
                    row["start"],
                )


def sources() -> Iterator[tuple[str, ...]]:
    """Yield id, title, address and the day it was read."""
    with (HERE / "documented_sources.csv").open(newline="") as lines:
        for row in csv.DictReader(lines):
            yield row["id"], row["title"], row["address"], row["read"]
