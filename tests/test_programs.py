"""Programs of the kinds that people publish: what the preview finds in each, and what it costs.

Each is run as it stands, as its authors would have written it: components, transforms, several
regions and accounts, stack references, secrets, packages of components, other providers.
"""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from costing.estimate.estimate import estimate
from costing.graph import preview
from costing.prices.book import PriceBook, installed
from plimsoll.report.cost_table import spread, usd

PROGRAMS = sorted(
    path.parent for path in (Path(__file__).parent / "programs").glob("*/Pulumi.yaml")
)
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


def test_what_is_found_in_programs_of_every_kind(golden: Callable[[str, str], None]) -> None:
    assert len(PROGRAMS) >= 30
    book = installed()
    lines = [row(each, book) for each in PROGRAMS]
    head = f"{'program':22}{'resources':>10}{'components':>11}{'gaps':>5}  a month\n"
    golden(
        "programs.txt",
        head + "".join(f"{a:22}{b:>10}{c:>11}{d:>5}  {e}\n" for a, b, c, d, e in lines),
    )
