"""Random worlds that judge a fleet: demand, spot pools, zone outages, instance failures.

A block of windows depends on its seed only, so that every fleet is judged in the same worlds
(common random numbers) and blocks may be made by any process.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from costing.plan.demand import WeeklyDemand
from costing.plan.sizing import Floats
from costing.plan.workload import DAY, WEEK, Demand, Risks, Span, Workload

Flags = npt.NDArray[np.bool_]
Small = npt.NDArray[np.int8]

WINDOW_HOURS = {"day": 24, "week": 168, "month": 730, "year": 8760}
YEAR = 8760.0
MONTH = 730.0
PERCENT = 100.0
BLOCK_HOURS = 40_000  # of all windows of a block
EPOCH_DAYS = 1  # of a spot trace, as measured on V100 and K80 pools of 2022-23
ZONE_SIGMA = 1.0  # of the logarithm of an outage's duration


@dataclass(frozen=True, slots=True)
class Worlds:
    """One block of windows: the arrays have the shape (windows, hours)."""

    rates: dict[str, Floats]  # requests per second, by service
    zones_down: Small  # number of zones without capacity
    zone_started: Flags  # a zone outage begins in this hour
    pools_up: dict[tuple[str, int], Flags]
    order: dict[tuple[str, int], Floats]  # (windows,): random preference of a pool
    failures: Floats  # uniform numbers for failed instances
    mix: Floats  # (windows,): uniform numbers for spot prices

    @property
    def windows(self) -> int:
        return len(self.mix)


@dataclass(frozen=True, slots=True)
class WorldModel:
    """Inputs of the random worlds; a pure function of it and a seed makes a block."""

    window_hours: int
    zones: int
    pools: tuple[tuple[str, int], ...]  # instance type, zone
    demands: dict[str, tuple[WeeklyDemand, Demand]]
    risks: Risks
    pool_trace: npt.NDArray[np.bool_] | None = None  # (hours, pools), of the spot trace

    @property
    def windows_per_block(self) -> int:
        return max(BLOCK_HOURS // self.window_hours, 4)

    def block(self, seed: int, number: int) -> Worlds:
        """Return the worlds of one block."""
        streams = [
            np.random.default_rng(each) for each in np.random.SeedSequence([seed, number]).spawn(6)
        ]
        shape = (self.windows_per_block, self.window_hours)
        down, started = zone_outages(streams[0], shape, self.zones, self.risks)
        return Worlds(
            {
                name: demand_of(np.random.default_rng(each), shape, *self.demands[name])
                for name, each in zip(
                    sorted(self.demands),
                    np.random.SeedSequence([seed, number, 1]).spawn(len(self.demands)),
                    strict=True,
                )
            },
            down,
            started,
            self.spot(streams[2], shape),
            dict(
                zip(self.pools, streams[3].random((len(self.pools), shape[0])), strict=True),
            ),
            streams[4].random(shape),
            streams[5].random(shape[0]),
        )

    def spot(
        self, rng: np.random.Generator, shape: tuple[int, int]
    ) -> dict[tuple[str, int], Flags]:
        if self.pool_trace is not None:
            return from_trace(rng, shape, self.pool_trace, self.pools)
        return from_rates(rng, shape, self.pools, self.risks)


def drawn(rng: np.random.Generator, span: Span, count: int) -> Floats:
    """Return draws from the triangular distribution of low, mid and high.

    The stream is used equally for every span, so that a changed input leaves the others alone.
    """
    return triangular(rng.random(count), span)


def triangular(uniform: Floats, span: Span) -> Floats:
    if span.is_exact:
        return np.full(len(uniform), span.mid)
    whole = span.high - span.low
    rise = (span.mid - span.low) / whole
    lower = span.low + np.sqrt(uniform * whole * (span.mid - span.low))
    upper = span.high - np.sqrt((1 - uniform) * whole * (span.high - span.mid))
    return np.where(uniform < rise, lower, upper)


def poisson(uniform: Floats, mean: Floats, most: int) -> npt.NDArray[np.int64]:
    """Return the Poisson quantile at each uniform number: monotone in the mean."""
    term = np.exp(-mean)
    reached, found = term.copy(), np.zeros(uniform.shape, dtype=np.int64)
    for count in range(1, most + 1):
        more = uniform > reached
        if not more.any():
            break
        found += more
        term = term * mean / count
        reached += term
    return found


def demand_of(
    rng: np.random.Generator, shape: tuple[int, int], weekly: WeeklyDemand, demand: Demand
) -> Floats:
    """Return rates: whole weeks of the trace in random order, with growth and daily variation."""
    windows, hours = shape
    weeks = hours // WEEK + 2
    chosen = rng.integers(0, len(weekly.weeks), (windows, weeks))
    offset = rng.integers(0, WEEK // DAY, windows) * DAY
    line = weekly.weeks[chosen].reshape(windows, weeks * WEEK)
    rows = offset[:, None] + np.arange(hours)[None, :]
    rates = np.take_along_axis(line, rows, axis=1)
    growth = 1 + drawn(rng, demand.growth, windows)
    deviation = drawn(rng, demand.variation, windows)
    sigma = np.sqrt(np.log1p(deviation**2))[:, None]
    days = np.exp(sigma * rng.standard_normal((windows, hours // DAY + 1)) - sigma**2 / 2)
    by_hour = np.repeat(days, DAY, axis=1)[:, :hours]
    found: Floats = rates * growth[:, None] * by_hour
    return found


def zone_outages(
    rng: np.random.Generator, shape: tuple[int, int], zones: int, risks: Risks
) -> tuple[Small, Flags]:
    """Return the number of zones that are down in each hour, and the hours of their beginning.

    The yearly number is Poisson with a rate drawn per window; durations are lognormal.
    """
    windows, hours = shape
    rate = drawn(rng, risks.zone_events_per_year, windows) / YEAR
    mean = drawn(rng, risks.zone_event_hours, windows)
    most = most_events(hours)
    uniform = rng.random((windows, zones))
    begins = (rng.random((windows, zones, most)) * hours).astype(int)
    factors = np.exp(ZONE_SIGMA * rng.standard_normal(begins.shape) - ZONE_SIGMA**2 / 2)
    counts = poisson(uniform, np.broadcast_to(rate[:, None] * hours, uniform.shape), most)
    down = np.zeros((*shape, zones), dtype=bool)
    started = np.zeros(shape, dtype=bool)
    for window, zone in zip(*np.nonzero(counts), strict=True):
        for index in range(int(counts[window, zone])):
            begin = begins[window, zone, index]
            length = max(round(float(mean[window] * factors[window, zone, index])), 1)
            down[window, begin : begin + length, zone] = True
            started[window, begin] = True
    return down.sum(axis=2).astype(np.int8), started


def most_events(hours: int) -> int:
    """Return a number of events that a window does not exceed: more than one a day."""
    return hours // DAY + 8


def from_rates(
    rng: np.random.Generator,
    shape: tuple[int, int],
    pools: Sequence[tuple[str, int]],
    risks: Risks,
) -> dict[tuple[str, int], Flags]:
    """Return the pools' states: each fails alone, and all fail together in a region event.

    The share of region events gives the pools the correlation of `risks`.
    """
    windows, _ = shape
    interrupted = np.minimum(drawn(rng, risks.spot_interruptions_percent, windows), 99.0)
    leaving = -np.log1p(-interrupted / PERCENT) / MONTH  # per hour
    absent = np.maximum(drawn(rng, risks.spot_unavailable_hours, windows), 1e-3)
    correlation = np.minimum(drawn(rng, risks.spot_correlation, windows), 1.0)
    down = leaving * absent / (1 + leaving * absent)
    region = correlation * down / (1 - down + correlation * down)
    own = np.maximum(1 - (1 - down) / (1 - region), 0.0)
    shared, *streams = rng.spawn(len(pools) + 1)
    together = two_state(shared, shape, region, absent)
    return {
        pool: two_state(stream, shape, own, absent) & together
        for pool, stream in zip(pools, streams, strict=True)
    }


def two_state(
    rng: np.random.Generator, shape: tuple[int, int], down: Floats, absent: Floats
) -> Flags:
    """Return hours with capacity: True is available.

    `down` is the stationary share without capacity, `absent` the mean duration in hours of an
    event. Events are drawn, not hours, and rounded to whole hours without bias.
    """
    windows, hours = shape
    up = np.ones(shape, dtype=bool)
    most = most_events(hours)
    uniform = rng.random(windows)
    begins = (rng.random((windows, most)) * hours).astype(int)
    lengths = rng.exponential(1.0, (windows, most)) * absent[:, None]
    lengths = np.floor(lengths + rng.random((windows, most))).astype(int)
    before = rng.random(windows) < down  # down at the beginning
    left = np.floor(rng.exponential(1.0, windows) * absent + rng.random(windows)).astype(int)
    rate = -np.log1p(-down) / absent  # the share without events is exp(-rate * absent)
    counts = poisson(uniform, rate * hours, most)
    for window in np.flatnonzero(counts):
        for index in range(int(counts[window])):
            begin = begins[window, index]
            up[window, begin : begin + lengths[window, index]] = False
    for window in np.flatnonzero(before):
        up[window, : left[window]] = False
    return up


def from_trace(
    rng: np.random.Generator,
    shape: tuple[int, int],
    trace: npt.NDArray[np.bool_],
    pools: Sequence[tuple[str, int]],
) -> dict[tuple[str, int], Flags]:
    """Return days of the observed joint trace, in random order, of one epoch a window.

    A day is taken for all pools at once, which keeps their correlation. Capacity drifts over
    weeks: if each window drew from the whole trace, all would see its average. On the traces of
    tests/costing/plan/test_spot_traces.py the band of windows then contains 4 of 110 held-out
    halves; with epochs of three days 68, of one day 97.
    """
    windows, hours = shape
    length = len(trace)
    days = -(-hours // DAY)
    span = min(EPOCH_DAYS * DAY, length)
    epochs = rng.integers(0, max(length - span, 0) + 1, windows)
    starts = epochs[:, None] + rng.integers(0, max(span - DAY, 0) + 1, (windows, days))
    rows = starts[:, :, None] + np.arange(DAY)[None, None, :]
    rows = rows.reshape(windows, days * DAY)[:, :hours] % length
    return {pool: trace[rows, index % trace.shape[1]] for index, pool in enumerate(pools)}


def model_of(
    workload: Workload,
    demands: dict[str, WeeklyDemand],
    pools: Sequence[tuple[str, int]],
    trace: npt.NDArray[np.bool_] | None,
) -> WorldModel:
    return WorldModel(
        WINDOW_HOURS[workload.objective.window],
        len(workload.zones),
        tuple(pools),
        {name: (demands[name], workload.services[name].demand) for name in demands},
        workload.risks,
        trace,
    )
