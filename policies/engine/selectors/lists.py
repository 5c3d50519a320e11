"""Elements of lists in inputs."""

from collections.abc import Iterator
from typing import Any

from costing.graph.resource import Resource, at
from costing.model import UNKNOWN
from policies.engine.logic import Truth, any_of, equal, is_unknown, read


def lists(resource: Resource, path: str, element: object) -> Truth:
    """Return whether a list has an element; an absent list has none."""
    value = read(resource, path, [])
    if is_unknown(value):
        return any_of([equal(value, element)])
    return any_of(equal(each, element) for each in (value if isinstance(value, list) else [value]))


def elements(block: Any, key: str, path: str) -> Iterator[tuple[str, Any]]:  # noqa: ANN401 (JSON)
    """Yield path and value of each element of a list inside a block; UNKNOWN for an unknown list.

    `path` is that of the block.
    """
    value = at(block, key)
    if is_unknown(value):
        yield f"{path}.{key}", UNKNOWN
        return
    for index, each in enumerate(value or ()):
        yield f"{path}.{key}[{index}]", each
