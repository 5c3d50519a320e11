"""Convert scalars to an input's type, as Pulumi's Terraform bridge does.

Sources: pkg/tfbridge/schema.go of pulumi-terraform-bridge (numbers and booleans to text, numbers
to integers) and go-cty's convert package (text to a number or a boolean). Values that cannot be
converted, UNKNOWN and SECRET are returned unchanged.
"""

import re
from decimal import Decimal, InvalidOperation
from typing import Any

NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
LARGEST = 2**63  # Terraform's integers have 64 bits
MOST_DIGITS = 64  # of a number in a text: 1e999999999 would exhaust memory
FLAGS = {"true": True, "1": True, "false": False, "0": False}
Number = (int, float, Decimal)
# Class whose values need no conversion → name of the type in the schema's table.
SCALAR_NAMES = {str: "text", bool: "flag", int: "integer", Decimal: "number"}


def to_text(value: Any) -> Any:  # noqa: ANN401 (JSON)
    """Return 256 as "256", 8.0 as "8", 1.30 as "1.3", true as "true"."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, Number):
        return value
    if isinstance(value, int) and abs(value) < 2**53:  # exact as a double
        return str(value)
    try:
        return shortest(float(value))
    except OverflowError:
        return value


def shortest(value: float) -> str:
    """Return the digits of Go's strconv.FormatFloat(value, 'f', -1, 64)."""
    return f"{Decimal(repr(value)):f}".removesuffix(".0")


def to_flag(value: Any) -> Any:  # noqa: ANN401 (JSON)
    return FLAGS.get(value.lower(), value) if isinstance(value, str) else value


def to_number(value: Any) -> Any:  # noqa: ANN401 (JSON)
    """Return "0.30" as Decimal("0.3"), "1e3" as 1000."""
    if not isinstance(value, str) or NUMBER.fullmatch(value) is None:
        return value
    try:
        number = Decimal(value)
    except InvalidOperation:  # an exponent beyond all limits
        return value
    if number.adjusted() >= MOST_DIGITS:
        return value
    return int(number) if number == number.to_integral_value() else number.normalize()


def to_integer(value: Any) -> Any:  # noqa: ANN401 (JSON)
    """Return "10" as 10, and 10.5 as 10; "10.5" is left, for Terraform refuses it."""
    if isinstance(value, float | Decimal):
        return int(value) if abs(float(value)) < LARGEST else value
    number = to_number(value)
    return value if isinstance(number, Decimal) else number
