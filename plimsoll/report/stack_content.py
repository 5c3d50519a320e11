"""Content of a report on a stack: its estimate and its findings."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from shlex import quote

from costing.graph.resource import Graph
from costing.model import Estimate
from plimsoll.report.html.studies import Study
from policies.engine.check import Findings


@dataclass(frozen=True, slots=True)
class StackPart:
    """A stack in a report on several."""

    name: str  # "shop/prod"
    source: str
    estimate: Estimate
    findings: Findings
    usage: Path | None
    budget: Decimal | None
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StackReport:
    """Content of report.html, report.json and report.md."""

    graph: Graph
    estimate: Estimate
    findings: Findings
    usage: Path | None  # usage file of the estimate
    because: tuple[str, ...]  # reasons of exit status 1
    budget: Decimal | None = None  # USD a month
    command_source: str = "."  # as on the command line
    command_stack: str | None = None  # for another command; None: that of the estimate
    stacks: tuple[StackPart, ...] = ()  # of several projects; empty for one stack
    studies: Mapping[str, Study] = field(default_factory=dict)  # of tradeoffs and plan

    @property
    def command_arguments(self) -> str:
        """Return SOURCE and stack for another command on the same stack."""
        stack = self.command_stack or self.estimate.source.stack
        of_file = self.estimate.source.kind != "program" or not stack
        return quote(self.command_source) + ("" if of_file else f" --stack {quote(stack)}")
