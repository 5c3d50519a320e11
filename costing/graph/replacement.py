"""Graph with some resources replaced: indexes of the old graph are kept where they still hold."""

from collections.abc import Mapping
from dataclasses import replace

from costing.graph.names import identifiers
from costing.graph.resource import Graph, Resource, targets


def with_replaced(graph: Graph, new: Mapping[str, Resource]) -> Graph:
    """Return a graph with other resources of the same URNs and types."""
    found = replace(graph, resources=tuple(new.get(each.urn, each) for each in graph.resources))
    if all(is_alike(graph, each) for each in new.values()):
        vars(found).update(indexes(graph, new))
    return found


def is_alike(graph: Graph, new: Resource) -> bool:
    """Return whether a resource has the names and references of the one that it replaces."""
    old = graph.by_urn[new.urn]
    return (
        old.type == new.type
        and sum(each is old for each in graph.by_type.get(old.type, ())) == 1
        and names(old) == names(new)
        and {*targets(graph, old)} == {*targets(graph, new)}
    )


def names(resource: Resource) -> set[str]:
    return {*identifiers(resource.id, resource.inputs, resource.outputs)}


def indexes(graph: Graph, new: Mapping[str, Resource]) -> dict[str, object]:
    """Return the cached properties of a graph with the resources replaced."""
    by_urn = {**graph.by_urn, **new}
    by_type, by_value, referred = dict(graph.by_type), dict(graph.by_value), dict(graph.referred)
    for urn, resource in new.items():
        old = graph.by_urn[urn]
        by_type[old.type] = [resource if each is old else each for each in by_type[old.type]]
        for value in names(old):
            by_value[value] = [resource if each is old else each for each in by_value[value]]
        for target in {target for _, target in targets(graph, old)}:
            referred[target] = [
                (resource if each is old else each, path) for each, path in referred[target]
            ]
    return {"by_urn": by_urn, "by_type": by_type, "by_value": by_value, "referred": referred}
