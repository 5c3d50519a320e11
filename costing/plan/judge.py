"""Judge of a fleet: its availability, served fraction and cost in random worlds."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from costing.plan.fleet import Fleet, hourly_split
from costing.plan.scenarios import MONTH, Worlds
from costing.plan.sizing import ALARM_SECONDS, HOUR, Counts, Floats, lost_in
from costing.plan.workload import Objective, Service

FEW = 64  # instances up to which failures follow the binomial distribution exactly


@dataclass(frozen=True, slots=True)
class Verdict:
    """Results of one fleet, one value per window."""

    availability: Floats  # share of time with the capacity that demand needs
    served: Floats  # share of the demand that finds capacity
    cost: Floats  # USD a month
    on_demand_hours: Floats  # a month
    spot_hours: Floats  # a month

    def measure(self, objective: Objective) -> Floats:
        return self.served if objective.measure == "served_fraction" else self.availability

    @staticmethod
    def joined(parts: "list[Verdict]") -> "Verdict":
        return Verdict(
            *(
                np.concatenate([getattr(each, name) for each in parts])
                for name in ("availability", "served", "cost", "on_demand_hours", "spot_hours")
            )
        )


@dataclass(frozen=True, slots=True)
class Judged:
    """A service as the judge needs it: a pure function of it and the worlds gives a verdict."""

    name: str
    service: Service
    objective: Objective
    instance_availability: float

    @property
    def lag_hours(self) -> float:
        """Time from a rise of demand until its instances serve."""
        if self.service.scale_ahead:
            return 0.0
        return min((self.service.startup_seconds.mid + ALARM_SECONDS) / HOUR, 1.0)

    @property
    def replacement_hours(self) -> float:
        """Time without an interrupted instance: startup less the notice."""
        spare = self.service.startup_seconds.mid - self.service.spot.notice_seconds
        return min(max(spare, 0.0) / HOUR, 1.0)

    def sizes(self, fleet: Fleet, worlds: Worlds) -> Counts:
        """Return the sizes that the policy reaches: they lag behind a rise of demand."""
        rates = worlds.rates[self.name]
        before = np.concatenate((rates[:, :1], rates[:, :-1]), axis=1)
        return fleet.scaling.sizes(rates - np.maximum(rates - before, 0.0) * self.lag_hours)

    def verdict(self, fleet: Fleet, worlds: Worlds, committed: float = 0.0) -> Verdict:
        """Return the results of a fleet of which `committed` instances are under commitment."""
        rates = worlds.rates[self.name]
        weakest = fleet.weakest
        sizes = self.sizes(fleet, worlds)
        bought, bid = hourly_split(fleet, sizes)
        gone, gone_briefly = self.lost_spot(fleet, worlds, bid)
        in_zones = lost_in(sizes, fleet.zones, worlds.zones_down.astype(np.int64))
        failed = failures(sizes, worlds.failures, 1 - self.instance_availability)
        if self.objective.rely_on_launches:
            steady = sizes - failed - gone
            shaken = steady - in_zones * worlds.zone_started - gone_briefly
            brief = np.maximum(self.replacement_hours, self.lag_hours * worlds.zone_started)
        else:
            steady = sizes - failed - gone - in_zones
            shaken = steady - gone_briefly
            brief = np.full(rates.shape, self.replacement_hours)
        served_steady = served_rate(weakest.rates, steady, rates)
        served_shaken = served_rate(weakest.rates, shaken, rates)
        short = np.where(served_steady < rates, 1.0, np.where(served_shaken < rates, brief, 0.0))
        served = served_steady * (1 - brief) + served_shaken * brief
        total = rates.sum(axis=1)
        scale = MONTH / rates.shape[1]
        return Verdict(
            1 - short.mean(axis=1),
            np.where(total > 0, served.sum(axis=1) / np.maximum(total, 1e-12), 1.0),
            self.cost(fleet, bought, bid, worlds, committed) * scale,
            bought.sum(axis=1) * scale,
            bid.sum(axis=1) * scale,
        )

    def lost_spot(self, fleet: Fleet, worlds: Worlds, bid: Counts) -> tuple[Counts, Counts]:
        """Return spot instances that are missing all hour, and those missing until relaunch.

        EC2 chooses the pools: they are taken as few as the share of one pool allows, and at
        random. Interrupted instances are launched again in another pool that has capacity.
        """
        if not bid.any():
            return bid, bid
        pools = fleet.pools
        used = min(int(np.ceil(1 / self.service.spot.most_pool_share)), len(pools))
        order = np.stack([worlds.order[pool] for pool in pools])  # (pools, windows)
        chosen = np.argpartition(order, used - 1, axis=0)[:used] if used < len(pools) else None
        up = np.stack([worlds.pools_up[pool] for pool in pools])  # (pools, windows, hours)
        all_down = ~up.any(axis=0)
        picked = up if chosen is None else up[chosen, np.arange(up.shape[1])[None, :]]
        earlier = np.concatenate((np.ones_like(picked[:, :, :1]), picked[:, :, :-1]), axis=2)
        interrupted = (earlier & ~picked).sum(axis=0)
        gone = np.where(all_down, bid, 0)
        briefly = np.ceil(bid * interrupted / used).astype(np.int64)
        return gone, np.where(all_down, 0, briefly)

    @staticmethod
    def cost(fleet: Fleet, bought: Counts, bid: Counts, worlds: Worlds, committed: float) -> Floats:
        """Return USD of each window. Spot prices lie between those of the pools."""
        on_demand = np.maximum(bought - committed, 0.0).sum(axis=1) * fleet.first.on_demand
        plan = committed * (fleet.first.committed or 0.0) * bought.shape[1]
        known = sorted(each.spot for each in fleet.types if each.spot is not None)
        if not known:
            only: Floats = on_demand + plan
            return only
        total: Floats = on_demand + plan + bid.sum(axis=1) * spot_prices(worlds.mix, known)
        return total


def spot_prices(uniform: Floats, pools: Sequence[float]) -> Floats:
    """Return prices around the mean of the pools, as far as the nearer bound of the pools."""
    low, high, mean = min(pools), max(pools), sum(pools) / len(pools)
    prices: Floats = mean + (2 * uniform - 1) * min(mean - low, high - mean)
    return prices


def served_rate(table: Floats, count: Counts, rates: Floats) -> Floats:
    """Return the part of the demand that `count` instances serve."""
    return np.minimum(table[np.clip(count, 0, len(table) - 1)], rates)


def failures(sizes: Counts, uniform: Floats, share: float) -> Counts:
    """Return failed instances: the binomial quantile at each uniform number.

    Monotone in the size, so that a larger fleet never has fewer instances left.
    """
    if share <= 0:
        return np.zeros_like(sizes)
    most = int(sizes.max(initial=0))
    found = np.zeros_like(sizes)
    probability = np.power(1 - share, sizes.astype(float))  # of no failure
    reached = probability.copy()
    for count in range(min(most, FEW)):
        more = uniform > reached
        if not more.any():
            break
        found += more
        left = np.maximum(sizes - count, 0)
        probability = probability * left / (count + 1) * share / (1 - share)
        reached += probability
    return np.minimum(found, sizes)


@dataclass(frozen=True, slots=True)
class Score:
    """Probability that a window reaches the objective, with its 95 % interval."""

    probability: float
    low: float
    high: float
    windows: int


def score(measures: npt.NDArray[np.float64], objective: Objective, dependencies: float) -> Score:
    """Return the share of windows that reach the target, with Wilson's interval."""
    reached = measures * dependencies >= objective.target - 1e-12
    count, share = len(reached), float(reached.mean())
    z = 1.959964
    centre = (share + z * z / (2 * count)) / (1 + z * z / count)
    half = z / (1 + z * z / count) * np.sqrt(share * (1 - share) / count + z * z / (4 * count**2))
    return Score(share, max(float(centre - half), 0.0), min(float(centre + half), 1.0), count)
