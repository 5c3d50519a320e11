"""Tags of a resource: its own, and the default tags of its provider."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from costing.graph.resource import Graph, Resource, at
from costing.model import UNKNOWN
from policies.engine.logic import Truth, is_unknown, one_of
from policies.engine.selectors.tokens import GROUP

WORKLOAD = "workload"  # tag with the role of a resource in the workload
SERVING = ("serving", "inference")


@dataclass(frozen=True, slots=True)
class Tags:
    known: Mapping[str, Any] = field(default_factory=dict)  # a value may be UNKNOWN
    unknown: bool = False  # there may be further tags

    def get(self, key: str) -> Any:  # noqa: ANN401 (JSON)
        """Return None where there is no such tag, UNKNOWN where that is not known."""
        return self.known.get(key, UNKNOWN if self.unknown else None)

    def spelled(self, keys: Sequence[str]) -> "Tags":
        """Return the tags under these keys: "CostCenter" and "cost_center" as "cost-center"."""
        wanted = {plain(key): key for key in keys}
        known = {wanted.get(plain(key), key): value for key, value in self.known.items()}
        return Tags(
            {**known, **{key: self.known[key] for key in keys if key in self.known}}, self.unknown
        )

    def named(self, key: str) -> Any:  # noqa: ANN401 (JSON)
        """Return the value, in lower case, of a tag whose key is spelled in any way: "Workload"."""
        value = self.spelled([key]).get(key)
        return value.lower() if isinstance(value, str) else value

    @property
    def serving(self) -> Truth:
        """Return whether the resource serves requests. It does unless its tag says otherwise."""
        workload = self.named(WORKLOAD)
        return True if workload is None else one_of(workload, SERVING)


def plain(key: str) -> str:
    return "".join(filter(str.isalnum, key)).lower()


def tags_of(graph: Graph, resource: Resource) -> Tags:
    own = specified(resource.inputs.get("tags"))
    if resource.type == GROUP:
        return own  # the provider's default tags do not reach a group
    provider = graph.by_urn.get(resource.provider or "")
    defaults = provider_tags(provider.inputs) if provider else Tags()
    return Tags({**defaults.known, **own.known}, own.unknown or defaults.unknown)


def specified(value: object) -> Tags:
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
            return Tags(known, unknown=len(known) < len(value))
    return Tags(unknown=True)


def provider_tags(inputs: Mapping[str, Any]) -> Tags:
    """A provider's nested inputs are JSON text where the engine or an SDK wrote them."""
    defaults = inputs.get("defaultTags")
    if isinstance(defaults, str):
        try:
            defaults = json.loads(defaults)
        except ValueError:
            return Tags(unknown=True)
    return Tags(unknown=True) if is_unknown(defaults) else specified(at(defaults, "tags"))
