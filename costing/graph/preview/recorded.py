"""A recorded resource: the declaration, the graph's resource and the response to the program."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from costing.graph.preview import outputs, transforms
from costing.graph.preview.declaration import Declaration
from costing.graph.preview.placeholder_values import Placeholders
from costing.graph.resource import Resource


@dataclass(frozen=True, slots=True)
class Recorded:
    resource: Resource
    declared: Declaration
    answer: outputs.Answer = field(default_factory=lambda: outputs.Answer("", {}, {}))
    passed_on: Mapping[str, str] = field(default_factory=dict)  # providers of its children
    callbacks: Sequence[transforms.Callback] = ()  # its transforms


class Registry(Protocol):
    """Interface of the recorder for expanding components."""

    placeholders: Placeholders
    recorded: dict[str, Recorded]  # by URN

    def declare(self, declared: Declaration) -> Recorded:
        """Record a resource."""

    def region_at(self, provider: str, arguments: Mapping[str, Any]) -> str | None:
        """Return the region of a lookup."""
