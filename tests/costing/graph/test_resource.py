from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from costing.graph import resource as resource_module
from costing.graph.follow import follow, follow_all, referrers
from costing.graph.resource import Reference, Resource, at, leaves, targets
from costing.model import SECRET, UNKNOWN
from tests import graphs

SUBNET, VPC = "aws:ec2/subnet:Subnet", "aws:ec2/vpc:Vpc"
GATEWAY, GROUP = "aws:ec2/natGateway:NatGateway", "aws:autoscaling/group:Group"
DATABASE = "aws:rds/instance:Instance"
A, B = (graphs.resource(SUBNET, name, id=f"subnet-{name}") for name in "ab")
MAIN = graphs.resource(VPC, "main", id="vpc-1")


def gateway(
    subnet: object,
    urns: Sequence[str] = (),
    references: Mapping[str, Sequence[Reference]] | None = None,
) -> Resource:
    return graphs.resource(
        GATEWAY,
        "nat",
        {"subnetId": subnet},
        property_dependencies={"subnetId": tuple(urns)} if urns else {},
        references=references or {},
    )


@pytest.mark.parametrize(
    ("nat", "target"),
    [
        (gateway(UNKNOWN, references=graphs.refers("subnetId", A, "id")), A),
        (gateway(SECRET, references=graphs.refers("subnetId", A, "id")), A),
        (gateway(UNKNOWN, references=graphs.refers("subnetId", MAIN)), UNKNOWN),  # of another type
        (gateway(UNKNOWN, [A.urn]), A),
        (gateway(UNKNOWN, [A.urn, MAIN.urn]), A),
        (gateway(UNKNOWN, [A.urn, B.urn]), UNKNOWN),
        (gateway(UNKNOWN), UNKNOWN),
        (gateway(SECRET), UNKNOWN),
        (gateway("subnet-a"), A),
        (gateway("subnet-a", [B.urn]), A),  # what it is tells more than what it depends on
        (gateway("subnet-0 of another stack"), None),
        (gateway("a text around subnet-a", [A.urn]), A),
        (gateway(None), None),
    ],
)
def test_follow_returns_resource_unknown_or_none(nat: Resource, target: object) -> None:
    assert follow(graphs.graph(A, B, MAIN, nat), nat, "subnetId", SUBNET) == target


def test_list_item_is_not_a_reference_of_the_whole_list() -> None:
    group = graphs.resource(
        GROUP,
        "web",
        {"zones": ["subnet-0 of another stack", "subnet-a"]},
        property_dependencies={"zones": (A.urn,)},
    )

    assert follow_all(graphs.graph(A, group), group, "zones", SUBNET) == [None, A]


def named(name: str, kind: str = DATABASE, **more: Any) -> Resource:
    return graphs.resource(kind, name, {"identifier": "orders"}, **more)


def test_name_refers_to_the_resource_in_its_region() -> None:
    east, west = named("east"), named("west", region="us-west-2")
    replica = graphs.resource(DATABASE, "replica", {"source": "orders"})
    graph = graphs.graph(east, west, replica)

    assert follow(graph, replica, "source", DATABASE) == east
    assert follow(graphs.graph(west, replica), replica, "source", DATABASE) is None
    twice = graphs.graph(east, named("other"), replica)
    assert follow(twice, replica, "source", DATABASE) is UNKNOWN


def test_name_refers_to_no_resource_of_another_account() -> None:
    roles = [f"arn:aws:iam::{account * 12}:role/deploy" for account in "12"]
    theirs, replica = (
        named("theirs", account=roles[0]),
        graphs.resource(DATABASE, "replica", {"source": "orders"}, account=roles[1]),
    )
    other_role = replace(replica, account=roles[0].replace("deploy", "plan"))
    default = replace(replica, account="")

    assert follow(graphs.graph(theirs, replica), replica, "source", DATABASE) is None
    assert follow(graphs.graph(theirs, other_role), other_role, "source", DATABASE) == theirs
    assert follow(graphs.graph(theirs, default), default, "source", DATABASE) is UNKNOWN


