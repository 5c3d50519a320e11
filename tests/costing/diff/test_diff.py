import json
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from costing.diff.cost_drivers import CostDriver, moved, path_of, put
from costing.diff.diff import Difference, ResourceChange, Side, difference
from costing.errors import CostingError
from costing.estimate.estimate import estimate
from costing.graph.readers.detect import read, read_base
from costing.graph.resource import Graph, Resource
from costing.model import SECRET, UNKNOWN, Gap, Price, Sku, Source, Tier
from costing.prices.book import PriceBook
from costing.units import Unit
from costing.usage.file import UsageFile, fitting
from plimsoll.report.diff_json import as_json as diff_json
from plimsoll.report.diff_markdown import as_markdown as diff_markdown
from plimsoll.report.diff_table import as_table as diff_table
from tests import graphs
from tests.costing.graph.readers.mangled import EDITS, mangled

Golden = Callable[[str, str], None]

FILES = Path(__file__).parents[2] / "files"
TODAY = date(2026, 11, 24)
NAT = "aws:ec2/natGateway:NatGateway"
GROUP, TEMPLATE = "aws:autoscaling/group:Group", "aws:ec2/launchTemplate:LaunchTemplate"
DATABASE = "aws:rds/instance:Instance"
ROLE = "aws:iam/role:Role"
DB_INPUTS = {
    "engine": "postgres",
    "multiAz": True,
    "allocatedStorage": 100,
    "storageType": "gp3",
}


def price(unit: Unit, *tiers: tuple[int, str]) -> Price:
    parts = tuple(Tier(Decimal(start), Decimal(each)) for start, each in tiers)
    return Price(unit, parts, date(2026, 1, 1), "made up")


HOURS = {
    Sku("AmazonEC2", "NatGateway-Hours"): "0.1",
    Sku("AmazonEC2", "BoxUsage:m6i.large"): "0.1",
    Sku("AmazonEC2", "BoxUsage:m6i.xlarge"): "0.2",
    Sku("AmazonRDS", "Multi-AZUsage:db.r6g.large", "CreateDBInstance:0014"): "0.5",
    Sku("AmazonRDS", "Multi-AZUsage:db.r6g.xl", "CreateDBInstance:0014"): "1",
}
PRICES = {
    **{sku: price(Unit.HOURS, (0, each)) for sku, each in HOURS.items()},
    Sku("AmazonEC2", "NatGateway-Bytes"): price(Unit.GB, (0, "0.10"), (100, "0.05")),
    Sku("AmazonEC2", "EBS:VolumeUsage.gp3"): price(Unit.GB_MONTHS, (0, "0.1")),
    Sku("AmazonRDS", "RDS:Multi-AZ-GP3-Storage"): price(Unit.GB_MONTHS, (0, "0.2")),
}
DEARER = {**PRICES, Sku("AmazonEC2", "NatGateway-Hours"): price(Unit.HOURS, (0, "0.2"))}
BOOK = PriceBook.of({"us-east-1": PRICES, "us-west-2": DEARER})


def side(graph: Graph, usage: Mapping[str, Any] | None = None) -> Side:
    specified = UsageFile(resources=dict(usage or {}))
    return Side(graph, estimate(graph, BOOK, specified, on=TODAY), specified)


def changed(base: Side, head: Side) -> Difference:
    return difference(base, head, TODAY)


def only(found: Difference) -> ResourceChange:
    (change,) = found.resources
    return change


def fleet(instance_type: str, size: int = 2, **more: Any) -> Graph:
    template = graphs.resource(TEMPLATE, "web", {"instanceType": instance_type, **more})
    group = graphs.resource(
        GROUP,
        "web",
        {
            "minSize": size,
            "maxSize": size,
            "desiredCapacity": size,
            "launchTemplate": {"id": UNKNOWN},
        },
        references=graphs.refers("launchTemplate.id", template, "id"),
    )
    return graphs.graph(group, template)


def database(instance_class: str, **more: Any) -> Graph:
    specified = {
        "engine": "postgres",
        "multiAz": True,
        "allocatedStorage": 100,
        "storageType": "gp3",
    }
    inputs = {**specified, "instanceClass": instance_class, **more}
    return graphs.graph(graphs.resource(DATABASE, "orders", inputs))


def gateways(*names: str, **more: Any) -> Graph:
    return graphs.graph(*(graphs.resource(NAT, name, **more) for name in names))


NOTHING = gateways()
COMPONENT = graphs.resource(NAT, "a", custom=False)  # with the URN of a gateway


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


