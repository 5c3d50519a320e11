"""Kinds of the outputs of AWS resources and functions.

tools/provider_schema.py writes output_kinds.csv.
"""

import json
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any, Literal, get_args

from costing.graph.preview import values
from costing.graph.preview.values import Output, ResourceValue, is_whole, plain
from costing.graph.schema.scalars import to_flag, to_number, to_text
from costing.graph.schema.tokens import canonical
from costing.model import UNKNOWN

Kind = Literal["text", "flag", "number", "texts", "list", "map", "object", "other"]


@cache
def lines() -> Mapping[str, str]:
    """Return each token's line of the table, not parsed."""
    text = files("costing.graph.preview").joinpath("output_kinds.csv").read_text(encoding="utf-8")
    return dict(line.split(",", 1) for line in text.splitlines()[1:])


@cache
def outputs(token: str) -> Mapping[str, Kind]:
    """Return the kind of each output; empty for a type or function not in the table."""
    line = lines().get(token) or lines().get(canonical(token), "")
    return {
        name: kind
        for kind, names in zip(get_args(Kind), line.split(","), strict=False)
        for name in names.split()
    }


def fit(value: Any, kind: Kind | None) -> Any:
    """Return an input as the provider returns it: a policy's dict as text, "true" as true.

    The SDK hangs if an output is not of the declared type.
    """
    match value:
        case Output(inner, secret, dependencies):
            return Output(fit(inner, kind), secret, dependencies)
        case ResourceValue() | None | {values.SIGNATURE: _}:  # "asset"
            return value
    check = FITS.get(kind or "other")
    return value if value is UNKNOWN or check is None else check(value)


def as_text(value: Any) -> Any:
    match value:
        case str():
            return value
        case bool() | int() | float():
            return to_text(value)
    inner = plain(value)
    return json.dumps(inner) if is_whole(inner) else UNKNOWN


def as_flag(value: Any) -> Any:
    flag = to_flag(value)
    return UNKNOWN if isinstance(flag, str) else flag


def as_number(value: Any) -> Any:
    number = to_number(value)
    if isinstance(number, Decimal):
        return float(number)  # as in the engine's protocol
    return UNKNOWN if isinstance(number, str) else number


def as_list(value: Any) -> Any:
    return value if isinstance(value, list) else UNKNOWN


def as_object(value: Any) -> Any:
    return value if isinstance(value, dict) else UNKNOWN


FITS: Mapping[Kind, Callable[[Any], Any]] = {
    "text": as_text,
    "flag": as_flag,
    "number": as_number,
    "texts": as_list,
    "list": as_list,
    "map": as_object,
    "object": as_object,
}
