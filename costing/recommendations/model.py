"""Data types of recommendations."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from costing.actuals.idle_resources import Idle
from costing.estimate.changes import Change
from costing.graph.resource import Resource

Risk = Literal["low", "medium", "high"]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A change of one resource. `usage_types`: charges of the resource that it can save.

    With a `change`, the saving is the difference of two estimates. Without one, the saving is
    between 0 and the cost of the charges whose usage type ends with one of `usage_types`,
    multiplied by `share`.
    """

    kind: str  # "gp3 volume"
    resource: Resource
    how: str  # change to make in the program
    risk: Risk
    reason: str  # of the risk: what to check before
    change: Change | None = None
    usage_types: Sequence[str] = ()
    share: Decimal = Decimal(1)
    group: str = ""  # of several proposals of a resource and group, one can be taken


@dataclass(frozen=True, slots=True)
class Recommendation:
    """A proposal with its saving in USD a month. `low` < `high`: it depends on unknown use."""

    kind: str
    urn: str
    name: str
    type: str
    how: str
    risk: Risk
    reason: str
    low: Decimal
    high: Decimal
    group: str = ""
    source: str | None = None  # line of the program

    @property
    def is_exact(self) -> bool:
        return self.low == self.high


@dataclass(frozen=True, slots=True)
class Recommendations:
    """All recommendations of a stack, the highest saving first.

    `exact`: sum of exact savings, of alternatives the highest, each taken by itself.
    """

    project: str
    stack: str | None
    monthly_cost: Decimal
    found: Sequence[Recommendation]
    idle: Sequence[Idle] = ()
    notes: Sequence[str] = field(default=())

    @property
    def exact(self) -> Decimal:
        best: dict[tuple[str, str], Decimal] = {}
        for each in self.found:
            if each.is_exact:
                key = (each.urn, each.group or each.kind)
                best[key] = max(best.get(key, Decimal(0)), each.low)
        return sum(best.values(), Decimal(0))
