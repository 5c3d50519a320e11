from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from costing.aws.scaling_schedules import Action, Capacity, average, cron, profile
from costing.errors import InputError

SOME = Capacity(Decimal(2), Decimal(0), Decimal(10))


def action(recurrence: str, desired: int) -> Action:
    return Action(cron(recurrence), Decimal(desired), None, None)


@pytest.mark.parametrize(
    ("recurrence", "day", "falls"),
    [
        ("0 8 * * *", date(2024, 2, 29), True),
        ("0 8 * * MON-FRI", date(2024, 1, 5), True),
        ("0 8 * * MON-FRI", date(2024, 1, 6), False),
        ("0 8 * * 7", date(2024, 1, 7), True),
        ("0 8 1 * *", date(2024, 1, 1), True),
        ("0 8 1 JAN *", date(2024, 2, 1), False),
        ("0 8 13 * FRI", date(2024, 1, 5), True),  # days add up
    ],
)
def test_a_recurrence_falls_on_the_days_that_it_names(
    recurrence: str, day: date, *, falls: bool
) -> None:
    assert cron(recurrence).falls_on(day) is falls


def test_steps_and_lists_of_minutes_are_read() -> None:
    assert cron("*/20 1,3-5 * * *").minutes == {0, 20, 40}
    assert cron("*/20 1,3-5 * * *").hours == {1, 3, 4, 5}


@pytest.mark.parametrize("wrong", ["", "0 8 * *", "0 8 * * FUNDAY", "rate(5 minutes)"])
def test_invalid_recurrence_is_refused_by_name(wrong: str) -> None:
    with pytest.raises(InputError, match="recurrence"):
        cron(wrong)


def test_office_hours_on_working_days_are_a_share_of_the_week() -> None:
    sizes = profile(SOME, [action("0 8 * * 1-5", 4), action("0 18 * * 1-5", 0)])

    assert sizes.keys() == {Decimal(0), Decimal(4)}
    assert sizes[Decimal(4)] == pytest.approx(Decimal(50) / Decimal(168))


def test_group_without_schedule_is_unchanged() -> None:
    assert profile(SOME, []) == {Decimal(2): Decimal(1)}


@settings(max_examples=25)
@given(st.lists(st.tuples(st.integers(0, 23), st.integers(0, 12)), max_size=6))
def test_average_size_is_between_minimum_and_maximum(
    hours: list[tuple[int, int]],
) -> None:
    sizes = profile(SOME, [action(f"0 {hour} * * *", size) for hour, size in hours])

    assert sum(sizes.values()) == pytest.approx(Decimal(1))
    assert min(sizes) <= round(average(sizes), 6) <= max(sizes)
    assert max(sizes) <= SOME.most