def test_id_precedes_name_as_reference() -> None:
    by_id = graphs.resource(DATABASE, "one", id="orders")
    user = graphs.resource(GATEWAY, "user", {"database": "orders"})

    assert follow(graphs.graph(by_id, named("two"), user), user, "database", DATABASE) == by_id


def test_resource_is_not_named_by_a_copied_name() -> None:
    """A replica's outputs repeat its source, an instance's its subnet."""
    source = named("source", outputs={"identifier": "orders", "arn": "arn:orders"})
    replicas = [
        graphs.resource(
            DATABASE,
            name,
            {"replicateSourceDb": "arn:orders"},
            outputs={"replicateSourceDb": "arn:orders", "arn": f"arn:{name}"},
        )
        for name in ("one", "two")
    ]

    graph = graphs.graph(source, *replicas)

    for replica in replicas:
        assert follow(graph, replica, "replicateSourceDb", DATABASE) == source


def test_a_resource_does_not_refer_to_itself() -> None:
    lonely = graphs.resource(DATABASE, "a", {"identifier": "orders", "source": "orders"})

    assert follow(graphs.graph(lonely), lonely, "source", DATABASE) is None


def test_pending_delete_is_never_a_target() -> None:
    old = graphs.resource(SUBNET, "a", id="subnet-a", pending_delete=True)
    nat = gateway("subnet-a")

    assert follow(graphs.graph(old, nat), nat, "subnetId", SUBNET) is None


def group(zones: object, urns: Sequence[str] = ()) -> Resource:
    return graphs.resource(
        GROUP, "web", {"zones": zones}, property_dependencies={"zones": tuple(urns)}
    )


@pytest.mark.parametrize(
    ("web", "targets"),
    [
        (group(["subnet-a", "subnet-b"]), [A, B]),
        (group([UNKNOWN, UNKNOWN], [A.urn, B.urn]), [A, B]),
        (group([UNKNOWN, "subnet-b"], [A.urn, B.urn]), [A, B]),
        (group([UNKNOWN, UNKNOWN, UNKNOWN], [A.urn, B.urn]), [UNKNOWN] * 3),
        (group([UNKNOWN, UNKNOWN], [A.urn, B.urn, MAIN.urn]), [A, B]),
        (group(UNKNOWN, [A.urn, B.urn]), [A, B]),
        (group(UNKNOWN, [A.urn, MAIN.urn]), [UNKNOWN]),
        (group(SECRET, [A.urn, B.urn]), [A, B]),
        (group(UNKNOWN), [UNKNOWN]),
        (group([]), []),
        (group(None), []),
    ],
)
def test_a_list_of_references_is_followed_item_by_item(
    web: Resource, targets: list[object]
) -> None:
    assert follow_all(graphs.graph(A, B, MAIN, web), web, "zones", SUBNET) == targets


def test_referrers_are_found_by_reference_dependency_or_value() -> None:
    by_reference = gateway(UNKNOWN, references=graphs.refers("subnetId", A, "id"))
    by_dependency = graphs.resource(
        GROUP, "web", {"zones": [UNKNOWN]}, property_dependencies={"zones": (A.urn,)}
    )
    by_value = graphs.resource(DATABASE, "db", {"groups": [{"subnet": "subnet-a"}]})
    gone = graphs.resource(DATABASE, "old", {"subnet": "subnet-a"}, pending_delete=True)
    graph = graphs.graph(A, B, by_reference, by_dependency, by_value, gone)

    assert referrers(graph, A, GATEWAY, "subnetId") == [by_reference]
    assert referrers(graph, A, GROUP, "zones") == [by_dependency]
    assert referrers(graph, A, DATABASE) == [by_value]
    assert referrers(graph, A, DATABASE, "groups[0].subnet") == [by_value]
    assert referrers(graph, A, DATABASE, "groups") == [by_value]
    assert referrers(graph, A, GATEWAY, "allocationId") == []
    assert referrers(graph, B, GATEWAY) == []


