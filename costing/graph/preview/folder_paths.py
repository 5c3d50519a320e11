"""Replace a folder's path in a graph."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from costing.graph.resource import Graph, Resource


def replaced(graph: Graph, old: str, new: str) -> Graph:
    """Return a graph with the path `new` in place of the temporary folder `old`."""

    def real(value: Any) -> Any:
        match value:
            case str():
                return value.replace(old, new)
            case list():
                return [real(item) for item in value]
            case dict():
                return {key: real(item) for key, item in value.items()}
            case _:
                return value

    def each(resources: Iterable[Resource]) -> tuple[Resource, ...]:
        return tuple(
            replace(resource, inputs=real(resource.inputs), outputs=real(resource.outputs))
            for resource in resources
        )

    return replace(graph, resources=each(graph.resources), components=each(graph.components))
