"""The engine's marks and ours: what is unknown, secret, or another resource's output.

From pulumi's sdk/go/common/resource/sig and pkg/resource/stack/deployment.go, read 2026-11-24.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from costing.files.json_file import decoder, finite
from costing.graph.resource import Reference
from costing.model import SECRET, UNKNOWN

UNKNOWN_MARK = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
SECRET_MARK = "[secret]"  # noqa: S105 (hides a secret, is none)
MARKS = {UNKNOWN_MARK: UNKNOWN, SECRET_MARK: SECRET}

SIGNATURE = "4dabf18193072939515e22adb298388d"  # the key that says what an object stands for
SECRET_VALUE = "1b47061264138c4ac30d75fd1eb44270"  # noqa: S105
RESOURCE = "5cf8f73096256a8f31e491e813e4eb8e"
OUTPUT = "d0e6a833031e9bbcd3f4e8bde6ca49a4"

INTERNAL = "__"  # "__defaults": how the engine's own keys begin


def known(value: Any, linked: list[Any]) -> Any:  # noqa: ANN401 (JSON)
    """Return `value` with UNKNOWN and SECRET for the engine's marks, at any depth.

    The engine's own keys are left out. An asset or archive stays the object that it is.
    Each resource or output that stands for a value is added to `linked` (see `references`).
    """
    kind = type(value)
    if kind is str:
        return MARKS.get(value, value)
    if kind is dict:
        return signed(value, linked) if SIGNATURE in value else fields(value, linked)
    if kind is list:
        return [known(item, linked) for item in value]
    return value


NESTED = (dict, list)


def fields(value: dict[str, Any], linked: list[Any]) -> dict[str, Any]:
    return {
        key: (
            MARKS.get(item, item)
            if type(item) is str
            else known(item, linked)
            if type(item) in NESTED
            else item
        )
        for key, item in value.items()
        if key[:2] != INTERNAL
    }


def signed(value: dict[str, Any], linked: list[Any]) -> Any:  # noqa: ANN401 (JSON)
    """Return what an object with a signature stands for. A secret's value is not kept."""
    match value[SIGNATURE]:
        case str() as signature if signature == SECRET_VALUE:
            return SECRET
        case str() as signature if signature == RESOURCE:
            linked.append(value)
            return id_of(value)
        case str() as signature if signature == OUTPUT:
            linked.append(value)
            if value.get("secret") is True:
                return SECRET
            return known(value["value"], linked) if "value" in value else UNKNOWN
        case str():
            return {key: known(item, linked) for key, item in value.items()}
        case _:
            return UNKNOWN  # a signature that is no text


def id_of(reference: Mapping[str, Any]) -> Any:  # noqa: ANN401
    """Return what a provider sees of a resource: its id, or the URN of a component."""
    stated = reference.get("id", reference.get("urn"))
    if isinstance(stated, Mapping):  # as some engines wrote it: {"V": …}
        stated = stated.get("V", reference.get("urn"))
    return MARKS.get(stated, stated) if isinstance(stated, str) and stated else UNKNOWN


def references(value: Any, path: str = "") -> Iterator[tuple[str, Reference]]:  # noqa: ANN401
    """Yield the path of each resource or output that stands for a value, and what it refers to."""
    match value:
        case {"urn": str() as urn, **rest} if rest.get(SIGNATURE) == RESOURCE:
            yield path, Reference(urn, "id" if "id" in rest else "urn")
        case {"dependencies": [*urns], **rest} if rest.get(SIGNATURE) == OUTPUT:
            yield from ((path, Reference(urn, "")) for urn in urns if isinstance(urn, str))
            yield from references(rest.get("value"), path)
        case dict():
            for key, item in value.items():
                yield from references(item, f"{path}.{key}" if path else key)
        case list():
            for index, item in enumerate(value):
                yield from references(item, f"{path}[{index}]")


def provider_inputs(inputs: Mapping[str, Any]) -> dict[str, Any]:
    """Return a provider's inputs, whose lists, objects and booleans the engine keeps as JSON."""
    return {key: from_text(value) for key, value in inputs.items()}


def from_text(value: Any) -> Any:  # noqa: ANN401 (JSON)
    if not isinstance(value, str) or not value.startswith(("{", "[", "true", "false")):
        return value
    try:
        return known(DECODER.decode(value), [])
    except (ValueError, RecursionError):
        return value


def config_of(stated: object) -> dict[str, Any]:
    """Return a stack's configuration; a checkpoint has an object around each secret."""
    if not isinstance(stated, dict):
        return {}
    return {
        key: SECRET if isinstance(value, dict) and "secure" in value else known(value, [])
        for key, value in stated.items()
    }


def number(text: str) -> int | Decimal:
    """Read a JSON number as the double that the engine means by it. Raise JsonError."""
    value = finite(text)
    return int(value) if value.is_integer() else Decimal(repr(value))


DECODER = decoder(number)


def written(value: Any) -> Any:  # noqa: ANN401 (JSON)
    """Return `value` as JSON with the engine's marks, keys in order."""
    if value is UNKNOWN:
        return UNKNOWN_MARK
    if value is SECRET:
        return SECRET_MARK
    match value:
        case Mapping():
            return {key: written(value[key]) for key in sorted(value)}
        case list() | tuple():
            return [written(item) for item in value]
        case Decimal():
            return int(value) if value == value.to_integral_value() else float(value)
        case _:
            return value
