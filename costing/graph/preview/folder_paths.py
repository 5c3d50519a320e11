"""Folders of programs: their paths in a graph, projects below a folder."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from costing.graph.resource import Graph, Resource

SHOWN = 5  # folders in a message
OTHER_FOLDER = "a folder with one"


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


def folders_below(folder: Path) -> str:
    """Return the projects in the folders below, two levels deep, for a message."""
    found = [path for level in ("*", "*/*") for path in sorted(folder.glob(f"{level}/Pulumi.yaml"))]
    names = [str(path.parent) for path in found if "node_modules" not in path.parts]
    more = f" (and {len(names) - SHOWN} more)" if len(names) > SHOWN else ""
    return f"the program's folder: {' or '.join(names[:SHOWN])}{more}" if names else OTHER_FOLDER
