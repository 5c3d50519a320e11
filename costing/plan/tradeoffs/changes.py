"""Parts of changes that several services share."""

from collections.abc import Mapping
from typing import Any

from costing.graph.resource import Resource


def limits(other: int, *, taken: bool) -> tuple[int | None, int | None]:
    """Return the range of instances that usage may state with another size."""
    return (None, other) if taken else (other, None)


def assigned(resource: Resource, values: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the changed top-level inputs, for paths of at most two parts."""
    changed: dict[str, Any] = {}
    for path, value in values.items():
        first, _, second = path.partition(".")
        if second:
            whole = changed.get(first, resource.inputs.get(first)) or {}
            changed[first] = {**whole, second: value}
        else:
            changed[first] = value
    return changed
