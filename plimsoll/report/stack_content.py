"""Content of a report on a stack: its estimate and its findings."""

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from costing.graph.resource import Graph
from costing.model import Estimate
from policies.engine.check import Findings


@dataclass(frozen=True, slots=True)
class StackReport:
    """Content of report.html, report.json and report.md."""

    graph: Graph
    estimate: Estimate
    findings: Findings
    usage: Path | None  # usage file of the estimate
    because: tuple[str, ...]  # reasons of exit status 1
    budget: Decimal | None = None  # USD a month
