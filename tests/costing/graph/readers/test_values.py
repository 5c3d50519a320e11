import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from costing.files.json_file import JsonError
from costing.graph.readers.values import (
    DECODER,
    SECRET_MARK,
    UNKNOWN_MARK,
    known,
    provider_inputs,
    references,
    written,
)
from costing.graph.resource import Reference
from costing.model import SECRET, UNKNOWN

SIGNATURE = "4dabf18193072939515e22adb298388d"
SECRET_VALUE = {SIGNATURE: "1b47061264138c4ac30d75fd1eb44270"}
RESOURCE = {SIGNATURE: "5cf8f73096256a8f31e491e813e4eb8e"}
OUTPUT = {SIGNATURE: "d0e6a833031e9bbcd3f4e8bde6ca49a4"}
ARCHIVE = {SIGNATURE: "0def7320c3a5731c473e5ecbe6d01bc7", "hash": "9f86", "path": "./code"}
ROLE = "urn:pulumi:prod::shop::aws:iam/role:Role::resize"


@pytest.mark.parametrize(
    ("engine", "ours"),
    [
        (UNKNOWN_MARK, UNKNOWN),
        (SECRET_MARK, SECRET),
        ("us-east-1", "us-east-1"),
        (None, None),
        ({"tags": [{"a": UNKNOWN_MARK}, SECRET_MARK]}, {"tags": [{"a": UNKNOWN}, SECRET]}),
        ({"__defaults": ["name"], "ebs": {"__defaults": [], "size": 8}}, {"ebs": {"size": 8}}),
        ({**SECRET_VALUE, "ciphertext": "v1:Zm9v"}, SECRET),
        ({**SECRET_VALUE, "plaintext": '"correct horse"'}, SECRET),
        (ARCHIVE, ARCHIVE),
        ({**RESOURCE, "urn": ROLE, "id": "resize-1a2b"}, "resize-1a2b"),
        ({**RESOURCE, "urn": ROLE, "id": UNKNOWN_MARK}, UNKNOWN),
        ({**RESOURCE, "urn": ROLE, "id": ""}, UNKNOWN),
        ({**RESOURCE, "urn": ROLE, "id": {"V": "resize-1a2b"}}, "resize-1a2b"),
        ({**RESOURCE, "urn": ROLE}, ROLE),
        ({**OUTPUT, "value": {"a": UNKNOWN_MARK}}, {"a": UNKNOWN}),
        ({**OUTPUT, "value": "horse", "secret": True}, SECRET),
        ({**OUTPUT, "dependencies": [ROLE]}, UNKNOWN),
        ({SIGNATURE: {**SECRET_VALUE, "plaintext": "horse"}, "value": 1}, UNKNOWN),
    ],
)
def test_engine_markers_become_unknown_and_secret(engine: Any, ours: Any) -> None:
    assert known(engine, []) == ours
    assert known([{"a": engine}], []) == [{"a": ours}]


def test_a_resource_or_output_in_an_input_is_a_reference() -> None:
    inputs = {
        "role": {**RESOURCE, "urn": ROLE, "id": "resize-1a2b"},
        "list": [{**OUTPUT, "value": {**RESOURCE, "urn": ROLE}, "dependencies": [ROLE]}],
    }

    assert list(references(inputs)) == [
        ("role", Reference(ROLE, "id")),
        ("list[0]", Reference(ROLE, "")),
        ("list[0]", Reference(ROLE, "urn")),
    ]


def test_a_providers_inputs_are_json_text() -> None:
    inputs = {
        "region": "us-west-2",
        "skipRegionValidation": "true",
        "defaultTags": '{"tags": {"owner": "[secret]", "half": 0.50}}',
        "profile": "{not json",
        "endpoints": '[{"s3": NaN}]',
        "maxRetries": 3,
    }

    assert provider_inputs(inputs) == {
        "region": "us-west-2",
        "skipRegionValidation": True,
        "defaultTags": {"tags": {"owner": SECRET, "half": Decimal("0.5")}},
        "profile": "{not json",
        "endpoints": '[{"s3": NaN}]',
        "maxRetries": 3,
    }


@pytest.mark.parametrize(
    ("text", "number"),
    [("20", 20), ("20.0", 20), ("2e3", 2000), ("0.1", Decimal("0.1")), ("1e21", 10**21)],
)
def test_numbers_are_exact(text: str, number: int | Decimal) -> None:
    (read,) = DECODER.decode(f"[{text}]")

    assert (read, type(read)) == (number, type(number))


@pytest.mark.parametrize("text", ["NaN", "Infinity", "1e400", "-1e400"])
def test_invalid_number_is_refused(text: str) -> None:
    with pytest.raises(JsonError, match=text):
        DECODER.decode(f"[{text}]")


numbers = st.integers() | st.floats(allow_nan=False, allow_infinity=False).map(
    lambda value: int(value) if value.is_integer() else Decimal(repr(value))
)
texts = st.text(st.characters(exclude_categories=["Cs"]))
keys = texts.filter(lambda key: not key.startswith("__"))
plain = st.none() | st.booleans() | numbers | texts | st.just(UNKNOWN) | st.just(SECRET)
values = st.recursive(
    plain, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4)
)


@given(values)
def test_written_values_are_read_back(value: Any) -> None:
    text = json.dumps([written(value)])

    assert known(DECODER.decode(text), []) == [value]
