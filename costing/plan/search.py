"""Search for the cheapest fleet of one service that reaches the objective."""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from costing.errors import CallError
from costing.plan.enumeration import MOST_TYPES, enumerated
from costing.plan.fleet import (
    CostTable,
    Fleet,
    FleetCost,
    Requirement,
    TypeOption,
    cheapest,
    is_weaker,
)
from costing.plan.judge import Judged, Score, Verdict, score
from costing.plan.lower_bound import Bound, lower_bound, merged
from costing.plan.scenarios import Worlds
from costing.plan.sizing import (
    Counts,
    Floats,
    Limits,
    Scaling,
    Throughput,
    ahead,
    scaling,
    surviving,
)

LEVELS = 24
LEVEL_STEP = 0.05
SPOT_STEP = 10
FEW_INSTANCES = 20  # below, enumeration gives the bound
TYPE_COUNTS = (1, 2, 3, 4, 6, 8, 12)
MOST_JUDGED = 400


@dataclass(frozen=True, slots=True)
class Candidate:
    fleet: Fleet
    cost: FleetCost
    requirement: Requirement


@dataclass(frozen=True, slots=True)
class Found:
    """The cheapest fleet that reaches the objective, and the others that do."""

    best: Candidate
    score: Score
    others: tuple[Candidate, ...]  # that reach the objective as well
    bound: Bound
    judged: int
    complete: bool  # False: the limit of judged fleets was reached

    @property
    def gap(self) -> float:
        """Cost above the lower bound, as a share of the bound."""
        return max(self.best.cost.total / self.bound.value - 1, 0.0) if self.bound.value else 0.0


