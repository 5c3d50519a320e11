"""Spot pools that lose capacity together, and what that means for a fleet.

A pool is an instance type in a zone; a trace says at each interval whether it has capacity. Pools
are modelled as one chain over the joint states, because zones are not independent: a product of
their availabilities is far too optimistic. Rates drift over months, so that a decision rests on the
band over epochs, not on the mean.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from costing.plan.arrays import Bools, Floats
from costing.plan.spot_rates import Rates, fitted_rates

MOST_POOLS = 9  # 512 joint states
Ints = NDArray[np.int64]
Kind = TypeVar("Kind", bound=np.generic)


@dataclass(frozen=True, slots=True)
class JointChain:
    """Markov chain of all pools. A state's bit p says whether pool p has capacity."""

    pools: int
    transitions: Floats  # states x states, rows add up to 1

    def stationary(self) -> Floats:
        """Return the long-run share of time in each state."""
        size = len(self.transitions)
        equations = np.vstack((self.transitions.T - np.eye(size), np.ones(size)))
        found, *_ = np.linalg.lstsq(equations, np.append(np.zeros(size), 1.0), rcond=None)
        shares: Floats = np.clip(found, 0.0, None)
        return np.asarray(shares / shares.sum())

    def simulate(self, runs: int, intervals: int, rng: np.random.Generator) -> Bools:
        """Return traces, runs x intervals x pools, that start in the long run."""
        cumulative = np.cumsum(self.transitions, axis=1)
        states = np.empty((runs, intervals), dtype=np.int64)
        now = rng.choice(len(cumulative), size=runs, p=self.stationary())
        for interval in range(intervals):
            states[:, interval] = now
            draws = rng.random(runs)
            now = np.minimum((cumulative[now] < draws[:, None]).sum(axis=1), len(cumulative) - 1)
        return bits(states, self.pools)


def fitted_chain(up: Bools, smoothing: float = 1.0) -> JointChain:
    """Return the joint chain of traces, intervals x pools, from counted changes of state.

    `smoothing` pseudo-changes of each state are spread over the states that the traces show, by
    how often they show them (Laplace smoothing towards the observed shares); a state without an
    observation moves to those shares. Raise ValueError for more than nine pools.
    """
    intervals, pools = up.shape
    if pools > MOST_POOLS:
        raise ValueError(f"{pools} pools; a joint chain has at most {MOST_POOLS}; use blocks")
    if intervals < 2:  # noqa: PLR2004 (a change has two ends)
        raise ValueError("a trace of fewer than two intervals has no changes")
    states = states_of(up)
    size = 2**pools
    counts = np.zeros((size, size))
    np.add.at(counts, (states[:-1], states[1:]), 1.0)
    shares = np.bincount(states, minlength=size) / intervals
    counts += np.where(counts.sum(axis=1, keepdims=True) > 0, smoothing, 1.0) * shares
    return JointChain(pools, counts / counts.sum(axis=1, keepdims=True))


def independent_chain(up: Bools, smoothing: float = 1.0) -> JointChain:
    """Return the chain of pools with their own rates that ignore each other: a baseline."""
    size = 2 ** up.shape[1]
    states = bits(np.arange(size), up.shape[1])
    transitions = np.ones((size, size))
    for pool, rates in enumerate(pool_rates(up, smoothing)):
        own = np.array(((1 - rates.recovery, rates.recovery), (rates.loss, 1 - rates.loss)))
        place = states[:, pool].astype(np.int64)
        transitions *= own[np.ix_(place, place)]
    return JointChain(up.shape[1], transitions)


def pool_rates(up: Bools, smoothing: float = 1.0) -> list[Rates]:
    return [fitted_rates(up[:, pool], smoothing) for pool in range(up.shape[1])]


def states_of(up: Bools) -> Ints:
    weights = 2 ** np.arange(up.shape[-1])
    found: Ints = up.astype(np.int64) @ weights
    return found


def bits(states: Ints, pools: int) -> Bools:
    return np.asarray((states[..., None] >> np.arange(pools)) & 1, dtype=np.bool_)


