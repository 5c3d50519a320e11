import json
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from costing.graph.resource import Graph, Resource
from costing.model import SECRET, UNKNOWN, Source
from costing.usage.file import UsageFile, fitting
from plimsoll.report.diff_json import as_json as diff_json
from plimsoll.report.diff_markdown import as_markdown as diff_markdown
from plimsoll.report.diff_table import as_table as diff_table
from tests import graphs
from tests.costing.diff.sides import (
    COMPONENT,
    NAT,
    NOTHING,
    changed,
    database,
    fleet,
    gateways,
    of_class,
    only,
    side,
    stack,
)


@pytest.mark.parametrize(
    ("base", "head", "change", "costs"),
    [
        (gateways(), gateways("a"), "added", ("0", "73", "73")),
        (gateways("a"), gateways(), "removed", ("73", "0", "-73")),
        (fleet("m6i.large"), fleet("m6i.large", 3), "changed", ("146", "219", "73")),
        (gateways("a", pending_delete=True), gateways("a"), "added", ("0", "73", "73")),
        (gateways("a"), gateways("a", pending_delete=True), "removed", ("73", "0", "-73")),
        (gateways("a"), gateways("a", region=UNKNOWN), "changed", ("73", None, None)),
        (gateways("a", region="us-east-9"), gateways("a"), "changed", (None, "73", None)),
        (gateways("a", external=True), gateways("a"), "changed", ("0", "73", "73")),
        (Graph(NOTHING.source, (), (COMPONENT,)), gateways("a"), "added", ("0", "73", "73")),
    ],
)
def test_a_resource_is_added_removed_or_changed(
    base: Graph, head: Graph, change: str, costs: tuple[str | None, ...]
) -> None:
    found = only(changed(side(base), side(head)))

    assert found.change == change
    assert (found.base_cost, found.head_cost, found.cost_change) == tuple(
        None if each is None else Decimal(each) for each in costs
    )


def test_resource_of_equal_cost_is_unchanged() -> None:
    base = database("db.r6g.large", tags={"owner": "a"}, password=SECRET)
    head = database("db.r6g.large", tags={"owner": "b"}, password=UNKNOWN)

    assert changed(side(base), side(head)).resources == ()
    assert changed(side(base), side(base)).change == 0


def test_charge_is_paired_with_its_former_charge() -> None:
    base, head = side(database("db.r6g.large")), side(database("db.r6g.xlarge"))

    (pair,) = only(changed(base, head)).charges

    assert pair.base is not None
    assert pair.head is not None
    assert (pair.base.list_cost, pair.head.list_cost) == (Decimal(365), Decimal(730))


def test_stacks_of_one_project_are_compared_by_name() -> None:
    def of(stack: str) -> Graph:
        urn = f"urn:pulumi:{stack}::shop::{NAT}::a"
        resource = Resource(urn, NAT, {}, region="us-east-1")
        return Graph(Source("preview", "shop", stack), (resource,))

    assert changed(side(of("dev")), side(of("prod"))).resources == ()


def test_usage_may_name_resources_of_either_side() -> None:
    usage = UsageFile(resources={"a": {}, "b": {}, "neither": {}})

    base = fitting(usage, gateways("a"), gateways("b"))

    assert [*base.resources] == ["a", "neither"]


def test_gaps_of_both_sides_are_kept() -> None:
    queue = graphs.resource("aws:nothing/known:Known", "q")
    found = changed(side(graphs.graph(queue)), side(gateways("a", region="us-east-9")))
    document = json.loads(diff_json(found))

    assert [each["name"] for each in document["gaps"]["base"]] == ["q"]
    assert [each["name"] for each in document["gaps"]["head"]] == ["a"]
    for text in (diff_table(found), diff_markdown(found)):
        assert "New gaps: 1" in text
        assert "Closed gaps: 1" in text


@pytest.mark.parametrize("dear", ["db.none", UNKNOWN])
def test_change_to_an_unpriced_charge_is_unknown(dear: object) -> None:
    found = changed(of_class("db.r6g.large"), of_class(dear))

    assert found.change is None
    assert found.percent is None
    (resource,) = found.resources
    assert (resource.base_cost, resource.head_cost) == (Decimal(385), Decimal(20))
    assert resource.cost_change is None
    assert json.loads(diff_json(found))["monthly_cost"]["change"] is None
    assert "change unknown" in diff_markdown(found)
    for text in (diff_table(found), diff_markdown(found)):
        assert "at least $20.00" in text
        assert "-$365.00" not in text
        assert "not priced" in text


def test_gap_on_both_sides_does_not_hide_other_changes() -> None:
    found = changed(of_class("db.none"), side(stack({"db": "db.none", "more": "db.r6g.large"})))

    assert found.change == Decimal(385)
    assert [each.name for each in found.resources] == ["more"]


names = st.sampled_from("abcd")


stacks = st.dictionaries(
    names, st.sampled_from(["db.r6g.large", "db.r6g.xlarge", "db.none"]), max_size=4
)


@settings(max_examples=30)
@given(stacks, stacks)
def test_changes_add_up_to_the_difference_and_back_again(
    base: dict[str, str], head: dict[str, str]
) -> None:
    one, other = side(stack(base)), side(stack(head))
    there, back = changed(one, other), changed(other, one)

    for each in there.resources:
        pairs = [
            (pair.head.effective_cost or 0 if pair.head else 0)
            - (pair.base.effective_cost or 0 if pair.base else 0)
            for pair in each.charges
        ]
        if each.cost_change is not None:
            assert sum(pairs) == each.cost_change
    assert [each.urn for each in there.resources] == [each.urn for each in back.resources]
    if there.change is None or back.change is None:
        assert there.change is back.change
    else:
        assert there.change == -back.change
        assert there.change == other.estimate.monthly_cost - one.estimate.monthly_cost
