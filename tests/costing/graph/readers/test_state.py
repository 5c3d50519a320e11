from copy import deepcopy
from typing import Any

import pytest

from costing.errors import GraphError
from costing.estimate.estimate import estimate
from costing.graph.readers.state import of_checkpoint, of_export
from costing.model import SECRET, Source
from costing.prices.book import installed
from tests.costing.graph.readers.engine import PROVIDER, export, state, urn

SECRET_VALUE = {"4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270"}


@pytest.mark.parametrize(
    ("more", "listed"),
    [
        ({}, [("a", False, False)]),
        ({"delete": True}, [("a", True, False)]),
        ({"external": True}, [("a", False, True)]),
        ({"pendingReplacement": True}, []),  # deleted, and not yet made again
        ({"viewOf": urn("terraform:index:Module", "m")}, [("a", False, False)]),
    ],
)
def test_resource_pending_replacement_is_not_in_the_state(
    more: dict[str, Any], listed: list[tuple[str, bool, bool]]
) -> None:
    graph = of_export(export(state("a", **more)))

    assert [(each.name, each.pending_delete, each.external) for each in graph.resources] == listed


def test_interrupted_creations_are_named() -> None:
    operations = [
        {"resource": state("b"), "type": "creating"},
        {"resource": state("a"), "type": "updating"},  # is among the resources
        {"resource": state("c", "aws:sqs/queue:Queue"), "type": "creating"},
    ]
    text = export(state("a"))
    text["deployment"]["pending_operations"] = operations

    graph = of_export(text)

    assert [each.name for each in graph.resources] == ["a"]
    assert [urn.rpartition("::")[2] for urn in graph.source.pending_creates] == ["b", "c"]
    assert [(gap.name, gap.reason) for gap in estimate(graph, installed()).not_counted] == [
        ("b", "its creation was interrupted: billed if AWS created it"),
        ("c", "its creation was interrupted: billed if AWS created it"),
    ]


def test_pending_delete_does_not_hide_its_replacement() -> None:
    old, new = state("a", id="old", delete=True), state("a", id="new")

    for resources in ((old, new), (new, old)):
        graph = of_export(export(*resources))

        assert [each.id for each in graph.resources] == ["old", "new"]
        assert graph.by_urn[new["urn"]].id == "new"
        assert graph.by_value.keys() == {"new"}


def test_secret_value_is_not_kept() -> None:
    for stored in ({"ciphertext": "v1:Zm9v"}, {"plaintext": '"correct horse"'}):
        secret = {**SECRET_VALUE, **stored}
        graph = of_export(export(state("a", inputs={"p": secret}, outputs={"q": [secret]})))

        assert graph.resources[0].inputs == {"p": SECRET}
        assert graph.resources[0].outputs == {"q": [SECRET]}
        assert "horse" not in repr(graph)


def test_inputs_that_are_not_an_object_are_refused() -> None:
    signed = {**SECRET_VALUE, "ciphertext": "v1:Zm9v"}

    for kind in ("aws:sqs/queue:Queue", PROVIDER):
        assert of_export(export(state("a", kind, inputs=signed))).resources[0].inputs == signed


def test_provider_reference_may_contain_separators() -> None:
    west = state("west", PROVIDER, id="i", inputs={"region": "us-west-2"})
    graph = of_export(export(west, state("a", provider=f"{west['urn']}::i")))

    assert [each.region for each in graph.of_type("aws:sqs/queue:Queue")] == ["us-west-2"]
    assert graph.resources[0].provider == west["urn"]


@pytest.mark.parametrize("version", [1, 2, 3, 4])
def test_every_version_of_a_state_is_read(version: int) -> None:
    deployment = export(state("a"))["deployment"]
    file = {"version": version, "deployment": deployment, "features": ["views"]}
    stored = {"version": version, "checkpoint": {"stack": "prod", "latest": deployment}}

    found = of_export(deepcopy(file))

    assert found == of_checkpoint(stored)
    assert found.source == Source("state", "shop", "prod")


def test_version_1_keeps_defaults_apart() -> None:
    graph = of_export(export(state("a", defaults={"n": 1, "m": 2}, inputs={"n": 3}), version=1))

    assert graph.resources[0].inputs == {"n": 3, "m": 2}


@pytest.mark.parametrize(
    "file",
    [
        {"version": 3, "deployment": None},
        {"version": 3},
        {"version": 3, "deployment": {"manifest": {}, "resources": None}},
    ],
)
def test_an_empty_stack_is_an_empty_graph(file: dict[str, Any]) -> None:
    assert of_export(file).resources == ()


def test_empty_checkpoint_has_project_and_stack() -> None:
    file = {"version": 3, "checkpoint": {"stack": "organization/shop/prod", "latest": None}}

    assert of_checkpoint(file).source == Source("state", "shop", "prod")


def test_a_checkpoints_configuration_is_kept_without_its_secrets() -> None:
    config = {"aws:region": "eu-west-1", "shop:password": {"secure": "v1:Zm9v"}}
    latest = export(state("a"))["deployment"]
    graph = of_checkpoint({"version": 3, "checkpoint": {"config": config, "latest": latest}})

    assert graph.config == {"aws:region": "eu-west-1", "shop:password": SECRET}
    assert graph.resources[0].region == "eu-west-1"


@pytest.mark.parametrize(
    ("file", "message"),
    [
        ({"version": 5, "deployment": {}}, "state version 5 is not supported; supported: 1 to 4"),
        ({"version": "3", "deployment": {}}, "state version '3'"),
        ({"version": True, "deployment": {}}, "state version True"),
        ({"version": 3, "deployment": "x"}, "deployment is 'x', not an object"),
        ({"version": 3, "deployment": {"resources": {"a": 1}}}, "resources is {'a': 1}"),
        (export(state("a"), state("b", outputs=1)), "deployment.resources[1] (urn:pulumi:prod::"),
        (export({"custom": True}), "deployment.resources[0]: urn is None"),
        (export(state("a"), state("a")), "duplicate URN urn:pulumi:prod::shop::"),
    ],
)
def test_mangled_input_is_named(file: dict[str, Any], message: str) -> None:
    with pytest.raises(GraphError) as raised:
        of_export(file)

    assert message in str(raised.value)
