"""Queueing formulas that size a fleet: how many servers keep waiting within an objective.

`load` is the offered load in Erlangs: arrival rate divided by the service rate of one server. Rates
and times share one unit of time. The formulas assume Poisson arrivals; bursty traffic needs the
peakedness correction here and then a replay, because M/M/c understates its waits.
"""

import math
from bisect import bisect_left
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from costing.plan.arrays import Floats

MOST_SERVERS = 10_000_000


def erlang_b(servers: int, load: float) -> float:
    """Return the share of arrivals lost without a queue, by the recurrence in the servers."""
    require_load(load)
    blocked = 1.0
    for count in range(1, servers + 1):
        blocked = load * blocked / (count + load * blocked)
    return blocked


def erlang_c(servers: int, load: float) -> float:
    """Return the probability that an arrival waits; 1 where the load reaches the servers."""
    if load >= servers:
        require_load(load)
        return 1.0
    return waits(erlang_b(servers, load), load / servers)


def waits(blocked: float, occupancy: float) -> float:
    return blocked / (1 - occupancy * (1 - blocked))


def erlang_b_array(servers: ArrayLike, load: ArrayLike) -> Floats:
    """Return Erlang B of broadcast arrays, by incomplete gamma functions.

    B = exp(c ln a - a - ln Γ(c + 1)) / Q(c + 1, a), with Q the regularized upper incomplete gamma
    function. Where both parts underflow (load far above the servers), the recurrence answers.
    """
    from scipy.special import gammaincc, gammaln, xlogy

    count, erlangs = np.broadcast_arrays(
        np.asarray(servers, dtype=np.float64), np.asarray(load, dtype=np.float64)
    )
    if np.any(erlangs < 0) or np.any(count < 0):
        raise ValueError("negative load or number of servers")
    below: Floats = gammaincc(count + 1, erlangs)
    top: Floats = np.exp(xlogy(count, erlangs) - erlangs - gammaln(count + 1))
    unsafe = below < np.finfo(np.float64).tiny * 2**52
    blocked = np.divide(top, below, out=np.ones_like(top), where=~unsafe)
    for place in np.argwhere(unsafe):
        at = tuple(place)
        blocked[at] = erlang_b(int(count[at]), float(erlangs[at]))
    return np.asarray(blocked)


def erlang_c_array(servers: ArrayLike, load: ArrayLike) -> Floats:
    """Return Erlang C of broadcast arrays; 1 where the load reaches the servers."""
    count, erlangs = np.broadcast_arrays(
        np.asarray(servers, dtype=np.float64), np.asarray(load, dtype=np.float64)
    )
    blocked = erlang_b_array(count, erlangs)
    occupancy = np.divide(erlangs, count, out=np.ones_like(blocked), where=count > 0)
    waiting = np.ones_like(blocked)
    np.divide(blocked, 1 - occupancy * (1 - blocked), out=waiting, where=erlangs < count)
    return waiting


def wait_exceeds(servers: int, load: float, service_rate: float, wait: float) -> float:
    """Return the probability that an arrival of M/M/c waits longer than `wait`."""
    if load >= servers:
        return 1.0
    return erlang_c(servers, load) * math.exp(-(servers - load) * service_rate * wait)


def mean_wait(servers: int, load: float, service_rate: float) -> float:
    """Return the mean wait of M/M/c, in the unit of 1 / service_rate; infinite if overloaded."""
    if load >= servers:
        return math.inf
    return erlang_c(servers, load) / ((servers - load) * service_rate)


def allen_cunneen_wait(
    servers: int, load: float, service_rate: float, arrival_cv2: float, service_cv2: float
) -> float:
    """Return the approximate mean wait of G/G/c: (Ca² + Cs²) / 2 times that of M/M/c.

    The squared coefficients of variation describe times between arrivals and service times. The
    approximation fails on clustered arrivals, where waits are several times longer.
    """
    return (arrival_cv2 + service_cv2) / 2 * mean_wait(servers, load, service_rate)


# --- Sizing ------------------------------------------------------------------------------------


def servers_for_wait(
    load: float, most: float, service_rate: float = 1.0, wait: float = 0.0, occupancy: float = 1.0
) -> int:
    """Return the fewest servers with P(wait > `wait`) <= `most` and at most this occupancy.

    Raise ValueError for a probability outside (0, 1] or an occupancy outside (0, 1].
    """
    require_load(load)
    if not 0 < most <= 1:
        raise ValueError(f"probability {most} is not in (0, 1]")
    if not 0 < occupancy <= 1:
        raise ValueError(f"occupancy {occupancy} is not in (0, 1]")
    if not load:
        return 0
    least = max(math.ceil(load / occupancy), math.floor(load) + 1 if occupancy == 1 else 1)
    high = least
    while wait_exceeds(high, load, service_rate, wait) > most:
        high = 2 * high
        if high > MOST_SERVERS:
            raise ValueError(f"no number of servers up to {MOST_SERVERS} meets the objective")
    return least + bisect_left(
        range(least, high + 1),
        x=True,
        key=lambda c: wait_exceeds(c, load, service_rate, wait) <= most,
    )


