"""Whose a resource is: the component it belongs to, and the tags it will carry."""

import json
from collections.abc import Mapping
from typing import Any

from costing.graph.resource import Graph, Resource

STACK = "pulumi:pulumi:Stack"


def component_of(graph: Graph, resource: Resource) -> Resource | None:
    """Return the outermost component that a resource stands in; None for one in none."""
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
    """Return the tags a resource will carry: its provider's default tags, its own over them.

    A value may be UNKNOWN or SECRET. An Auto Scaling group states its tags as a list.
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
    stated = provider.inputs.get("defaultTags") if provider is not None else None
    if isinstance(stated, str):  # providers take their inputs as JSON text
        try:
            stated = json.loads(stated)
        except ValueError:
            return {}
    tags = stated.get("tags") if isinstance(stated, Mapping) else None
    return tags if isinstance(tags, Mapping) else {}
