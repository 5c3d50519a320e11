"""Values survive the conversion to the engine's protocol and back."""

from typing import Any

import pytest
from google.protobuf import struct_pb2
from hypothesis import given
from hypothesis import strategies as st

from costing.graph.preview import output_kinds, values
from costing.graph.preview.values import Output, ResourceValue, decode, encode
from costing.model import UNKNOWN

TEXT = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=20)
KEY = TEXT.filter(lambda key: not key.startswith("__") and key != values.SIGNATURE)
SCALAR = (
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False).filter(lambda number: number % 1 != 0)
    | TEXT.filter(lambda text: text != values.UNKNOWN_TEXT)
    | st.just(UNKNOWN)
)
JSON = st.recursive(
    SCALAR, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEY, inner, max_size=4)
)


@given(JSON)
def test_json_comes_back_as_it_went(value: Any) -> None:
    assert decode(encode(value)) == value


@given(JSON)
def test_secret_is_sent_as_a_secret(value: Any) -> None:
    assert decode(encode(Output(value, secret=True))) == Output(value, secret=True)


@given(JSON, st.lists(st.sampled_from(["urn:a", "urn:b"]), unique=True))
def test_provider_returns_the_value_of_an_output(value: Any, dependencies: list[str]) -> None:
    assert decode(encode(Output(value, dependencies=tuple(dependencies)))) == value


def signed(**fields: Any) -> struct_pb2.Value:
    made = struct_pb2.Value()
    made.struct_value.update(fields)
    return made


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({values.SIGNATURE: values.OUTPUT}, Output(UNKNOWN)),
        ({values.SIGNATURE: values.OUTPUT, "value": 1}, Output(1)),
        (
            {values.SIGNATURE: values.OUTPUT, "secret": True, "dependencies": ["urn:a"]},
            Output(UNKNOWN, secret=True, dependencies=("urn:a",)),
        ),
        ({values.SIGNATURE: values.RESOURCE, "urn": "urn:a"}, ResourceValue("urn:a")),
        (
            {values.SIGNATURE: values.RESOURCE, "urn": "urn:a", "id": ""},
            ResourceValue("urn:a", UNKNOWN),
        ),
        (
            {values.SIGNATURE: values.RESOURCE, "urn": "urn:a", "id": "i-1"},
            ResourceValue("urn:a", "i-1"),
        ),
        (
            {values.SIGNATURE: values.ASSET, "text": "x"},
            {values.SIGNATURE: values.ASSET, "text": "x"},
        ),
        ({"__defaults": [], "kept": 1}, {"kept": 1}),
    ],
)
def test_signatures_are_read(fields: dict[str, Any], expected: object) -> None:
    assert decode(signed(**fields)) == expected


def test_a_resource_is_its_id_to_a_provider() -> None:
    assert decode(encode(ResourceValue("urn:a", "i-1"))) == "i-1"
    assert decode(encode(ResourceValue("urn:a"))) == "urn:a"


@pytest.mark.parametrize(
    ("value", "kind", "expected"),
    [
        ({"a": [1]}, "text", '{"a": [1]}'),
        ({"a": Output(1)}, "text", '{"a": 1}'),
        ({"a": UNKNOWN}, "text", UNKNOWN),
        (True, "text", "true"),
        (3, "text", "3"),
        ("true", "flag", True),
        ("false", "flag", False),
        ("3", "number", 3),
        ("0.5", "number", 0.5),
        ("many", "number", UNKNOWN),
        ("one", "list", UNKNOWN),
        (["one"], "texts", ["one"]),
        ("{}", "map", UNKNOWN),
        ({"a": 1}, "object", {"a": 1}),
        (Output("3", secret=True), "number", Output(3, secret=True)),
        (ResourceValue("urn:a", "i-1"), "text", ResourceValue("urn:a", "i-1")),
        (UNKNOWN, "text", UNKNOWN),
        (
            {values.SIGNATURE: values.ASSET, "text": "x"},
            "text",
            {values.SIGNATURE: values.ASSET, "text": "x"},
        ),
        ("as it is", None, "as it is"),
    ],
)
def test_an_input_is_given_back_as_its_output_is_declared(
    value: Any, kind: output_kinds.Kind | None, expected: object
) -> None:
    assert output_kinds.fit(value, kind) == expected


def test_outputs_are_declared_of_every_type_and_function() -> None:
    assert output_kinds.outputs("aws:ec2/vpc:Vpc")["arn"] == "text"
    assert output_kinds.outputs("aws:ec2/getSubnets:getSubnets")["ids"] == "texts"
    assert output_kinds.outputs("no:such/type:Type") == {}
    assert len(output_kinds.lines()) > 2000