def servers_for_wait_array(
    load: ArrayLike, most: float, service_rate: float = 1.0, wait: float = 0.0
) -> Floats:
    """Return `servers_for_wait` of an array of loads (occupancy below 1), by bisection."""
    erlangs = np.asarray(load, dtype=np.float64)
    low = np.floor(erlangs) + 1

    def enough(count: Floats) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
        waiting = erlang_c_array(count, erlangs)
        return np.asarray(
            waiting * np.exp(-(count - erlangs) * service_rate * wait) <= most, dtype=np.bool_
        )

    width = np.ones_like(low)
    high = low.copy()
    while not (done := enough(high)).all():
        high = np.where(done, high, high + width)
        width *= 2
    low = np.where(erlangs > 0, low, 0.0)
    high = np.where(erlangs > 0, high, 0.0)
    while (low < high).any():
        middle = np.floor((low + high) / 2)
        met = enough(middle) | (erlangs == 0)
        high = np.where(met, middle, high)
        low = np.where(met, low, np.minimum(middle + 1, high))
    return high


def halfin_whitt(beta: float) -> float:
    """Return the limit of P(wait > 0) with load + beta √load servers; `beta` above zero."""
    density = math.exp(-beta * beta / 2) / math.sqrt(2 * math.pi)
    below = math.erfc(-beta / math.sqrt(2)) / 2
    return 1 / (1 + beta * below / density)


def halfin_whitt_beta(waiting: float) -> float:
    """Return the beta of which `halfin_whitt` is `waiting`, in (0, 1)."""
    if not 0 < waiting < 1:
        raise ValueError(f"probability {waiting} is not in (0, 1)")
    low, high = 0.0, 40.0
    while low < (middle := (low + high) / 2) < high:
        if halfin_whitt(middle) > waiting:
            low = middle
        else:
            high = middle
    return high


def square_root_staffing(load: float, beta: float, peakedness: float = 1.0) -> int:
    """Return ⌈load + beta √(peakedness x load)⌉ servers. Peakedness is 1 for Poisson arrivals.

    Source: He, Liu and Whitt 2016, staffing with arrivals that are not Poisson.
    """
    require_load(load)
    return math.ceil(load + beta * math.sqrt(peakedness * load))


def peakedness(arrivals: ArrayLike, step: float, service_mean: float) -> float:
    """Return variance / mean of the busy servers if there were always a free one.

    `arrivals`: count in each interval of length `step`. Service times are exponential. Counts
    should have no trend: a daily profile counts as peakedness too.
    """
    counts = np.asarray(arrivals, dtype=np.float64)
    ratio = step / service_mean
    first = -math.expm1(-ratio) / ratio  # still busy at the end of the interval of arrival
    weights = first * np.exp(-ratio * np.arange(min(len(counts), math.ceil(40 / ratio) + 1)))
    busy = np.convolve(counts, weights, mode="valid")
    mean = counts.mean() * weights.sum()
    if not mean:
        return 1.0
    chance = counts.mean() * (weights * (1 - weights)).sum()  # each is busy or not
    return float((busy.var() + chance) / mean)


def modified_offered_load(
    arrival_rates: ArrayLike,
    step: float,
    service_mean: float,
    service: Literal["exponential", "deterministic"] = "exponential",
) -> Floats:
    """Return the load at the end of each interval for a periodic arrival rate.

    m(t) = E[∫ λ(u) du over (t - S, t]] of Jennings, Mandelbaum, Massey and Whitt 1996: the load
    lags the arrivals by about one service time. Rates are constant within an interval of `step`.
    """
    rates = np.asarray(arrival_rates, dtype=np.float64)
    if service == "deterministic":
        return trailing_sum(rates, service_mean / step) * step
    keep = math.exp(-step / service_mean)
    gains = rates * service_mean * (1 - keep)
    ages = np.arange(len(rates) - 1, -1, -1)
    load = float((gains * keep**ages).sum()) / (1 - keep ** len(rates))
    found = np.empty_like(rates)
    for index, gain in enumerate(gains):
        load = load * keep + gain
        found[index] = load
    return found


def trailing_sum(rates: Floats, intervals: float) -> Floats:
    """Return the sum of the last `intervals` values (a fraction counts in part), periodically."""
    cycles, rest = divmod(intervals, len(rates))
    whole, part = int(rest), rest - int(rest)
    total = np.full_like(rates, rates.sum() * cycles)
    for back in range(whole):
        total += np.roll(rates, back)
    return total + part * np.roll(rates, whole)


def require_load(load: float) -> None:
    if not 0 <= load < math.inf:
        raise ValueError(f"offered load {load} is not a finite number of at least zero")
