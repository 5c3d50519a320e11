"""Placeholder values are recognised again, whatever the program did with them."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from costing.graph.preview.graph_values import graph_inputs, unknowns
from costing.graph.preview.placeholder_values import (
    ACCOUNT,
    NETWORK,
    Placeholders,
    digits,
    without_marks,
)
from costing.graph.preview.values import Output, ResourceValue
from costing.graph.resource import Reference
from costing.model import SECRET, UNKNOWN

VPC = "urn:pulumi:dev::shop::aws:ec2/vpc:Vpc::vpc"
BUCKET = "urn:pulumi:dev::shop::aws:s3/bucket:Bucket::bucket"
CORE = "0" + digits(VPC, length=16)
ID = f"vpc-{CORE}"


def placeholders(*, assume_ids: bool = True) -> Placeholders:
    made = Placeholders(assume_ids, secrets={"correct-horse", "pin7"})
    made.texts.add(NETWORK)
    made.remember(ID, CORE, Reference(VPC, "id"))
    made.identified |= {VPC, BUCKET}
    return made


AROUND = st.text(alphabet=st.characters(exclude_characters="0123456789abcdefABCDEF"), max_size=9)


@given(AROUND, AROUND)
def test_an_id_is_found_inside_any_text(before: str, after: str) -> None:
    assert placeholders().find(before + ID + after) == [Reference(VPC, "id")]


@given(st.integers(0, 8), st.integers(9, 17))
def test_eight_digits_are_enough(start: int, end: int) -> None:
    piece = CORE[start : max(end, start + 8)]
    assert placeholders().find(f"suffix-{piece}") == [Reference(VPC, "id")]
    assert placeholders().find(f"SUFFIX-{piece.upper()}") == [Reference(VPC, "id")]


@given(st.text(alphabet="0123456789abcdef-", max_size=40))
def test_other_digits_are_not_a_placeholder(text: str) -> None:
    made = placeholders()
    pieces = {CORE[start : start + 8] for start in range(10)}
    pieces |= {ACCOUNT[start : start + 8] for start in range(5)}
    if not any(piece in text for piece in pieces):
        assert made.find(text) is None


@pytest.mark.parametrize(
    "text",
    [
        ACCOUNT,
        f"arn:aws:iam::{ACCOUNT}:root",
        f"{NETWORK}0.0/16",
        f"{NETWORK}16.0/20",
        "x <pulumi.output.Unknown object at 0x7f> y",
    ],
)
def test_placeholder_without_resource_is_unknown(text: str) -> None:
    assert placeholders().find(text) == []
    assert graph_inputs({"a": text}, placeholders()).inputs == {"a": UNKNOWN}


def test_physical_name_contains_its_parts() -> None:
    assert placeholders().masked(f"subnet-of-{ID}") == "subnet-of-[vpc.id]"
    assert placeholders().masked(f"part-{CORE[2:12].upper()}") == "part-[vpc.id]"
    assert placeholders().masked(f"logs-{ACCOUNT}") == "logs-[getCallerIdentity.accountId]"
    assert placeholders().masked("plain") == "plain"


@pytest.mark.parametrize(
    ("value", "expected", "paths"),
    [
        ("plain", "plain", {}),
        (ID, UNKNOWN, {"a": "id"}),
        ({"b": ID, "c": 1}, {"b": UNKNOWN, "c": 1}, {"a.b": "id"}),
        ([1, [ID]], [1, [UNKNOWN]], {"a[1][0]": "id"}),
        ({ID: 1}, UNKNOWN, {"a": "id"}),
        ("my correct-horse", SECRET, {}),
        ("pin7", SECRET, {}),
        ("pin78", "pin78", {}),
        (Output("x", secret=True), SECRET, {}),
        (Output("x", dependencies=(VPC,)), UNKNOWN, {"a": "id"}),
        (Output(f"urn {VPC}", dependencies=(VPC,)), f"urn {VPC}", {}),
        (Output([ID, "x"], dependencies=(VPC,)), [UNKNOWN, "x"], {"a[0]": "id"}),
        (Output(["y", "x"], dependencies=(VPC,)), UNKNOWN, {"a": "id"}),
        (Output(UNKNOWN), UNKNOWN, {}),
        (ResourceValue(VPC, ID), UNKNOWN, {"a": "id"}),
        (ResourceValue("urn:read", "vpc-0abc"), "vpc-0abc", {"a": "id"}),
        (ResourceValue("urn:component"), "urn:component", {"a": "urn"}),
    ],
)
def test_input_with_known_value_is_settled(
    value: object, expected: object, paths: dict[str, str]
) -> None:
    found = graph_inputs({"a": value}, placeholders())
    assert found.inputs == {"a": expected}
    assert {path: each[0].property for path, each in found.references.items()} == paths


def test_value_without_placeholder_is_known() -> None:
    made = placeholders(assume_ids=False)
    assert graph_inputs({"a": Output("x", dependencies=(VPC,))}, made).inputs == {"a": "x"}
    assert graph_inputs({"a": {"b": "x"}}, made, {"a": [VPC]}).inputs == {"a": {"b": "x"}}


@given(AROUND, AROUND)
def test_placeholder_is_found_inside_any_text(before: str, after: str) -> None:
    made = placeholders(assume_ids=False)
    text = before + made.placeholder(BUCKET, "arn") + after
    assert made.find(text) == [Reference(BUCKET, "arn")]
    assert graph_inputs({"a": text}, made).inputs == {"a": UNKNOWN}
    assert made.is_placeholder(text) == (not before and not after)


def test_placeholder_of_a_lookup_has_its_name() -> None:
    made = placeholders(assume_ids=False)
    text = made.placeholder("", "getSubnet.cidrBlock")
    assert made.find(text) == []
    assert made.lookups(text) == [Reference("", "getSubnet.cidrBlock")]
    assert made.masked(f"for-{text}") == "for-[getSubnet.cidrBlock]"


def test_text_like_a_placeholder_is_literal() -> None:
    assert placeholders(assume_ids=False).find("<plimsoll:99> plimsoll:x") is None


def test_placeholder_identifies_the_output() -> None:
    made = placeholders()
    known, arn = made.mark(BUCKET), made.mark(BUCKET, "arn")
    assert made.made_of([BUCKET, known], known=True) == []
    assert made.made_of([BUCKET, arn], known=True) == [Reference(BUCKET, "arn")]
    assert made.made_of([BUCKET, known, VPC], known=True) == [Reference(VPC, "id")]
    assert made.made_of(["urn:read"], known=True) == []
    assert made.made_of(["urn:read"], known=False) == [Reference("urn:read", "")]
    assert without_marks([BUCKET, known, arn]) == (BUCKET,)


def test_lookup_result_in_a_document_has_a_reference() -> None:
    principal = {"AWS": f"arn:aws:iam::{ACCOUNT}:root"}
    found = graph_inputs(
        {"a": json.dumps({"Principal": principal, "Resource": [ID]})}, placeholders()
    )
    assert found.inputs == {"a": {"Principal": {"AWS": UNKNOWN}, "Resource": [UNKNOWN]}}
    assert found.references == {
        "a": (Reference(VPC, "id"),),
        "a.Principal.AWS": (Reference("", "getCallerIdentity.accountId"),),
        "a.Resource[0]": (Reference(VPC, "id"),),
    }


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(ID),
        f'{{"a": "{ID}"',
        f'{{"a": "{ID}", "b": NaN}}',
        f'{{"a": "{ID}", "__b": 1}}',
        f'[{{"{ID}": 1, "4dabf18193072939515e22adb298388d": 1}}]',
        "[" * 100_000 + ID,
    ],
)
def test_text_of_unknown_shape_is_unknown(text: str) -> None:
    assert graph_inputs({"a": text}, placeholders()).inputs == {"a": UNKNOWN}


KEYS = st.sampled_from(["Effect", "Resource", "a b", "é"])
LITERALS = st.none() | st.booleans() | st.integers() | AROUND
HOLDING = st.builds("{}{}{}".format, AROUND, st.just(ID), AROUND)
DOCUMENTS = st.recursive(
    LITERALS | HOLDING,
    lambda each: st.lists(each, max_size=3) | st.dictionaries(KEYS, each, max_size=3),
)


def hidden(value: Any) -> Any:
    match value:
        case str() if ID in value:
            return UNKNOWN
        case dict():
            return {key: hidden(item) for key, item in value.items()}
        case list():
            return [hidden(item) for item in value]
    return value


@given(st.dictionaries(KEYS, DOCUMENTS) | st.lists(DOCUMENTS))
def test_document_is_unknown_in_its_unknown_parts_only(
    document: Any,
) -> None:
    text = json.dumps(document)
    for value in (text, Output(text, dependencies=(VPC,) if ID in text else ())):
        found = graph_inputs({"a": value}, placeholders())
        assert found.inputs == {"a": hidden(document) if ID in text else text}
        unknown = {"a", *unknowns(found.inputs["a"], "a")} if ID in text else set()
        assert found.references == dict.fromkeys(unknown, (Reference(VPC, "id"),))


def test_document_without_all_its_parts_is_unknown() -> None:
    text = json.dumps({"a": ID, "b": "d41d8cd98f"})
    found = graph_inputs({"a": Output(text, dependencies=(VPC, BUCKET))}, placeholders())
    assert found.inputs == {"a": UNKNOWN}


class TestSdksThatTellDependenciesOfAWholeInput:
    """Those of before 2022, and of other languages."""

    def test_a_value_that_shows_where_it_is_from_is_kept(self) -> None:
        found = graph_inputs({"a": {"b": ID, "c": "x"}}, placeholders(), {"a": [VPC]})
        assert found.inputs == {"a": {"b": UNKNOWN, "c": "x"}}

    def test_value_without_visible_origin_is_unknown(self) -> None:
        found = graph_inputs({"a": {"b": "x"}}, placeholders(), {"a": [VPC]})
        assert found.inputs == {"a": UNKNOWN}
        assert found.references == {"a": (Reference(VPC, "id"),)}

    def test_unknown_part_matches_the_remaining_text(self) -> None:
        made = placeholders()
        arn = made.mark(BUCKET, "arn")
        found = graph_inputs({"a": {"b": ID, "c": UNKNOWN}}, made, {"a": [VPC, BUCKET, arn]})
        assert found.references == {
            "a.b": (Reference(VPC, "id"),),
            "a.c": (Reference(BUCKET, "arn"),),
        }
