"""Names of stacks beside resources, in the texts of a report on several stacks."""

from dataclasses import replace

from costing.diff.diff import Difference
from costing.graph.resource import Resource
from plimsoll.report.diff_review import Review
from plimsoll.report.totals import stack_of
from policies.engine.check import Findings
from policies.engine.found import Found


def with_stacks(findings: Findings) -> Findings:
    """Return findings whose positions begin with the stack, if they are of several stacks."""
    if not findings.parts:
        return findings
    return replace(findings, found=tuple(map(found_in_stack, findings.found)))


def found_in_stack(found: Found) -> Found:
    finding = found.finding
    return replace(found, finding=replace(finding, resource=in_stack(finding.resource)))


def in_stack(resource: Resource) -> Resource:
    where = filter(None, (stack_of(resource.urn), resource.position))
    return replace(resource, position=", ".join(where))


def comparison(difference: Difference, review: Review) -> tuple[Difference, Review]:
    """Return a comparison whose resources are named with their stack, if there are several."""
    if not (difference.base.parts or difference.head.parts):
        return difference, review
    changes = (
        replace(each, name=f"{stack_of(each.urn)} {each.name}") for each in difference.resources
    )
    found = review.findings
    if found is not None:
        new, resolved = (tuple(map(found_in_stack, each)) for each in (found.new, found.resolved))
        found = replace(found, new=new, resolved=resolved)
    return replace(difference, resources=tuple(changes)), replace(review, findings=found)
