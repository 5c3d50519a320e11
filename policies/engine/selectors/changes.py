"""Changes to inputs: each function returns a copy with a corrected value."""

from collections.abc import Callable, Mapping
from typing import Any

from costing.graph.resource import Resource

Inputs = Mapping[str, Any]


def changed(inputs: Inputs, path: str, value: object) -> dict[str, Any]:
    """Return inputs with a value set at "rootBlockDevice.volumeType", adding missing blocks."""
    changed_: dict[str, Any] = put(
        inputs, path.replace("[", ".").replace("]", "").split("."), value
    )
    return changed_


def put(current: Any, parts: list[str], value: object) -> Any:  # noqa: ANN401 (JSON)
    if not parts:
        return value
    first, *rest = parts
    if isinstance(current, list) and first.isdecimal():
        place = int(first)
        return [put(each, rest, value) if at == place else each for at, each in enumerate(current)]
    inside = current if isinstance(current, Mapping) else {}
    return {**inside, first: put(inside.get(first), rest, value)}


def put_at(path: str, value: object) -> Callable[[Resource, object, object], Mapping[str, Any]]:
    """Return the remedy that sets one value."""
    return lambda resource, _stack, _settings: changed(resource.inputs, path, value)


def without(inputs: Inputs, *keys: str) -> dict[str, Any]:
    return {key: value for key, value in inputs.items() if key not in keys}
