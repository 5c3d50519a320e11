"""Findings as Markdown, for a pull request."""

from collections.abc import Iterator, Sequence

from plimsoll.report.check_table import by_rule, totals
from plimsoll.report.escape import markdown, markdown_code
from plimsoll.report.stack_names import with_stacks
from policies.engine.check import Findings
from policies.engine.found import Found
from policies.engine.frameworks import controls
from policies.engine.rule import Rule

SHOWN = 6  # controls of a framework; JSON has all


def as_markdown(findings: Findings) -> str:
    lines = ["## Findings", "", *(f"{markdown(line)}." for line in totals(findings)), ""]
    for rule, found in by_rule(with_stacks(findings).found):
        lines += [*section(rule, found), ""]
    return "\n".join(lines).rstrip("\n") + "\n"


def section(rule: Rule, found: Sequence[Found]) -> Iterator[str]:
    yield f"### {rule.name} ({rule.severity}, {found[0].level})"
    yield ""
    documentation = f"[AWS documentation]({rule.aws_docs})"
    yield f"{markdown(rule.title)}. Risk: {markdown(rule.risk)} {documentation}."
    yield ""
    yield "| resource | status | finding |"
    yield "|---|---|---|"
    for each in found:
        resource = each.finding.resource
        at = f"<br>{markdown(resource.position)}" if resource.position else ""
        name = f"{markdown_code(resource.name)}<br>{markdown_code(resource.declared_type)}{at}"
        yield f"| {name} | {each.status} | {markdown(each.message)} |"
    yield ""
    yield f"Fix: {markdown_code(rule.fix)}"
    asked = list(of_frameworks(rule))
    if asked:
        yield ""
        yield f"Controls: {'; '.join(asked)}."


def of_frameworks(rule: Rule) -> Iterator[str]:
    for framework, listed in sorted(controls(rule.name).items()):
        more = f" and {len(listed) - SHOWN} more" if len(listed) > SHOWN else ""
        yield f"{framework} {', '.join(listed[:SHOWN])}{more}"
