"""Inputs whose shape the provider's schema does not allow: a list for a number, null in a list.

AWS's provider refuses such inputs. A rule that reads one sees UNKNOWN, and its finding the reason.
"""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from costing.graph.resource import Resource
from costing.graph.schema.input_types import Block, InputType, ListOf, MapOf, resource_type
from costing.graph.schema.scalars import FLAGS, SCALAR_NAMES
from costing.model import SECRET, UNKNOWN

# Names of text inputs that take a JSON document, which programs may give as list or mapping.
DOCUMENT = re.compile(
    "polic|document|definition|content|settings|configuration|pattern|body|template|propert|input$",
    re.IGNORECASE,
)
EXPRESSION = "${"  # begins an expression that was not evaluated
Reasons = dict[str, str]  # path of an input → what it is and what it should be
KINDS = {bool: "a boolean", str: "a text", list: "a list", dict: "a mapping", type(None): "null"}


def misfits(resource: Resource) -> tuple[Mapping[str, Any], Reasons]:
    """Return a resource's inputs with UNKNOWN for each value of a wrong shape, and the reasons.

    The inputs are the same object if all values fit, or if the schema does not know the type.
    """
    schema = resource_type(resource.type)
    if schema is None or not isinstance(resource.inputs, Mapping):
        return resource.inputs, {}
    reasons: Reasons = {}
    return block(schema, resource.inputs, "", reasons), reasons


def fitted(type_: InputType, value: Any, path: str, reasons: Reasons) -> Any:  # noqa: ANN401 (JSON)
    """Return a value, the same object if it fits; UNKNOWN, with a reason, if it does not."""
    match type_:
        case Block() if value is False:  # a block that is switched off
            return None
        case Block() if isinstance(value, Mapping):
            return block(type_, value, f"{path}.", reasons)
        case ListOf() if isinstance(value, list):
            return items(type_.items, value, path, reasons)
        case MapOf() if isinstance(value, Mapping):
            return entries(type_.items, value, path, reasons)
        case Block() | ListOf() | MapOf():
            fits = False
        case _:
            if isinstance(value, list) and len(value) == 1:  # as older schemas have some scalars
                value = value[0]
            fits = is_hidden(value) or is_scalar(type_, value, path)
    if fits:
        return value
    if not (isinstance(value, str) and EXPRESSION in value):
        found = f'"{value[:20]}"' if isinstance(value, str) else KINDS.get(type(value), "a number")
        reasons[path] = f"{path} is {found}; expected {expected(type_)}"
    return UNKNOWN


def block(
    type_: Block, values: Mapping[str, Any], path: str, reasons: Reasons
) -> Mapping[str, Any]:
    changed = {}
    types = type_.inputs
    for key, value in values.items():
        item = types.get(key)
        if item is None or value is None or is_hidden(value) or type(value) is item.plain:
            continue
        new = fitted(item, value, f"{path}{key}", reasons)
        if new is not value:
            changed[key] = new
    return {**values, **changed} if changed else values


def items(type_: InputType, values: list[Any], path: str, reasons: Reasons) -> list[Any]:
    plain, changed = type_.plain, None
    for index, value in enumerate(values):
        if type(value) is plain or is_hidden(value):
            continue
        new = fitted(type_, value, f"{path}[{index}]", reasons)
        if new is not value:
            changed = changed or values.copy()
            changed[index] = new
    return changed or values


def entries(
    type_: InputType, values: Mapping[str, Any], path: str, reasons: Reasons
) -> Mapping[str, Any]:
    plain, changed = type_.plain, {}
    for key, value in values.items():
        if type(value) is plain or value is None or is_hidden(value):
            continue
        new = fitted(type_, value, f"{path}.{key}", reasons)
        if new is not value:
            changed[key] = new
    return {**values, **changed} if changed else values


def is_hidden(value: object) -> bool:
    return value is UNKNOWN or value is SECRET


def is_scalar(type_: InputType, value: object, path: str) -> bool:
    """Return whether a scalar fits, as far as rules can read it; empty text is an absent value."""
    name = name_of(type_)
    if name == "text":
        document = DOCUMENT.search(path.rpartition(".")[2]) is not None
        return isinstance(value, str) or (document and isinstance(value, Mapping | list))
    if value == "":
        return True
    if name == "flag":
        return isinstance(value, bool) or (isinstance(value, str) and value.lower() in FLAGS)
    if isinstance(value, bool):
        return False
    return isinstance(value, int) or (
        isinstance(value, float | Decimal) and Decimal(value).is_finite()
    )


def name_of(type_: InputType) -> str:
    return SCALAR_NAMES.get(type_.plain or str, "text")


def expected(type_: InputType) -> str:
    match type_:
        case ListOf():
            return "a list"
        case MapOf() | Block():
            return "a mapping"
    return {"text": "a text", "flag": "true or false", "integer": "a whole number"}.get(
        name_of(type_), "a number"
    )
