"""Values of unquoted text in YAML, by the core schema of YAML 1.2.

`on`, `yes`, `10:30` and dates are text. In addition to the schema, digits may be grouped:
10_000_000. Source: https://yaml.org/spec/1.2.2/#103-core-schema, read 2026-11-30.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

MOST_DIGITS = 30  # digits before the decimal point, and zeros after it
LONGEST_QUOTE = 60  # characters of a quoted value
LONGEST_NUMBER = 100  # characters

NULLS = ("", "~", "null", "Null", "NULL")
BOOLEANS = {"true": True, "True": True, "TRUE": True} | dict.fromkeys(
    ("false", "False", "FALSE"), False
)
INTEGER = re.compile(r"[-+]?[0-9][0-9_]*|0o[0-7][0-7_]*|0x[0-9a-fA-F][0-9a-fA-F_]*")
FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9][0-9_]*(\.[0-9_]*)?)([eE][-+]?[0-9]+)?")
NOT_FINITE = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")

Scalar = str | int | float | Decimal | bool | None


@dataclass(frozen=True, slots=True)
class Schema:
    """Differences between YAML readers: values of scalars and keys, limits."""

    # Value of a text with a tag: "int" for `!!int`, "" for none, "!x" for `!x`. Raises ValueError
    # with problem and remedy for text that its tag does not allow.
    scalar: Callable[[str, str], object]
    # Key for a scalar's value and text. Raises ValueError.
    key: Callable[[object, str], str]
    ignores_tags: bool = False  # of lists and mappings
    first_document: bool = False  # ignore further documents


def core(text: str, tag: str = "") -> Scalar:
    """Return a scalar's value; numbers are exact."""
    match tag:
        case "":
            return plain(text)
        case "str":
            return text
        case "null" if text in NULLS:
            return None
        case "bool" if text in BOOLEANS:
            return BOOLEANS[text]
        case "int" if INTEGER.fullmatch(text):
            return integer(text)
        case "float" if FLOAT.fullmatch(text) or NOT_FINITE.fullmatch(text):
            return real(text)
        case "null" | "bool" | "int" | "float":
            raise ValueError(f"{shortened(text)} is not a valid !!{tag}; remove the tag")
        case _:
            raise ValueError(f"unknown tag {written(tag)}; remove it")


def plain(text: str) -> Scalar:
    if text in NULLS:
        return None
    if text in BOOLEANS:
        return BOOLEANS[text]
    if INTEGER.fullmatch(text):
        return integer(text)
    if FLOAT.fullmatch(text) or NOT_FINITE.fullmatch(text):
        return real(text)
    return text


def integer(text: str) -> int:
    digits = text.replace("_", "")
    if len(digits.lstrip("+-0")) > MOST_DIGITS:
        raise ValueError(f"number of {len(digits)} digits; at most {MOST_DIGITS} are supported")
    base = {"0o": 8, "0x": 16}.get(digits[:2], 10)
    return int(digits, base)


def real(text: str) -> Decimal | float:
    if NOT_FINITE.fullmatch(text):
        return float(text.replace(".", ""))
    digits = text.replace("_", "")
    if len(digits) > LONGEST_NUMBER:
        raise ValueError(
            f"number of {len(digits)} characters; at most {LONGEST_NUMBER} are supported"
        )
    mantissa, _, exponent = digits.lower().partition("e")
    value = Decimal(mantissa)
    if value and not -MOST_DIGITS <= int(exponent or 0) + value.adjusted() < MOST_DIGITS:
        raise ValueError(
            f"{shortened(text)} is out of range; at most {MOST_DIGITS} digits are supported"
        )
    return Decimal(digits) if value else value


def as_written(value: object, text: str) -> str:
    """Return a key's text: 1, on and 2026-01-01 are names, not values."""
    if value is None:
        raise ValueError("a key is missing before the colon; write one")
    return value if isinstance(value, str) else text


def text_only(value: object, text: str) -> str:
    if isinstance(value, str):
        return value
    raise ValueError(f"the key {shortened(text)} is not text; put it in quotes")


CORE = Schema(core, as_written)


def shortened(text: str) -> str:
    """Return a text for a message: quoted, on one line, without control characters."""
    quoted = json.dumps(text, ensure_ascii=False)
    return quoted if len(quoted) <= LONGEST_QUOTE else f'{quoted[: LONGEST_QUOTE - 4]}..."'


def written(tag: str) -> str:
    return tag if tag.startswith("!") else f"!!{tag}"
