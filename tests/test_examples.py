"""The examples: each is previewed in place and priced."""

from collections.abc import Callable
from pathlib import Path

import pytest

from costing.estimate.estimate import estimate
from costing.graph.source import opened
from costing.prices.book import installed
from costing.usage.file import UsageFile, read
from plimsoll.report.cost_table import spread, usd
from tests.paths import GOLDEN, ROOT

EXAMPLES = sorted(path.parent for path in (ROOT / "examples").glob("*/Pulumi.yaml"))


def line(folder: Path) -> str:
    given = opened(str(folder))
    usage = read(given.settings.usage) if given.settings.usage else UsageFile()
    found = estimate(given.graph, installed(), usage)
    assert not found.gaps, folder.name
    cost = f"{usd(found.monthly_cost)}  {spread(found.range)}".rstrip()
    return f"{folder.name:22}{len(given.graph.resources):>10}  {cost}"


@pytest.mark.parametrize("folder", EXAMPLES, ids=lambda folder: folder.name)
def test_example_is_priced(folder: Path, golden_line: Callable[[str, str], None]) -> None:
    golden_line("examples.txt", line(folder))


def test_golden_has_a_line_for_each_example() -> None:
    _, *lines = (GOLDEN / "examples.txt").read_text().splitlines()
    assert [line.split()[0] for line in lines] == [folder.name for folder in EXAMPLES]
