"""Outcome of each control of a framework, as Markdown and JSON."""

import json
from collections.abc import Iterator

from plimsoll.report.escape import markdown, markdown_code
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
    yield "The controls are those of the sources in policies/data/control_sources.csv. Controls of"
    yield "people, processes and running systems cannot be checked in a program: not covered."
    yield ""
    yield "| control | outcome | rules | findings |"
    yield "|---|---|---|---|"
    yield from map(row, report.controls)


def row(control: Control) -> str:
    rules = ", ".join(map(markdown_code, control.rules)) or "none"
    found = "; ".join(
        f"{each.status} {markdown_code(each.finding.resource.name)}: {markdown(each.message)}"
        for each in control.found
    )
    return f"| {control.name} | {control.outcome} | {rules} | {found} |"


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