@dataclass(slots=True)
class Search:
    """One service's options, demand by hour of the week, and the worlds that judge it."""

    judged: Judged
    options: Sequence[TypeOption]
    rates: Floats  # requests per second at the mid growth
    highest: float  # demand that the maximum size must allow
    weights: Floats  # hours a month
    zones: int
    dependencies: float
    worlds: Sequence[Worlds]
    policies: dict[tuple[bytes, int], Scaling] = field(default_factory=dict)
    costs: CostTable = field(init=False)
    scores: dict[Fleet, Score] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.costs = CostTable(self.rates, self.weights)

    def policy(self, types: Sequence[TypeOption], level: int) -> Scaling:
        """Return the scaling policy of a group of these types with additional capacity."""
        rates = np.minimum.reduce([each.throughput.rates for each in types])
        key = rates.tobytes(), level
        if key not in self.policies:
            full = min(each.throughput.full_rate for each in types)
            table = Throughput(types[0].name, rates, full)
            found = scaling(
                self.rates,
                self.required(table, self.lagging, level),
                self.weights,
                Limits(
                    self.judged.service.least_instances or self.zones,
                    self.highest,
                    int(self.required(table, np.array([self.highest]), level)[0]),
                    table.full_rate,
                ),
            )
            # Room to launch the instances of a lost zone in the others.
            lost = self.judged.objective.survive_zones
            room = -(-found.least * self.zones // max(self.zones - lost, 1))
            self.policies[key] = replace(found, most=max(found.most, room))
        return self.policies[key]

    @property
    def lagging(self) -> Floats:
        return ahead(self.rates, self.judged.lag_hours * 3600)

    def required(self, table: Throughput, rates: Floats, level: int) -> Counts:
        """Return sizes that serve each rate after the loss of zones, with additional capacity."""
        need = table.needed(rates)
        more = np.ceil(need * (1 + LEVEL_STEP * level) - 1e-9).astype(np.int64)
        return surviving(more, self.zones, self.judged.objective.survive_zones)

    def fleet(self, types: Sequence[TypeOption], need: Requirement) -> Fleet:
        policy = self.policy(types, need.level)
        return Fleet(tuple(types), self.zones, need.base, need.spot_percent, policy, need.level)

    def candidate(self, types: Sequence[TypeOption], need: Requirement) -> Candidate:
        made = self.fleet(types, need)
        return Candidate(made, self.costs.cost(made), need)

    def candidates(self) -> Iterator[Candidate]:
        """Yield fleets without additional capacity, one for each combination of decisions."""
        seen: set[tuple[object, ...]] = set()
        for types, count in self.type_sets():
            least = self.policy(types, 0).least
            for percent in self.spot_percents(types):
                for base in self.bases(least) if percent else self.bases(0):
                    key = tuple(each.name for each in types), percent, base
                    if key not in seen:
                        seen.add(key)
                        yield self.candidate(types, Requirement(0, base, percent, count))

    def bases(self, least: int) -> list[int]:
        floor = self.judged.service.spot.least_on_demand
        if floor is None:
            floor = self.zones if self.judged.objective.survive_zones else 0
        return sorted({max(each, floor) for each in (0, least // 3, least // 2, least)})

    def spot_percents(self, types: Sequence[TypeOption]) -> list[int]:
        most = self.judged.service.spot.most_percent if self.judged.service.spot.allowed else 0
        rules, pools = self.judged.service.spot, sum(each.pools for each in types)
        if (
            any(each.spot is None for each in types)
            or len(types) < rules.least_types
            or pools < rules.least_pools
        ):
            return [0]
        return sorted({0, most, *range(0, most, SPOT_STEP)})

    def type_sets(self) -> Iterator[tuple[tuple[TypeOption, ...], int]]:
        for option in self.options:
            yield (option,), 1
        firsts = not_dominated(self.options)
        for count in TYPE_COUNTS[1:]:
            if count > len(self.options):
                return
            for weakest in self.options:
                for first in {each.name: each for each in (*firsts, weakest)}.values():
                    found = cheapest(self.options, weakest, first, count)
                    if found is not None:
                        yield found, count

    def score(self, fleet: Fleet) -> Score:
        if fleet not in self.scores:
            if len(self.scores) >= MOST_JUDGED:
                return Score(0, 0, 0, 0)
            self.scores[fleet] = self.scored(self.verdict(fleet))
        return self.scores[fleet]

    def scored(self, verdict: Verdict) -> Score:
        objective = self.judged.objective
        return score(verdict.measure(objective), objective, self.dependencies)

    def verdict(self, fleet: Fleet) -> Verdict:
        """Judge a fleet with the commitment that is best for it."""
        committed = self.costs.cost(fleet).committed_instances
        return Verdict.joined([self.judged.verdict(fleet, each, committed) for each in self.worlds])

    def reaches(self, candidate: Candidate) -> bool:
        return self.score(candidate.fleet).probability >= self.judged.objective.confidence

    def cheapest(self) -> tuple[Candidate | None, list[Candidate]]:
        """Return the cheapest fleet that reaches the objective, and all others found.

        Fleets are tried in the order of their cost without additional capacity, which is a lower
        bound of their cost with it: the first one that costs more than the best ends the search.
        """
        reached: list[Candidate] = []
        best: Candidate | None = None
        for start in sorted(self.candidates(), key=order):
            if best is not None and start.cost.total >= best.cost.total:
                break
            found = self.raised(start, None if best is None else best.cost.total)
            if found is not None:
                reached.append(found)
                if best is None or order(found) < order(best):
                    best = found
        return best, reached

    def raised(self, start: Candidate, limit: float | None) -> Candidate | None:
        """Return a fleet with the least additional capacity that reaches the objective.

        None if even the most, or the most below the cost limit, does not.
        """
        steps = [start, *map(self.at_level(start), range(1, LEVELS + 1))]
        if limit is not None:
            steps = [each for each in steps if each.cost.total < limit]
        if not steps:
            return None
        low, high = 0, len(steps) - 1
        if self.reaches(steps[0]):
            return steps[0]
        if not self.reaches(steps[high]):
            return None
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (low, middle) if self.reaches(steps[middle]) else (middle, high)
        return steps[high]

    def at_level(self, start: Candidate) -> Callable[[int], Candidate]:
        def at(level: int) -> Candidate:
            need = start.requirement
            return self.candidate(
                start.fleet.types, Requirement(level, need.base, need.spot_percent, need.types)
            )

        return at

    def bound(self, best: Candidate) -> Bound:
        """Return the lower bound of the cost under the requirement of the best fleet."""
        bounds: list[Bound] = []
        spot = best.requirement.spot_percent > 0
        for architecture in sorted({each.architecture for each in self.options}):
            options = [
                each
                for each in self.options
                if each.architecture == architecture and not (spot and each.spot is None)
            ]
            if len(options) >= best.requirement.types:
                bounds.append(self.bound_of(options, best))
        return min(bounds, key=lambda each: each.value)

    def bound_of(self, options: Sequence[TypeOption], best: Candidate) -> Bound:
        need = best.requirement
        sizes = np.stack([self.policy((each,), need.level).sizes(self.rates) for each in options])
        segments = merged(sizes, self.weights)
        largest = int(best.fleet.scaling.sizes(self.rates).max())
        if largest < FEW_INSTANCES and len(options) <= MOST_TYPES:
            found = enumerated(options, segments, need)
            if found is not None:
                return found
        return lower_bound(options, segments, need)

    def run(self) -> Found:
        """Raise CallError if no fleet reaches the objective."""
        if self.dependencies < self.judged.objective.target or not any(
            map(self.reaches, self.strongest())
        ):
            raise CallError(self.impossible())
        best, others = self.cheapest()
        if best is None:
            raise CallError(self.impossible())
        judged = len(self.scores)
        return Found(
            best,
            self.score(best.fleet),
            tuple(others),
            self.bound(best),
            judged,
            judged < MOST_JUDGED,
        )

    def strongest(self) -> Iterator[Candidate]:
        """Yield fleets on demand with the most additional capacity: the others reach less."""
        for option in self.options:
            yield self.candidate((option,), Requirement(LEVELS))

    def impossible(self) -> str:
        name, objective = self.judged.name, self.judged.objective
        reached = max((each.probability for each in self.scores.values()), default=0.0)
        if self.dependencies < objective.target:
            return (
                f"services.{name}: the dependencies alone allow {self.dependencies:.4%}, below the "
                f"target of {objective.target:.4%}; lower target"
            )
        return (
            f"services.{name}: no fleet reaches {objective.target:.4%} with a probability of "
            f"{objective.confidence:.0%}; the best reaches it in {reached:.1%} of the windows; "
            "lower target or confidence, or allow more zones or instance types"
        )


def not_dominated(options: Sequence[TypeOption]) -> list[TypeOption]:
    """Return types for which no other one is at least as good in capacity and all prices.

    Only these and the weakest type of a group can be its best on-demand type.
    """
    return [
        each
        for each in options
        if not any(
            other.name != each.name and dominates(other, each) and not dominates(each, other)
            for other in options
        )
    ]


def dominates(one: TypeOption, other: TypeOption) -> bool:
    return (
        one.architecture == other.architecture
        and bool(is_weaker(other.throughput, one.throughput).all())
        and all(
            (math.inf if mine is None else mine) <= (math.inf if theirs is None else theirs)
            for mine, theirs in (
                (one.on_demand, other.on_demand),
                (one.committed, other.committed),
                (one.spot, other.spot),
            )
        )
    )


def order(candidate: Candidate) -> tuple[float, int, tuple[str, ...]]:
    """Return the order of fleets: cost, then fewer spot instances, then names."""
    fleet = candidate.fleet
    return (
        round(candidate.cost.total, 6),
        fleet.spot_percent,
        tuple(each.name for each in fleet.types),
    )