def block_bootstrap(up: Bools, intervals: int, block: float, rng: np.random.Generator) -> Bools:
    """Return a trace of this many intervals, resampled in blocks (Politis and Romano 1994).

    Blocks have a geometric length of mean `block`, so that the result is stationary; they keep the
    pools' joint behaviour, for any number of pools. About a day is a good length.
    """
    length = len(up)
    starts = rng.random(intervals) < 1 / max(block, 1.0)
    starts[0] = True
    begin = rng.integers(length, size=intervals)
    index = np.arange(intervals)
    last = np.maximum.accumulate(np.where(starts, index, 0))
    return np.asarray(up[(begin[last] + index - last) % length])


# --- Fleets ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Fleet:
    """Instances of a service: on demand, and spot spread evenly over the pools."""

    need: int
    base: int  # on-demand instances that always run
    spot: int  # spot instances if all pools have capacity
    fallback: bool  # start on-demand instances for those that are missing
    startup: int = 1  # intervals from a request until an instance serves


def capacity(up: Bools, fleet: Fleet) -> Floats:
    """Return the instances that serve in each interval of traces, … x intervals x pools.

    A pool's instances serve once it has had capacity for `startup` intervals. A shortage leads to
    requests in the next interval, whose instances serve after another `startup`.
    """
    serving = throughout(up, fleet.startup)
    ready = fleet.base + serving.sum(axis=-1) * (fleet.spot / up.shape[-1])
    if not fleet.fallback:
        return np.asarray(ready)
    missing = np.maximum(fleet.need - ready, 0.0)
    started = missing.copy()
    for back in range(1, fleet.startup + 2):
        started = np.minimum(started, shifted(missing, back, axis=-1))
    return np.asarray(ready + started)


def throughout(up: Bools, intervals: int) -> Bools:
    """Tell where a pool has capacity now and had it in the intervals before."""
    found = up
    for back in range(1, intervals + 1):
        found = found & shifted(up, back, axis=-2)
    return found


def shifted(values: NDArray[Kind], back: int, axis: int) -> NDArray[Kind]:
    """Return the values of earlier intervals; before the first, those of the first."""
    length = values.shape[axis]
    return values.take(np.maximum(np.arange(length) - back, 0), axis=axis)


def unavailability(up: Bools, fleet: Fleet) -> float:
    """Return the share of intervals in which less than the need serves."""
    return float((capacity(up, fleet) < fleet.need - 1e-9).mean())


def unserved(up: Bools, fleet: Fleet) -> float:
    """Return the share of the need that is not served."""
    return float(np.maximum(fleet.need - capacity(up, fleet), 0.0).mean()) / fleet.need


@dataclass(frozen=True, slots=True)
class Band:
    """Unavailability of a fleet over epochs of the history."""

    mean: float
    high: float  # the stated quantile
    worst: float


def epoch_band(
    up: Bools, fleet: Fleet, epoch: int, quantile: float = 0.95, every: int | None = None
) -> Band:
    """Return the band over windows of `epoch` intervals that start `every` so many."""
    found = [
        unavailability(window, fleet) for window in windows(up, epoch, every or max(epoch // 4, 1))
    ]
    return Band(float(np.mean(found)), float(np.quantile(found, quantile)), max(found))


def next_epoch_bound(up: Bools, fleet: Fleet, epoch: int, confidence: float = 0.95) -> float:
    """Return the unavailability that the next epoch exceeds with probability 1 - `confidence`.

    The upper prediction bound of one more epoch, from Student's t on cube roots of the epochs
    seen: cube roots of a gamma distribution are nearly normal (Wilson and Hilferty 1931). Wider
    than the worst epoch if few were seen. Raise ValueError for a trace of fewer than two epochs.
    """
    from scipy.special import stdtrit

    seen = [unavailability(window, fleet) for window in windows(up, epoch, epoch)]
    count = len(seen)
    if count < 2:  # noqa: PLR2004 (a spread has two values)
        raise ValueError(f"a trace of {len(up)} intervals has fewer than two epochs of {epoch}")
    roots = np.cbrt(seen)
    margin = stdtrit(count - 1, confidence) * roots.std(ddof=1) * np.sqrt(1 + 1 / count)
    return min(float(roots.mean() + margin) ** 3, 1.0)


def windows(up: Bools, length: int, every: int) -> Iterator[Bools]:
    """Raise ValueError if the trace is shorter than one window."""
    if len(up) < length:
        raise ValueError(f"a trace of {len(up)} intervals is shorter than an epoch of {length}")
    for start in range(0, len(up) - length + 1, every):
        yield up[start : start + length]
