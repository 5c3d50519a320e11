"""Sizes of a fleet: instances that a rate of requests needs, and what a target policy keeps.

Waiting is Erlang C with Hayward's correction for arrivals that are more (or less) variable than
Poisson, and the exponential tail of Allen and Cunneen for service times. An instance is
`requests_per_second * service time` parallel servers.
"""

from dataclasses import dataclass
from functools import cache
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

from costing.errors import CallError
from costing.plan.queueing import erlang_c_array
from costing.plan.workload import Capacity, Objective, Service

Floats = npt.NDArray[np.float64]
Counts = npt.NDArray[np.int64]

MS, MINUTE, HOUR = 1000.0, 60.0, 3600.0
QUANTILES = 200  # points of the service time's distribution
BISECTIONS = 30
MOST_INSTANCES = 20_000
ALARM_SECONDS = 180.0  # three periods of a minute until target tracking acts
HIGHEST_CPU = 90  # percent, of a target tracking policy


@dataclass(frozen=True, slots=True)
class Throughput:
    """Highest rate that 0, 1, 2, … instances of one type serve within the latency objective."""

    instance_type: str
    rates: Floats
    full_rate: float  # requests per second of one fully used instance

    def needed(self, rates: Floats) -> Counts:
        """Return the smallest numbers of instances that serve each rate."""
        found = np.searchsorted(self.rates, rates - 1e-9, side="left")
        if found.max(initial=0) >= len(self.rates):
            raise CallError(
                f"{self.instance_type}: demand needs more than {len(self.rates) - 1} instances; "
                "use a larger instance type or a higher latency_ms"
            )
        return found.astype(np.int64)


def throughput(
    name: str, capacity: Capacity, service: Service, objective: Objective, most: int
) -> Throughput:
    """Return rates by number of instances, up to `most` instances.

    Raise CallError if the service time alone misses the latency objective.
    """
    latency, percentile = service.latency_ms, objective.latency_percentile
    full = capacity.requests_per_second.mid
    queue = Queue(
        capacity.service_ms.mid / MS,
        service.demand.peakedness.mid,
        capacity.variability.mid,
        latency / MS,
    )
    if (late := queue.late_alone) >= 1 - percentile:
        raise CallError(
            f"{name}: service times alone exceed latency_ms {latency:g} for {late:.1%} of the "
            "requests; raise latency_ms or use a faster type"
        )
    return Throughput(name, highest_rates(queue, full, 1 - percentile, most), full)


@cache
def highest_rates(queue: "Queue", full: float, late: float, most: int) -> Floats:
    """Return the highest rate of which at most a share `late` waits too long, by bisection."""
    counts = np.arange(1, most + 1, dtype=float)
    low, high = np.zeros_like(counts), counts * full
    for _ in range(BISECTIONS):
        middle = (low + high) / 2
        wrong = queue.late_share(counts * full * queue.seconds, middle * queue.seconds) > late
        low, high = np.where(wrong, low, middle), np.where(wrong, middle, high)
    return np.concatenate(([0.0], np.maximum.accumulate(low)))


def instances_at(highest: float, service: Service) -> int:
    """Return a number of instances of any type that serves a rate at low utilization."""
    slowest = min(each.requests_per_second.mid for each in service.capacity.values())
    return min(int(highest / slowest * 3) + 40, MOST_INSTANCES)


def service_times(mean: float, variability: float) -> Floats:
    """Return quantiles of a lognormal service time, in seconds."""
    if variability == 0:
        return np.full(QUANTILES, mean)
    sigma = float(np.sqrt(np.log1p(variability)))
    return mean * np.exp(sigma * normal_quantiles() - sigma**2 / 2)


@cache
def normal_quantiles() -> Floats:
    points = (np.arange(QUANTILES) + 0.5) / QUANTILES
    return np.array([NormalDist().inv_cdf(each) for each in points])


