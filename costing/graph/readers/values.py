"""Convert the engine's special JSON values: unknown values, secrets, outputs, resources.

Source: sdk/go/common/resource/sig and pkg/resource/stack/deployment.go of pulumi/pulumi, read
2026-11-24.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from operator import is_not
from typing import Any

from costing.files.json_file import Pairs, decoder, finite, unique
from costing.graph.resource import Reference
from costing.model import SECRET, UNKNOWN

UNKNOWN_MARK = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
SECRET_MARK = "[secret]"  # noqa: S105 (replaces a secret, is not a secret)
MARKS = {UNKNOWN_MARK: UNKNOWN, SECRET_MARK: SECRET}

SIGNATURE = "4dabf18193072939515e22adb298388d"  # key of the kind of a special object
SECRET_VALUE = "1b47061264138c4ac30d75fd1eb44270"  # noqa: S105
RESOURCE = "5cf8f73096256a8f31e491e813e4eb8e"
OUTPUT = "d0e6a833031e9bbcd3f4e8bde6ca49a4"

INTERNAL = "__"  # prefix of the engine's own keys, such as "__defaults"


def known(value: Any, linked: list[Any]) -> Any:  # noqa: ANN401 (JSON)
    """Return `value` with UNKNOWN and SECRET in place of the engine's special values.

    The engine's own keys are removed. Assets and archives are not changed. Each resource or
    output inside the value is added to `linked` (see `references`).
    """
    kind = type(value)
    if kind is str:
        return MARKS.get(value, value)
    if kind is dict:
        return signed(value, linked) if SIGNATURE in value else fields(value, linked)
    if kind is list:
        items = [known(item, linked) for item in value]
        return items if any(map(is_not, items, value)) else value
    return value


NESTED = (dict, list)


def fields(value: dict[str, Any], linked: list[Any]) -> dict[str, Any]:
    """Return the fields of an object, the same object if none is special: states are large."""
    found = {
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
    if len(found) < len(value) or any(map(is_not, found.values(), value.values())):
        return found
    return value


def signed(value: dict[str, Any], linked: list[Any]) -> Any:  # noqa: ANN401 (JSON)
    """Return the value of an object with a signature. The value of a secret is not kept."""
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
            return UNKNOWN  # an invalid signature


def id_of(reference: Mapping[str, Any]) -> Any:  # noqa: ANN401
    """Return the value that a provider receives for a resource: its id, or a component's URN."""
    specified = reference.get("id", reference.get("urn"))
    if isinstance(specified, Mapping):  # older engines write {"V": …}
        specified = specified.get("V", reference.get("urn"))
    return MARKS.get(specified, specified) if isinstance(specified, str) and specified else UNKNOWN


def references(value: Any, path: str = "") -> Iterator[tuple[str, Reference]]:  # noqa: ANN401
    """Yield the path of each resource or output in a value, and the reference."""
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
    """Return a provider's inputs; the engine stores lists, objects and booleans as JSON text."""
    return {key: from_text(value) for key, value in inputs.items()}


def from_text(value: Any) -> Any:  # noqa: ANN401 (JSON)
    if not isinstance(value, str) or not value.startswith(("{", "[", "true", "false")):
        return value
    try:
        return known(DECODER.decode(value), [])
    except (ValueError, RecursionError):
        return value


def config_of(specified: object) -> dict[str, Any]:
    """Return a stack's configuration, with SECRET for the secret values of a checkpoint."""
    if not isinstance(specified, dict):
        return {}
    return {
        key: SECRET if isinstance(value, dict) and "secure" in value else known(value, [])
        for key, value in specified.items()
    }


def number(text: str) -> int | Decimal:
    """Return a JSON number with the precision of the engine's doubles. Raise JsonError."""
    value = finite(text)
    return int(value) if value.is_integer() else Decimal(repr(value))


SMALL, MOST_SHARED = 8, 10_000  # keys of an object; objects
SHARED: dict[tuple[tuple[str, Any], ...], dict[str, Any]] = {}


def shared(pairs: Pairs) -> dict[str, Any]:
    """Return an object; equal small objects of texts, such as tags, are one. Raise JsonError."""
    found = unique(pairs)
    if not 0 < len(found) <= SMALL or any(type(value) is not str for value in found.values()):
        return found
    key = tuple(pairs)
    if len(SHARED) < MOST_SHARED:
        return SHARED.setdefault(key, found)
    return SHARED.get(key, found)


DECODER = decoder(number, shared)


def written(value: Any) -> Any:  # noqa: ANN401 (JSON)
    """Return `value` as JSON with the engine's special values and sorted keys."""
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
