"""Anomalies and the forecast of daily costs."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest

from costing.actuals import forecast as forecasts
from costing.actuals.anomalies import Anomaly, Series, anomalies, of_series
from costing.actuals.baseline import LEAST_HISTORY, expected, predicted, weekday_factors
from costing.actuals.bill import opened
from tests.costing.actuals.bills import Row, billed, write_csv

START = date(2026, 8, 1)
WEEKEND = 5
DAYS = 60


def series(cost: Callable[[int], float], days: int = DAYS, start: date = START) -> Series:
    return Series(start, [Decimal(str(round(cost(day), 4))) for day in range(days)])


def weekly(day: int) -> float:
    """Return $100 on working days and $40 at weekends."""
    return 40.0 if (START + timedelta(days=day)).weekday() >= WEEKEND else 100.0


def noise(seed: int) -> Callable[[int], float]:
    random = Random(seed)  # noqa: S311 (test data)
    values = [random.gauss(0, 3) for _ in range(DAYS)]
    return lambda day: values[day]


def found(cost: Callable[[int], float], days: int = DAYS) -> list[Anomaly]:
    return list(of_series("service", "S3", series(cost, days)))


def test_weekdays_have_factors() -> None:
    costs = [weekly(day) for day in range(DAYS)]

    assert predicted(costs, 7) == pytest.approx([weekly(DAYS + ahead) for ahead in range(7)])
    assert found(weekly) == []
    assert weekday_factors(costs[:20]) == [1.0] * 7  # fewer than three weeks of ratios


@pytest.mark.parametrize("seed", range(20))
def test_noise_stays_in_the_band(seed: int) -> None:
    random = noise(seed)
    assert found(lambda day: weekly(day) + random(day)) == []


@pytest.mark.parametrize(
    ("cost", "days", "impact"),
    [
        (lambda day: weekly(day) + (80 if day in (40, 41, 42) else 0), (40, 42), 240),
        (lambda day: weekly(day) - (35 if day == 50 else 0), (50, 50), -35),
        (lambda day: 500.0 if day == 59 else 0.0, (59, 59), 500),
    ],
    ids=["three days more", "one day less", "a new service"],
)
def test_unusual_days_are_an_anomaly(
    cost: Callable[[int], float], days: tuple[int, int], impact: int
) -> None:
    (anomaly,) = found(cost)

    assert (anomaly.start, anomaly.end) == tuple(START + timedelta(days=day) for day in days)
    assert anomaly.impact == pytest.approx(Decimal(impact), abs=Decimal(1))


def test_new_level_becomes_usual() -> None:
    (anomaly,) = found(lambda day: 100.0 if day < 30 else 200.0)

    assert anomaly.start == START + timedelta(days=30)
    assert (anomaly.end - anomaly.start).days < 7


def test_growth_stays_in_the_band() -> None:
    assert found(lambda day: 100.0 * 1.01**day) == []


def test_monthly_fee_is_known_after_a_month() -> None:
    days = [
        each.start
        for each in found(lambda day: 100 + 300 * ((START + timedelta(days=day)).day == 20), 90)
    ]
    assert days == [date(2026, 8, 20)]


def test_short_series_has_no_band() -> None:
    assert expected([1.0] * LEAST_HISTORY) == []


def lines(day: int, cost: float, **changes: object) -> Row:
    start = START + timedelta(days=day)
    end = start + timedelta(days=1)
    return billed(
        1, str(cost), ChargePeriodStart=f"{start} 00:00:00", ChargePeriodEnd=f"{end} 00:00:00",
        BillingPeriodStart=f"{start.replace(day=1)} 00:00:00", **changes,
    )  # fmt: skip


def test_driver_changed_most(tmp_path: Path) -> None:
    rows = []
    for day in range(DAYS):
        rows.append(lines(day, 50, ResourceId="i-1"))
        rows.append(lines(day, 50 + 200 * (day == 45), ResourceId="i-2", RegionId="eu-west-1"))
    with opened(str(write_csv(tmp_path / "bill.csv", rows))) as bill:
        (anomaly,) = anomalies(bill, "component")  # one component: the same days, named once
        whole = forecasts.forecast(bill)

    assert (anomaly.by, anomaly.key) == ("service", "Amazon Elastic Compute Cloud")
    assert (anomaly.start, anomaly.impact) == (date(2026, 9, 15), Decimal(200))
    drivers = {each.by: (each.key, each.change, each.share) for each in anomaly.drivers}
    assert drivers["resource"] == ("i-2", Decimal(200), 1.0)
    assert drivers["region"][0] == "eu-west-1"
    assert whole is not None
    assert (whole.month, whole.days, whole.so_far, whole.expected) == (
        "2026-09",
        29,
        Decimal(3100),
        Decimal(3200),
    )


def test_steady_month_is_forecast_exactly() -> None:
    whole = forecasts.of_series(series(weekly, 70), Decimal(7))

    october = sum(weekly(61 + day) for day in range(31))
    assert (whole.month, whole.days) == ("2026-10", 9)
    assert whole.expected == whole.low == whole.high == Decimal(str(october)) + 7


def test_range_covers_random_months() -> None:
    held = 0
    for seed in range(60):
        random = Random(seed)  # noqa: S311 (test data)
        costs = [max(random.gauss(100, 30), 0) for _ in range(183)]
        whole = forecasts.of_series(series(costs.__getitem__, 163))  # to 10 January
        assert whole.low is not None
        assert whole.high is not None
        held += float(whole.low) <= sum(costs[153:184]) <= float(whole.high)
    assert held >= 42  # of 60: the band is of 80 %, of past errors


def test_complete_month_forecasts_the_next() -> None:
    whole = forecasts.of_series(series(lambda _: 10.0, 31 + 30))
    assert (whole.month, whole.days, whole.expected) == ("2026-10", 0, Decimal(310))
