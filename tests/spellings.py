"""Other spellings of a resource's inputs that the provider takes for the same values."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from costing.graph.resource import Resource
from costing.graph.schema.input_types import (
    Block,
    Flag,
    InputType,
    Integer,
    ListOf,
    MapOf,
    Number,
    Text,
    resource_type,
)
from costing.graph.schema.scalars import to_number, to_text


def respelled(resource: Resource) -> tuple[Resource, int]:
    """Return a resource with each value in another spelling, and how many there are.

    A number as text, a flag as text, a number or a flag in a text as what it says, a lone block
    in a list and a list's lone block without it. (Not of a resource with references: their paths
    would be others.)
    """
    schema = resource_type(resource.type)
    if schema is None:
        return resource, 0
    spelling = Spelling(blocks=not resource.references)
    inputs = {
        key: spelling.of(value, schema.inputs.get(key)) for key, value in resource.inputs.items()
    }
    return replace(resource, inputs=inputs), spelling.count


class Spelling:
    def __init__(self, *, blocks: bool) -> None:
        self.blocks = blocks
        self.count = 0

    def of(self, value: Any, type_: InputType | None) -> Any:
        new = self.other(value, type_)
        self.count += new is not value
        return new

    def other(self, value: Any, type_: InputType | None) -> Any:  # noqa: PLR0911
        match type_, value:
            case Text(), str():
                return other_than_text(value)
            case Flag(), bool():
                return str(value).lower()
            case Integer() | Number(), int() | Decimal() if not isinstance(value, bool):
                return to_text(value)
            case Block(), dict():
                fields = self.fields(value, type_)
                return [fields] if self.blocks else fields
            case ListOf(Block() as block), [dict() as one] if self.blocks:
                return self.fields(one, block)
            case ListOf(items), list():
                return [self.of(each, items) for each in value]
            case MapOf(items), dict():
                return {key: self.of(each, items) for key, each in value.items()}
        return value

    def fields(self, value: Mapping[str, Any], block: Block) -> dict[str, Any]:
        return {key: self.of(item, block.inputs.get(key)) for key, item in value.items()}


def other_than_text(text: str) -> Any:
    """Return the number or the flag that a text is of; the text itself where it is of none."""
    if text in ("true", "false"):
        return text == "true"
    number = to_number(text)
    return number if to_text(number) == text else text
