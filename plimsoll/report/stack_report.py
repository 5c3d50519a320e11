"""Both halves of a stack in one document: what it costs, and what in it is unsafe."""

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from costing.model import Estimate
from plimsoll.report.check_json import findings_json
from plimsoll.report.check_markdown import as_markdown as check_markdown
from plimsoll.report.check_table import as_table as check_table
from plimsoll.report.cost_json import estimate_json, written
from plimsoll.report.cost_markdown import as_markdown as cost_markdown
from plimsoll.report.cost_table import as_table as cost_table
from policies.engine.check import Findings


def as_json(
    estimate: Estimate, findings: Findings, usage: Path | None, because: Sequence[str]
) -> str:
    found = findings_json(findings)
    document = {
        "version": 1,
        "source": asdict(estimate.source),
        "profile": findings.profile,
        "profile_origin": found["profile_origin"],
        "usage": None if usage is None else str(usage),
        "estimate": estimate_json(estimate),
        "rules": found["rules"],
        "findings": found["findings"],
        "summary": found["summary"],
        "exit": {"code": 1 if because else 0, "because": list(because)},
    }
    return written(document)


def as_markdown(estimate: Estimate, findings: Findings, by: str) -> str:
    source = estimate.source
    head = f"# {source.project}, stack {source.stack}\n"
    return "\n".join([head, check_markdown(findings), cost_markdown(estimate, by)])


def as_table(estimate: Estimate, findings: Findings, by: str, *, verbose: bool) -> str:
    return check_table(findings) + "\n" + cost_table(estimate, by, verbose=verbose)
