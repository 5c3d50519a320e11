"""Types of the inputs of AWS resources, and values converted to them.

tools/provider_schema.py writes input_types.csv. A line is parsed on first use of its type: a
stack has a few dozen of the 1,700 types.
"""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, cached_property
from importlib.resources import files
from typing import Any, Protocol

from costing.graph.schema.scalars import to_flag, to_integer, to_number, to_text
from costing.model import SECRET, UNKNOWN

PACKAGE = files("costing.graph.schema")


Step = str | int | None  # a key, an index, or nothing
# Path of a value: the enclosing path, then the step as given and its current form. (A plain
# tuple for speed: every block that is read creates one.)
Place = tuple["Place | None", Step, Step]
Moves = list[Place]  # of values whose current path differs


def paths(place: Place | None) -> tuple[str, str]:
    """Return the path of a value as given, "versionings[0].enabled", and the current path."""
    given: list[str] = []
    today: list[str] = []
    while place is not None:
        place, before, now = place
        given.append(written(before))
        today.append(written(now))
    return "".join(reversed(given))[1:], "".join(reversed(today))[1:]


def written(step: Step) -> str:
    if isinstance(step, str):
        return f".{step}"
    return "" if step is None else f"[{step}]"


class InputType(Protocol):
    @property
    def plain(self) -> type | None:
        """Class whose values need no conversion."""

    def convert(self, value: Any, place: Place, moves: Moves) -> Any:  # noqa: ANN401 (JSON)
        """Return the value as this type; the same object where nothing changes."""


class Text:
    plain = str

    def convert(self, value: Any, place: Place, moves: Moves) -> Any:  # noqa: ANN401, ARG002
        return to_text(value)


class Flag:
    plain = bool

    def convert(self, value: Any, place: Place, moves: Moves) -> Any:  # noqa: ANN401, ARG002
        return to_flag(value)


class Integer:
    plain = int

    def convert(self, value: Any, place: Place, moves: Moves) -> Any:  # noqa: ANN401, ARG002
        return to_integer(value)


class Number:
    plain = Decimal

    def convert(self, value: Any, place: Place, moves: Moves) -> Any:  # noqa: ANN401, ARG002
        return to_number(value)


SCALARS: Mapping[str, InputType] = {
    "text": Text(),
    "flag": Flag(),
    "integer": Integer(),
    "number": Number(),
}


@dataclass(frozen=True, slots=True)
class ListOf:
    items: InputType
    plain: type | None = None

    def convert(self, value: Any, place: Place, moves: Moves) -> Any:  # noqa: ANN401
        if type(value) is list:
            return self.converted(value, place, moves)
        if type(value) is dict and isinstance(self.items, Block):
            # Older schemas allowed one block, which the SDK takes without a list around it.
            moved = place, None, 0
            moves.append(moved)
            return [self.items.convert(value, moved, moves)]
        return value

    def converted(self, values: list[Any], place: Place, moves: Moves) -> list[Any]:
        plain, changed = self.items.plain, None
        for index, value in enumerate(values):
            if type(value) is not plain:
                new = self.items.convert(value, (place, index, index), moves)
                if new is not value:
                    changed = changed or values.copy()
                    changed[index] = new
        return changed or values


@dataclass(frozen=True, slots=True)
class MapOf:
    items: InputType
    plain: type | None = None

    def convert(self, value: Any, place: Place, moves: Moves) -> Any:  # noqa: ANN401
        if type(value) is not dict:
            return value
        plain, changed = self.items.plain, None
        for key, item in value.items():
            if type(item) is not plain:
                new = self.items.convert(item, (place, key, key), moves)
                if new is not item:
                    changed = changed or value.copy()
                    changed[key] = new
        return changed or value


