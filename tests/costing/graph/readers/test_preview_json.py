from typing import Any

import pytest

from costing.errors import GraphError
from costing.graph.readers.preview_json import base, head
from costing.graph.resource import Graph, Reference
from costing.model import SECRET, UNKNOWN
from tests.costing.graph.readers.engine import PROVIDER, UNKNOWN_MARK, digest, state, step, urn

OLD, NEW = state("a", inputs={"delaySeconds": 1}), state("a", inputs={"delaySeconds": 2})


def seconds(graph: Graph) -> list[Any]:
    return [each.inputs.get("delaySeconds") for each in graph.resources]


@pytest.mark.parametrize(
    ("steps", "before", "after"),
    [
        ([step("create", None, NEW)], [], [2]),
        ([step("same", OLD, OLD)], [1], [1]),
        ([step("update", OLD, NEW)], [1], [2]),
        ([step("replace", OLD, NEW)], [1], [2]),
        ([step("delete", OLD)], [1], []),
        ([step("discard", OLD)], [1], []),
        ([step("import", {**OLD, "id": "q"}, NEW)], [], [2]),
        ([step("read", None, NEW)], [], [2]),
        ([step("refresh", OLD, NEW)], [1], [2]),
        ([step("refresh", OLD)], [1], []),  # it is gone from the cloud
        ([step("refresh", OLD, OLD), step("update", OLD, NEW)], [1], [2]),
        (
            [
                step("create-replacement", OLD, NEW),
                step("replace", {**OLD, "delete": True}, NEW),
                step("delete-replaced", {**OLD, "delete": True}),
            ],
            [1],
            [2],
        ),
        (
            [
                step("delete-replaced", OLD),
                step("replace", OLD, NEW),
                step("create-replacement", OLD, NEW),
            ],
            [1],
            [2],
        ),
        (
            [step("import-replacement", {**OLD, "id": "q"}, NEW), step("replace", OLD, NEW)],
            [1],
            [2],
        ),
        ([step("remove-pending-replace", OLD), step("create", None, NEW)], [1], [2]),
    ],
)
def test_step_has_old_and_new_state(
    steps: list[dict[str, Any]], before: list[int], after: list[int]
) -> None:
    assert seconds(base(digest(*steps))) == before
    assert seconds(head(digest(*steps))) == after


def test_replaced_resource_is_part_of_the_base() -> None:
    """The engine does so as soon as the replacement is made, before it writes the step."""
    marked = {**OLD, "id": "one", "delete": True}
    pending = {**OLD, "id": "zero", "delete": True}
    steps = [step("replace", marked, NEW), step("delete", pending), step("delete-replaced", marked)]

    before = base(digest(*steps)).resources

    assert [(each.id, each.pending_delete) for each in before] == [("zero", True), ("one", False)]


@pytest.mark.parametrize(
    ("operation", "identity"),
    [("same", "q"), ("update", "q"), ("refresh", "q"), ("replace", None)],
)
def test_unchanged_resource_keeps_its_id(operation: str, identity: str | None) -> None:
    old = {**OLD, "id": "q", "outputs": {"arn": "arn:q"}}

    (queue,) = head(digest(step(operation, old, NEW))).resources

    assert queue.id == identity
    assert queue.outputs == ({"arn": "arn:q"} if identity else {})


def test_read_resource_is_external() -> None:
    (read,) = head(digest(step("read", None, NEW))).resources

    assert read.external


def test_an_alias_names_the_old_resource_as_the_new_one() -> None:
    role = state("old", kind="aws:iam/role:Role")
    queue = state(
        "q",
        parent=role["urn"],
        dependencies=[role["urn"]],
        propertyDependencies={"policy": [role["urn"]]},
        provider=f"{role['urn']}::id",
    )
    new = {**role, "urn": urn("aws:iam/role:Role", "new")}

    _, before = base(digest(step("same", role, new), step("same", queue, queue))).resources

    assert {before.parent, before.provider, *before.dependencies} == {new["urn"]}
    assert before.property_dependencies == {"policy": (new["urn"],)}


