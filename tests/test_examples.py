"""The examples: each is previewed in place, and priced without a gap."""

from collections.abc import Callable
from pathlib import Path

from costing.estimate.estimate import estimate
from costing.graph.source import opened
from costing.prices.book import installed
from costing.usage.file import UsageFile, read
from plimsoll.report.cost_table import spread, usd

EXAMPLES = sorted(
    path.parent for path in (Path(__file__).parents[1] / "examples").glob("*/Pulumi.yaml")
)


def line(folder: Path) -> str:
    given = opened(str(folder))
    usage = read(given.settings.usage) if given.settings.usage else UsageFile()
    found = estimate(given.graph, installed(), usage)
    assert found.gaps == (), folder.name
    cost = f"{usd(found.monthly_cost)}  {spread(found.range)}".rstrip()
    return f"{folder.name}: {len(given.graph.resources)} resources, {cost} a month\n"


def test_every_example_is_priced_whole(golden: Callable[[str, str], None]) -> None:
    assert len(EXAMPLES) >= 5
    golden("examples.txt", "".join(map(line, EXAMPLES)))
