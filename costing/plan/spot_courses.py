"""Courses of spot capacity that one instance type has in any of the zones, tick by tick."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from costing.plan.scenarios import drawn
from costing.plan.spot_rates import Rates, advisor_rate, fitted_rates
from costing.plan.spot_trace import pool_trace
from costing.plan.workload import Workload

Flags = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]

RUNS = 400
PERCENT = 100.0


@dataclass(frozen=True, slots=True)
class Courses:
    test: Flags  # (runs, ticks): capacity in some zone
    fitted: Rates | None  # of the first half of a trace; None without a trace


def courses_of(workload: Workload, name: str, tick_hours: float, ticks: int, seed: int) -> Courses:
    """Return courses from the spot trace, else from the rates of the workload."""
    rng = np.random.default_rng([seed, 11])
    risks, zones = workload.risks, len(workload.zones)
    if risks.spot_trace is None:
        return Courses(random_courses(rng, workload, tick_hours, ticks), None)
    pools = [(name, zone) for zone in range(zones)]
    hours: Flags = np.asarray(pool_trace(risks.spot_trace, pools, workload.zones).any(axis=1))
    index = (np.arange(int(len(hours) / tick_hours)) * tick_hours).astype(int)
    states = hours[index]
    first, second = np.split(states, [len(states) // 2])
    starts = rng.integers(0, len(second), RUNS)
    rows = (starts[:, None] + np.arange(ticks)[None, :]) % len(second)
    return Courses(second[rows], fitted_rates(first))


def random_courses(
    rng: np.random.Generator, workload: Workload, tick_hours: float, ticks: int
) -> Flags:
    """Return courses of a two-state chain whose rates are drawn for each run.

    The chain is down while all zones are: together in a region event, or each by itself.
    """
    risks, zones = workload.risks, len(workload.zones)
    share = np.minimum(drawn(rng, risks.spot_interruptions_percent, RUNS), 99.0) / PERCENT
    absent = drawn(rng, risks.spot_unavailable_hours, RUNS)
    correlation = np.minimum(drawn(rng, risks.spot_correlation, RUNS), 1.0)
    loss = np.array([advisor_rate(each) for each in share])
    down = loss * absent / (1 + loss * absent)
    region = correlation * down / (1 - down + correlation * down)
    own = np.maximum(1 - (1 - down) / (1 - region), 0.0)
    all_down = region + (1 - region) * own**zones
    back = per_tick(1 / absent, tick_hours)
    lost = np.where(all_down < 1, back * all_down / np.maximum(1 - all_down, 1e-12), 1.0)
    states = np.empty((RUNS, ticks), dtype=bool)
    now = rng.random(RUNS) >= all_down
    for tick in range(ticks):
        states[:, tick] = now
        uniform = rng.random(RUNS)
        now = np.where(now, uniform >= lost, uniform < back)
    return states


def per_tick(rate: Floats, tick_hours: float) -> Floats:
    """Return the probability of an event in a tick from its rate in an hour."""
    chance: Floats = -np.expm1(-rate * tick_hours)
    return chance
