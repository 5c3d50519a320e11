"""Checkpoint intervals and expected times with interruptions; spot rates."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from costing.plan.checkpoints import (
    best_interval,
    daly_interval,
    expected_time,
    gang_mtbf,
    slowdown,
    slowdown_with_notice,
    young_interval,
)
from costing.plan.spot_rates import (
    Rates,
    advisor_rate,
    fitted_rates,
    restart_only_time,
)

INTERVALS = (young_interval, daly_interval, best_interval)


@pytest.mark.parametrize(
    ("cost", "mtbf", "intervals", "restart", "slowdowns"),
    [
        (60, 3600, (657.27, 617.88, 617.89), 120, (1.24853, 1.24812, 1.24812)),
        (60, 21600, (1609.97, 1570.22, 1570.22), 120, (1.08443, 1.08440, 1.08440)),
        (60, 86400, (3219.94, 3180.06, 3180.06), 120, (1.03966, 1.03966, 1.03966)),
        (300, 3600, (1469.69, 1276.50, 1276.88), 120, (1.60789, 1.60216, 1.60216)),
        (600, 1800, (1469.69, 1096.91, 1099.98), 0, (2.64258, 2.57136, 2.57136)),
    ],
)
def test_checkpoint_intervals_match_reference_values(
    cost: float,
    mtbf: float,
    intervals: tuple[float, ...],
    restart: float,
    slowdowns: tuple[float, ...],
) -> None:
    for interval_of, interval, expected in zip(INTERVALS, intervals, slowdowns, strict=True):
        found = interval_of(cost, mtbf)
        assert found == pytest.approx(interval, abs=0.005)
        assert slowdown(found, cost, mtbf, restart) == pytest.approx(expected, abs=6e-6)


@given(st.floats(1, 600), st.floats(1200, 1e6), st.floats(0.5, 2))
def test_exact_interval_has_the_least_expected_time(cost: float, mtbf: float, by: float) -> None:
    best = best_interval(cost, mtbf)
    least = slowdown(best, cost, mtbf, 120.0)
    assert least <= slowdown(best * by, cost, mtbf, 120.0) * (1 + 1e-9)
    # The optimum solves (1 - w / mtbf) e^((w + cost) / mtbf) = 1.
    assert (1 - best / mtbf) * math.exp((best + cost) / mtbf) == pytest.approx(1, abs=1e-6)


def test_daly_interval_of_long_checkpoints_is_the_mtbf() -> None:
    assert daly_interval(500.0, 200.0) == 200.0


def test_notice_saves_the_work_since_the_last_checkpoint() -> None:
    assert slowdown_with_notice(60.0, 3600.0, 120.0, notice=120.0) == pytest.approx(3720 / 3540)
    assert slowdown_with_notice(180.0, 3600.0, 120.0, notice=120.0) is None
    assert slowdown_with_notice(60.0, 50.0, 120.0, notice=120.0) is None


def test_pool_interruptions_do_not_grow_with_nodes() -> None:
    assert gang_mtbf(4, 0.01, 0.1) == pytest.approx(1 / 0.14, rel=1e-9)
    assert gang_mtbf(4, 0.0, 0.0) == math.inf


def test_restart_only_time_agrees_with_simulation() -> None:
    rng = np.random.default_rng(3)
    work, rate, restart = 2.0, 0.4, 0.25
    times = []
    for _ in range(4000):
        total = 0.0
        while (life := rng.exponential(1 / rate)) < work + restart:
            total += life
        times.append(total + work + restart)
    exact = restart_only_time(work, rate, restart)
    # The formula restarts only after an interruption, the loop before the first attempt, too.
    assert expected_time(work + restart, 1 / rate, 0.0) == pytest.approx(
        np.mean(times), abs=3 * float(np.std(times)) / math.sqrt(len(times))
    )
    assert work < exact < expected_time(work + restart, 1 / rate, 0.0)
    assert restart_only_time(work, 0.0, restart) == work


@pytest.mark.parametrize(("share", "rate", "hours"), [(0.05, 7.03e-5, 14232), (0.2, 3.06e-4, 3271)])
def test_advisor_share_to_hourly_rate(share: float, rate: float, hours: float) -> None:
    assert advisor_rate(share) == pytest.approx(rate, rel=2e-3)
    assert 1 / advisor_rate(share) == pytest.approx(hours, abs=0.5)


def test_rates_are_fitted_from_changes() -> None:
    rates = fitted_rates([1, 1, 0, 0, 0, 1, 1, 1, 1], smoothing=0.0)
    assert rates == Rates(1 / 5, 1 / 3)
    assert rates.availability == pytest.approx((1 / 3) / (1 / 5 + 1 / 3), rel=1e-9)
    assert fitted_rates([1, 1, 1]) == Rates(1 / 4, 1 / 2)


def test_two_state_availability_agrees_with_simulation() -> None:
    rng = np.random.default_rng(11)
    rates = Rates(0.1, 0.3)
    up = np.ones(2000, dtype=bool)
    shares = []
    for _ in range(60):
        draws = rng.random(len(up))
        up = np.where(up, draws >= rates.loss, draws < rates.recovery)
        shares.append(up.mean())
    late = np.array(shares[20:])
    assert late.mean() == pytest.approx(rates.availability, abs=0.01)
