"""Content of a YAML or JSON file. The YAML library is imported when a file is read."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ruamel.yaml.nodes import Node


@dataclass(frozen=True, slots=True)
class Document:
    """A file's content with the line numbers of its parts."""

    name: str
    value: Any
    node: "Node | None" = None
    more: bool = False  # whether further documents follow, which are ignored

    def line(self, *path: str | int) -> int | None:
        """Return the line of a key or item, or of the nearest enclosing part that exists."""
        from costing.files.yaml_reader import child, line_of

        found, node = None, self.node
        for part in path:
            step = child(node, part)
            if step is None:
                break
            found, node = step
        return found or (line_of(self.node) if self.node else None)

    def at(self, *path: str | int) -> str:
        """Return the position of a part for messages: "usage.yaml:12"."""
        if self.node is None:
            inside = ".".join(map(str, path)) if self.value is not None else ""
            return f"{self.name} at {inside}" if inside else self.name
        return f"{self.name}:{self.line(*path)}"
