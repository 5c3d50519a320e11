"""The tags of a resource: its own, and its provider's default tags."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from costing.graph.resource import Graph, Resource, at
from costing.model import UNKNOWN
from policies.engine.logic import Truth, is_open, one_of
from policies.engine.selectors.tokens import GROUP

WORKLOAD = "workload"  # the tag that says what part a resource plays
SERVING = ("serving", "inference")


@dataclass(frozen=True, slots=True)
class Tags:
    known: Mapping[str, Any] = field(default_factory=dict)  # a value may be UNKNOWN
    open: bool = False  # there may be others

    def get(self, key: str) -> Any:  # noqa: ANN401 (JSON)
        """Return None where there is no such tag, UNKNOWN where that cannot be told."""
        return self.known.get(key, UNKNOWN if self.open else None)

    @property
    def serving(self) -> Truth:
        """Whether the resource answers requests. It does unless its tag says otherwise."""
        workload = self.get(WORKLOAD)
        return True if workload is None else one_of(workload, SERVING)


def tags_of(graph: Graph, resource: Resource) -> Tags:
    own = stated(resource.inputs.get("tags"))
    if resource.type == GROUP:
        return own  # the provider's default tags do not reach a group
    provider = graph.by_urn.get(resource.provider or "")
    defaults = provider_tags(provider.inputs) if provider else Tags()
    return Tags({**defaults.known, **own.known}, own.open or defaults.open)


def stated(value: object) -> Tags:
    match value:
        case None:
            return Tags()
        case Mapping():
            return Tags(value)
        case list():  # a group's: [{"key", "value", "propagateAtLaunch"}]
            named = [item for item in value if isinstance(item, Mapping)]
            known = {
                item["key"]: item.get("value") for item in named if isinstance(item.get("key"), str)
            }
            return Tags(known, open=len(known) < len(value))
    return Tags(open=True)


def provider_tags(inputs: Mapping[str, Any]) -> Tags:
    """A provider's nested inputs are JSON text where the engine or an SDK wrote them."""
    defaults = inputs.get("defaultTags")
    if isinstance(defaults, str):
        defaults = json.loads(defaults)
    return Tags(open=True) if is_open(defaults) else stated(at(defaults, "tags"))
