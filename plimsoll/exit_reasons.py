"""Reasons of exit status 1: gaps, an incomplete source, a total over budget, violations."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

import typer

from plimsoll.option_values import usd

if TYPE_CHECKING:
    from costing.diff.diff import Difference
    from costing.model import Estimate, Source
    from plimsoll.report.diff_review import Review
    from policies.engine.check import Findings
    from policies.engine.rule import Severity

WHOLE = "pulumi preview --json --show-sames"


def of_source(*sources: "Source") -> Iterator[str]:
    if not all(source.complete for source in sources):
        yield f"the preview lists only a part of the stack; make one without --target: {WHOLE}"


def of_estimate(estimate: "Estimate", *, allow_gaps: bool, budget: Decimal | None) -> Iterator[str]:
    if estimate.gaps and not allow_gaps:
        count = len(estimate.gaps)
        gaps = "gap" if count == 1 else "gaps"
        yield f"{count} {gaps}: charges without a price are not in the total (--allow-gaps)"
    highest = estimate.range.high if estimate.range else estimate.monthly_cost
    if budget is not None and highest > budget:
        end = "upper estimate" if estimate.range else "estimate"
        yield f"{end} of ${highest:,.2f} a month is over the budget of ${budget:,.2f}"


def of_findings(findings: "Findings", *, fail_on: "Severity | None", strict: bool) -> Iterator[str]:
    if errors := sum(each.is_error and not each.known for each in findings.found):
        rules = "a rule" if errors == 1 else "rules"
        yield f"{errors} {'error' if errors == 1 else 'errors'}: {rules} could not be checked"
    if findings.violate(fail_on=fail_on, strict=strict):
        count = findings.count("violation")
        found = f"{count} {'violation' if count == 1 else 'violations'}"
        unknown = f", {findings.count('unknown')} unknown" if strict else ""
        yield f"{found}{unknown}: at least one fails with profile {findings.profile}"


def of_new_findings(review: "Review", fail_on: "Severity | None") -> Iterator[str]:
    from policies.engine.check import serious

    if fail_on is None or review.findings is None:
        return
    new = [each for each in review.findings.new if each.status == "violation"]
    if count := sum(serious(each, fail_on) for each in new):
        violations = "violation" if count == 1 else "violations"
        yield f"{count} new {violations} of severity {fail_on} or higher"


@dataclass(frozen=True, slots=True)
class Increase:
    """Largest increase of a monthly cost that is accepted."""

    value: Decimal
    is_percent: bool  # of the cost before the change; else USD


def increase(text: str) -> Increase:
    """Return the limit that `--max-increase` names: "100", "5%"."""
    try:
        return Increase(usd(text.removesuffix("%").strip()), text.endswith("%"))
    except typer.BadParameter as error:
        raise typer.BadParameter(
            f"{text!r} is neither an amount in USD nor a percentage; write 100 or 5%"
        ) from error


def of_increase(difference: "Difference", limit: Increase | None) -> Iterator[str]:
    if limit is None:
        return
    named = f"{limit.value:f}%" if limit.is_percent else f"${limit.value:,.2f}"
    if difference.change is None:
        yield f"the increase is unknown, because charges have no price; the limit is {named}"
        return
    before = difference.base.monthly_cost
    most = before * limit.value / 100 if limit.is_percent else limit.value
    if difference.change > most:
        of_base = f" ({difference.percent:.1f}%)" if difference.percent is not None else ""
        yield f"increase of ${difference.change:,.2f} a month{of_base} is over the limit of {named}"
