"""Least cost of a group by trying every set of instance types: exact, for few types."""

from collections.abc import Sequence
from itertools import combinations

from costing.plan.fleet import Requirement, TypeOption, committed_cost, on_demand_part
from costing.plan.lower_bound import Bound, Segments

MOST_TYPES = 10


def enumerated(
    options: Sequence[TypeOption], segments: Segments, requirement: Requirement
) -> Bound | None:
    """Return the least cost over all sets of types and first types; None if no set qualifies."""
    best: Bound | None = None
    for count in range(requirement.types, len(options) + 1):
        for chosen in combinations(range(len(options)), count):
            found = least_cost([options[each] for each in chosen], segments, requirement, chosen)
            if found is not None and (best is None or found.value < best.value):
                best = found
    return best


def least_cost(
    types: Sequence[TypeOption],
    segments: Segments,
    requirement: Requirement,
    rows: Sequence[int],
) -> Bound | None:
    sizes = segments.sizes[list(rows)].max(axis=0)
    bought = on_demand_part(sizes, requirement.base, requirement.spot_percent)
    bid = float(((sizes - bought) * segments.weights).sum())
    spot = [each.spot for each in types if each.spot is not None]
    if requirement.spot_percent > 0 and len(spot) < len(types):
        return None
    spot_cost = bid * sum(spot) / len(spot) if bid else 0.0
    costs = [
        (
            committed_cost(bought.astype(float), segments.weights, each.on_demand, each.committed)[
                0
            ],
            each.name,
        )
        for each in types
    ]
    cost, _ = min(costs)
    return Bound(
        cost + spot_cost, cost + spot_cost, tuple(each.name for each in types), solved=True
    )
