"""Convert protobuf Structs with Pulumi's signatures to Python values and back.

Source: sdk/go/common/resource/sig of pulumi/pulumi, read 2026-08-21.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from google.protobuf import struct_pb2

from costing.model import UNKNOWN

SIGNATURE = "4dabf18193072939515e22adb298388d"
SECRET = "1b47061264138c4ac30d75fd1eb44270"  # noqa: S105 (the name of a kind of value)
ASSET = "c44067f5952c0a294b673a41bacd8c17"
ARCHIVE = "0def7320c3a5731c473e5ecbe6d01bc7"
RESOURCE = "5cf8f73096256a8f31e491e813e4eb8e"
OUTPUT = "d0e6a833031e9bbcd3f4e8bde6ca49a4"
UNKNOWN_TEXT = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"


@dataclass(frozen=True, slots=True)
class Output:
    """A value computed from outputs of resources, or a secret value."""

    value: Any  # UNKNOWN if it is not known
    secret: bool = False
    dependencies: tuple[str, ...] = ()  # URNs and output numbers


@dataclass(frozen=True, slots=True)
class ResourceValue:
    """A resource that is used as an input."""

    urn: str
    id: Any = None  # None for a component


def decode(value: struct_pb2.Value) -> Any:
    match value.WhichOneof("kind"):
        case "string_value":
            text = value.string_value
            return UNKNOWN if text == UNKNOWN_TEXT else text
        case "number_value":
            number = value.number_value
            return int(number) if number.is_integer() else number
        case "bool_value":
            return value.bool_value
        case "list_value":
            return [decode(item) for item in value.list_value.values]
        case "struct_value":
            return decode_fields(value.struct_value)
    return None


def decode_fields(struct: struct_pb2.Struct) -> Any:
    fields = struct.fields
    if SIGNATURE not in fields:
        return inputs(struct)
    match fields[SIGNATURE].string_value:
        case x if x == SECRET:
            return Output(decode(fields["value"]), secret=True)
        case x if x == OUTPUT:
            return Output(
                decode(fields["value"]) if "value" in fields else UNKNOWN,
                secret="secret" in fields and fields["secret"].bool_value,
                dependencies=tuple(decode(fields["dependencies"]))
                if "dependencies" in fields
                else (),
            )
        case x if x == RESOURCE:
            known = decode(fields["id"]) if "id" in fields else None
            return ResourceValue(fields["urn"].string_value, UNKNOWN if known == "" else known)
    return {key: decode(fields[key]) for key in sorted(fields)}  # an asset or an archive


def inputs(struct: struct_pb2.Struct) -> dict[str, Any]:
    """Return the properties of an object, without Pulumi's own such as "__provider"."""
    fields = struct.fields
    return {key: decode(fields[key]) for key in sorted(fields) if not key.startswith("__")}


def encode(value: Any, into: struct_pb2.Value | None = None) -> struct_pb2.Value:
    """Write a value as a provider returns it: a resource as its id, an output as its value."""
    wire = struct_pb2.Value() if into is None else into
    match value:
        case Output(inner, secret=True):
            fill(wire.struct_value, {SIGNATURE: SECRET, "value": inner})
        case Output(inner):
            encode(inner, wire)
        case ResourceValue(urn, known):
            encode(urn if known is None else known, wire)
        case Mapping():
            wire.struct_value.SetInParent()
            fill(wire.struct_value, value)
        case list() | tuple():
            wire.list_value.SetInParent()
            for item in value:
                encode(item, wire.list_value.values.add())
        case _:
            encode_scalar(value, wire)
    return wire


def encode_scalar(value: Any, wire: struct_pb2.Value) -> None:
    match value:
        case None:
            wire.null_value = struct_pb2.NULL_VALUE
        case bool():
            wire.bool_value = value
        case int() | float():
            wire.number_value = value
        case str():
            wire.string_value = value
        case _:
            wire.string_value = UNKNOWN_TEXT


def struct(values: Mapping[str, Any]) -> struct_pb2.Struct:
    made = struct_pb2.Struct()
    fill(made, values)
    return made


def fill(made: struct_pb2.Struct, values: Mapping[str, Any]) -> None:
    for key, value in values.items():
        encode(value, made.fields[key])


def plain(value: Any) -> Any:
    """Return a value with outputs replaced by their values, and resources by their ids."""
    match value:
        case Output():
            return plain(value.value)
        case ResourceValue():
            return value.urn if value.id is None else value.id
        case dict():
            return {key: plain(item) for key, item in value.items()}
        case list():
            return [plain(item) for item in value]
    return value


def outputs_in(value: Any) -> Iterator[Output]:
    match value:
        case Output():
            yield value
        case dict():
            for item in value.values():
                yield from outputs_in(item)
        case list():
            for item in value:
                yield from outputs_in(item)


def opened(value: Any) -> Any:
    """Return the items of a list or an object, which may be inside an output."""
    inner = opened(value.value) if isinstance(value, Output) else value
    return {} if inner is UNKNOWN or inner is None else inner


def is_whole(value: Any) -> bool:
    """Return whether a plain value has no unknown part."""
    match value:
        case dict():
            return all(map(is_whole, value.values()))
        case list():
            return all(map(is_whole, value))
    return value is not UNKNOWN
