"""Generated bills: what a report adds up is what was drawn."""

from collections.abc import Iterator
from decimal import Decimal

import pytest

from benchmarks.bills import KINDS, Export, generated
from costing.actuals.bill import Bill, opened
from costing.actuals.coverage import coverage
from costing.actuals.totals import parts_by, total
from costing.prices.book import installed

ROWS = 20_000
Drawn = dict[str, dict[str, tuple[Decimal, Decimal]]]


@pytest.fixture(scope="module", params=["focus", "cur"])
def bill(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Bill, Drawn]]:
    """Return a bill in two files, and billed and effective cost of what was drawn, by key."""
    export: Export = request.param
    folder = tmp_path_factory.mktemp(export)
    with generated(folder, ROWS, seed=7, export=export, files=2) as lines:
        drawn: Drawn = {}
        for by in ("service", "account", "coalesce(component, '(none)')", "kind", "'all'"):
            rows = lines.execute(f"SELECT {by}, sum(billed), sum(effective) FROM lines GROUP BY 1")
            drawn[by] = {
                str(key): (billed, effective) for key, billed, effective in rows.fetchall()
            }
    with opened(str(folder)) as read:
        yield read, drawn


def cents(value: Decimal) -> Decimal:
    return round(value, 2)


def test_totals_are_those_of_the_lines(bill: tuple[Bill, Drawn]) -> None:
    read, drawn = bill
    [(billed, effective)] = drawn["'all'"].values()
    assert set(drawn["kind"]) == {*KINDS, "usage"}
    assert cents(total(read).billed_cost) == cents(billed)
    assert cents(total(read).effective_cost) == cents(effective)


@pytest.mark.parametrize(
    ("by", "key"),
    [
        ("service", "service"),
        ("account", "account"),
        ("component", "coalesce(component, '(none)')"),
    ],
)
def test_parts_are_those_of_the_lines(bill: tuple[Bill, Drawn], by: str, key: str) -> None:
    read, drawn = bill
    found = {
        each.key: (cents(each.sums.billed_cost), cents(each.sums.effective_cost))
        for each in parts_by(read, by)
    }
    assert found == {
        key: (cents(billed), cents(effective)) for key, (billed, effective) in drawn[key].items()
    }


def test_every_usage_type_is_in_the_price_book(bill: tuple[Bill, Drawn]) -> None:
    read, _ = bill
    found = coverage(read, installed())
    assert found.lines > ROWS // 2
    assert found.share > Decimal("0.99")
