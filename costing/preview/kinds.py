"""What kind of value each output of an AWS type or function holds.

The table output_kinds.csv is read from the SDK's classes by tools/output_kinds.py (pulumi_aws
7.51): importing them takes longer than a preview.
"""

import json
from collections.abc import Callable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Literal, get_args

from costing.model import UNKNOWN
from costing.preview import values
from costing.preview.values import Output, ResourceValue, is_whole, plain

Kind = Literal["text", "flag", "number", "texts", "list", "map", "object", "other"]


@cache
def lines() -> Mapping[str, str]:
    """Return each token's line of the table, unread."""
    text = files("costing.preview").joinpath("output_kinds.csv").read_text(encoding="utf-8")
    return dict(line.split(",", 1) for line in text.splitlines()[1:])


@cache
def outputs(token: str) -> Mapping[str, Kind]:
    """Return the kind of each output; nothing where the table has no such type or function."""
    columns = lines().get(token, "").split(",")
    return {
        name: kind
        for kind, names in zip(get_args(Kind), columns, strict=False)
        for name in names.split()
    }


def fit(value: Any, kind: Kind | None) -> Any:
    """Return an input as the provider gives it back: a policy's dict as text, "true" as true.

    The SDK hangs on an output of another type than it declares.
    """
    match value:
        case Output(inner, secret, dependencies):
            return Output(fit(inner, kind), secret, dependencies)
        case ResourceValue() | None | {values.SIGNATURE: _}:  # the last: an asset
            return value
    check = FITS.get(kind or "other")
    return value if value is UNKNOWN or check is None else check(value)


def as_text(value: Any) -> Any:
    match value:
        case str():
            return value
        case bool() | int() | float():
            return json.dumps(value)
    inner = plain(value)
    return json.dumps(inner) if is_whole(inner) else UNKNOWN


def as_flag(value: Any) -> Any:
    if isinstance(value, str):
        return {"true": True, "false": False}.get(value, UNKNOWN)
    return value


def as_number(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    try:
        number = float(value)
    except ValueError:
        return UNKNOWN
    return int(number) if number.is_integer() else number


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
