"""Changes beside the cost for a comparison: findings and the rest of the budget."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from costing.diff.diff import Difference
from costing.model import Estimate
from plimsoll.report.cost_table import counted, usd
from policies.engine.comparison import FindingsChange
from policies.engine.found import Found
from policies.engine.profiles import SEVERITIES


@dataclass(frozen=True, slots=True)
class Review:
    findings: FindingsChange | None = None  # None: not checked
    profile: str = ""
    budget: Decimal | None = None  # USD a month


NOTHING = Review()


def worst_first(found: Sequence[Found]) -> list[Found]:
    return sorted(
        found,
        key=lambda each: (
            each.status != "violation",
            SEVERITIES.index(each.rule.severity),
            each.rule.name,
            each.finding.resource.urn,
        ),
    )


def left_of(estimate: Estimate, budget: Decimal) -> Decimal:
    """Return the budget minus the upper estimate; negative if it is exceeded."""
    return budget - (estimate.range.high if estimate.range else estimate.monthly_cost)


def budget_line(difference: Difference, review: Review) -> Iterator[str]:
    if review.budget is None:
        return
    before, after = (left_of(each, review.budget) for each in (difference.base, difference.head))
    what = f"{usd(after)} left" if after >= 0 else f"exceeded by {usd(-after)}"
    past = f"{usd(before)} left" if before >= 0 else f"exceeded by {usd(-before)}"
    yield f"Budget {usd(review.budget)} a month: {what} at the upper estimate (before: {past})"


def findings_line(review: Review) -> Iterator[str]:
    found = review.findings
    if found is not None:
        yield (
            f"Findings at profile {review.profile}: {len(found.new)} new, "
            f"{len(found.resolved)} resolved, {found.unchanged} unchanged"
        )


def finding_lines(found: FindingsChange | None) -> Iterator[str]:
    """Yield the findings as text, new ones first."""
    if found is None:
        return
    for title, listed in (("Becomes unsafe", found.new), ("Becomes safe", found.resolved)):
        if listed:
            yield f"{title}: {counted(len(listed), 'finding')}"
        for each in worst_first(listed):
            resource = each.finding.resource
            at = f", {resource.position}" if resource.position else ""
            unknown = "unknown, " if each.status == "unknown" else ""
            yield (
                f"  {unknown}{each.rule.severity}: {each.rule.title}: "
                f"{resource.name} ({resource.declared_type}{at}): {each.message}"
            )
