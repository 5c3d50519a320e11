"""Allocation of a bill: owners, shared cost, unit cost."""

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from costing.actuals.allocation import Allocation, allocated, read, split
from costing.actuals.bill import opened
from costing.actuals.totals import total
from costing.errors import CallError, FileError
from tests.costing.actuals.bills import billed, write_csv

ROWS = [
    billed(1, "60", Tags='{"team": "search"}'),
    billed(1, "30", Tags='{"user:team": "ads"}'),
    billed(1, "7", Tags=""),
    billed(1, "10", Tags='{"team": "search"}', ServiceName="AWS Support"),
    billed(1, "-1", Tags="", ServiceName="AWS Support"),
    billed(1, "0.02", Tags='{"team": "old"}', ChargeCategory="Credit", ServiceName="Amazon S3"),
]
SUPPORT = {"name": "support", "match": {"service": "AWS Support"}}


@pytest.mark.parametrize(
    ("shared", "search", "ads", "none"),
    [
        ([], "70", "30", "6"),
        ([SUPPORT], "60 6", "30 3", "7"),
        ([{**SUPPORT, "split": "equal"}], "60 4.5", "30 4.5", "7"),
        ([{**SUPPORT, "split": {"ads": 2, "search": 1}}], "60 3", "30 6", "7"),
        (
            [SUPPORT, {"name": "rest", "match": {"tag:team": "(none)"}}],
            "60 6 4.67",
            "30 3 2.33",
            "0",
        ),
    ],
    ids=["without rules", "direct", "equal", "weights", "untagged"],
)
def test_shared_cost_is_split(
    tmp_path: Path, shared: list[object], search: str, ads: str, none: str
) -> None:
    rules = Allocation.model_validate({"by": "tag:team", "shared": shared})
    with opened(str(write_csv(tmp_path / "bill.csv", ROWS[:5]))) as bill:
        found = allocated(bill, rules, "component")
        assert found.total == total(bill).effective_cost

    parts = {each.name: [each.direct, *each.shared.values()] for each in found.owners}
    assert parts == {"search": numbers(search), "ads": numbers(ads)}
    assert found.unallocated == Decimal(none)


def numbers(text: str) -> list[Decimal]:
    return [Decimal(each) for each in text.split()]


def test_split_without_an_owner_is_listed(tmp_path: Path) -> None:
    rules = Allocation.model_validate({"by": "tag:none", "shared": [SUPPORT]})
    with opened(str(write_csv(tmp_path / "bill.csv", ROWS))) as bill:
        found = allocated(bill, rules, "component")
        assert not found.owners
        assert found.unsplit == {"support": Decimal(9)}
        assert found.total == total(bill).effective_cost


@given(
    st.decimals(-1000, 1000, places=4),
    st.dictionaries(st.text("abc", min_size=1), st.decimals(1, 100, places=2), min_size=1),
)
def test_split_adds_up(cost: Decimal, weights: dict[str, Decimal]) -> None:
    assert sum(split(cost, weights).values()) == cost


def test_unit_cost_is_cost_over_quantity(tmp_path: Path) -> None:
    units = [
        {"name": "thousand requests", "quantity": 250, "owner": "ads"},
        {"name": "run", "quantity": 10},
    ]
    with opened(str(write_csv(tmp_path / "bill.csv", ROWS))) as bill:
        rules = Allocation.model_validate({"by": "tag:team", "units": units})
        requests, run = allocated(bill, rules, "component").units
        assert requests.per_unit == Decimal("0.12")
        assert run.per_unit == Decimal("10.602")
        wrong = rules.model_copy(
            update={"units": [rules.units[0].model_copy(update={"owner": "x"})]}
        )
        with pytest.raises(CallError, match="no cost of owner x; owners are: ads, old, search"):
            allocated(bill, wrong, "component")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "is empty"),
        ("by: colour", "colour: unknown; use service"),
        ("by: account\nshared: [{name: a, match: {}}]", "match"),
        ("by: account\nshared: [{name: a, match: {tagg: x}}]", "tagg: unknown"),
        ("by: account\nshared: [{name: a, match: {service: x}, split: half}]", "split"),
        ("by: account\nshared: [{name: a, match: {service: x}, split: {b: 0}}]", "add up to 0"),
        ("by: account\nshared: [{name: a, match: {service: x}}, {name: a, match: {service: y}}]",
         "used twice"),
        ("by: account\nunits: [{name: a, quantity: 0}]", "quantity"),
        ("by: account\nowner: x", "owner"),
    ],
)  # fmt: skip
def test_mistakes_are_one_line(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "allocation.yaml"
    path.write_text(text)
    with pytest.raises(FileError, match=message) as raised:
        read(path)
    assert str(raised.value).startswith(str(path))
    assert "\n" not in str(raised.value)
