"""A framework's controls and how a stack stands to each, as Markdown and as JSON."""

import json
from collections.abc import Iterator

from policies.engine.compliance import ORDER, Compliance, Control


def as_markdown(report: Compliance) -> str:
    return "\n".join(lines(report)) + "\n"


def lines(report: Compliance) -> Iterator[str]:
    yield f"# {report.title}"
    yield ""
    yield "| controls | count |"
    yield "|---|---:|"
    yield from (f"| {outcome} | {report.count(outcome)} |" for outcome in ORDER)
    yield ""
    yield "Controls are those that the sources in policies/control_sources.csv name; what a stack's"
    yield "program cannot show (people, processes, running systems) is outside this report."
    yield ""
    yield "| control | outcome | rules | findings |"
    yield "|---|---|---|---|"
    yield from map(row, report.controls)


def row(control: Control) -> str:
    rules = ", ".join(f"`{name}`" for name in control.rules) or "none"
    found = "; ".join(
        f"{each.status} `{each.finding.resource.name}`: {each.message}" for each in control.found
    )
    return f"| {control.name} | {control.outcome} | {rules} | {cell(found)} |"


def cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def as_json(report: Compliance) -> str:
    document = {
        "version": 1,
        "framework": report.framework,
        "title": report.title,
        "summary": {outcome: report.count(outcome) for outcome in ORDER},
        "controls": [
            {
                "control": each.name,
                "outcome": each.outcome,
                "rules": list(each.rules),
                "findings": [
                    {
                        "rule": found.rule.name,
                        "status": found.status,
                        "urn": found.finding.resource.urn,
                        "message": found.message,
                    }
                    for found in each.found
                ],
            }
            for each in report.controls
        ],
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"
