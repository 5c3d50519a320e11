"""Programs of the kinds that people publish: what the preview finds in each, and what it costs.

Each is run as it stands, as its authors would have written it: components, transforms, several
regions and accounts, stack references, secrets, packages of components, other providers.
"""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from costing.estimate.estimate import estimate
from costing.graph import preview
from costing.prices.book import PriceBook, installed
from plimsoll.report.cost_table import spread, usd
from tests.paths import GOLDEN, ROOT

PROGRAMS = sorted(path.parent for path in (ROOT / "tests" / "programs").glob("*/Pulumi.yaml"))
ON = date(2026, 11, 24)  # AWS ends the support of versions
STACK = "pulumi:pulumi:Stack"


def row(folder: Path, book: PriceBook) -> tuple[str, ...]:
    stated = any(folder.glob("Pulumi.*.yaml"))
    graph = preview.run(folder, None if stated else "dev")
    found = estimate(graph, book, on=ON)
    components = [each for each in graph.components if each.type != STACK]
    cost = f"{usd(found.monthly_cost)}  {spread(found.range)}".rstrip()
    counts = len(graph.resources), len(components), len(found.gaps)
    return (folder.name, *map(str, counts), cost)


@pytest.mark.parametrize("folder", PROGRAMS, ids=lambda folder: folder.name)
def test_resources_gaps_and_cost(folder: Path, golden_line: Callable[[str, str], None]) -> None:
    name, resources, components, gaps, cost = row(folder, installed())
    golden_line("programs.txt", f"{name:22}{resources:>10}{components:>11}{gaps:>5}  {cost}")


def test_golden_has_a_line_for_each_program() -> None:
    _, *lines = (GOLDEN / "programs.txt").read_text().splitlines()
    assert [line.split()[0] for line in lines] == [folder.name for folder in PROGRAMS]