@pytest.mark.parametrize(
    ("operations", "counts", "complete"),
    [
        ([("create", "a"), ("create", "b")], {"create": 2}, True),
        ([("same", "a"), ("update", "b")], {"same": 1, "update": 1}, True),
        ([("same", "a")], {"same": 7}, False),  # six more without --show-sames
        ([("create", "a")], None, False),  # the output ends before its counts
        ([("create", "a")], {"create": 2}, False),
        ([("create", "a"), ("create", "b")], {"create": 1}, False),  # a step failed
        ([("update", "a"), ("replace", "b")], {"update": 1, "replace": 1}, True),
        ([("read", "a"), ("create", "b")], {"create": 1}, True),
        ([("same", "a"), ("same", "b")], {"same": 1}, True),
        ([("refresh", "a"), ("update", "b")], {"same": 1, "refresh": 1}, False),
        ([("update", "a"), ("same", "a")], {"same": 1, "refresh": 1}, True),
        ([("replace", "a"), ("create-replacement", "a")], {"replace": 1}, True),
        ([], {}, False),
    ],
)
def test_preview_with_missing_steps_is_incomplete(
    operations: list[tuple[str, str]], counts: dict[str, int] | None, *, complete: bool
) -> None:
    steps = [step(each, state(name, id="i"), state(name)) for each, name in operations]
    more = {} if counts is None else {"changeSummary": counts}

    assert head(digest(*steps, **more)).source.complete == complete


def test_a_preview_with_targets_is_incomplete() -> None:
    skipped = [step("create", None, NEW), step("same", state("b"), state("b"))]

    preview = head(digest(*skipped, changeSummary={"create": 1, "same": 1}))

    assert not preview.source.complete


@pytest.mark.parametrize(
    ("steps", "message"),
    [
        (
            [{"op": "create", "urn": NEW["urn"], "inputs": {}}],
            r"steps\[0\] \(create .* has no newSt",
        ),
        ([step("update", OLD)], "has no newState, so its inputs are missing; use the complete"),
    ],
)
def test_step_without_state_is_refused(steps: list[dict[str, Any]], message: str) -> None:
    with pytest.raises(GraphError, match=message):
        head(digest(*steps))


def test_a_step_without_its_old_state_has_no_base() -> None:
    with pytest.raises(GraphError, match="has no oldState"):
        base(digest(step("update", None, NEW)))


STACK = state("shop-prod", "pulumi:pulumi:Stack")
FROM_PROGRAM = [
    {"severity": "info#err", "message": "Traceback (most recent call last):\n  File\n"},
    {"severity": "info#err", "message": "ValueError: no\n"},
]


@pytest.mark.parametrize(
    ("steps", "diagnostics", "failure"),
    [
        ([], [{"severity": "error", "message": "\nerror: no\nmore"}], "no"),
        ([step("create", None, NEW)], [{"severity": "error", "message": ""}], "no reason given"),
        ([step("create", None, STACK)], FROM_PROGRAM, "ValueError: no"),
        ([], FROM_PROGRAM, "ValueError: no"),
        ([step("create", None, NEW)], FROM_PROGRAM, ""),  # a program's warnings
        ([step("create", None, STACK)], [{"severity": "info", "message": "x"}], ""),
    ],
)
def test_failed_preview_is_refused_with_its_first_error(
    steps: list[dict[str, Any]], diagnostics: list[dict[str, str]], failure: str
) -> None:
    preview = digest(*steps, diagnostics=diagnostics, changeSummary={"create": len(steps)})
    if not failure:
        assert head(preview).source.complete
        return
    with pytest.raises(GraphError, match=f"^the preview failed: {failure}$"):
        head(preview)


