"""Component and tags of a resource."""

import json
from collections.abc import Mapping
from typing import Any

from costing.graph.resource import Graph, Resource

STACK = "pulumi:pulumi:Stack"


def component_of(graph: Graph, resource: Resource) -> Resource | None:
    """Return the outermost component that contains a resource; None if there is none."""
    found = None
    parent = resource.parent
    seen: set[str] = set()
    while parent is not None and parent not in seen:
        seen.add(parent)
        above = graph.by_urn.get(parent)
        if above is None or above.type == STACK:
            break
        if not above.custom:
            found = above
        parent = above.parent
    return found


def tags_of(graph: Graph, resource: Resource) -> Mapping[str, Any]:
    """Return a resource's tags: the provider's default tags, overridden by the resource's own.

    A value may be UNKNOWN or SECRET. An Auto Scaling group has a list of tags.
    """
    return {**default_tags(graph, resource), **own_tags(resource)}


def own_tags(resource: Resource) -> Mapping[str, Any]:
    tags = resource.inputs.get("tags")
    if isinstance(tags, Mapping):
        return tags
    if isinstance(tags, list):
        listed = (each for each in tags if isinstance(each, Mapping))
        return {str(each["key"]): each.get("value") for each in listed if "key" in each}
    return {}


def default_tags(graph: Graph, resource: Resource) -> Mapping[str, Any]:
    provider = graph.by_urn.get(resource.provider or "")
    specified = provider.inputs.get("defaultTags") if provider is not None else None
    if isinstance(specified, str):  # provider inputs are JSON text
        try:
            specified = json.loads(specified)
        except ValueError:
            return {}
    tags = specified.get("tags") if isinstance(specified, Mapping) else None
    return tags if isinstance(tags, Mapping) else {}
