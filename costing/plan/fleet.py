"""Fleets that an Auto Scaling group can express, with their exact monthly cost."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from costing.plan.sizing import Counts, Floats, Scaling, Throughput

PERCENT = 100


@dataclass(frozen=True, slots=True)
class TypeOption:
    """An instance type that a service may use, with USD an hour."""

    name: str
    on_demand: float
    spot: float | None
    committed: float | None  # the lowest Savings Plan rate allowed
    commitment: str | None
    pools: int  # zones
    architecture: str  # types of one group run one image
    throughput: Throughput = field(compare=False)


@dataclass(frozen=True, slots=True)
class Requirement:
    """Limits that the search tightens until the objective holds."""

    level: int = 0  # additional capacity, in steps of five percent
    base: int = 0
    spot_percent: int = 0
    types: int = 1  # least number of instance types


@dataclass(frozen=True, slots=True)
class Fleet:
    """Settings of an Auto Scaling group. The first type runs on demand."""

    types: tuple[TypeOption, ...]
    zones: int
    base: int
    spot_percent: int
    scaling: Scaling
    level: int = 0

    @property
    def first(self) -> TypeOption:
        return self.types[0]

    @property
    def weakest(self) -> Throughput:
        """The lowest rates of its types: EC2 may choose any of them."""
        rates = np.minimum.reduce([each.throughput.rates for each in self.types])
        full = min(each.throughput.full_rate for each in self.types)
        names = ", ".join(each.name for each in self.types)
        return Throughput(names, rates, full)

    @property
    def spot_usd(self) -> float:
        """Average of the pools' prices, as `plimsoll cost` takes it."""
        known = [each.spot for each in self.types if each.spot is not None]
        return sum(known) / len(known) if known else self.first.on_demand

    @property
    def pools(self) -> list[tuple[str, int]]:
        return [(each.name, zone) for each in self.types for zone in range(each.pools)]


def on_demand_part(sizes: Counts, base: int, spot_percent: int) -> Counts:
    """Return the on-demand instances of a group: its base, and above it a share, rounded up."""
    above = np.maximum(sizes - base, 0)
    share = -((-(PERCENT - spot_percent) * above) // PERCENT)
    bought: Counts = np.minimum(sizes, base) + share
    return bought


def hourly_split(fleet: Fleet, sizes: Counts) -> tuple[Counts, Counts]:
    """Return the on-demand and the spot instances."""
    bought = on_demand_part(sizes, fleet.base, fleet.spot_percent)
    return bought, sizes - bought


def committed_cost(
    usage: Floats, weights: Floats, on_demand: float, committed: float | None
) -> tuple[float, float]:
    """Return the least cost of on-demand usage and the committed instances at it.

    The cost is convex and piecewise linear in the commitment, with breakpoints at the usage.
    """
    plain = float((usage * weights).sum()) * on_demand
    if committed is None or committed >= on_demand:
        return plain, 0.0
    levels = np.unique(np.concatenate(([0.0], usage)))
    beyond = (np.maximum(usage[None, :] - levels[:, None], 0.0) * weights).sum(axis=1)
    costs = levels * committed * weights.sum() + beyond * on_demand
    best = int(costs.argmin())
    return float(costs[best]), float(levels[best])


@dataclass(frozen=True, slots=True)
class FleetCost:
    """Expected USD a month at the mid demand."""

    total: float
    on_demand_hours: float
    spot_hours: float
    committed_instances: float


@dataclass(slots=True)
class CostTable:
    """Costs of fleets at one demand; equal parts of different fleets are computed once."""

    rates: Floats
    weights: Floats  # hours a month
    histograms: dict[Scaling, tuple[Counts, Floats]] = field(default_factory=dict)
    known: dict[tuple[Scaling, int, int, str], FleetCost] = field(default_factory=dict)

    def cost(self, fleet: Fleet) -> FleetCost:
        """Return the expected cost with the commitment of least cost."""
        key = fleet.scaling, fleet.base, fleet.spot_percent, fleet.first.name
        if key not in self.known:
            self.known[key] = self.on_demand(fleet)
        found = self.known[key]
        return replace(found, total=found.total + found.spot_hours * fleet.spot_usd)

    def on_demand(self, fleet: Fleet) -> FleetCost:
        """Return the cost without that of spot."""
        sizes, weights = self.histogram(fleet.scaling)
        bought, bid = hourly_split(fleet, sizes)
        cost, committed = committed_cost(
            bought.astype(float), weights, fleet.first.on_demand, fleet.first.committed
        )
        hours, spot = float((bought * weights).sum()), float((bid * weights).sum())
        return FleetCost(cost, hours, spot, committed)

    def histogram(self, policy: Scaling) -> tuple[Counts, Floats]:
        """Return the different sizes and their hours a month."""
        if policy not in self.histograms:
            sizes, index = np.unique(policy.sizes(self.rates), return_inverse=True)
            hours: Floats = np.bincount(index, weights=self.weights).astype(float)
            self.histograms[policy] = sizes, hours
        return self.histograms[policy]


def is_weaker(one: Throughput, other: Throughput) -> npt.NDArray[np.bool_]:
    return one.rates <= other.rates + 1e-9


def cheapest(
    options: Sequence[TypeOption], weakest: TypeOption, first: TypeOption, count: int
) -> tuple[TypeOption, ...] | None:
    """Return the types of least cost with a given first type and no weaker one than `weakest`.

    None if fewer than `count` types qualify.
    """
    fits = [
        each
        for each in options
        if each.spot is not None
        and each.architecture == weakest.architecture == first.architecture
        and bool(is_weaker(weakest.throughput, each.throughput).all())
    ]
    if first.name not in {each.name for each in fits} and count > 1:
        return None
    chosen = {first.name: first, weakest.name: weakest}
    for each in sorted(fits, key=lambda each: (each.spot, each.name)):
        if len(chosen) >= count:
            break
        chosen.setdefault(each.name, each)
    if len(chosen) < count or len(chosen) > max(count, len({first.name, weakest.name})):
        return None
    return (
        first,
        *sorted(
            (each for each in chosen.values() if each.name != first.name),
            key=lambda each: (each.spot or each.on_demand, each.name),
        ),
    )