@pytest.mark.parametrize(
    "inputs",
    [
        {"name": "main"},
        {"description": "main"},
        {"tags": {"Name": "main"}, "tagsAll": {"Name": "main"}},
        {"tagSpecifications": [{"tags": {"Name": "main"}}]},
    ],
)
def test_own_name_and_tags_are_not_references(inputs: dict[str, Any]) -> None:
    named = graphs.resource(VPC, "vpc", {"name": "main"}, id="vpc-1")
    graph = graphs.graph(named, graphs.resource(DATABASE, "db", inputs))

    assert referrers(graph, named, DATABASE) == []


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("ebs.size", 8),
        ("list[1].a", "b"),
        ("list[2]", None),
        ("list[x]", None),
        ("ebs.kind.deeper", None),
        ("later.a.b", UNKNOWN),
        ("hidden[0]", SECRET),
        ("nothing", None),
    ],
)
def test_path_returns_its_value(path: str, value: object) -> None:
    inputs = {
        "ebs": {"size": 8, "kind": "gp3"},
        "list": [1, {"a": "b"}],
        "later": UNKNOWN,
        "hidden": SECRET,
    }

    assert at(inputs, path) == value


keys = st.text("abc", min_size=1, max_size=3)
inputs = st.dictionaries(
    keys,
    st.recursive(
        st.text(max_size=3) | st.integers(),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3),
    ),
)


@given(inputs)
def test_every_text_in_an_input_is_at_its_path(specified: dict[str, Any]) -> None:
    for path, text in leaves(specified):
        assert at(specified, path) == text


def test_name_may_contain_the_urn_separator() -> None:
    assert Resource("urn:pulumi:prod::shop::a:b:C::x::y", "a:b:C", {}).name == "x::y"


QUEUE, LOGS, FILTER = (
    "aws:sqs/queue:Queue",
    "aws:cloudwatch/logGroup:LogGroup",
    "aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter",
)


def of_name(kind: str, name: str, text: str, **more: Any) -> Resource:
    return graphs.resource(kind, name, {"name": text}, id=text, **more)


def test_equal_name_refers_only_in_inputs_called_like_its_type() -> None:
    queue, logs = of_name(QUEUE, "queue", "web"), of_name(LOGS, "logs", "web")
    tagged = graphs.resource(
        FILTER, "f", {"name": "web", "logGroup": "web", "filterPattern": "web"}
    )
    graph = graphs.graph(queue, logs, tagged)

    assert [*targets(graph, tagged)] == [("logGroup", logs.urn)]
    assert [*targets(graph, queue)] == [*targets(graph, logs)] == []


def test_ids_are_references_in_any_input() -> None:
    user = graphs.resource(GATEWAY, "user", {"anything": {"at": ["subnet-a"]}})

    assert [*targets(graphs.graph(A, user), user)] == [("anything.at[0]", A.urn)]


def test_repeated_names_are_searched_in_linear_steps(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Count comparisons of places: twice the resources, twice the comparisons."""
    steps = []
    original = resource_module.is_beside

    def counted(one: Resource, other: Resource) -> bool:
        steps.append(1)
        return original(one, other)

    monkeypatch.setattr(resource_module, "is_beside", counted)
    counts = []
    for size in (500, 1_000):
        steps.clear()
        many = [of_name(LOGS, f"l{index}", f"n{index % 3}") for index in range(size)]
        users = [
            graphs.resource(FILTER, f"f{index}", {"logGroup": f"n{index % 3}", "text": "n1"})
            for index in range(size)
        ]
        graph = graphs.graph(*many, *users)
        assert graph.referred == {}  # ambiguous
        assert {follow(graph, each, "logGroup", LOGS) for each in users} == {UNKNOWN}
        counts.append(len(steps) + sum(map(len, graph._indexes)))  # noqa: SLF001

    assert counts[1] <= 2 * counts[0] + 10