@dataclass(frozen=True)
class Block:
    """An object with inputs of its own: a resource, or a nested block."""

    name: str
    plain: type | None = None

    def convert(self, value: Any, place: Place, moves: Moves) -> Any:  # noqa: ANN401
        if type(value) is dict:
            return self.converted(value, place, moves)
        if type(value) is list and len(value) <= 1:
            # Older schemas allowed several blocks, which the SDK takes as a list.
            moved = place, 0, None
            moves.append(moved)
            return self.convert(value[0], moved, moves) if value else None
        return value

    def converted(
        self, values: Mapping[str, Any], above: Place | None, moves: Moves
    ) -> Mapping[str, Any]:
        inputs, changed = self.inputs, {}
        for key, value in values.items():
            type_, name = inputs.get(key), key
            if type_ is None:
                if not self.has_moved(key, value, values):
                    continue
                name = self.former_names[key]
                type_ = inputs[name]
            elif type(value) is type_.plain:
                continue
            place = above, key, name
            if name != key:
                moves.append(place)
            new = type_.convert(value, place, moves)
            if new is not value or name != key:
                changed[key] = name, new
        return dict(replaced(values, changed)) if changed else values

    def with_blocks_converted(self, values: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return outputs with their blocks in the form of the current schema.

        Scalars need no conversion: the provider returned them.
        """
        names = self.block_names & values.keys()
        blocks = {name: values[name] for name in names}
        converted = self.converted(blocks, None, [])
        if converted is blocks:
            return values
        return {**{key: values[key] for key in values if key not in names}, **converted}

    @cached_property
    def inputs(self) -> Mapping[str, InputType]:
        return dict(inputs_of(lines()[self.name]))

    def has_moved(self, former: str, value: object, values: Mapping[str, Any]) -> bool:
        """Return whether a value belongs to an input that was renamed: a block or a list."""
        name = self.former_names.get(former)
        if name is None or name in values:
            return False
        return value is UNKNOWN or value is SECRET or type(value) in (dict, list)

    @cached_property
    def block_names(self) -> AbstractSet[str]:
        blocks = (name for name, type_ in self.inputs.items() if has_blocks(type_))
        return {*blocks, *self.former_names}

    @cached_property
    def former_names(self) -> Mapping[str, str]:
        """Return the other grammatical number of each input that is a block, or a list of them."""
        return {
            former: name
            for name, type_ in self.inputs.items()
            for former in other_numbers(name, type_)
            if former not in self.inputs
        }


def replaced(
    values: Mapping[str, Any], changed: Mapping[str, tuple[str, Any]]
) -> Iterator[tuple[str, Any]]:
    for key, value in values.items():
        yield changed.get(key, (key, value))


def has_blocks(type_: InputType) -> bool:
    return isinstance(type_.items if isinstance(type_, ListOf) else type_, Block)


def other_numbers(name: str, type_: InputType) -> Sequence[str]:
    if isinstance(type_, Block):
        return [plural(name)]
    if has_blocks(type_):
        ends = (name.removesuffix("s"), name.removesuffix("es"), name.removesuffix("ies") + "y")
        return [each for each in ends if plural(each) == name]
    return []


def plural(name: str) -> str:
    """Return the plural as Pulumi's SDKs name a list."""
    if name.endswith("y") and name[-2:-1] not in tuple("aeiou"):
        return f"{name[:-1]}ies"
    return f"{name}es" if name.endswith(("s", "x", "z", "ch", "sh")) else f"{name}s"


def inputs_of(columns: str) -> Iterator[tuple[str, InputType]]:
    *scalars, nested = columns.split(",")
    for names, type_ in zip(scalars, SCALARS.values(), strict=True):
        for name in names.split():
            yield name, type_
    for each in nested.split():
        name, _, notation = each.partition(":")
        yield name, input_type(notation)


@cache
def input_type(notation: str) -> InputType:
    """Read "text", "[integer]", "{text}", "lb/LoadBalancerAccessLogs"."""
    if notation in SCALARS:
        return SCALARS[notation]
    match notation[0]:
        case "[":
            return ListOf(input_type(notation[1:-1]))
        case "{":
            return MapOf(input_type(notation[1:-1]))
    return Block(notation)


@cache
def lines() -> Mapping[str, str]:
    """Return each type's line of the table, not parsed."""
    text = PACKAGE.joinpath("input_types.csv").read_text(encoding="utf-8")
    return dict(line.split(",", 1) for line in text.splitlines()[1:])


@cache
def resource_type(token: str) -> Block | None:
    """Return the input types of a resource type; None if the table does not have it."""
    return Block(token) if token in lines() else None
