"""The language's functions of plain values: fn::join, fn::select, fn::toBase64."""

import base64
import binascii
import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from costing.graph.preview.go_json import json_text
from costing.graph.preview.placeholder_values import MARK
from costing.graph.preview.yaml_program.lifting import EvaluationError
from costing.graph.preview.yaml_program.template import described

ESCAPED = re.compile(rf"\\u003c({MARK}\d+)\\u003e")


def text(value: Any, what: str) -> str:
    if not isinstance(value, str):
        raise EvaluationError(f"{what} is {described(value)}; write text")
    return value


def interpolated(*values: Any) -> str:
    return "".join(map(printed, values))


def printed(value: Any) -> str:
    """Return a value as it appears in a longer text."""
    match value:
        case str():
            return value
        case None:
            return "<nil>"
        case bool():
            return str(value).lower()
        case float() if value.is_integer():
            return str(int(value))
        case int() | float():
            return str(value)
    return json_text(value)


def join(delimiter: Any, items: Any) -> str:
    if not isinstance(items, list):
        raise EvaluationError(
            f"fn::join joins a list, not {described(items)}; write [SEPARATOR, [TEXT]]"
        )
    texts = [text(each, f"item {index} of fn::join") for index, each in enumerate(items)]
    return ("" if delimiter is None else text(delimiter, "the separator of fn::join")).join(texts)


def split(delimiter: Any, source: Any) -> list[str]:
    by = text(delimiter, "the separator of fn::split")
    found = text(source, "the text of fn::split")
    return found.split(by) if by else [*found]


def index_of(value: Any) -> int:
    """Return the index of fn::select."""
    if isinstance(value, bool) or not isinstance(value, int | float) or value < 0 or value % 1:
        raise EvaluationError(f"the index of fn::select is {printed(value)}; write 0, 1, ...")
    return int(value)


def to_json(value: Any) -> str:
    """Return JSON as Go writes it, except that placeholders stay recognizable."""
    return ESCAPED.sub(r"<\1>", json_text(value))


def to_base64(value: Any) -> str:
    return base64.b64encode(text(value, "the value of fn::toBase64").encode()).decode()


def from_base64(value: Any) -> str:
    given = text(value, "the value of fn::fromBase64")
    try:
        return base64.b64decode(given, validate=True).decode()
    except (binascii.Error, UnicodeDecodeError) as error:
        raise EvaluationError(
            f"fn::fromBase64: {given[:20]!r} is not text in base64; correct it"
        ) from error


def pair(value: Any, name: str) -> tuple[Any, Any]:
    if not isinstance(value, list) or len(value) != len(("first", "second")):
        raise EvaluationError(f"{name} takes a list of two values; write [FIRST, SECOND]")
    first, second = value
    return first, second


# Functions of the package std that programs use in place of the language's missing ones.
def std_json_decode(arguments: Mapping[str, Any]) -> Any:
    try:
        return json.loads(text(arguments.get("input"), "input of std:jsondecode"))
    except ValueError as error:
        raise EvaluationError(f"std:jsondecode: not valid JSON ({error}); correct it") from error


def std_replace(arguments: Mapping[str, Any]) -> str:
    what = "an argument of std:replace"
    source, search, by = (text(arguments.get(key), what) for key in ("text", "search", "replace"))
    return source.replace(search, by)


def listed(arguments: Mapping[str, Any]) -> list[Any]:
    found = arguments.get("input")
    if not isinstance(found, list):
        raise EvaluationError(f"input is {described(found)}; write a list")
    return found


def given(arguments: Mapping[str, Any]) -> str:
    return text(arguments.get("input"), "input")


STD: Mapping[str, Callable[[Mapping[str, Any]], Any]] = {
    "base64encode": lambda arguments: to_base64(given(arguments)),
    "base64decode": lambda arguments: from_base64(given(arguments)),
    "concat": lambda arguments: [each for one in listed(arguments) for each in (one or [])],
    "join": lambda arguments: join(arguments.get("separator"), listed(arguments)),
    "jsondecode": std_json_decode,
    "jsonencode": lambda arguments: to_json(arguments.get("input")),
    "length": lambda arguments: len(arguments.get("input") or ()),
    "lower": lambda arguments: given(arguments).lower(),
    "replace": std_replace,
    "split": lambda arguments: split(arguments.get("separator"), arguments.get("text")),
    "trimspace": lambda arguments: given(arguments).strip(),
    "upper": lambda arguments: given(arguments).upper(),
}
