"""Inputs of shapes that the provider refuses, for every rule: the finding names the reason."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from typing import Any

import pytest

from costing.graph.resource import Resource
from costing.graph.schema.shapes import misfits
from costing.model import SECRET, UNKNOWN
from policies.engine.rule import Rule
from policies.engine.selectors.iam_patterns import compiled
from policies.engine.stack import Stack
from tests import graphs
from tests.costing.resources.test_every_gap import paths, put
from tests.policies.test_every_rule import every_rule, rows_of

DOCUMENT = {
    "Statement": {
        "Effect": ["Allow"],
        "Action": [None, 5],
        "Principal": {"AWS": [1, None, {"a": []}]},
        "Resource": [{}],
        "Condition": {"StringLike": {"aws:SourceArn": {}}, "Bool": {"a": [None]}},
    }
}
ODD: list[Any] = [
    *(UNKNOWN, SECRET, None, "", "x", "1e999999", "\ufffe", "9" * 5000, True, -1, 10**40, 1e300),
    *([], [None], [UNKNOWN], [{}], [[]], ["x"], {}, {"a": [1]}, {"a": UNKNOWN}, [{"a": None}]),
    *(json.dumps(DOCUMENT), '{"Statement": [1, null, {"Condition": [1]}],}', "[]", "null", "1"),
    '{"Statement": {"Effect": "Allow", "Principal": "*", "Condition": {"StringEquals": 7}}}',
]
EXCEPTION = re.compile(r"\w+: ")  # of Python, at the start of a reason
EACH = 3  # values of each input; all values in turn


def odd(resources: list[Resource], numbers: Iterator[int]) -> Iterator[list[Resource]]:
    for index, each in enumerate(resources):
        for path in paths(each.inputs):
            for _ in range(EACH):
                value = ODD[next(numbers) % len(ODD)]
                changed = replace(each, inputs=put(each.inputs, path, value))
                yield [*resources[:index], changed, *resources[index + 1 :]]


@every_rule
def test_odd_input_breaks_no_rule(rule: Rule) -> None:
    numbers = count(sum(map(ord, rule.name)))
    for row in [each for each in rows_of(rule) if each.status == "violation"][:1]:
        for resources in odd([*row.stack], numbers):
            for finding in rule.check(Stack(graphs.graph(*resources)), row.settings):
                reason = finding.broken or ""
                assert not EXCEPTION.match(reason), (reason, resources)
                assert finding.message


@pytest.mark.parametrize(
    ("kind", "inputs", "reason"),
    [
        ("rds/instance:Instance", {"multiAz": [1, 2]}, "multiAz is a list; expected true or false"),
        (
            "rds/instance:Instance",
            {"allocatedStorage": "20G"},
            'allocatedStorage is "20G"; expected a whole number',
        ),
        ("ec2/securityGroup:SecurityGroup", {"ingress": [None]}, "ingress[0] is null; expected a"),
        (
            "ec2/securityGroup:SecurityGroup",
            {"ingress": [{"cidrBlocks": 7}]},
            "ingress[0].cidrBlocks is a number; expected a list",
        ),
        ("sqs/queue:Queue", {"tags": {"a": [1, 2]}}, "tags.a is a list; expected a text"),
        ("sqs/queue:Queue", {"name": {}}, "name is a mapping; expected a text"),
    ],
)
def test_wrong_shape_is_hidden_with_its_reason(
    kind: str, inputs: dict[str, Any], reason: str
) -> None:
    _, found = misfits(graphs.resource(f"aws:{kind}", "it", inputs))
    assert [each[: len(reason)] for each in found.values()] == [reason]


@pytest.mark.parametrize(
    ("kind", "inputs"),
    [
        ("rds/instance:Instance", {"multiAz": "true", "allocatedStorage": "20", "engine": None}),
        ("sqs/queue:Queue", {"policy": {"Statement": []}, "name": UNKNOWN, "delaySeconds": ""}),
        ("batch/jobDefinition:JobDefinition", {"containerProperties": {"image": "a"}}),
        ("none/none:None", {"size": [1]}),
    ],
)
def test_values_that_programs_may_give_are_kept(kind: str, inputs: dict[str, Any]) -> None:
    resource = graphs.resource(f"aws:{kind}", "it", inputs)
    assert misfits(resource) == (resource.inputs, {})


def test_pattern_with_many_wildcards_is_matched_quickly() -> None:
    assert not compiled("*a" * 500 + "b").fullmatch("a" * 5_000)
    assert compiled("*a" * 500 + "*").fullmatch("a" * 5_000)


@pytest.mark.parametrize(
    ("given", "read"), [({"monitoring": False}, None), ({"monitoring": "${var.on}"}, UNKNOWN)]
)
def test_switched_off_blocks_and_expressions_have_no_reason(
    given: dict[str, Any], read: object
) -> None:
    resource = graphs.resource("aws:ec2/launchTemplate:LaunchTemplate", "it", given)
    assert misfits(resource) == ({"monitoring": read}, {})
