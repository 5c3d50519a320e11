"""Savings Plan optimum: AWS's worked example, brute force and closed forms."""

from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from costing.actuals.commitment_optimum import (
    Usage,
    applied,
    break_even,
    cvar,
    optimum,
    saving,
    total_cost,
)


def use(units: object, on_demand: str, rate: str, key: str = "") -> Usage:
    count = Decimal(str(units))
    return Usage(count * Decimal(on_demand), count * Decimal(rate), Decimal(rate), key)


# https://docs.aws.amazon.com/savingsplans/latest/userguide/sp-applying.html, one hour.
R5 = use(4, "1.00", "0.70", "r5.4xlarge")
M5 = use(1, "10.00", "8.20", "m5.24xlarge")
OTHERS = [
    use(400, "0.04", "0.03", "Fargate vCPU"),
    use(1600, "0.004", "0.003", "Fargate GB"),
    use(1_500_000, "0.000015", "0.00001275", "Lambda GB-seconds"),
    use(1, "0.20", "0.20", "Lambda requests"),
]
HOUR = [R5, M5, *OTHERS]


@pytest.mark.parametrize(
    ("hour", "commitment", "on_demand"),
    [
        (HOUR, "0", "59.10"),
        (HOUR, "2", "56.2429"),
        (HOUR, "19.60", "32.70"),
        (HOUR, "18.20", "34.5667"),
        ([use(2, "1.00", "0.70"), M5, *OTHERS], "18.20", "32.70"),
        (HOUR, "47.125", "0"),
    ],
)
def test_order_of_application_matches_the_aws_example(
    hour: list[Usage], commitment: str, on_demand: str
) -> None:
    found = applied(hour, Decimal(commitment))
    assert float(found.on_demand) == pytest.approx(float(on_demand), abs=5e-5)


def test_instance_plan_is_applied_before_the_compute_plan() -> None:
    instance = applied([use(4, "1.00", "0.60", "r5.4xlarge")], Decimal("3.00"))
    assert instance.used == Decimal("2.40")
    assert applied([M5, *OTHERS], Decimal("16.80")).on_demand == Decimal("32.70")


def test_equal_savings_cover_the_lowest_rate_first() -> None:
    left = applied(OTHERS[:2], Decimal("4.8")).left
    assert [each.key for each in left] == ["Fargate vCPU"]


HOURS = st.lists(
    st.lists(
        st.builds(
            lambda units, price, ratio: use(units, str(price), str(Decimal(price) * ratio / 20)),
            st.integers(1, 6),
            st.sampled_from([1, 2, 5]),
            st.integers(4, 19),
        ),
        max_size=3,
    ),
    min_size=1,
    max_size=8,
)


@given(HOURS)
def test_optimum_is_the_least_of_all_breakpoints(hours: list[list[Usage]]) -> None:
    points = {Decimal(0)}
    for hour in hours:
        reached = Decimal(0)
        for usage in sorted(hour, key=lambda each: each.order):
            reached += usage.committed
            points.add(reached)
    best = optimum(hours)
    costs = {point: total_cost(hours, point) for point in points}
    assert total_cost(hours, best) == min(costs.values())
    assert best == min(point for point in points if costs[point] == min(costs.values()))


def test_optimum_of_twenty_four_hours_equals_a_fine_grid() -> None:
    ratios = ("0.5", "0.72", "0.9")
    hours = [
        [use((hour * 7 + 3 * index) % 11 + 1, "1", ratio) for index, ratio in enumerate(ratios)]
        for hour in range(24)
    ]
    grid = [Decimal(step) / 10 for step in range(400)]
    finest = min(total_cost(hours, each) for each in grid)
    assert 0 <= finest - total_cost(hours, optimum(hours)) < Decimal("0.1")


@pytest.mark.parametrize(("ratio", "cost"), [("0.72", 0.4608), ("0.6", 0.42)])
def test_one_sku_commits_the_quantile_of_demand(ratio: str, cost: float) -> None:
    """Demand uniform on 0 to 1: the commitment is 1 - r, the cost r - r²/2."""
    count = 2000
    hours = [[use(Decimal(i) / count, "1", ratio)] for i in range(1, count + 1)]
    best = optimum(hours) / Decimal(ratio)
    assert float(best) == pytest.approx(1 - float(ratio), abs=1e-3)
    assert float(total_cost(hours, optimum(hours))) / count == pytest.approx(cost, abs=1e-3)


@pytest.mark.parametrize("hours", [[], [[]], [[], [use(1, "1", "1")]]])
def test_no_commitment_without_saving(hours: list[list[Usage]]) -> None:
    assert optimum(hours) == 0


def test_idle_hours_lower_the_commitment() -> None:
    busy = [[use(1, "1", "0.6")]]
    assert optimum(busy) == Decimal("0.6")
    assert optimum([*busy, []]) == 0


def test_break_even_is_the_ratio_of_flat_usage() -> None:
    hours = [[use(1, "1", "0.7")]] * 10
    found = break_even(hours, Decimal("0.7"))
    assert float(found) == pytest.approx(0.7, abs=1e-3)
    assert saving(hours, Decimal("0.7")) == Decimal("3.0")
    assert break_even(hours, Decimal(5)) == 1


def test_cvar_is_the_mean_of_the_worst_scenarios() -> None:
    costs = {Decimal(cost): Decimal(1) for cost in range(1, 11)}
    assert cvar(costs, Decimal("0.8")) == Decimal("9.5")
    assert cvar(costs, Decimal(0)) == Decimal("5.5")
    assert [cvar({Decimal(a): Decimal(b)}, Decimal("0.9")) for a, b in product((3,), (1, 5))] == [
        3,
        3,
    ]
