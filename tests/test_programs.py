"""Programs as people publish them: resources, gaps and monthly cost of each.

Each program runs unchanged: components, transforms, several regions and accounts, stack
references, secrets, packages of components, other providers. tests/engine compares the same
programs with Pulumi's engine.
"""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from costing.estimate.estimate import estimate
from costing.graph import preview
from costing.graph.resource import Graph
from costing.prices.book import PriceBook, installed
from plimsoll.report.cost_table import spread, usd
from policies.engine.stack import Stack
from policies.rules import validity
from tests.paths import GOLDEN, ROOT

PROGRAMS = sorted(path.parent for path in (ROOT / "tests" / "programs").glob("*/Pulumi.yaml"))
SUPPORT_DATE = date(2026, 11, 24)  # on which versions are in standard or extended support
STACK = "pulumi:pulumi:Stack"


def row(folder: Path, book: PriceBook) -> str:
    has_stacks = any(folder.glob("Pulumi.*.yaml"))
    graph = preview.run(folder, None if has_stacks else "dev")
    assert refused(graph) == []
    found = estimate(graph, book, on=SUPPORT_DATE)
    components = sum(each.type != STACK for each in graph.components)
    cost = f"{usd(found.monthly_cost)}  {spread(found.range)}".rstrip()
    return f"{folder.name:22}{len(graph.resources):>10}{components:>11}{len(found.gaps):>5}  {cost}"


def refused(graph: Graph) -> list[str]:
    """Return the findings about inputs that AWS would refuse."""
    stack = Stack(graph)
    found = [each for rule in validity.RULES for each in rule.check(stack)]
    return [f"{each.resource.name}: {each.message}" for each in found if each.decided]


@pytest.mark.parametrize("folder", PROGRAMS, ids=lambda folder: folder.name)
def test_resources_gaps_and_cost(folder: Path, golden_line: Callable[[str, str], None]) -> None:
    golden_line("programs.txt", row(folder, installed()))


def test_golden_has_a_line_for_each_program() -> None:
    assert len(PROGRAMS) >= 45
    _, *lines = (GOLDEN / "programs.txt").read_text().splitlines()
    assert [line.split()[0] for line in lines] == [folder.name for folder in PROGRAMS]
