"""Analysis of a bill, its variance and its commitments as JSON: exact decimals, as strings."""

from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from pydantic_core import to_json

from costing.units import plain
from plimsoll.report.formats import DEFAULT_LAYOUT, Layout


def as_json(document: object, _: Layout = DEFAULT_LAYOUT) -> str:
    return to_json({"version": 1, **json_of(document)}, indent=2).decode() + "\n"


def json_of(value: Any) -> Any:  # noqa: ANN401 (any part of a document)
    match value:
        case Decimal():
            return plain(value)
        case date():
            return value.isoformat()
        case str() | int() | float() | None:
            return value
        case Mapping():
            return {str(json_of(key)): json_of(each) for key, each in value.items()}
        case Sequence() | set() | frozenset():
            return [json_of(each) for each in value]
    if is_dataclass(value) and not isinstance(value, type):
        return {each.name: json_of(getattr(value, each.name)) for each in fields(value)}
    raise TypeError(f"no JSON form: {type(value).__name__}")
