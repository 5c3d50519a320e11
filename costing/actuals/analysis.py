"""Everything that `plimsoll actuals BILL` reports of a bill."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from costing.actuals.bill import Bill
from costing.actuals.coverage import Coverage, coverage
from costing.actuals.totals import DEFAULT_COMPONENT_TAG, Part, Sums, parts_by, total
from costing.prices.book import PriceBook

DEFAULT_PARTS = ("service", "component", "category", "day")


@dataclass(frozen=True, slots=True)
class Analysis:
    formats: Mapping[str, int]  # → files
    currency: str
    months: Sequence[str]
    period: tuple[datetime, datetime]
    total: Sums
    parts: Mapping[str, Sequence[Part]]  # by what the bill is divided
    coverage: Coverage
    notes: Sequence[str]


def analysis(
    bill: Bill,
    book: PriceBook,
    by: Sequence[str] = DEFAULT_PARTS,
    component_tag: str = DEFAULT_COMPONENT_TAG,
) -> Analysis:
    """Raise CallError for an unknown part of `by`."""
    return Analysis(
        {kind.value: count for kind, count in bill.formats.items()},
        bill.currency,
        bill.months,
        bill.period,
        total(bill),
        {each: parts_by(bill, each, component_tag) for each in by},
        coverage(bill, book),
        bill.notes,
    )
