"""Inputs, usage and launch templates as causes of a changed cost."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from costing.diff.cost_drivers import CostDriver, moved, path_of, put
from costing.graph.resource import Graph, Resource
from costing.model import SECRET, UNKNOWN
from plimsoll.report.diff_table import as_table as diff_table
from tests import graphs
from tests.costing.diff.sides import (
    GROUP,
    NAT,
    TEMPLATE,
    changed,
    database,
    fleet,
    gateways,
    only,
    side,
)


@pytest.mark.parametrize(
    ("base", "head", "because"),
    [
        (
            database("db.r6g.large", tags={"owner": "a"}),
            database("db.r6g.xlarge", tags={"owner": "b"}, password=SECRET),
            [CostDriver("instanceClass", "db.r6g.large", "db.r6g.xlarge")],
        ),
        (
            database("db.r6g.large"),
            database("db.r6g.xlarge", allocatedStorage=200),
            [
                CostDriver("allocatedStorage", 100, 200),
                CostDriver("instanceClass", "db.r6g.large", "db.r6g.xlarge"),
            ],
        ),
        (
            database("db.r6g.large"),
            database(UNKNOWN),  # type: ignore[arg-type]
            [CostDriver("instanceClass", "db.r6g.large", UNKNOWN)],
        ),
        (
            fleet("m6i.large", userData="a"),
            fleet("m6i.xlarge", userData="b"),
            [CostDriver("instanceType", "m6i.large", "m6i.xlarge", "urn:pulumi:prod::shop::"
                   "aws:ec2/launchTemplate:LaunchTemplate::web")],
        ),
        (
            fleet("m6i.large", 2),
            fleet("m6i.large", 3),
            [CostDriver("desiredCapacity", 2, 3)],  # minSize moved, too, and moves nothing
        ),
        (
            gateways("a"),
            gateways("a", region="us-west-2"),
            [CostDriver("region", "us-east-1", "us-west-2")],
        ),
    ],
)  # fmt: skip
def test_cause_is_a_changed_input_that_changes_the_price(
    base: Graph, head: Graph, because: list[CostDriver]
) -> None:
    assert [*only(changed(side(base), side(head))).because] == because


def test_another_launch_template_is_a_cause() -> None:
    small = graphs.resource(TEMPLATE, "small", {"instanceType": "m6i.large"})
    large = graphs.resource(TEMPLATE, "large", {"instanceType": "m6i.xlarge"})

    def started_from(template: Resource) -> Graph:
        inputs = {"minSize": 1, "maxSize": 1, "launchTemplate": {"id": UNKNOWN}}
        references = graphs.refers("launchTemplate.id", template, "id")
        group = graphs.resource(GROUP, "web", inputs, references=references)
        return graphs.graph(small, large, group)

    found = only(changed(side(started_from(small)), side(started_from(large))))

    assert found.because == (CostDriver("launchTemplate.id", "small.id", "large.id"),)


def test_changed_usage_is_a_cause() -> None:
    base, head = (side(gateways("a"), {"a": {"monthly_data_processed_gb": n}}) for n in (10, 20))

    found = only(changed(base, head))

    path = "usage.monthly_data_processed_gb"
    assert found.because == (CostDriver(path, Decimal(10), Decimal(20)),)
    assert [pair.name for pair in found.charges] == ["Data processed"]


def test_a_share_of_a_price_with_tiers_has_no_cause_of_its_own() -> None:
    usage = {NAT + "::*": {"monthly_data_processed_gb": 100}}

    found = changed(side(gateways("a"), usage), side(gateways("a", "b"), usage))

    assert {each.name: each.change for each in found.resources} == {"a": "changed", "b": "added"}
    assert found.resources[0].because == ()
    assert "to another price tier" in diff_table(found)


keys = st.sampled_from("abc")


values = st.recursive(
    st.booleans() | st.integers(0, 2) | st.just(UNKNOWN),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3),
)


@settings(max_examples=30)
@given(st.dictionaries(keys, values), st.dictionaries(keys, values))
def test_putting_back_each_moved_value_gives_the_base(
    base: dict[str, Any], head: dict[str, Any]
) -> None:
    """Removed items are taken out from the last to the first, so that no index changes before."""
    found = [*moved(base, head)]
    for path, was, _ in [each for each in found if each[1] is not None]:
        head = put(head, path, was)
    for path, _, _ in reversed([each for each in found if each[1] is None]):
        head = put(head, path, None)

    assert not [*moved(base, head)]


def test_written_path_can_be_followed() -> None:
    assert path_of(("ebs", "devices", 0, "size")) == "ebs.devices[0].size"
