"""Inputs filled in from the outputs of a state."""

import json
from typing import Any

import pytest

from costing.estimate.estimate import estimate
from costing.graph.filled_inputs import with_filled_inputs
from costing.graph.readers import preview_json, state
from costing.graph.resource import Graph, Resource
from costing.prices.book import installed
from plimsoll.report.cost_json import as_json
from plimsoll.report.cost_table import as_table
from plimsoll.report.formats import Layout
from tests import graphs

GROUP = "aws:autoscaling/group:Group"
INSTANCE = "aws:ec2/instance:Instance"
VOLUME = "aws:ebs/volume:Volume"
Json = dict[str, Any]


def urn(kind: str, name: str) -> str:
    return f"urn:pulumi:prod::shop::{kind}::{name}"


def resource(kind: str, inputs: Json, outputs: Json, name: str = "web", **more: Any) -> Resource:
    return Resource(urn(kind, name), kind, inputs, outputs=outputs, **more)


def filled(kind: str, inputs: Json, outputs: Json) -> Resource:
    (found,) = with_filled_inputs([resource(kind, inputs, outputs)])
    return found


@pytest.mark.parametrize(
    ("kind", "inputs", "outputs", "expected", "paths"),
    [
        (GROUP, {"minSize": 2}, {"minSize": 2, "desiredCapacity": 20}, 20, ("desiredCapacity",)),
        (GROUP, {"minSize": 2}, {"desiredCapacity": 0}, 0, ("desiredCapacity",)),
        (GROUP, {"desiredCapacity": 3}, {"desiredCapacity": 20}, 3, ()),
        (GROUP, {"minSize": 2}, {"desiredCapacity": None}, None, ()),
        (GROUP, {"minSize": 2}, {"desiredCapacity": "20"}, 20, ("desiredCapacity",)),
    ],
)
def test_missing_input_is_filled_from_output(
    kind: str, inputs: Json, outputs: Json, expected: object, paths: tuple[str, ...]
) -> None:
    found = filled(kind, inputs, outputs)

    assert found.inputs.get("desiredCapacity") == expected
    assert found.filled == paths


def test_engine_version_is_filled_from_the_actual_one() -> None:
    kind, actual = "aws:rds/instance:Instance", {"engineVersionActual": "13.20"}

    assert filled(kind, {}, actual).inputs["engineVersion"] == "13.20"
    assert filled(kind, {}, {**actual, "engineVersion": "13"}).inputs["engineVersion"] == "13"


def test_missing_block_and_key_of_block_are_filled() -> None:
    root = {"volumeSize": 200, "volumeType": "gp3", "throughput": 0, "kmsKeyId": ""}

    whole = filled(INSTANCE, {}, {"rootBlockDevice": root})
    partly = filled(INSTANCE, {"rootBlockDevice": {"volumeType": "io2"}}, {"rootBlockDevice": root})

    assert whole.inputs["rootBlockDevice"] == {"volumeSize": 200, "volumeType": "gp3"}
    assert partly.inputs["rootBlockDevice"] == {"volumeSize": 200, "volumeType": "io2"}
    assert partly.filled == ("rootBlockDevice.volumeSize",)


@pytest.mark.parametrize(
    ("kind", "outputs"),
    [
        ("aws:ec2/securityGroup:SecurityGroup", {"ingress": [{"fromPort": 22}]}),
        ("aws:s3/bucket:Bucket", {"policy": "{}"}),
        ("aws:rds/instance:Instance", {"iops": 0, "kmsKeyId": "", "replicateSourceDb": ""}),
        ("aws:lambda/function:Function", {"reservedConcurrentExecutions": -1}),
        ("aws:ec2/instance:Instance", {"instanceState": "running"}),
        ("random:index/randomPet:RandomPet", {"length": 2}),
    ],
)
def test_other_outputs_are_not_filled(kind: str, outputs: Json) -> None:
    assert filled(kind, {}, outputs).inputs == {}


def test_volume_attached_separately_is_not_part_of_instance() -> None:
    devices = [
        {"volumeId": "vol-1", "volumeSize": 500, "deleteOnTermination": True},
        {"volumeId": "vol-2", "volumeSize": 100, "deleteOnTermination": True},
        {"volumeId": "vol-3", "volumeSize": 50, "deleteOnTermination": False},
    ]
    volume = resource(VOLUME, {"size": 500}, {"size": 500}, "data", id="vol-1")
    web = resource(INSTANCE, {}, {"ebsBlockDevices": devices})

    _, found = with_filled_inputs([volume, web])

    assert found.inputs["ebsBlockDevices"] == [devices[1]]


def step(operation: str, old: Json, new: Json, outputs: Json) -> Graph:
    own = {"urn": urn(GROUP, "web"), "type": GROUP, "custom": True}
    steps = [
        {
            "op": operation,
            "urn": own["urn"],
            "oldState": {**own, "id": "web", "inputs": old, "outputs": outputs},
            "newState": {**own, "inputs": new},
        }
    ]
    return preview_json.head({"steps": steps})


@pytest.mark.parametrize(
    ("operation", "old", "new", "expected"),
    [
        ("same", {"minSize": 2}, {"minSize": 2}, 20),
        ("update", {"minSize": 2}, {"minSize": 3}, 20),
        ("update", {"minSize": 2, "desiredCapacity": 20}, {"minSize": 2}, None),
    ],
)
def test_preview_is_filled_from_outputs_that_remain_valid(
    operation: str, old: Json, new: Json, expected: int | None
) -> None:
    (group,) = step(operation, old, new, {"desiredCapacity": 20, "name": "web-1"}).resources

    assert group.inputs.get("desiredCapacity") == expected


def test_changed_type_invalidates_outputs_of_other_inputs() -> None:
    own = {"urn": urn(VOLUME, "data"), "type": VOLUME, "custom": True}
    old = {**own, "id": "vol-1", "inputs": {"type": "gp2"}, "outputs": {"iops": 9000, "arn": "a"}}
    digest = {
        "steps": [
            {
                "op": "update",
                "urn": own["urn"],
                "oldState": old,
                "newState": {**own, "inputs": {"type": "gp3"}},
            }
        ]
    }

    (volume,) = preview_json.head(digest).resources

    assert "iops" not in volume.inputs
    assert volume.outputs == {"arn": "a"}


def test_state_is_filled() -> None:
    own = {"urn": urn(GROUP, "web"), "type": GROUP, "custom": True, "inputs": {"minSize": 1}}
    export = {
        "version": 3,
        "deployment": {"resources": [{**own, "outputs": {"desiredCapacity": 20}}]},
    }

    (group,) = state.of_export(export).resources

    assert group.inputs["desiredCapacity"] == 20
    assert group.filled == ("desiredCapacity",)


def test_estimate_lists_filled_inputs_that_affect_the_price() -> None:
    group = graphs.resource(
        "aws:ec2/instance:Instance",
        "web",
        {"instanceType": "m6i.large"},
        outputs={"availabilityZone": "us-east-1a", "rootBlockDevice": {"volumeSize": 200}},
    )
    (web,) = with_filled_inputs([group])

    found = estimate(graphs.graph(web), installed())

    (cost,) = found.resources
    assert "rootBlockDevice.volumeSize" in cost.filled
    assert "rootBlockDevice.volumeSize" in as_table(found, Layout(verbose=True))
    assert "rootBlockDevice.volumeSize" not in as_table(found)
    (document,) = json.loads(as_json(found))["resources"]
    assert document["filled_in"] == [*cost.filled]
