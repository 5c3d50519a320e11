"""The Savings Plan commitment of least cost, exact, over hourly usage.

AWS applies a plan to the usage with the highest saving first; of equal savings, to the usage with
the lowest rate first. A commitment is USD an hour at the plan's rates; what an hour does not use
is lost. https://docs.aws.amazon.com/savingsplans/latest/userguide/sp-applying.html

Total cost is convex and piecewise linear in the commitment: one sort of all points where an
hour's marginal saving changes leads to the minimum.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal
from fractions import Fraction

from costing.model import ZERO

Hour = Sequence["Usage"]
DIGITS = Context(prec=15)


@dataclass(frozen=True, slots=True)
class Usage:
    """Usage of one SKU in an hour: its cost on demand and at the plan's rates."""

    on_demand: Decimal  # USD
    committed: Decimal  # USD at the plan's rate, above zero
    rate: Decimal = ZERO  # the plan's rate of one unit: decides between equal savings
    key: str = ""

    @property
    def order(self) -> tuple[Decimal, Decimal, str]:
        """Return the place in AWS's order of application. Savings equal to 15 digits are equal."""
        return -DIGITS.divide(self.on_demand, self.committed), self.rate, self.key

    @property
    def is_cheaper(self) -> bool:
        return ZERO < self.committed < self.on_demand


@dataclass(frozen=True, slots=True)
class Applied:
    """One hour with a commitment: what is left on demand, and what the commitment covered."""

    on_demand: Decimal
    used: Decimal  # of the commitment
    left: Sequence[Usage]

    def cost(self, commitment: Decimal) -> Decimal:
        return self.on_demand + commitment


def applied(hour: Hour, commitment: Decimal) -> Applied:
    """Apply a commitment of USD an hour in AWS's order."""
    rest = commitment
    left: list[Usage] = []
    for usage in sorted(hour, key=lambda each: each.order):
        covered = min(rest, usage.committed)
        rest -= covered
        if covered < usage.committed:
            left.append(part_of(usage, covered))
    on_demand = sum((each.on_demand for each in left), ZERO)
    return Applied(on_demand, commitment - rest, left)


def part_of(usage: Usage, covered: Decimal) -> Usage:
    """Return what is left of a usage after some of its committed cost is covered."""
    if not covered:
        return usage
    rest = usage.committed - covered
    return Usage(usage.on_demand * rest / usage.committed, rest, usage.rate, usage.key)


def total_cost(hours: Sequence[Hour], commitment: Decimal) -> Decimal:
    """Return USD over all hours, the commitment included."""
    return sum((applied(hour, commitment).cost(commitment) for hour in hours), ZERO)


def optimum(hours: Sequence[Hour]) -> Decimal:
    """Return the smallest commitment, USD an hour, that has the least total cost.

    Hours without usage count: the commitment is paid in them, too.
    """
    changes = sorted(change for hour in hours for change in marginal_changes(hour))
    marginal, paid = Fraction(0), len(hours)
    index = 0
    while index < len(changes):
        commitment = changes[index][0]
        while index < len(changes) and changes[index][0] == commitment:
            marginal += changes[index][1]
            index += 1
        if marginal <= paid:
            return commitment
    return ZERO


def marginal_changes(hour: Hour) -> Iterator[tuple[Decimal, Fraction]]:
    """Yield each commitment where an hour's saving per committed USD changes, and by how much."""
    reached, before = ZERO, Fraction(0)
    cheaper = [usage for usage in hour if usage.is_cheaper]
    for usage in sorted(cheaper, key=lambda each: each.order):
        ratio = Fraction(usage.on_demand) / Fraction(usage.committed)
        yield reached, ratio - before
        reached, before = reached + usage.committed, ratio
    yield reached, -before


# --- Risk --------------------------------------------------------------------------------------


def scaled(hours: Sequence[Hour], factor: Decimal) -> list[list[Usage]]:
    """Return the same hours with usage multiplied."""
    return [
        [Usage(u.on_demand * factor, u.committed * factor, u.rate, u.key) for u in hour if factor]
        for hour in hours
    ]


def break_even(hours: Sequence[Hour], commitment: Decimal, steps: int = 14) -> Decimal:
    """Return the share of today's usage below which the commitment costs more than on demand.

    1 where it never saves. The saving grows with usage, so that bisection finds the share.
    """
    low, high = ZERO, Decimal(1)
    if saving(hours, commitment) < 0:
        return high
    for _ in range(steps):
        middle = (low + high) / 2
        if saving(scaled(hours, middle), commitment) < 0:
            low = middle
        else:
            high = middle
    return high


def saving(hours: Sequence[Hour], commitment: Decimal) -> Decimal:
    on_demand = sum((usage.on_demand for hour in hours for usage in hour), ZERO)
    return on_demand - total_cost(hours, commitment)


def cvar(costs: Mapping[Decimal, Decimal], level: Decimal) -> Decimal:
    """Return the mean cost of the worst `1 - level` of the scenarios. `costs`: cost → weight."""
    tail = (1 - level) * sum(costs.values(), ZERO)
    rest, total = tail, ZERO
    for cost in sorted(costs, reverse=True):
        weight = min(rest, costs[cost])
        total += cost * weight
        rest -= weight
    return total / tail
