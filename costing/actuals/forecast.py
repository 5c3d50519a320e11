"""Cost of the month in which a bill ends: the days so far, and the expected rest with a band.

The rest is the mean of the last 28 days, or the median level of 7, 14 or 28 days by weekday: that
of the least error on the bill's own days.
The band is the 10th to the 90th percentile of these errors, wider where these are few and overlap:
each past day from which as many days ahead are known is one sample.
"""

import calendar
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial

from costing.actuals.anomalies import CENT, DAILY_USAGE, DAY, Series, daily_series
from costing.actuals.baseline import FACTOR_HISTORY, LEAST_HISTORY, predicted
from costing.actuals.bill import Bill
from costing.model import ZERO

LOW, HIGH = 0.1, 0.9
MEAN_DAYS = 28
Method = Callable[[Sequence[float], int], list[float]]  # past costs, days ahead → costs
LEAST_SAMPLES = 5  # below, the forecast has no band


@dataclass(frozen=True, slots=True)
class Forecast:
    """Cost of a month in the bill's currency. `low`, `high`: None without enough past days."""

    month: str  # "2026-11"
    days: int  # complete days of the month in the bill
    so_far: Decimal  # their cost, and lines that are not daily usage: fees, tax, credits
    expected: Decimal
    low: Decimal | None
    high: Decimal | None
    samples: int  # past forecasts whose errors make the band


def mean(costs: Sequence[float], days: int) -> list[float]:
    """Return the mean cost of the last MEAN_DAYS days for each of the days after `costs`."""
    last = costs[-MEAN_DAYS:]
    return [max(sum(last) / len(last), 0.0)] * days


# In the order of preference where the past does not decide.
METHODS: tuple[Method, ...] = (
    mean,
    *(partial(predicted, window=window) for window in (7, 14, 28)),
)


def forecast(bill: Bill) -> Forecast | None:
    """Return the forecast of the month of the day after the bill's last complete day.

    None with fewer than LEAST_HISTORY complete days.
    """
    series = daily_series(bill, "'all'").get("all")
    if series is None or len(series.costs) < LEAST_HISTORY:
        return None
    return of_series(series, other_costs(bill, next_month(series)))


def of_series(series: Series, other: Decimal = ZERO) -> Forecast:
    """Return the forecast of a series of daily costs. `other`: further cost of the month."""
    following = series.day(len(series.costs))
    past = following.day - 1
    ahead = calendar.monthrange(following.year, following.month)[1] - past
    costs = [float(each) for each in series.costs]
    so_far = sum(series.costs[len(costs) - past :] if past else (), ZERO) + other
    tried = [(relative_errors(costs, ahead, method), method) for method in METHODS]
    errors, method = min(tried, key=lambda each: mean_size(each[0]))
    rest = sum(method(costs, ahead))
    low = high = None
    if len(errors) >= LEAST_SAMPLES:
        wider = 1 + 2 * ahead / len(errors)
        low = so_far + amount(rest * max(1 + min(quantile(errors, LOW), 0.0) * wider, 0.0))
        high = so_far + amount(rest * (1 + max(quantile(errors, HIGH), 0.0) * wider))
    month = f"{following:%Y-%m}"
    return Forecast(month, past, so_far, so_far + amount(rest), low, high, len(errors))


def relative_errors(costs: Sequence[float], ahead: int, method: Method) -> list[float]:
    """Return (actual - forecast) / forecast of `ahead` days from each day with weekday factors."""
    found = []
    for day in range(FACTOR_HISTORY, len(costs) - ahead + 1):
        expected = sum(method(costs[:day], ahead))
        if expected > 0:
            found.append((sum(costs[day : day + ahead]) - expected) / expected)
    return found


def mean_size(errors: Sequence[float]) -> float:
    return sum(map(abs, errors)) / len(errors) if errors else 0.0


def quantile(values: Sequence[float], share: float) -> float:
    """Return a quantile, interpolated between the two nearest values."""
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


def next_month(series: Series) -> date:
    return series.day(len(series.costs)).replace(day=1)


def other_costs(bill: Bill, month: date) -> Decimal:
    """Return the cost of a month's lines that are not daily usage."""
    following = (month + 31 * DAY).replace(day=1)
    ((cost,),) = bill.rows(
        f"SELECT coalesce(sum({bill.cost_column}), 0) FROM lines WHERE NOT ({DAILY_USAGE}) "
        "AND ChargePeriodStart >= ? AND ChargePeriodStart < ?",
        [month, following],
    )
    return Decimal(cost)


def amount(value: float) -> Decimal:
    return Decimal(value).quantize(CENT)
