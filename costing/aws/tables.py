"""Reads the CSV files beside it."""

import csv
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

HERE = Path(__file__).parent


def rows(name: str) -> Iterator[dict[str, str]]:
    with (HERE / f"{name}.csv").open(newline="") as lines:
        yield from csv.DictReader(lines)


def number(text: str) -> Decimal | None:
    """Return None where the sources say nothing."""
    return Decimal(text) if text else None


def count(text: str) -> int | None:
    return int(text) if text else None


def truth(text: str) -> bool | None:
    return text == "true" if text else None
