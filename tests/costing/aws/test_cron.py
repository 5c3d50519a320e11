from datetime import date, timedelta
from decimal import Decimal

import pytest

from costing.aws.cron import month_day, runs_per_month
from costing.errors import InputError


@pytest.mark.parametrize(
    ("expression", "runs"),
    [
        ("rate(1 minute)", 43_800),
        ("rate(5 minutes)", 8760),
        ("rate(0 minute)", 1),
        ("rate(1 day)", "30.4166666667"),
        ("cron(0 * ? * * *)", 730),
        ("cron(0/15 8-17 ? * MON-FRI *)", "869.047619048"),
        ("cron(0 12 ? * 2-6 *)", "21.7261904762"),
        ("cron(30 6 1 * ? *)", 1),
        ("at(2026-11-24T12:00:00)", 1),
        ("cron(0 12 L * ? *)", 1),
        ("cron(0 12 LW * ? *)", 1),
        ("cron(0 12 15W * ? *)", 1),
        ("cron(0 12 1,15,L * ? *)", 3),
        ("cron(0 12 ? * 6L *)", 1),
        ("cron(0 12 ? * FRIL *)", 1),
        ("cron(0 12 ? * 3#2 *)", 1),
        ("cron(0 12 ? * TUE#1,TUE#3 *)", 2),
        ("cron(0 12 ? * L *)", "4.34523809524"),
        ("cron(0 22-2 * * ? *)", "152.083333333"),
    ],
)
def test_runs_per_month(expression: str, runs: int | str) -> None:
    assert runs_per_month(expression) == Decimal(runs)


@pytest.mark.parametrize(
    "expression",
    [
        "",
        "often",
        "cron(0 12 1 1 ? 2027)",
        "cron(x * * * ? *)",
        "cron(0 8)",
        "cron()",
        "cron(0 8 * * ? * *)",
        "cron(0 25 * * ? *)",
        "cron(0 8 W * ? *)",
        "cron(0 8 ? * #2 *)",
        "cron(0/0 8 * * ? *)",
    ],
)
def test_invalid_schedule_raises_input_error(expression: str) -> None:
    with pytest.raises(InputError):
        runs_per_month(expression)


@pytest.mark.parametrize(
    ("expression", "days"),
    [
        ("LW", [31, 28, 30, 30, 31, 29, 31, 31, 28, 31, 30, 31]),
        ("1W", [1, 1, 1, 2, 1, 1, 2, 1, 3, 1, 1, 3]),
    ],
)
def test_nearest_weekday_stays_in_its_month(expression: str, days: list[int]) -> None:
    fits = month_day(expression)
    year = [date(2029, 1, 1) + timedelta(days=each) for each in range(365)]

    assert [day.day for day in year if fits(day)] == days
