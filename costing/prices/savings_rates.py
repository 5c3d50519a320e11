"""Savings Plan rates that the user has refreshed: cache/plimsoll/savings_plans/<region>.csv."""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass, fields
from decimal import Decimal
from functools import cache
from pathlib import Path
from tempfile import NamedTemporaryFile

from costing.model import Commitment, Sku
from costing.prices.cache import folder


@dataclass(frozen=True, slots=True, order=True)
class SavingsRate:
    usage_type: str
    operation: str
    kind: str  # Commitment.kind
    term: str
    payment_option: str
    rate: Decimal  # USD an hour


def path_of(region: str) -> Path:
    return folder() / "savings_plans" / f"{region}.csv"


def write(region: str, rates: Iterable[SavingsRate]) -> int:
    """Replace a region's rates in one step; return how many there are."""
    path = path_of(region)
    path.parent.mkdir(parents=True, exist_ok=True)
    ordered = sorted(set(rates))
    with NamedTemporaryFile("w", dir=path.parent, suffix=".new", delete=False, newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([field.name for field in fields(SavingsRate)])
        writer.writerows(astuple(each) for each in ordered)
    Path(file.name).replace(path)
    return len(ordered)


def rate_of(region: str, sku: Sku, commitment: Commitment) -> Decimal | None:
    """Return USD an hour; None where the user has refreshed no such rate."""
    key = (
        sku.usage_type,
        sku.operation,
        commitment.kind,
        commitment.term,
        commitment.payment_option,
    )
    return rates(path_of(region)).get(key)


@cache
def rates(path: Path) -> Mapping[tuple[str, ...], Decimal]:
    if not path.exists():
        return {}
    with path.open(newline="") as lines:
        rows = csv.reader(lines)
        next(rows)
        return {tuple(key): Decimal(rate) for *key, rate in rows}
