"""The recorder, fed the engine's messages: no program, no server."""

from pathlib import Path

import pytest
from pulumi.runtime.proto import callback_pb2, resource_pb2, source_pb2

from costing.graph.preview import values
from costing.graph.preview.recorder import Recorder, Refused
from costing.graph.preview.stack import Stack
from costing.graph.resource import Reference
from costing.model import UNKNOWN

Register = resource_pb2.RegisterResourceRequest
STACK = Stack("shop", "dev", config={"aws:region": "eu-west-1"})


def no_callback(callback: callback_pb2.Callback, request: bytes) -> bytes:
    raise AssertionError(callback, request)


def recorder(*, assume_ids: bool = False) -> Recorder:
    made = Recorder(STACK, Path("/shop"), no_callback, assume_ids=assume_ids)
    made.register(Register(type="pulumi:pulumi:Stack", name="shop-dev"))
    return made


def bucket(made: Recorder, name: str, **inputs: object) -> resource_pb2.RegisterResourceResponse:
    return made.register(
        Register(
            type="aws:s3/bucket:Bucket",
            name=name,
            custom=True,
            parent="urn:pulumi:dev::shop::pulumi:pulumi:Stack::shop-dev",
            version="7.51.1",
            object=values.struct(inputs),
        )
    )


def test_assumed_ids_and_arns_look_real() -> None:
    answer = bucket(recorder(assume_ids=True), "b", tags={"a": "b"}, forceDestroy="true")
    outputs = values.inputs(answer.object)
    assert outputs["tags"] == {"a": "b"}
    assert outputs["forceDestroy"] is True
    assert outputs["region"] == "eu-west-1"
    assert outputs["arn"].startswith("arn:aws:s3:::b-")
    assert answer.id.startswith("b-")


def test_unknown_texts_are_given_as_placeholders() -> None:
    made = recorder()
    answer = bucket(made, "b", tags={"a": "b"})
    outputs = values.inputs(answer.object)
    assert (outputs["tags"], outputs["region"]) == ({"a": "b"}, "eu-west-1")
    assert made.placeholders.find(answer.id) == [Reference(answer.urn, "id")]
    unknown = {key: text for key, text in outputs.items() if key not in ("tags", "region")}
    assert {"arn", "bucket"} <= unknown.keys()
    assert all(
        made.placeholders.find(text) == [Reference(answer.urn, key)]
        for key, text in unknown.items()
    )


def test_every_output_that_is_not_known_is_marked() -> None:
    made = recorder()
    answer = bucket(made, "b", tags={})
    for name, marks in answer.propertyDependencies.items():
        (mark,) = [made.placeholders.read(each) for each in marks.urns]
        known = name in ("tags", "region")
        assert mark == Reference(answer.urn, "" if known else name)


def test_same_program_gets_the_same_ids() -> None:
    first, second = (bucket(recorder(assume_ids=True), "b") for _ in range(2))
    assert first.SerializeToString(deterministic=True) == second.SerializeToString(
        deterministic=True
    )


def test_a_urn_is_given_once() -> None:
    made = recorder()
    bucket(made, "b")
    with pytest.raises(Refused, match="Duplicate resource URN"):
        bucket(made, "b")


def test_a_default_provider_is_made_once_a_version() -> None:
    made = recorder()
    bucket(made, "a")
    bucket(made, "b")
    assert [each.name for each in made.graph().of_type("pulumi:providers:aws")] == [
        "default_7_51_1"
    ]


def test_remote_component_passes_its_providers_on() -> None:
    made = recorder()
    provider = made.register(
        Register(
            type="pulumi:providers:aws",
            name="tokyo",
            custom=True,
            object=values.struct({"region": "ap-northeast-1"}),
        )
    )
    reference = f"{provider.urn}::{provider.id}"
    component = made.register(
        Register(type="shop:index:Shelf", name="shelf", providers={"aws": reference})
    )
    child = made.register(
        Register(type="aws:s3/bucket:Bucket", name="b", custom=True, parent=component.urn)
    )
    resource = made.graph().by_urn[child.urn]
    assert resource.provider == provider.urn
    assert resource.region == "ap-northeast-1"


def test_library_position_is_the_calling_program_line() -> None:
    def at(path: str, line: int) -> source_pb2.StackFrame:
        return source_pb2.StackFrame(pc=source_pb2.SourcePosition(uri=f"file://{path}", line=line))

    frames = [
        at("/shop/.venv/lib/python3.12/site-packages/lib.py", 3),
        at("/usr/lib/other.py", 4),
        at("/shop/app/net%20work.py", 5),
        at("/shop/__main__.py", 6),
    ]
    made = recorder()
    request = Register(
        type="aws:s3/bucket:Bucket",
        name="b",
        custom=True,
        sourcePosition=frames[0].pc,
        stackTrace=source_pb2.StackTrace(frames=frames),
    )
    urn = made.register(request).urn
    assert made.graph().by_urn[urn].position == "app/net work.py:5"


def test_resource_read_by_urn_equals_the_registered_one() -> None:
    made = recorder()
    answer = bucket(made, "b", tags={"a": "b"})
    found = made.resource_at(answer.urn)
    assert found["id"] == answer.id
    assert found["state"]["tags"] == {"a": "b"}
    with pytest.raises(Refused, match="unknown resource urn:none"):
        made.resource_at("urn:none")


def test_a_read_resource_has_no_made_up_outputs() -> None:
    made = recorder(assume_ids=True)
    answer = made.read(
        resource_pb2.ReadResourceRequest(type="aws:ec2/vpc:Vpc", name="vpc", id="vpc-0abc")
    )
    assert answer.id == "vpc-0abc"
    assert values.inputs(answer.properties) == {"region": "eu-west-1"}
    (resource,) = made.graph().of_type("aws:ec2/vpc:Vpc")
    assert (resource.external, resource.id, resource.region) == (True, "vpc-0abc", "eu-west-1")


def test_unknown_region_is_none_for_the_program() -> None:
    made = recorder()
    answer = bucket(made, "b", region=UNKNOWN)
    assert made.graph().by_urn[answer.urn].region is UNKNOWN