@dataclass(frozen=True, slots=True)
class Queue:
    """Requests that wait for a free server of several."""

    seconds: float  # mean service time
    peakedness: float  # variance over mean of the arrivals
    variability: float  # squared coefficient of variation of the service time
    latency: float  # of waiting and service together

    @property
    def budgets(self) -> Floats:
        """Time that a request may wait, by quantile of its service time."""
        return self.latency - service_times(self.seconds, self.variability)

    @property
    def late_alone(self) -> float:
        """Share of requests whose service time exceeds the latency."""
        return float((self.budgets <= 0).mean())

    def late_share(self, servers: Floats, load: Floats) -> Floats:
        """Return the share of requests later than the latency, by number of servers."""
        found: Floats = self.waits_longer(servers, load, self.budgets).mean(axis=1)
        return found

    def waits_longer(self, servers: Floats, load: Floats, budgets: Floats) -> Floats:
        """Return the probability of a wait above each budget, (servers, budgets)."""
        servers = np.maximum(servers, 1.0)
        stable = load < servers
        usable = np.where(stable, np.maximum(load, 1e-12), servers * 0.5)
        wait = erlang_c_array(servers / self.peakedness, usable / self.peakedness)
        spread = (self.peakedness + self.variability) / 2
        decay = np.where(stable, (servers - load) / (self.seconds * spread), 0.0)
        tail = np.exp(-np.minimum(decay[:, None] * np.maximum(budgets, 0.0), 700.0))
        late = np.where(budgets <= 0, 1.0, wait[:, None] * tail)
        return np.where(stable[:, None], late, 1.0)


def surviving(need: Counts, zones: int, lost: int) -> Counts:
    """Return the smallest sizes of which `need` remain after the loss of the largest zones.

    An Auto Scaling group balances its zones: their sizes differ by one at most.
    """
    sizes = np.ceil(need * zones / (zones - lost)).astype(np.int64)
    for _ in range(zones + 1):
        sizes = np.where(sizes - lost_in(sizes, zones, lost) < need, sizes + 1, sizes)
    for _ in range(zones + 1):
        smaller = np.maximum(sizes - 1, 0)
        fits = (smaller - lost_in(smaller, zones, lost) >= need) & (sizes > 0)
        sizes = np.where(fits, smaller, sizes)
    return sizes


def lost_in(sizes: Counts, zones: int, lost: int | Counts) -> Counts:
    """Return the instances in the `lost` largest zones."""
    return lost * (sizes // zones) + np.minimum(lost, sizes % zones)


@dataclass(frozen=True, slots=True)
class Scaling:
    """Sizes that a target tracking policy keeps: max(least, requests / target), up to most."""

    least: int
    most: int
    per_target: int  # requests per minute and instance; 0: the size is fixed

    def sizes(self, rates: Floats) -> Counts:
        if not self.per_target:
            return np.full(rates.shape, self.least, dtype=np.int64)
        wanted = np.ceil(rates * MINUTE / self.per_target - 1e-9).astype(np.int64)
        return np.clip(wanted, self.least, self.most)


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of a scaling policy."""

    least: int  # instances
    highest_rate: float  # demand that the maximum size allows
    highest_size: int  # instances that it needs
    full_rate: float  # requests per second of one fully used instance

    @property
    def target(self) -> float:
        """Highest request target: above it, the highest CPU target would act first."""
        return HIGHEST_CPU / 100 * MINUTE * self.full_rate


def scaling(rates: Floats, needed: Counts, weights: Floats, limits: Limits) -> Scaling:
    """Return the cheapest policy whose sizes are at least `needed` at each rate.

    Of equal costs, the one with the largest minimum: it holds without any metric.
    """
    best: tuple[float, Scaling] | None = None
    every = np.append(rates, limits.highest_rate)
    sizes = np.append(needed, limits.highest_size)
    for floor in sorted({limits.least, *(int(each) for each in needed if each >= limits.least)}):
        above = sizes > floor
        above[-1] = True  # the fleet must be able to grow
        target = int(min((every[above] * MINUTE / sizes[above]).min(), limits.target))
        if target < 1:
            continue
        most = -(-int(np.ceil(limits.highest_rate * MINUTE)) // target)
        policy = Scaling(floor, max(most, limits.highest_size, floor), target)
        cost = float((policy.sizes(rates) * weights).sum())
        if best is None or cost <= best[0] + 1e-9:
            best = cost, policy
    if best is None:  # less than a request per minute and instance
        size = max(int(sizes.max()), limits.least)
        return Scaling(size, size, 0)
    return best[1]


def cpu_target(policy: Scaling, full_rate: float) -> int | None:
    """Return the CPU utilization at the request target, percent; None for a fixed size."""
    if not policy.per_target:
        return None
    return int(np.ceil(100 * policy.per_target / (MINUTE * full_rate)))


def ahead(rates: Floats, lead_seconds: float) -> Floats:
    """Return the rate that each hour's fleet must serve when capacity lags behind demand."""
    rise = np.maximum(np.roll(rates, -1) - rates, 0.0)
    return rates + rise * min(lead_seconds / HOUR, 1.0)
