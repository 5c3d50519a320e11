"""Everything that `plimsoll actuals BILL` reports of a bill."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from costing.actuals.allocation import Allocated, Allocation, allocated
from costing.actuals.anomalies import LEAST_IMPACT, Anomaly, anomalies
from costing.actuals.bill import Bill
from costing.actuals.coverage import Coverage, coverage
from costing.actuals.forecast import Forecast, forecast
from costing.actuals.totals import DEFAULT_COMPONENT_TAG, Part, Sums, parts_by, total
from costing.prices.book import PriceBook

DEFAULT_PARTS = ("service", "component", "category", "day")


@dataclass(frozen=True, slots=True)
class Request:
    """Parts of the analysis. Amounts are in the bill's currency."""

    by: Sequence[str] = DEFAULT_PARTS
    component_tag: str = DEFAULT_COMPONENT_TAG
    least_impact: Decimal = LEAST_IMPACT  # of an anomaly
    budget: Decimal | None = None  # a month
    allocation: Allocation | None = None


@dataclass(frozen=True, slots=True)
class Analysis:
    formats: Mapping[str, int]  # → files
    currency: str
    months: Sequence[str]
    period: tuple[datetime, datetime]
    total: Sums
    parts: Mapping[str, Sequence[Part]]  # by what the bill is divided
    coverage: Coverage
    anomalies: Sequence[Anomaly]
    forecast: Forecast | None  # None: fewer complete days than it needs
    budget: Decimal | None  # a month, in the bill's currency
    allocation: Allocated | None
    notes: Sequence[str]


def analysis(bill: Bill, book: PriceBook, asked: Request | None = None) -> Analysis:
    """Raise CallError for an unknown part of `by`, or a unit of an owner without cost."""
    request = asked or Request()
    tag = request.component_tag
    rules = request.allocation
    return Analysis(
        {kind.value: count for kind, count in bill.formats.items()},
        bill.currency,
        bill.months,
        bill.period,
        total(bill),
        {each: parts_by(bill, each, tag) for each in request.by},
        coverage(bill, book),
        anomalies(bill, tag, request.least_impact),
        forecast(bill),
        request.budget,
        None if rules is None else allocated(bill, rules, tag),
        bill.notes,
    )
