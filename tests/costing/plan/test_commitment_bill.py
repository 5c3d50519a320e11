"""Savings Plan bills and optima on arrays: AWS's example, closed forms, the exact module."""

from decimal import Decimal
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from costing.actuals import commitment_optimum as exact
from costing.plan.commitment_bill import (
    UnitRates,
    bill,
    one_sku_cost,
    one_sku_optimum,
    optimum,
    total_cost,
)


def rates(*pairs: tuple[str, str]) -> list[UnitRates]:
    return [
        UnitRates(Decimal(first), Decimal(second), str(index))
        for index, (first, second) in enumerate(pairs)
    ]


# https://docs.aws.amazon.com/savingsplans/latest/userguide/sp-applying.html, one hour.
RATES = rates(
    ("1.00", "0.70"),
    ("10.00", "8.20"),
    ("0.04", "0.03"),
    ("0.004", "0.003"),
    ("0.000015", "0.00001275"),
    ("0.20", "0.20"),
)
UNITS = [[4.0, 1.0, 400.0, 1600.0, 1_500_000.0, 1.0]]


@pytest.mark.parametrize(
    ("commitment", "reserved", "on_demand"),
    [
        (0, 0, 59.10),
        (2, 0, 56.242857),
        (19.60, 0, 32.70),
        (18.20, 2, 32.70),
        (18.20, 0, 34.566667),
        (47.125, 0, 0),
    ],
)
def test_bill_matches_the_aws_example(commitment: float, reserved: int, on_demand: float) -> None:
    units = np.array(UNITS)
    units[0, 0] -= reserved  # reserved instances come first
    assert bill(units, RATES, commitment).on_demand[0] == pytest.approx(on_demand, abs=1e-6)


def test_instance_plan_is_applied_before_the_compute_plan() -> None:
    units = np.array(UNITS)
    instance = bill(units[:, :1], rates(("1.00", "0.60")), 3.00)
    units[:, :1] = instance.left
    assert instance.used[0] == pytest.approx(2.40, rel=1e-9)
    assert bill(units, RATES, 16.80).on_demand[0] == pytest.approx(32.70, rel=1e-9)


@pytest.mark.parametrize(("ratio", "cost"), [(0.72, 0.4608), (0.6, 0.42)])
def test_uniform_demand(ratio: float, cost: float) -> None:
    demand = (np.arange(200_000) + 0.5) / 200_000
    best = one_sku_optimum(demand, ratio)
    assert best == pytest.approx(1 - ratio, abs=1e-5)
    assert one_sku_cost(demand, ratio, best) / len(demand) == pytest.approx(cost, rel=1e-9)


@pytest.mark.parametrize(
    ("ratio", "committed", "cost"),
    [
        (0.72, 88.3432, 78.73247),
        (0.6, 94.9331, 67.72685),
        (0.5, 100, 57.97885),
        (0.4, 105.0669, 47.72685),
        (0.28, 111.6568, 34.73247),
    ],
)
def test_normal_demand(ratio: float, committed: float, cost: float) -> None:
    normal = NormalDist(100, 20)
    count = 100_000
    demand = np.array([normal.inv_cdf((index + 0.5) / count) for index in range(count)])
    best = one_sku_optimum(demand, ratio)
    assert best == pytest.approx(committed, abs=1e-3)
    assert one_sku_cost(demand, ratio, best) / count == pytest.approx(cost, abs=2e-4)
    weights = np.full(count, 0.5)
    prices = rates(("1", str(ratio)))
    assert optimum(demand[:, None], prices, weights) / ratio == pytest.approx(best, abs=1e-3)


RATIOS = st.tuples(st.sampled_from([1, 2, 5]), st.integers(4, 20))
CASES = st.lists(RATIOS, min_size=1, max_size=3).flatmap(
    lambda pairs: st.tuples(
        st.just(pairs),
        st.lists(
            st.lists(st.integers(0, 5), min_size=len(pairs), max_size=len(pairs)),
            min_size=1,
            max_size=10,
        ),
    )
)


@given(CASES, st.integers(0, 30))
def test_arrays_equal_the_exact_module(
    case: tuple[list[tuple[int, int]], list[list[int]]], commitment: int
) -> None:
    pairs, units = case
    prices = rates(*((str(price), str(Decimal(price) * of / 20)) for price, of in pairs))
    hours = [
        [
            exact.Usage(count * each.on_demand, count * each.committed, each.committed, each.key)
            for count, each in zip(hour, prices, strict=True)
            if count
        ]
        for hour in units
    ]
    cost = float(exact.total_cost(hours, Decimal(commitment)))
    assert total_cost(units, prices, commitment) == pytest.approx(cost, rel=1e-9)
    best = optimum(units, prices)
    assert best == pytest.approx(float(exact.optimum(hours)), abs=1e-9)


def test_optimum_equals_brute_force_on_random_hours() -> None:
    rng = np.random.default_rng(2)
    prices = rates(("3.2", "1.9"), ("1.0", "0.72"), ("0.5", "0.41"))  # in AWS's order
    for _ in range(200):
        units = rng.poisson((2.0, 4.0, 9.0), (6, 3)).astype(float)
        breakpoints = np.unique(np.cumsum(units * (1.9, 0.72, 0.41), axis=1))
        least = min(total_cost(units, prices, float(each)) for each in (0.0, *breakpoints))
        assert total_cost(units, prices, optimum(units, prices)) == pytest.approx(least, rel=1e-9)


def test_usage_must_match_the_rates() -> None:
    with pytest.raises(ValueError, match="does not match"):
        bill([[1.0, 2.0]], rates(("1", "0.7")), 1.0)
