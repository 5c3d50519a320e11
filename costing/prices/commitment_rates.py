"""Downloaded rates of reservations and Savings Plans: CACHE/commitments/<region>/<name>.csv."""

from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass, fields
from decimal import Decimal
from functools import cache
from pathlib import Path

from costing.model import Commitment, Sku
from costing.prices import cached_file
from costing.prices.cache import folder

SAVINGS_PLANS = "savings_plans"


@dataclass(frozen=True, slots=True, order=True)
class CommitmentRate:
    service: str
    usage_type: str
    operation: str
    kind: str  # Commitment.kind
    term: str
    payment_option: str
    rate: Decimal  # USD an hour, upfront fees spread over the term


def folder_of(region: str) -> Path:
    return folder() / "commitments" / region


def write(region: str, name: str, rates: Iterable[CommitmentRate]) -> int:
    """Replace a file of rates in one step; return their number."""
    ordered = sorted(set(rates))
    header = [field.name for field in fields(CommitmentRate)]
    rows = ([str(value) for value in astuple(each)] for each in ordered)
    cached_file.write(folder_of(region) / f"{name}.csv", header, rows)
    return len(ordered)


def rate_of(region: str, sku: Sku, commitment: Commitment) -> Decimal | None:
    """Return USD an hour; None if no such rate was downloaded."""
    key = (
        sku.service,
        sku.usage_type,
        sku.operation,
        commitment.kind,
        commitment.term,
        commitment.payment_option,
    )
    return rates(folder_of(region)).get(key)


@cache
def rates(place: Path) -> Mapping[tuple[str, ...], Decimal]:
    """Return the rates of all files in a region's folder."""
    found: dict[tuple[str, ...], Decimal] = {}
    for path in sorted(place.glob("*.csv")):
        found |= {tuple(key): Decimal(rate) for *key, rate in cached_file.read(path)}
    return found
