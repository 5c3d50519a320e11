"""Availability: AWS's published examples, exact values, and properties."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from costing.plan.annual_downtime import annual_downtime, rate_posterior
from costing.plan.availability import (
    capacity_of,
    fleet_capacity,
    full_capacity,
    instances_per_zone,
    k_of_n,
    minutes_per_year,
    parallel,
    parallel_unavailability,
    series,
    served_fraction,
    shortfall,
    spares_approximation,
    static_stability_factor,
    steady_state,
)

SHARES = st.floats(0.5, 1)


def test_parallel_components() -> None:
    assert parallel([0.99, 0.99]) == pytest.approx(0.9999, rel=1e-9)
    assert parallel([0.995] * 3) == pytest.approx(0.999999875, rel=1e-9)
    seconds = parallel_unavailability([0.995] * 3) * 365 * 86400
    assert seconds == pytest.approx(3.942, rel=1e-9)


def test_ten_spares_are_exact_beyond_double_precision() -> None:
    unavailable = parallel_unavailability([0.995] * 11)
    assert unavailable == pytest.approx(4.8828125e-26, rel=1e-9)
    assert -math.log10(unavailable) == pytest.approx(25.31, abs=0.005)
    assert unavailable * 365 * 86400e3 == pytest.approx(1.540e-15, rel=1e-3)


@pytest.mark.parametrize(
    ("instances", "spares", "share", "exact", "approximate", "digits"),
    [
        (3, 1, 0.995, 0.99992525, 0.999925, 1e-9),
        (10, 2, 0.995, 0.9999853891, 0.9999850, 1e-9),
        (12, 2, 0.99, 0.9997943839, 0.99978, 1e-9),
    ],
)
def test_k_of_n(  # noqa: PLR0913, PLR0917 (a row of the table)
    instances: int, spares: int, share: float, exact: float, approximate: float, digits: float
) -> None:
    found = k_of_n(instances - spares, [share] * instances)
    assert found == pytest.approx(exact, rel=digits)
    assert spares_approximation(instances, spares, share) == pytest.approx(approximate, rel=1e-9)


@pytest.mark.parametrize(
    ("zones", "each", "full"),
    [
        (3, 5, 0.9998506255),
        (2, 10, 0.999901),
        (3, 4, 0.996976),
        (4, 4, 0.999994),
        (3, 6, 0.999997),
    ],
)
def test_zone_loss_takes_all_instances_of_the_zone(zones: int, each: int, full: float) -> None:
    found = full_capacity(fleet_capacity([each] * zones, 0.995, 0.999), 10)
    assert found == pytest.approx(full, abs=5e-11 if each == 5 else 5e-7)


def test_static_stability_factor() -> None:
    factors = [static_stability_factor(zones) for zones in range(2, 7)]
    assert factors == pytest.approx([2, 1.5, 4 / 3, 1.25, 1.2], rel=1e-9)
    with pytest.raises(ValueError, match="single zone"):
        static_stability_factor(1)


def test_serial_service_levels() -> None:
    web = series([0.9999, 0.9999, 0.9995])
    assert web == pytest.approx(0.99930, abs=5e-6)
    assert minutes_per_year(web) == pytest.approx(368, abs=0.5)
    assert minutes_per_year(series([0.9999] * 3)) == pytest.approx(158, abs=0.5)


@pytest.mark.parametrize(
    ("share", "minutes"),
    [
        (0.99, (3 * 24 + 15) * 60),
        (0.999, 8 * 60 + 45),
        (0.9995, 4 * 60 + 22),
        (0.9999, 52),
        (0.99999, 5),
    ],
)
def test_downtime_table_of_the_reliability_pillar(share: float, minutes: int) -> None:
    # AWS truncates; its row of 99 % is an hour short of 3 d 15 h 36 min.
    assert minutes <= minutes_per_year(share) < minutes + 60


def test_steady_state_of_repairs() -> None:
    assert steady_state(999.0, 1.0) == pytest.approx(0.999, rel=1e-9)


def test_compound_poisson_downtime() -> None:
    half = annual_downtime(0.5, 3.0, 1.0)
    assert half.mean == pytest.approx(1.5, rel=1e-4)
    assert 1 - half.mean / 8760 == pytest.approx(0.99983, abs=5e-6)
    assert half.misses(0.9995) == pytest.approx(0.108, abs=5e-4)
    assert half.quantile(0.99) == pytest.approx(15.9, abs=0.05)
    assert annual_downtime(1.0, 3.0, 1.0).misses(0.9995) == pytest.approx(0.229, abs=5e-4)
    assert annual_downtime(0.0, 3.0, 1.0).misses(0.9995) == pytest.approx(0.0, abs=1e-9)


def test_compound_poisson_agrees_with_simulation() -> None:
    rng = np.random.default_rng(5)
    events = rng.poisson(2.0, 40_000)
    durations = rng.lognormal(math.log(1.0) - 0.125, 0.5, events.sum())
    years = np.add.reduceat(np.append(durations, 0.0), np.cumsum(events) - events)
    years = np.where(events > 0, years, 0.0)
    share = float((years > 4.38).mean())
    sigma = math.sqrt(share * (1 - share) / len(years))
    assert annual_downtime(2.0, 1.0, 0.5).misses(0.9995) == pytest.approx(share, abs=3 * sigma)


def test_posterior_of_one_event_in_ten_zone_years() -> None:
    rate = rate_posterior(1, 10.0)
    low, high = rate.interval(0.9)
    assert rate.mean == pytest.approx(0.15, rel=1e-9)
    assert (low, high) == pytest.approx((0.018, 0.39), abs=0.001)


@given(st.lists(SHARES, min_size=1, max_size=6), st.integers(0, 6))
def test_served_fraction_is_at_least_full_capacity(shares: list[float], need: int) -> None:
    distribution = capacity_of(shares)
    full, served = full_capacity(distribution, need), served_fraction(distribution, need)
    assert -1e-12 <= full <= served + 1e-12 <= 1 + 2e-12
    assert shortfall(distribution, need) == pytest.approx(1 - full, abs=1e-12)


@given(st.lists(SHARES, min_size=1, max_size=5), SHARES, st.integers(1, 5))
def test_one_more_instance_never_harms(shares: list[float], more: float, need: int) -> None:
    assert k_of_n(need, [*shares, more]) >= k_of_n(need, shares) - 1e-12


@given(st.integers(1, 40), st.integers(2, 6))
def test_instances_per_zone_survive_the_loss(need: int, zones: int) -> None:
    placed = instances_per_zone(need, zones, lost=1)
    assert sum(placed) - max(placed) >= need


def test_shares_outside_zero_and_one_are_refused() -> None:
    with pytest.raises(ValueError, match="not in"):
        series([1.5])
    with pytest.raises(ValueError, match="cannot lose"):
        instances_per_zone(3, 2, lost=2)