def test_what_costs_the_same_has_not_changed() -> None:
    base = database("db.r6g.large", tags={"owner": "a"}, password=SECRET)
    head = database("db.r6g.large", tags={"owner": "b"}, password=UNKNOWN)

    assert changed(side(base), side(head)).resources == ()
    assert changed(side(base), side(base)).change == 0


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
def test_a_cause_is_what_moved_and_moves_the_price(
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


def test_usage_that_moved_is_a_cause() -> None:
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


def test_a_charge_is_paired_with_what_it_was() -> None:
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


def test_usage_is_stated_of_either_side() -> None:
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


def of_class(instance_class: object) -> Side:
    inputs = {**DB_INPUTS, "instanceClass": instance_class}
    return side(graphs.graph(graphs.resource(DATABASE, "db", inputs)))


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


def test_gap_on_both_sides_leaves_the_change_of_the_other_charges() -> None:
    found = changed(of_class("db.none"), side(stack({"db": "db.none", "more": "db.r6g.large"})))

    assert found.change == Decimal(385)
    assert [each.name for each in found.resources] == ["more"]


names = st.sampled_from("abcd")
stacks = st.dictionaries(
    names, st.sampled_from(["db.r6g.large", "db.r6g.xlarge", "db.none"]), max_size=4
)


def stack(classes: Mapping[str, str]) -> Graph:
    return graphs.graph(
        *(
            graphs.resource(DATABASE, name, {**DB_INPUTS, "instanceClass": each})
            for name, each in classes.items()
        )
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


def test_a_path_is_written_as_it_is_followed() -> None:
    assert path_of(("ebs", "devices", 0, "size")) == "ebs.devices[0].size"


WHOLE = (FILES / "export.json").read_bytes()


@settings(max_examples=30)
@given(EDITS)
def test_a_mangled_state_is_compared_or_refused(changes: Any) -> None:
    whole = read(WHOLE, "whole")
    try:
        found = changed(side(whole), side(read(mangled(WHOLE, changes), "mangled")))
    except CostingError as error:
        assert len(str(error).splitlines()) == 1  # noqa: PT017
        return

    for text in (diff_table, diff_json, diff_markdown):
        assert text(found)


def shop() -> Difference:
    """The engine's own preview of a change."""
    content = (FILES / "change.preview.json").read_bytes()
    return changed(side(read_base(content, "change")), side(read(content, "change")))


@pytest.mark.parametrize(
    ("form", "text"), [("txt", diff_table), ("json", diff_json), ("md", diff_markdown)]
)
def test_diff(form: str, text: Callable[[Difference], str], golden: Golden) -> None:
    golden(f"diff.{form}", text(shop()))


def test_json_is_what_the_contract_says() -> None:
    document = json.loads(diff_json(shop()))

    assert document["version"] == 1
    assert document["base"]["kind"] == document["head"]["kind"] == "preview"
    assert document["monthly_cost"].keys() == {"base", "head", "change", "percent", "incomplete"}
    for each in document["resources"]:
        assert each["change"] in {"added", "removed", "changed"}
        assert each["monthly_cost"].keys() == {"base", "head", "change", "incomplete"}
        for driver in each["because"]:
            assert driver.keys() >= {"path", "base", "head"}
        for charge in each["charges"]:
            assert charge.keys() == {"name", "base", "head", "base_gap", "head_gap"}


def test_a_comment_is_no_longer_than_github_takes_it() -> None:
    long = "a name | `of` <many> characters " * 9
    many = graphs.graph(*(graphs.resource(NAT, f"{long}{n}") for n in range(500)))
    odd = graphs.graph(*(graphs.resource("aws:none/of:It", f"{long}{n}") for n in range(500)))
    text = diff_markdown(changed(side(odd), side(many)))

    assert len(text) < 65_536
    assert "960 more" in text
    changes = text[text.index("| | resource") :]
    for row in (line for line in changes.splitlines() if line.startswith("| ")):
        assert row.replace("\\|", "").count("|") == 7


def test_a_part_of_a_stack_is_no_total() -> None:
    part = read((FILES / "part.preview.json").read_bytes(), "part")

    found = changed(side(part), side(part))

    for text in (diff_table(found), diff_markdown(found)):
        assert "so the total is too low" in text


def test_nothing_that_changes_is_said_so() -> None:
    found = changed(side(NOTHING), side(NOTHING))

    assert found.percent is None
    assert "No charge changed." in diff_markdown(found)
    assert found.base.gaps == tuple[Gap]()
