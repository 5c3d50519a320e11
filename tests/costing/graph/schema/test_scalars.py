"""Scalars as the provider converts them."""

from decimal import Decimal
from typing import Any

import pytest

from costing.graph.schema.scalars import to_flag, to_integer, to_number, to_text
from costing.model import SECRET, UNKNOWN


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (256, "256"),
        (-1, "-1"),
        (8.0, "8"),
        (Decimal("8.0"), "8"),
        (Decimal("1.31"), "1.31"),
        (Decimal("1.30"), "1.3"),  # what becomes of the number 1.30
        (0.3, "0.3"),
        (Decimal("1E+3"), "1000"),
        (Decimal("1E-7"), "0.0000001"),
        (123456789012, "123456789012"),
        (2**53 + 1, "9007199254740992"),  # the nearest double
        (10**23, "100000000000000000000000"),
        (True, "true"),
        (False, "false"),
        ("1.30", "1.30"),
        ("", ""),
    ],
)
def test_text_of_a_scalar(value: Any, text: str) -> None:
    assert to_text(value) == text


@pytest.mark.parametrize("value", [UNKNOWN, SECRET, None, [1], {"Version": 1}, 10**400])
def test_text_of_another_type_is_unchanged(value: Any) -> None:
    assert to_text(value) is value


@pytest.mark.parametrize(
    ("value", "flag"),
    [("true", True), ("false", False), ("True", True), ("1", True), ("0", False), (True, True)],
)
def test_flag(value: Any, flag: bool) -> None:  # noqa: FBT001 (a value of a table)
    assert to_flag(value) is flag


@pytest.mark.parametrize("value", ["yes", "", "2", 1, UNKNOWN, SECRET, None, ["true"]])
def test_flag_of_another_type_is_unchanged(value: Any) -> None:
    assert to_flag(value) is value


@pytest.mark.parametrize(
    ("value", "number"),
    [
        ("10", 10),
        ("0.30", Decimal("0.3")),
        ("8.0", 8),
        ("1e3", 1000),
        ("-1", -1),
        (".5", Decimal("0.5")),
        (20, 20),
        (Decimal("0.3"), Decimal("0.3")),
    ],
)
def test_number(value: Any, number: Any) -> None:
    assert to_number(value) == number
    assert type(to_number(value)) is type(number)


@pytest.mark.parametrize(
    "value",
    [
        "",
        "1_000",
        "٣",
        " 1",
        "1Gi",
        "NaN",
        "Infinity",
        "1e999999999",
        "1e99999999999999999999",
        True,
    ],
)
def test_number_of_another_type_is_unchanged(value: Any) -> None:
    assert to_number(value) is value


@pytest.mark.parametrize(
    ("value", "integer"),
    [("10", 10), ("10.0", 10), (10.5, 10), (Decimal("20.9"), 20), (Decimal("-0.5"), 0), (7, 7)],
)
def test_integer(value: Any, integer: int) -> None:
    assert to_integer(value) == integer
    assert type(to_integer(value)) is int


@pytest.mark.parametrize(
    "value", ["10.5", "ten", Decimal("1E+30"), Decimal("NaN"), 1e300, UNKNOWN, True]
)
def test_integer_of_another_type_is_unchanged(value: Any) -> None:
    assert to_integer(value) is value
