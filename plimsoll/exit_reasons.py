"""Why a command ends with 1: gaps, an incomplete source, a bill over budget, violations."""

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
        yield f"the preview lists a part of the stack; list all of it without --target: {WHOLE}"


def of_estimate(estimate: "Estimate", *, allow_gaps: bool, budget: Decimal | None) -> Iterator[str]:
    if estimate.gaps and not allow_gaps:
        count = len(estimate.gaps)
        yield f"{count} {'gap' if count == 1 else 'gaps'}: the total is too low (--allow-gaps)"
    highest = estimate.range.high if estimate.range else estimate.monthly_cost
    if budget is not None and highest > budget:
        end = "upper estimate" if estimate.range else "estimate"
        yield f"{end}, ${highest:,.2f} a month, is over the budget of ${budget:,.2f}"


def of_findings(findings: "Findings", *, fail_on: "Severity | None", strict: bool) -> Iterator[str]:
    if findings.fail(fail_on=fail_on, strict=strict):
        counted = f"{findings.count('violation')} violations"
        unknown = f", {findings.count('unknown')} unknown" if strict else ""
        yield f"{counted}{unknown}, at least one of which fails at profile {findings.profile}"
