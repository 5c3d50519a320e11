"""The rest of AWS's own price pages: items by AWS's names, and the bill's keys of some of them."""

import csv
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from costing.units import Unit
from tools.price_book.facts import Facts
from tools.price_book.row import GLOBAL, Row, flags

Item = tuple[str, str, str]  # service, item and attributes, as the facts call them


def keys() -> dict[Item, list[dict[str, str]]]:
    """Read long_tail_keys.csv: what a bill prints an item under, where its rung starts.

    A line without attributes means the item whatever its attributes are.
    """
    found: dict[Item, list[dict[str, str]]] = defaultdict(list)
    with Path(__file__).with_name("long_tail_keys.csv").open(newline="") as lines:
        for row in csv.DictReader(lines):
            found[row["facts_service"], row["facts_item"], row["facts_attributes"]].append(row)
    return found


def unit_prices(facts: Facts) -> Iterator[Row]:
    named = keys()
    days = {row["source"]: row["facts_true_on"] for row in facts.rows("sources")}
    for row in facts.rows("service_price_map"):
        if float(row["usd"]) == 0:
            continue  # an allowance, which the next rung's start tells, or a rate rounded away
        for attributes in {"", row["attributes"]}:
            for key in named.get((row["service"], row["item"], attributes), ()):
                yield rung(row, key, days[row["source"]])


def rung(row: dict[str, str], key: dict[str, str], as_of: str) -> Row:
    return Row(
        GLOBAL if row["region"].startswith("geo:") else row["region"],
        key["service"],
        key["usage_type"],
        key["operation"],
        Unit(key["unit"]),
        row["usd"],
        as_of,
        row["source"],
        flags(key["status"]),
        key["start"] or "0",
    )
