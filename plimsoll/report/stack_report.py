"""Estimate and findings of a stack in one document."""

from collections.abc import Iterator
from dataclasses import asdict

from costing.estimate.steady_commitments import steady_commitments
from costing.units import plain
from plimsoll.report.check_json import findings_json
from plimsoll.report.check_markdown import as_markdown as check_markdown
from plimsoll.report.check_table import as_table as check_table
from plimsoll.report.cost_json import estimate_json, figure, range_json, written
from plimsoll.report.cost_markdown import as_markdown as cost_markdown
from plimsoll.report.cost_table import as_table as cost_table
from plimsoll.report.cost_table import usd
from plimsoll.report.escape import markdown
from plimsoll.report.formats import DEFAULT_LAYOUT, Layout
from plimsoll.report.stack_content import StackPart, StackReport


def as_json(report: StackReport, layout: Layout = DEFAULT_LAYOUT) -> str:
    found = findings_json(report.findings)
    document = {
        "version": 1,
        "source": asdict(report.estimate.source),
        "profile": report.findings.profile,
        "profile_origin": found["profile_origin"],
        "usage": None if report.usage is None else str(report.usage),
        "estimate": estimate_json(report.estimate, layout.currency),
        "rules": found["rules"],
        "findings": found["findings"],
        "summary": found["summary"],
        **({"stacks": [part_json(each) for each in report.stacks]} if report.stacks else {}),
        "commitments": commitments_json(report),
        "exit": {"code": 1 if report.because else 0, "because": list(report.because)},
    }
    return written(document)


def part_json(part: StackPart) -> dict[str, object]:
    return {
        "name": part.name,
        "folder": part.source,
        "monthly_cost": plain(part.estimate.monthly_cost),
        "range": range_json(part.estimate.range),
        "gaps": len(part.estimate.gaps),
        "usage": None if part.usage is None else str(part.usage),
        "monthly_budget": figure(part.budget),
        "profile": part.findings.profile,
        "summary": findings_json(part.findings)["summary"],
        "exit": {"code": 1 if part.because else 0, "because": list(part.because)},
    }


def part_rows(report: StackReport) -> list[tuple[str, ...]]:
    """Return name, cost, budget, violations and profile of each stack."""
    return [
        (
            each.name,
            usd(each.estimate.monthly_cost),
            "" if each.budget is None else usd(each.budget),
            str(each.findings.count("violation")),
            each.findings.profile,
        )
        for each in report.stacks
    ]


PART_COLUMNS = ("Stack", "USD a month", "Budget", "Violations", "Profile")


def part_table(report: StackReport) -> Iterator[str]:
    if not report.stacks:
        return
    yield f"| {' | '.join(PART_COLUMNS)} |"
    yield "|---|---:|---:|---:|---|"
    for cells in part_rows(report):
        yield f"| {' | '.join(map(markdown, cells))} |"
    yield ""


def commitments_json(report: StackReport) -> list[dict[str, object]]:
    """Return the commitments that would save money for the instances that always run."""
    return [
        {
            "name": each.name,
            **asdict(each.terms),
            "usd_per_hour": each.hourly,
            "monthly_saving": each.monthly_saving,
            "resources": list(each.resources),
        }
        for each in steady_commitments(report.estimate)
    ]


def as_markdown(report: StackReport, layout: Layout = DEFAULT_LAYOUT) -> str:
    source = report.estimate.source
    head = f"# {markdown(source.project)}, stack {markdown(source.stack)}\n"
    return "\n".join(
        [
            head,
            *part_table(report),
            check_markdown(report.findings),
            cost_markdown(report.estimate, layout),
        ]
    )


def as_table(report: StackReport, layout: Layout = DEFAULT_LAYOUT) -> str:
    return f"{check_table(report.findings)}\n{cost_table(report.estimate, layout)}"
