"""Changes of a graph and its usage, for estimates of a stack that is not as it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from costing.graph.replacement import with_replaced
from costing.graph.resource import Graph, Resource
from costing.resources import PRICED
from costing.resources._shared.priced_resource import ResourceUsage
from costing.usage.resolve import no_usage

Usages = Mapping[str, ResourceUsage]  # by URN


@dataclass(frozen=True, slots=True)
class Change:
    """Change of a graph."""

    inputs: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)  # URN → changed inputs
    removed: frozenset[str] = frozenset()
    copies: Sequence[tuple[str, str]] = ()  # URN of a resource, name of its copy
    # URN → usage keys whose stated values are kept in a range (lowest, highest).
    usage: Mapping[str, Mapping[str, tuple[int | None, int | None]]] = field(default_factory=dict)
    # Usage of removed resources moves to those that remain, such as the traffic of a NAT gateway.
    keeps_usage: bool = False


def is_change(change: Change) -> bool:
    return bool(change.inputs or change.removed or change.copies)


def changed(graph: Graph, change: Change) -> Graph:
    """Return the graph with the change."""
    if not (change.removed or change.copies):
        of_urn = {urn: graph.by_urn[urn] for urn in change.inputs if urn in graph.by_urn}
        new = {urn: replace(each, inputs=with_inputs(each, change)) for urn, each in of_urn.items()}
        return with_replaced(graph, new)
    kept = [
        replace(each, inputs=with_inputs(each, change)) if each.urn in change.inputs else each
        for each in graph.resources
        if each.urn not in change.removed
    ]
    copies = [copy(graph.by_urn[urn], name) for urn, name in change.copies]
    return replace(graph, resources=tuple(sorted((*kept, *copies), key=lambda each: each.urn)))


def with_inputs(resource: Resource, change: Change) -> Mapping[str, object]:
    merged = {**resource.inputs, **change.inputs[resource.urn]}
    return {key: value for key, value in merged.items() if value is not None}


def copy(resource: Resource, name: str) -> Resource:
    return replace(resource, urn=copied_urn(resource, name), id=None, outputs={})


def copied_urn(resource: Resource, name: str) -> str:
    return resource.urn.removesuffix(resource.name) + name


def usages_of(graph: Graph, change: Change, usages: Usages) -> Usages:
    """Return usage with the change. Copies have none: the traffic does not grow."""
    found = dict(usages)
    for urn, name in change.copies:
        resource = graph.by_urn[urn]
        if resource.type in PRICED:
            found[copied_urn(resource, name)] = no_usage(PRICED[resource.type].usage)
    for urn, limits in change.usage.items():
        if urn in found:
            found[urn] = limited(found[urn], limits)
    return found


def limited(
    usage: ResourceUsage, limits: Mapping[str, tuple[int | None, int | None]]
) -> ResourceUsage:
    """Return usage whose stated quantities are within the limits, by key."""
    update = {}
    for name, key in type(usage).model_fields.items():
        low, high = limits.get(key.alias or name, (None, None))
        value = getattr(usage, name)
        if isinstance(value, Decimal):
            value = value if low is None else max(value, Decimal(low))
            update[name] = value if high is None else min(value, Decimal(high))
    return usage.model_copy(update=update)
