"""Graph as a tree: each resource below its parent, with its references."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from costing.graph.components import STACK
from costing.graph.resource import Graph, Resource, targets, top
from plimsoll.report.callbacks import callbacks_line
from plimsoll.report.escape import terminal

MOST_TARGETS = 6


def as_tree(graph: Graph) -> str:
    return "".join(f"{terminal(line)}\n" for line in lines(graph))


def lines(graph: Graph) -> Iterator[str]:
    yield headline(graph)
    regions = graph.regions - {"global"}
    for indent, resource in walk(below(graph)):
        yield f"{indent}{described(graph, resource, several_regions=len(regions) > 1)}"
    yield from callbacks_line(graph.source.callbacks_not_run, "are not in the graph")


def headline(graph: Graph) -> str:
    source = graph.source
    components = sum(each.type != STACK for each in graph.components)
    parts = [count(len(graph.resources), "resource"), count(components, "component")]
    if not source.complete:
        parts.append("incomplete, unchanged resources are not listed")
    return f"{source.project} {source.stack}: {', '.join(parts)}"


def count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def below(graph: Graph) -> Mapping[str, Sequence[Resource]]:
    """Return the resources by parent, "" at the top level; the stack itself is not shown."""
    shown = [each for each in (*graph.components, *graph.resources) if each.type != STACK]
    urns = {each.urn for each in shown}
    found: dict[str, list[Resource]] = defaultdict(list)
    for each in sorted(shown, key=lambda each: (each.declared_type, each.name, each.urn)):
        found[each.parent if each.parent in urns and each.parent else ""].append(each)
    return found


def walk(children: Mapping[str, Sequence[Resource]]) -> Iterator[tuple[str, Resource]]:
    """Yield each resource with the tree lines before its name, parents first.

    Resources in a cycle of parents come last, at the top level.
    """
    left = {id(each): each for siblings in children.values() for each in siblings}
    waiting = branches("", children.get("", ()))
    while left:
        if not waiting:
            waiting = branches("", [next(iter(left.values()))])
        lead, deeper, resource = waiting.pop()
        if left.pop(id(resource), None) is not None:
            yield lead, resource
            if not resource.pending_delete:
                waiting += branches(deeper, children.get(resource.urn, ()))


def branches(indent: str, siblings: Sequence[Resource]) -> list[tuple[str, str, Resource]]:
    """Return each sibling with the tree lines of its own row and of its children, in reverse."""
    last = len(siblings) - 1
    return [
        (f"{indent}└─ ", f"{indent}   ", each)
        if index == last
        else (f"{indent}├─ ", f"{indent}│  ", each)
        for index, each in reversed([*enumerate(siblings)])
    ]


def described(graph: Graph, resource: Resource, *, several_regions: bool) -> str:
    parts = [resource.name, resource.declared_type]
    if several_regions and resource.region is not None:
        parts.append(str(resource.region))
    if labels := ", ".join(labels_of(resource)):
        parts.append(f"({labels})")
    if resource.custom and (found := targets_of(graph, resource)):
        parts.append("; ".join(f"{path} → {listed(names)}" for path, names in found.items()))
    return "  ".join(parts)


def labels_of(resource: Resource) -> Iterator[str]:
    if resource.external:
        yield "read"
    if resource.pending_delete:
        yield "pending delete"
    if resource.protect:
        yield "protected"
    if resource.origin == "apply":
        yield "created in a callback with a made-up id"


def targets_of(graph: Graph, resource: Resource) -> dict[str, list[str]]:
    """Return the names of referenced resources, by input."""
    found: dict[str, set[str]] = defaultdict(set)
    for path, urn in targets(graph, resource):
        if urn in graph.by_urn and urn != resource.urn:
            found[top(path)].add(graph.by_urn[urn].name)
    return {path: sorted(found[path]) for path in sorted(found)}


def listed(names: Sequence[str]) -> str:
    more = len(names) - MOST_TARGETS
    return ", ".join(names[:MOST_TARGETS]) + (f" and {more} more" if more > 0 else "")
