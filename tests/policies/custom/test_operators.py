"""Operators of YAML rules."""

from typing import Any

import pytest

from costing.model import UNKNOWN
from policies.custom.operators import NAMES, OPERATORS, SYNONYMS, WITHOUT_VALUE

TRUE: list[tuple[Any, str, Any]] = [
    ("db.m7g.large", "equals", "db.m7g.large"),
    (5, "equals", "5"),
    ("true", "equals", True),
    (True, "is_true", None),
    ("false", "is_false", None),
    (None, "not_equals", "a"),
    ("TLS", "equals_ignore_case", "tls"),
    (["a", "b"], "contains", "a"),
    (["a", "b"], "contains", ["a", "b"]),
    ("arn:aws:s3:::logs", "contains", "logs"),
    ({"Owner": "ml"}, "contains", "Owner"),
    (["a"], "not_contains", "b"),
    (None, "not_contains", "b"),
    ("a", "within", ["a", "b"]),
    (["a", "b"], "within", ["a", "b", "c"]),
    (["a", "z"], "not_within", ["a", "b"]),
    (["a", "z"], "intersects", ["a"]),
    (["z"], "not_intersects", ["a"]),
    (8, "greater_than", 7),
    ("8", "greater_than_or_equal", 8),
    (6.5, "less_than", 7),
    (7, "less_than_or_equal", "7"),
    ("acme-logs", "matches_regex", "^acme-"),
    ("logs", "not_matches_regex", "^acme-"),
    ("acme-logs", "starts_with", "acme"),
    ("acme-logs", "ends_with", "logs"),
    ("", "is_empty", None),
    ([1], "not_is_empty", None),
    ([1, 2], "length_equals", 2),
    ([1, 2], "length_greater_than", 1),
    (None, "length_less_than", 1),
]
FALSE: list[tuple[Any, str, Any]] = [
    (None, "equals", "a"),
    (True, "equals", 1),
    (None, "within", ["a"]),
    (["a", "z"], "within", ["a"]),
    (None, "greater_than", 1),
    ("many", "less_than", 1),
    (None, "matches_regex", "."),
    (["a"], "contains", ["a", "b"]),
    (5, "length_greater_than", 0),
]


@pytest.mark.parametrize(("value", "operator", "expected"), TRUE)
def test_operator_is_true(value: Any, operator: str, expected: Any) -> None:
    assert OPERATORS[operator](value, expected) is True


@pytest.mark.parametrize(("value", "operator", "expected"), FALSE)
def test_operator_is_false(value: Any, operator: str, expected: Any) -> None:
    assert OPERATORS[operator](value, expected) is False


@pytest.mark.parametrize("operator", OPERATORS)
def test_unknown_value_gives_unknown(operator: str) -> None:
    assert OPERATORS[operator](UNKNOWN, ["1"] if "within" in operator else "1") is UNKNOWN


def test_list_with_unknown_item_is_decided_where_possible() -> None:
    assert OPERATORS["contains"](["a", UNKNOWN], "a") is True
    assert OPERATORS["contains"](["a", UNKNOWN], "b") is UNKNOWN
    assert OPERATORS["within"](["z", UNKNOWN], ["a"]) is False


def test_every_operator_has_a_row_and_synonyms_lead_to_operators() -> None:
    assert {operator for _, operator, _ in [*TRUE, *FALSE]} >= {
        name for name in OPERATORS if not name.startswith("not_")
    }
    assert set(SYNONYMS.values()) <= set(NAMES)
    assert set(WITHOUT_VALUE) <= set(NAMES)
