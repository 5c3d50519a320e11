"""Days on which a service or component cost more or less than its past days lead to expect.

Usage lines of at most a day are read; the last day counts if the bill covers all of it. A peak
that the same day of an earlier month also had, such as a monthly fee, is expected.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from statistics import median

from costing.actuals.baseline import LEAST_HISTORY, SPREAD_DAYS, expected
from costing.actuals.bill import Bill
from costing.actuals.formats import sql_text
from costing.actuals.totals import NONE, key_expression
from costing.model import ZERO

DAY = timedelta(days=1)
LEAST_IMPACT = Decimal(10)  # in the bill's currency
MOST = 20  # anomalies whose driver is searched
RECURRING = Decimal("0.8")  # share of a peak that an earlier month's same day had
DRIVERS = ("usage-type", "resource", "account", "region", "component")
DAILY_USAGE = (
    "ChargeCategory = 'Usage' AND ChargePeriodStart IS NOT NULL "
    "AND coalesce(ChargePeriodEnd, ChargePeriodStart) - ChargePeriodStart <= INTERVAL 25 HOUR"
)
CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Driver:
    """The part of a cost that changed most. `share` of the impact; above 1 if others fell."""

    by: str  # one of DRIVERS
    key: str
    change: Decimal  # cost of these days less the mean of as many days before
    share: float


@dataclass(frozen=True, slots=True)
class Anomaly:
    """Consecutive days outside the band; costs are sums over the days."""

    by: str  # "service" or "component"
    key: str
    start: date
    end: date
    actual: Decimal
    expected: Decimal
    drivers: Sequence[Driver] = ()

    @property
    def impact(self) -> Decimal:
        """Return the cost above what was expected; negative below."""
        return self.actual - self.expected


@dataclass(frozen=True, slots=True)
class Series:
    """Costs of consecutive days."""

    start: date
    costs: Sequence[Decimal]

    def day(self, index: int) -> date:
        return self.start + index * DAY


def anomalies(
    bill: Bill,
    component_tag: str,
    least_impact: Decimal = LEAST_IMPACT,
    parts: Sequence[str] = ("service", "component"),
) -> list[Anomaly]:
    """Return the anomalies of a bill, the largest impact first.

    A component's anomaly is left out where a service has it on the same days with the same impact.
    """
    found: list[Anomaly] = []
    for by in parts:
        for key, series in daily_series(bill, key_expression(by, component_tag)).items():
            if by == "component" and key == NONE:
                continue
            found += [
                each for each in of_series(by, key, series) if abs(each.impact) >= least_impact
            ]
    found = [each for each in found if each.by == parts[0] or not repeats(each, found)]
    found.sort(key=lambda each: (-abs(each.impact), each.start, each.by, each.key))
    return [*with_drivers(found[:MOST], bill, component_tag), *found[MOST:]]


def repeats(anomaly: Anomaly, found: Sequence[Anomaly]) -> bool:
    return any(
        each.by != anomaly.by
        and (each.start, each.end) == (anomaly.start, anomaly.end)
        and abs(each.impact - anomaly.impact) <= CENT
        for each in found
    )


def daily_series(bill: Bill, key: str) -> dict[str, Series]:
    """Return the cost of each complete day by a key (SQL); days without lines cost 0."""
    span = complete_days(bill)
    if span is None:
        return {}
    start, end = span
    rows = bill.rows(
        f"SELECT coalesce({key}, '{NONE}'), CAST(ChargePeriodStart AS DATE), "
        f"sum({bill.cost_column}) FROM lines WHERE {DAILY_USAGE} GROUP BY 1, 2"
    )
    costs: dict[str, list[Decimal]] = {}
    for name, day, cost in rows:
        if start <= day < end:
            series = costs.setdefault(str(name), [ZERO] * (end - start).days)
            series[(day - start).days] = cost or ZERO
    return {name: Series(start, series) for name, series in sorted(costs.items())}


def complete_days(bill: Bill) -> tuple[date, date] | None:
    """Return the first day of daily usage and the day after the last complete one."""
    first, last = bill.one(
        "SELECT min(ChargePeriodStart), max(coalesce(ChargePeriodEnd, ChargePeriodStart)) "
        f"FROM lines WHERE {DAILY_USAGE}"
    )
    if not isinstance(first, datetime) or not isinstance(last, datetime):
        return None
    return (first.date(), last.date()) if last.date() > first.date() else None


def of_series(by: str, key: str, series: Series) -> Iterator[Anomaly]:
    """Yield runs of consecutive days that are all above, or all below, the band."""
    costs = [float(each) for each in series.costs]
    run: list[int] = []
    bands = expected(costs)
    signs = {}
    for index, band in enumerate(bands, start=LEAST_HISTORY):
        outside = costs[index] - band.cost
        if abs(outside) > band.width and not recurring(series, index):
            signs[index] = outside > 0
    for index in range(LEAST_HISTORY, len(costs) + 1):
        if run and (index not in signs or signs[index] != signs[run[0]]):
            actual = sum((series.costs[day] for day in run), ZERO)
            usual = Decimal(sum(bands[day - LEAST_HISTORY].cost for day in run))
            yield Anomaly(
                by, key, series.day(run[0]), series.day(run[-1]), actual, usual.quantize(CENT)
            )
            run = []
        if index in signs:
            run.append(index)


def recurring(series: Series, index: int) -> bool:
    """Return whether an earlier month had such a peak on the same day of the month."""
    height = peak(series.costs, index)
    return height > 0 and any(
        series.day(earlier).day == series.day(index).day
        and peak(series.costs, earlier) >= RECURRING * height
        for earlier in range(index)
    )


def peak(costs: Sequence[Decimal], index: int) -> Decimal:
    """Return the cost of a day above the median of the week around it."""
    return costs[index] - median(costs[max(index - 3, 0) : index + 4])


def with_drivers(found: Sequence[Anomaly], bill: Bill, component_tag: str) -> list[Anomaly]:
    drivers: dict[int, list[Driver]] = defaultdict(list)
    for own in dict.fromkeys(each.by for each in found):
        others = [by for by in DRIVERS if by != own]
        bill.rows(lines_around(found, bill, own, others, component_tag))
        for by in others:
            for number, driver in most_changed(found, bill, by):
                drivers[number].append(driver)
    return [replace(each, drivers=drivers[number]) for number, each in enumerate(found)]


def lines_around(
    found: Sequence[Anomaly], bill: Bill, own: str, others: Sequence[str], component_tag: str
) -> str:
    """Return the SQL that makes a table of the days of anomalies, and of the days before.

    One scan of the bill is for all anomalies of services, or of components (`own`).
    """
    wanted = ", ".join(
        f"({number}, {'NULL' if each.key == NONE else sql_text(each.key)}, "
        f"DATE '{each.start}', DATE '{each.end}')"
        for number, each in enumerate(found)
        if each.by == own
    )
    parts = ", ".join(f'{key_expression(by, component_tag)} AS "{by}"' for by in others)
    return f"""CREATE OR REPLACE TEMP TABLE around AS
        SELECT number, ChargePeriodStart >= first AS is_now, {parts},
            sum({bill.cost_column}) AS cost
        FROM lines JOIN (VALUES {wanted}) AS wanted(number, key, first, last)
        ON {key_expression(own, component_tag)} IS NOT DISTINCT FROM key
            AND ChargePeriodStart >= first - {SPREAD_DAYS} AND ChargePeriodStart < last + 1
        WHERE {DAILY_USAGE} GROUP BY ALL"""


def most_changed(found: Sequence[Anomaly], bill: Bill, by: str) -> Iterator[tuple[int, Driver]]:
    """Yield the part whose cost changed most against the mean of the days before."""
    days = ", ".join(
        f"({number}, {(each.end - each.start).days + 1}, {1 if each.impact > 0 else -1})"
        for number, each in enumerate(found)
    )
    rows = bill.rows(
        f"""SELECT number, part, now, earlier FROM (
            SELECT number, "{by}" AS part, coalesce(sum(cost) FILTER (is_now), 0) AS now,
                coalesce(sum(cost) FILTER (NOT is_now), 0) AS earlier FROM around
            WHERE part IS NOT NULL GROUP BY 1, 2)
        JOIN (VALUES {days}) AS spans(number, days, sign) USING (number)
        QUALIFY row_number() OVER (PARTITION BY number
            ORDER BY sign * (now - earlier * days / {SPREAD_DAYS}) DESC, part DESC) = 1
        ORDER BY number"""
    )
    for number, part, now, earlier in rows:
        anomaly = found[number]
        span = (anomaly.end - anomaly.start).days + 1
        change = now - earlier * span / SPREAD_DAYS
        if change and (change > 0) == (anomaly.impact > 0):
            share = round(float(change.quantize(CENT) / anomaly.impact), 4)
            yield number, Driver(by, str(part), change.quantize(CENT), share)
