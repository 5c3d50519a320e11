"""Findings as text: rule by rule, highest severity first."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from plimsoll.report.callbacks import callbacks_line
from plimsoll.report.cost_table import default_region
from plimsoll.report.escape import terminal
from plimsoll.report.stack_names import with_stacks
from policies.engine.check import Findings
from policies.engine.found import Found
from policies.engine.profiles import SEVERITIES
from policies.engine.rule import Rule

MARGIN = "  "


def as_table(findings: Findings) -> str:
    """Return each rule with its findings and fix, then the totals."""
    found = with_stacks(findings).found
    blocks = [block(rule, each) for rule, each in by_rule(found)]
    return (
        "\n\n".join("\n".join(map(terminal, each)) for each in (*blocks, totals(findings))) + "\n"
    )


def by_rule(found: Sequence[Found]) -> Iterator[tuple[Rule, list[Found]]]:
    def place(each: Found) -> tuple[int, str]:
        return SEVERITIES.index(each.rule.severity), each.rule.name

    for _, same in groupby(sorted(found, key=place), key=place):
        listed = list(same)
        yield listed[0].rule, listed


def block(rule: Rule, found: Sequence[Found]) -> Iterator[str]:
    yield f"{rule.severity}, {found[0].level}: {rule.name}"
    yield f"{MARGIN}{rule.title}"
    for each in found:
        resource = each.finding.resource
        at = f", {resource.position}" if resource.position else ""
        known = "  [in the baseline]" if each.known else ""
        yield f"{MARGIN}{each.status:<10}{resource.name} ({resource.declared_type}{at}){known}"
        yield f"{MARGIN}{'':<10}{each.message}"
    yield f"{MARGIN}fix: {rule.fix}"


def totals(findings: Findings) -> Iterator[str]:
    for each in findings.expiring:
        resource = each.finding.resource.name
        yield f"waiver of {each.rule.name} for {resource} expires soon: {each.waived}"
    yield from default_region(findings.default_region)
    yield from callbacks_line(findings.callbacks_not_run, "are not checked")
    yield from (f"{name}: {verdict(part)}" for name, part in findings.parts.items())
    yield verdict(findings)


def verdict(findings: Findings) -> str:
    """Return the number of findings by status, of rules and of resources."""
    known = f", {findings.known} of them in the baseline" if findings.known else ""
    errors = f" ({counted(findings.errors, 'error')})" if findings.errors else ""
    return (
        f"{counted(findings.count('violation'), 'violation')}, "
        f"{findings.count('unknown')} unknown{errors}, {findings.count('waived')} waived{known}: "
        f"{counted(findings.rules, 'rule')} at profile {profile(findings)}, "
        f"{counted(findings.resources, 'resource')}"
    )


def profile(findings: Findings) -> str:
    origin = findings.profile_origin
    return f"{findings.profile} ({origin})" if origin else findings.profile


def counted(count: int, name: str) -> str:
    return f"{count} {name if count == 1 else name + 's'}"
