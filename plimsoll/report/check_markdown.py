"""Findings as Markdown, for a pull request."""

from collections.abc import Iterator, Sequence

from plimsoll.report.check_table import by_rule, totals
from policies.engine.check import Findings, Found
from policies.engine.frameworks import controls
from policies.engine.rule import Rule

SHOWN = 6  # controls of a framework; the JSON report has all


def as_markdown(findings: Findings) -> str:
    lines = ["## Findings", "", *(f"{line}." for line in totals(findings)), ""]
    for rule, found in by_rule(findings.found):
        lines += [*section(rule, found), ""]
    return "\n".join(lines).rstrip("\n") + "\n"


def section(rule: Rule, found: Sequence[Found]) -> Iterator[str]:
    yield f"### {rule.name} ({rule.severity}, {found[0].level})"
    yield ""
    yield f"{rule.title} [Read more]({rule.aws_docs})."
    yield ""
    yield "| resource | status | what |"
    yield "|---|---|---|"
    for each in found:
        resource = each.finding.resource
        at = f"<br>{resource.position}" if resource.position else ""
        name = f"{code(resource.name)}<br>{code(resource.declared_type)}{at}"
        yield f"| {name} | {each.status} | {escaped(each.message)} |"
    yield ""
    yield f"Fix: {code(rule.fix)}"
    asked = list(of_frameworks(rule))
    if asked:
        yield ""
        yield f"Asked for by {'; '.join(asked)}."


def of_frameworks(rule: Rule) -> Iterator[str]:
    for framework, listed in sorted(controls(rule.name).items()):
        more = f" and {len(listed) - SHOWN} more" if len(listed) > SHOWN else ""
        yield f"{framework} {', '.join(listed[:SHOWN])}{more}"


def code(text: str) -> str:
    """Return text that Markdown leaves as it is, in a table, too."""
    fence = "``" if "`" in text else "`"
    space = " " if text.startswith("`") or text.endswith("`") else ""
    flat = " ".join(text.split()).replace("|", "\\|")
    return f"{fence}{space}{flat}{space}{fence}"


def escaped(text: str) -> str:
    for sign in "\\`*_<>|[]":
        text = text.replace(sign, f"\\{sign}")
    return " ".join(text.split())
