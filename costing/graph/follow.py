"""Resources that an input refers to, by reference, by id, ARN or name, or by dependency."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from costing.graph.places import is_out_of_reach, may_be_elsewhere
from costing.graph.resource import FEW, Graph, Resource, at, top
from costing.model import UNKNOWN, Unknown, hidden


def follow(graph: Graph, resource: Resource, path: str, *kinds: str) -> Resource | Unknown | None:
    """Return the resource of one of these types that the input at `path` refers to.

    None: no such resource in this stack. UNKNOWN: the input could refer to several resources,
    or its value is known only after deployment.
    """
    value = at(resource.inputs, path)
    if value is None:
        return None
    for found in candidates(graph, resource, path, value, kinds):
        match [target for target in found if target.type in kinds]:
            case [target]:
                sure = hidden(value) or not may_be_elsewhere(target, resource, value)
                return target if sure else UNKNOWN
            case [_, *_]:
                return UNKNOWN
    return UNKNOWN if hidden(value) else None


def candidates(
    graph: Graph,
    resource: Resource,
    path: str,
    value: Any,  # noqa: ANN401 (JSON)
    kinds: Sequence[str],
) -> Iterator[list[Resource]]:
    """Yield lists of resources that the input may refer to, the most reliable evidence first."""
    references = resource.references.get(path, ())
    yield [graph.by_urn[each.urn] for each in references if each.urn in graph.by_urn]
    if isinstance(value, str):
        every = others(resource, (graph.named(value, kind) for kind in kinds))
        named = [each for each in every if not is_out_of_reach(each, resource, value)]
        # Names repeat in accounts and regions.
        depends = {*resource.property_dependencies.get(top(path), ()), *resource.dependencies}
        here = others(resource, (graph.named_beside(value, kind, resource) for kind in kinds))
        yield [each for each in named if each.urn in depends]
        yield [each for each in here if each.id == value]
        yield here
        yield [each for each in named if each.id == value]
        yield [each for each in named if each.region == resource.region]
        yield named
    if path == top(path) or (not references and hidden(value)):
        urns = resource.property_dependencies.get(path) or resource.property_dependencies.get(
            top(path), ()
        )
        yield [graph.by_urn[urn] for urn in urns if urn in graph.by_urn]


def others(resource: Resource, named: Iterable[Sequence[Resource]]) -> list[Resource]:
    """Return resources other than this one; of many of one type, which are ambiguous, a few."""
    return [each for found in named for each in found[: FEW + 1] if each.urn != resource.urn]


def follow_all(
    graph: Graph, resource: Resource, path: str, *kinds: str
) -> list[Resource | Unknown | None]:
    """Return the resource that each item of a list refers to; [UNKNOWN] for an unknown list.

    A list that is unknown as a whole consists of the resources that it depends on, if all of
    them are of these types.
    """
    value = at(resource.inputs, path)
    if isinstance(value, list):
        return follow_items(graph, resource, path, value, kinds)
    if hidden(value):
        urns = [each.urn for each in resource.references.get(path, ())]
        urns = urns or [*resource.property_dependencies.get(top(path), ())]
        found = [graph.by_urn[urn] for urn in urns if urn in graph.by_urn]
        return [*found] if found and all(each.type in kinds for each in found) else [UNKNOWN]
    return []


def follow_items(
    graph: Graph, resource: Resource, path: str, items: Sequence[object], kinds: Sequence[str]
) -> list[Resource | Unknown | None]:
    """Return the resource that each item refers to.

    A preview only reports the dependencies of the whole list. If they are as many as the
    unknown items, they are taken as those items.
    """
    found = [follow(graph, resource, f"{path}[{index}]", *kinds) for index in range(len(items))]
    open_items = [index for index, target in enumerate(found) if target is UNKNOWN]
    taken = {target.urn for target in found if isinstance(target, Resource)}
    urns = resource.property_dependencies.get(top(path), ())
    left = [graph.by_urn[urn] for urn in urns if urn in graph.by_urn and urn not in taken]
    left = [target for target in left if target.type in kinds]
    if open_items and len(left) == len(open_items):
        for index, target in zip(open_items, left, strict=True):
            found[index] = target
    return found


def referrers(graph: Graph, target: Resource, kind: str, path: str = "") -> list[Resource]:
    """Return the resources of type `kind` whose input (at or below `path`) refers to `target`."""
    found = {
        resource.urn: resource
        for resource, where in graph.referred.get(target.urn, ())
        if resource.type == kind and (not path or where == path or top(where) == path)
    }
    return list(found.values())
