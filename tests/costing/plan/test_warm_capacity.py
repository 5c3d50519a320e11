"""Warm capacity: quantiles of a trace's own increases, and the newsvendor quantile."""

import numpy as np
import pytest

from costing.plan.warm_capacity import headroom, newsvendor_quantile


def test_headroom_covers_the_steepest_rise_within_the_lead_time() -> None:
    demand = [1.0, 2.0, 5.0, 3.0, 3.0, 4.0]
    assert headroom(demand, 1, 1.0) == 3.0
    assert headroom(demand, 2, 1.0) == 4.0
    assert headroom(demand, 0, 1.0) == 0.0


def test_headroom_is_zero_for_falling_demand() -> None:
    assert headroom([5.0, 4.0, 3.0], 1, 0.99) == 0.0


def test_headroom_is_the_quantile_of_increases() -> None:
    demand = np.cumsum(np.random.default_rng(1).integers(-3, 4, 5000)).astype(float)
    spare = headroom(demand, 5, 0.9)
    late = [max(demand[t + 1 : t + 6]) - demand[t] > spare for t in range(len(demand) - 5)]
    assert 0.05 <= np.mean(late) <= 0.1


def test_headroom_refuses_a_short_trace() -> None:
    with pytest.raises(ValueError, match="too short"):
        headroom([1.0, 2.0], 2, 0.9)


def test_newsvendor_quantile_weighs_both_costs() -> None:
    assert newsvendor_quantile(9.0, 1.0) == pytest.approx(0.9, rel=1e-9)
    with pytest.raises(ValueError, match="costs"):
        newsvendor_quantile(0.0, 0.0)