def test_every_field_of_a_state_is_read() -> None:
    west = state("west", PROVIDER, inputs={"region": "us-west-2", "profile": "shared"})
    component = {**state("main", "shop:network:Network"), "custom": False}
    role = urn("aws:iam/role:Role", "r")
    whole = state(
        "a",
        inputs={"policy": UNKNOWN_MARK, "tags": "[secret]"},
        outputs={"__meta": "{}", "url": "https://queue"},
        id="https://queue",
        parent=component["urn"],
        provider=f"{west['urn']}::{UNKNOWN_MARK}",
        dependencies=[role],
        propertyDependencies={"policy": [role], "tags": None},
        references={"policy": [{"urn": role, "property": "arn"}]},
        protect=True,
        deleteBeforeReplace=True,
        origin="apply",
        sourcePosition="project:///my%20lib/queue.py#12,8",
    )

    graph = head(digest(*(step("create", None, each) for each in (west, component, whole))))

    (queue,) = graph.of_type("aws:sqs/queue:Queue")
    assert queue.inputs == {"policy": UNKNOWN, "tags": SECRET}
    assert (queue.outputs, queue.id) == ({"url": "https://queue"}, "https://queue")
    assert (queue.region, queue.account) == ("us-west-2", "shared")
    assert (queue.parent, queue.provider) == (component["urn"], west["urn"])
    assert queue.dependencies == (role,)
    assert queue.property_dependencies == {"policy": (role,), "tags": ()}
    assert queue.references == {"policy": (Reference(role, "arn"),)}
    assert (queue.protect, queue.delete_before_replace, queue.origin) == (True, True, "apply")
    assert queue.position == "my lib/queue.py:12"
    assert [each.name for each in graph.components] == ["main"]
    assert graph.config == {"aws:region": "us-east-1"}


def test_position_of_a_library_resource_is_the_call() -> None:
    library = "project:///../venv/lib/python3.11/site-packages/pulumi_aws/vpc.py#9"
    made = state(
        "a",
        sourcePosition=library,
        stackTrace=[{"sourcePosition": library}, {}, {"sourcePosition": "project:///net.py#41"}],
    )

    assert head(digest(step("create", None, made))).resources[0].position == "net.py:41"


@pytest.mark.parametrize(
    ("provider", "outputs", "region", "account"),
    [
        ("default_7_51_1", {}, "us-east-1", "shared"),  # a default one is never listed
        ("west", {}, UNKNOWN, urn(PROVIDER, "west")),
        ("west", {"arn": "arn:aws:sqs:us-west-2:1:a"}, "us-west-2", urn(PROVIDER, "west")),
    ],
)
def test_a_provider_that_is_not_listed_is_not_guessed(
    provider: str, outputs: dict[str, Any], region: object, account: str
) -> None:
    queue = state("a", provider=f"{urn(PROVIDER, provider)}::id", outputs=outputs)
    config = {"aws:region": "us-east-1", "aws:profile": "shared"}

    (read,) = head({**digest(step("same", queue, queue)), "config": config}).resources

    assert (read.region, read.account) == (region, account)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (
            digest({"op": "explode", "urn": "u"}),
            "steps[0]: op is 'explode', not a Pulumi op",
        ),
        (digest({"op": ["create"], "urn": "u"}), "steps[0]: op is ['create']"),
        (digest({"op": "create"}), "steps[0]: urn is None"),
        (digest({"op": "create", "urn": "x"}), "steps[0]: urn is 'x'"),
        (
            digest({**step("create", None, NEW), "newState": {**NEW, "urn": "x"}}),
            "steps[0].newState: urn is 'x'",
        ),
        (digest(step("create", None, {**NEW, "inputs": []})), "inputs is [], not an object"),
        (digest(step("create", None, {**NEW, "custom": 1})), "custom is 1, not true or false"),
        (digest(step("create", None, {**NEW, "dependencies": {}})), "not a list"),
        (
            digest(step("create", None, {**NEW, "propertyDependencies": {"a": "b"}})),
            "propertyDependencies.a is 'b', not a list",
        ),
        ({"steps": {"a": 1}}, "steps is {'a': 1}, not a list"),
        ({"steps": [1]}, "steps[0] is 1, not an object"),
        ({"steps": [], "changeSummary": {"same": "2"}}, "changeSummary is"),
        ({"steps": [], "source": {"kind": "bill"}}, "source is {'kind': 'bill'}"),
    ],
)
def test_mangled_input_is_named(wrong: dict[str, Any], message: str) -> None:
    with pytest.raises(GraphError) as raised:
        head(wrong)

    assert message in str(raised.value)
