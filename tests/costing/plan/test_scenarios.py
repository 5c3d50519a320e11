"""Random worlds: rates, correlation and repeatability against exact values."""

import numpy as np
import pytest

from costing.plan.demand import WeeklyDemand
from costing.plan.judge import failures, score
from costing.plan.scenarios import (
    from_rates,
    from_trace,
    model_of,
    poisson,
    two_state,
    zone_outages,
)
from costing.plan.workload import Risks
from tests.costing.plan.workloads import DAILY, workload

SHAPE = (300, 2000)


@pytest.mark.parametrize(("down", "absent"), [(0.05, 10.0), (0.3, 30.0), (0.02, 0.5)])
def test_two_state_pool_has_its_stationary_availability(down: float, absent: float) -> None:
    rng = np.random.default_rng(7)

    up = two_state(rng, SHAPE, np.full(SHAPE[0], down), np.full(SHAPE[0], absent))

    by_window = up.mean(axis=1)
    assert abs(by_window.mean() - (1 - down)) < 3 * by_window.std() / np.sqrt(SHAPE[0])


def test_pools_have_the_correlation_of_the_risks() -> None:
    risks = Risks.model_validate(
        {
            "spot_interruptions_percent": 90,
            "spot_unavailable_hours": 30,
            "spot_correlation": 0.4,
        }
    )

    pools = [("a", 0), ("a", 1), ("b", 0)]
    states = from_rates(np.random.default_rng(8), SHAPE, pools, risks)

    table = np.corrcoef([states[pool].ravel() for pool in pools])
    assert table[np.triu_indices(3, 1)] == pytest.approx(0.4, abs=0.06)


def test_zone_outages_have_rate_and_duration() -> None:
    risks = Risks.model_validate({"zone_events_per_year": 2, "zone_event_hours": 20})

    down, started = zone_outages(np.random.default_rng(9), SHAPE, 3, risks)

    expected = 1 - np.exp(-2 / 8760 * 3)  # a beginning in some zone, in an hour
    by_window = started.mean(axis=1)
    assert abs(by_window.mean() - expected) < 3 * by_window.std() / np.sqrt(SHAPE[0])
    hours = down.mean(axis=1)
    assert hours.mean() == pytest.approx(3 * 2 / 8760 * 20, rel=0.15)


def test_trace_blocks_keep_pools_together() -> None:
    trace = np.random.default_rng(1).random((200, 1)) < 0.7
    both = np.repeat(trace, 2, axis=1)

    states = from_trace(np.random.default_rng(2), (50, 300), both, [("a", 0), ("a", 1)])

    assert (states["a", 0] == states["a", 1]).all()
    assert states["a", 0].mean() == pytest.approx(trace.mean(), abs=0.03)


def test_poisson_quantiles_are_monotone_in_the_mean() -> None:
    uniform = np.random.default_rng(3).random(20_000)

    few, many = (poisson(uniform, np.full(20_000, mean), 50) for mean in (0.5, 3.0))

    assert (few <= many).all()
    assert many.mean() == pytest.approx(3, rel=0.02)


def test_failed_instances_are_binomial_and_monotone() -> None:
    uniform = np.random.default_rng(4).random((1, 50_000))

    small, large = (failures(np.full((1, 50_000), size), uniform, 0.05) for size in (10, 11))

    assert small.mean() == pytest.approx(0.5, rel=0.03)
    assert (10 - small <= 11 - large).all()


def test_same_seed_gives_the_same_worlds() -> None:
    given = workload()
    model = model_of(given, {"web": WeeklyDemand(np.tile(DAILY, 7)[None, :])}, [("a", 0)], None)

    one, same, other = model.block(1, 0), model.block(1, 0), model.block(1, 1)

    assert (one.rates["web"] == same.rates["web"]).all()
    assert (one.pools_up["a", 0] == same.pools_up["a", 0]).all()
    assert (one.failures != other.failures).any()


def test_wilson_interval_contains_the_share() -> None:
    measures = np.array([0.9995] * 90 + [0.99] * 10)

    found = score(measures, workload().objective, 1.0)

    assert found.probability == 0.9
    assert (found.low, found.high) == pytest.approx((0.8256, 0.9448), abs=1e-3)
    assert score(measures, workload().objective, 0.999).probability == 0
