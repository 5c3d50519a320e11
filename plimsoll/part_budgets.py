"""Budgets of parts of a stack: `plimsoll:budgets` of Pulumi.<stack>.yaml."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from costing.errors import CallError
from costing.graph.source import usd

if TYPE_CHECKING:
    from costing.model import Estimate
    from plimsoll.report.selection import Filter

WARN = (Decimal(80),)  # per cent of a budget, unless the budget names others
FORM = "write an amount in USD, or {usd: 500, warn: [50, 80]}"


@dataclass(frozen=True, slots=True)
class PartBudget:
    """Budget of the charges that a filter matches."""

    part: "Filter"
    monthly_usd: Decimal
    warn: tuple[Decimal, ...] = WARN  # per cent, ascending


@dataclass(frozen=True, slots=True)
class Spent:
    budget: PartBudget
    cost: Decimal  # upper estimate, USD a month

    @property
    def is_over(self) -> bool:
        return self.cost > self.budget.monthly_usd

    @property
    def threshold(self) -> Decimal | None:
        """Return the highest threshold that is reached; None below all of them."""
        limit = self.budget.monthly_usd
        reached = [each for each in self.budget.warn if self.cost * 100 >= each * limit]
        return max(reached) if reached and limit else None

    def __str__(self) -> str:
        return f"{self.budget.part}: ${self.cost:,.2f} of ${self.budget.monthly_usd:,.2f} a month"


def part_budgets(stated: Mapping[str, Any]) -> list[PartBudget]:
    """Return the budgets of a setting such as {"component=serving": 800}. Raise CallError."""
    return [part_budget(key, value) for key, value in stated.items()]


def part_budget(key: str, value: object) -> PartBudget:
    from plimsoll.report.selection import filter_of

    where = f"plimsoll:budgets: {key}"
    try:
        part = filter_of(key)
    except CallError as error:
        raise CallError(str(error).replace("--filter", "plimsoll:budgets:", 1)) from error
    if not isinstance(value, Mapping):
        return PartBudget(part, amount(value, where))
    if unknown := value.keys() - {"usd", "warn"}:
        raise CallError(f'{where}: unknown key "{min(map(str, unknown))}"; {FORM}')
    warn = value.get("warn", [*WARN])
    if not isinstance(warn, list) or not warn:
        raise CallError(f"{where}: warn is {warn}; write a list of per cents such as [50, 80]")
    return PartBudget(
        part,
        amount(value.get("usd"), where),
        tuple(sorted(amount(each, f"{where}: warn") for each in warn)),
    )


def amount(value: object, where: str) -> Decimal:
    try:
        return usd(value)
    except CallError as error:
        raise CallError(f"{where} is {value!r}; {FORM}") from error


def spent(estimate: "Estimate", budgets: list[PartBudget]) -> list[Spent]:
    return [Spent(each, upper_cost(estimate, each.part)) for each in budgets]


def upper_cost(estimate: "Estimate", part: "Filter") -> Decimal:
    costs = (
        charge.range.high if charge.range else charge.effective_cost or Decimal(0)
        for resource in estimate.resources
        for charge in resource.charges
        if part.matches(resource, charge)
    )
    return sum(costs, Decimal(0))


def warnings(found: list[Spent]) -> Iterator[str]:
    for each in found:
        if not each.is_over and each.threshold is not None:
            yield f"budget of {each}: over {each.threshold:f}% at the upper estimate"


def reasons(found: list[Spent]) -> Iterator[str]:
    """Yield the reasons of exit status 1."""
    for each in found:
        if each.is_over:
            yield f"budget of {each} is exceeded at the upper estimate"
