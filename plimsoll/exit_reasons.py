"""Reasons of exit status 1: gaps, an incomplete source, a total over budget, violations."""

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from costing.model import Estimate, Source
    from policies.engine.check import Findings
    from policies.engine.rule import Severity

WHOLE = "pulumi preview --json --show-sames"


def of_source(*sources: "Source") -> Iterator[str]:
    if not all(source.complete for source in sources):
        yield f"the preview lists only a part of the stack; run without --target: {WHOLE}"


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
