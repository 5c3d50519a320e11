"""Estimate and findings of a stack in one document."""

from dataclasses import asdict

from costing.estimate.steady_commitments import steady_commitments
from plimsoll.report.check_json import findings_json
from plimsoll.report.check_markdown import as_markdown as check_markdown
from plimsoll.report.check_table import as_table as check_table
from plimsoll.report.cost_json import estimate_json, written
from plimsoll.report.cost_markdown import as_markdown as cost_markdown
from plimsoll.report.cost_table import as_table as cost_table
from plimsoll.report.escape import markdown
from plimsoll.report.formats import DEFAULT_LAYOUT, Layout
from plimsoll.report.stack_content import StackReport


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
        "commitments": commitments_json(report),
        "exit": {"code": 1 if report.because else 0, "because": list(report.because)},
    }
    return written(document)


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
        [head, check_markdown(report.findings), cost_markdown(report.estimate, layout)]
    )


def as_table(report: StackReport, layout: Layout = DEFAULT_LAYOUT) -> str:
    return f"{check_table(report.findings)}\n{cost_table(report.estimate, layout)}"
