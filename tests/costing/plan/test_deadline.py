"""Deadline policies: exact small cases, properties, and the second half of the spot traces."""

from functools import partial
from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from costing.plan.arrays import Bools
from costing.plan.deadline import (
    Choices,
    Choose,
    Job,
    States,
    greedy,
    offline_optimum,
    replay,
    solve,
    uniform_progress,
)
from costing.plan.spot_rates import Rates, fitted_rates
from tests.costing.plan.spot_traces import YEAR_2022, YEAR_2023, traces

SPOT_PRICE = 0.9731 / 3.06  # p3.2xlarge


def test_without_spot_the_job_costs_its_work_and_one_start() -> None:
    job = Job(work=10, deadline=14, overhead=2, spot_price=0.3)
    never = Rates(loss=1 - 1e-12, recovery=1e-12)
    assert solve(job, never).cost[0] == pytest.approx(12.0, rel=1e-9)
    assert offline_optimum(job, np.zeros(14, dtype=bool)) == pytest.approx(12.0, rel=1e-9)


def test_with_certain_spot_the_job_costs_the_spot_price() -> None:
    job = Job(work=10, deadline=14, overhead=2, spot_price=0.3)
    always = Rates(loss=1e-12, recovery=1 - 1e-12)
    assert solve(job, always).cost[1] == pytest.approx(3.6, rel=1e-6)
    assert offline_optimum(job, np.ones(14, dtype=bool)) == pytest.approx(3.6, rel=1e-9)


def test_impossible_deadline_is_refused() -> None:
    with pytest.raises(ValueError, match="exceed the deadline of 11"):
        Job(work=10, deadline=11, overhead=2, spot_price=0.3)


JOBS = st.builds(
    lambda work, slack, overhead, price: Job(work, work + overhead + slack, overhead, price),
    st.integers(1, 12),
    st.integers(0, 12),
    st.integers(0, 3),
    st.sampled_from([0.1, 0.3, 0.9]),
)


@given(JOBS, st.floats(0.05, 0.95), st.floats(0.05, 0.95), st.integers(0, 2**31))
def test_policies_meet_deadlines_at_no_less_than_the_optimum(
    job: Job, loss: float, recovery: float, seed: int
) -> None:
    up = np.random.default_rng(seed).random((6, job.deadline)) < 0.6
    policies: list[Choose] = [
        solve(job, Rates(loss, recovery)).choose,
        partial(uniform_progress, job),
        partial(greedy, job),
    ]
    least = [offline_optimum(job, trace) for trace in up]
    for choose in policies:
        found = replay(job, choose, up)
        assert not found.missed.any()
        assert (found.cost >= np.array(least) - 1e-9).all()


def test_expected_cost_is_the_mean_over_all_traces() -> None:
    job = Job(work=3, deadline=7, overhead=1, spot_price=0.3)
    rates = Rates(loss=0.3, recovery=0.4)
    policy = solve(job, rates)
    stay = {(0, 0): 0.6, (0, 1): 0.4, (1, 0): 0.3, (1, 1): 0.7}
    for first in (0, 1):
        every = [(first, *rest) for rest in product((0, 1), repeat=job.deadline - 1)]
        chances = [np.prod([stay[pair] for pair in pairwise(t)]) for t in every]
        costs = replay(job, policy.choose, np.array(every, dtype=bool)).cost
        assert policy.cost[first] == pytest.approx(float(np.dot(chances, costs)), rel=1e-9)


def test_offline_optimum_equals_enumeration() -> None:
    job = Job(work=2, deadline=6, overhead=1, spot_price=0.4)
    scripts = np.array([*product((0, 1, 2), repeat=job.deadline)], dtype=np.uint8)

    def scripted(tick: int, states: States) -> Choices:
        return np.where(states.work > 0, scripts[:, tick], 0).astype(np.uint8)

    for trace in product((False, True), repeat=job.deadline):
        up = np.array(trace)
        found = replay(job, scripted, np.tile(up, (len(scripts), 1)))
        possible = ~found.missed & ((scripts != 1) | up).all(axis=1)
        least = found.cost[possible].min()
        assert offline_optimum(job, up) == pytest.approx(least, rel=1e-9)


# --- Traces ------------------------------------------------------------------------------------

STARTS = 40


def relative_costs(year: str, gap: int, hours: float, zones: int) -> tuple[float, float, int]:
    """Return mean costs of the policy and of Uniform Progress, on demand = 1, and missed runs.

    Rates are fitted on the first half of each trace; jobs of 48 hours start in the second.
    """
    rng = np.random.default_rng(17)
    job = Job(round(48 * 3600 / gap), int(hours * 3600 // gap), round(360 / gap), SPOT_PRICE)
    own: list[float] = []
    other: list[float] = []
    missed = 0
    for up in list(traces(year).values())[-zones:]:
        half = len(up) // 2
        starts = rng.integers(half, len(up) - job.deadline + 1, STARTS)
        later: Bools = np.stack([up[start : start + job.deadline] for start in starts])
        for costs, choose in (
            (own, solve(job, fitted_rates(up[:half])).choose),
            (other, partial(uniform_progress, job)),
        ):
            found = replay(job, choose, later)
            missed += int(found.missed.sum())
            costs.append(float(found.cost.mean()) / job.work)
    return float(np.mean(own)), float(np.mean(other)), missed


@pytest.mark.parametrize(
    ("year", "gap", "hours", "zones", "published"),
    [
        (YEAR_2022, 600, 52, 8, 0.7561),
        (YEAR_2022, 600, 60, 8, 0.6718),
        (YEAR_2022, 600, 70, 8, 0.6395),
        (YEAR_2022, 600, 92, 8, 0.5875),
        (YEAR_2023, 195, 60, 2, None),
    ],
)
def test_policy_costs_less_than_uniform_progress(
    year: str, gap: int, hours: float, zones: int, published: float | None
) -> None:
    own, other, missed = relative_costs(year, gap, hours, zones)
    assert missed == 0
    assert own <= other
    if published is not None:  # measured with other random starts
        assert own == pytest.approx(published, abs=0.015)
