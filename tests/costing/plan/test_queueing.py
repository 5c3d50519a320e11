"""Queueing formulas: published values, the recurrence as oracle, and properties."""

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from costing.plan.queueing import (
    allen_cunneen_wait,
    erlang_b,
    erlang_b_array,
    erlang_c,
    erlang_c_array,
    halfin_whitt,
    halfin_whitt_beta,
    mean_wait,
    modified_offered_load,
    peakedness,
    servers_for_wait,
    servers_for_wait_array,
    square_root_staffing,
    wait_exceeds,
)


@pytest.mark.parametrize(
    ("servers", "load", "waiting", "digits"),
    [
        (3, 2, 4 / 9, 1e-9),
        (2, 1, 1 / 3, 1e-9),
        (1, 0.37, 0.37, 1e-9),
        (10, 6, 0.1012992, 1e-6),
        (6, 2.5, 0.04744, 2e-4),  # Mathematica's example
        (5, 2.5, 0.13037, 1e-4),
        (10, 5, 0.036105, 1e-4),
        (10, 7, 0.221731, 1e-5),
        (10, 8, 0.409180, 1e-5),
        (10, 9, 0.668732, 1e-5),
        (10, 9.5, 0.825586, 1e-5),
        (100, 50, 3.2606387e-10, 1e-7),
        (100, 70, 0.000459, 2e-3),
        (100, 80, 0.019646, 1e-4),
        (100, 90, 0.216940, 1e-5),
        (100, 95, 0.506457, 1e-5),
        (1000, 950, 0.068253, 1e-5),
    ],
)
def test_erlang_c_matches_published_values(
    servers: int, load: float, waiting: float, digits: float
) -> None:
    assert erlang_c(servers, load) == pytest.approx(waiting, rel=digits)
    assert float(erlang_c_array(servers, load)) == pytest.approx(erlang_c(servers, load), rel=1e-9)


@pytest.mark.parametrize(
    ("servers", "load", "blocked"),
    [(10, 4.46, 0.00999), (20, 12.0, 0.00980), (50, 37.9, 0.01000), (100, 84.1, 0.01007)],
)
def test_erlang_b_matches_one_percent_tables(servers: int, load: float, blocked: float) -> None:
    assert erlang_b(servers, load) == pytest.approx(blocked, abs=6e-6)


def test_closed_form_equals_the_recurrence_on_a_grid() -> None:
    servers, load = np.meshgrid([0, 1, 2, 10, 97, 400], [0, 0.01, 1, 9.5, 120, 399, 2000])
    exact = np.vectorize(erlang_b)(servers, load)
    assert erlang_b_array(servers, load) == pytest.approx(exact, rel=1e-9)


def test_mean_wait_of_three_servers() -> None:
    wait = mean_wait(3, 2.0, 3.0)  # 6 arrivals an hour at 3 an hour and server
    assert wait == pytest.approx(4 / 27, rel=1e-9)
    assert 6 * wait == pytest.approx(8 / 9, rel=1e-9)
    assert mean_wait(2, 2.0, 3.0) == math.inf
    assert allen_cunneen_wait(3, 2.0, 3.0, 1.0, 1.0) == pytest.approx(wait, rel=1e-9)


def test_servers_for_a_service_level_and_occupancy() -> None:
    load = 100 / 30 * 3  # 100 calls in 30 minutes of 3 minutes each
    count = servers_for_wait(load, 0.2, 1 / 3, wait=20 / 60, occupancy=0.85)
    assert count == 14
    late = wait_exceeds(count, load, 1 / 3, 20 / 60)
    assert 1 - late == pytest.approx(0.8883500191794669, rel=1e-9)
    assert erlang_c(count, load) == pytest.approx(0.1741319335950498, rel=1e-9)
    assert load / count == pytest.approx(0.714286, rel=1e-6)


def test_servers_for_a_share_of_delayed_arrivals() -> None:
    assert servers_for_wait(2.5, 0.1) == 6
    assert servers_for_wait(0.0, 0.1) == 0


@given(
    load=st.floats(0.01, 500),
    most=st.floats(0.001, 1),
    wait=st.sampled_from([0.0, 0.1, 2.0]),
)
def test_sizing_is_least_and_equal_on_arrays(load: float, most: float, wait: float) -> None:
    count = servers_for_wait(load, most, 1.0, wait)
    assert wait_exceeds(count, load, 1.0, wait) <= most
    assert count == 1 or wait_exceeds(count - 1, load, 1.0, wait) > most or count - 1 <= load
    assume(all(abs(wait_exceeds(c, load, 1.0, wait) - most) > 1e-9 for c in (count, count - 1)))
    assert servers_for_wait_array(np.array([load, 0.0]), most, 1.0, wait).tolist() == [count, 0]


@pytest.mark.parametrize(
    ("beta", "waiting"),
    [
        (0.5, 0.504539),
        (1, 0.223361),
        (1.5, 0.084690),
        (2, 0.026881),
        (2.5, 0.007006),
        (3, 0.001477),
    ],
)
def test_halfin_whitt_limit(beta: float, waiting: float) -> None:
    assert halfin_whitt(beta) == pytest.approx(waiting, abs=5e-7)
    assert halfin_whitt_beta(halfin_whitt(beta)) == pytest.approx(beta, rel=1e-9)


def test_square_root_staffing_grows_with_peakedness() -> None:
    assert square_root_staffing(100, 1.0) == 110
    assert square_root_staffing(100, 1.0, peakedness=4.0) == 120


def test_peakedness_is_one_for_poisson_and_high_for_batches() -> None:
    rng = np.random.default_rng(7)
    counts = rng.poisson(5.0, 200_000)
    assert peakedness(counts, 1.0, 10.0) == pytest.approx(1.0, abs=0.05)
    # Batches of k arrivals, whose service times are independent: (k + 1) / 2 in short intervals.
    batches = 9 * rng.poisson(0.02, 400_000)
    assert peakedness(batches, 0.02, 1.0) == pytest.approx(5.0, rel=0.1)
    assert peakedness(np.zeros(10), 1.0, 2.0) == 1.0


def test_modified_offered_load_lags_and_settles() -> None:
    steady = modified_offered_load([6.0] * 24, 1.0, 0.5)
    assert steady == pytest.approx([3.0] * 24, rel=1e-9)
    rates = 10 + 5 * np.sin(np.arange(240) * 2 * np.pi / 240)
    for service in ("exponential", "deterministic"):
        load = modified_offered_load(rates, 0.1, 2.0, service)
        assert load.mean() == pytest.approx(20.0, rel=1e-9)
        assert int(np.argmax(load)) > int(np.argmax(rates))


def test_exponential_load_solves_its_differential_equation() -> None:
    rates = np.array([1.0, 4.0, 2.0])
    load = modified_offered_load(rates, 0.5, 2.0)
    keep = math.exp(-0.25)
    for index in range(3):
        assert load[index] == pytest.approx(load[index - 1] * keep + rates[index] * 2 * (1 - keep))


@pytest.mark.parametrize("load", [-1.0, math.inf, math.nan])
def test_invalid_loads_are_refused(load: float) -> None:
    with pytest.raises(ValueError, match="offered load"):
        erlang_b(3, load)
