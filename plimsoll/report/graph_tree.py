"""A Graph as a tree: each resource below its parent, with what it refers to."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from costing.graph.components import STACK
from costing.graph.resource import Graph, Resource, targets, top
from plimsoll.report.callbacks import callbacks_line

MOST_TARGETS = 6


def graph_tree(graph: Graph) -> str:
    return "".join(f"{printable(line)}\n" for line in lines(graph))


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
        parts.append("what stays the same is not listed")
    return f"{source.project} {source.stack}: {', '.join(parts)}"


def count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def below(graph: Graph) -> Mapping[str, Sequence[Resource]]:
    """Return the resources by parent, "" for those at the top: the stack itself is not shown."""
    shown = [each for each in (*graph.components, *graph.resources) if each.type != STACK]
    urns = {each.urn for each in shown}
    found: dict[str, list[Resource]] = defaultdict(list)
    for each in sorted(shown, key=lambda each: (each.declared_type, each.name, each.urn)):
        found[each.parent if each.parent in urns and each.parent else ""].append(each)
    return found


def walk(children: Mapping[str, Sequence[Resource]]) -> Iterator[tuple[str, Resource]]:
    """Yield each resource with the lines that lead to it, parents first.

    What a ring of parents would hide is put at the top.
    """
    left = {id(each): each for held in children.values() for each in held}
    waiting = branches("", children.get("", ()))
    while left:
        if not waiting:
            waiting = branches("", [next(iter(left.values()))])
        lead, deeper, resource = waiting.pop()
        if left.pop(id(resource), None) is not None:
            yield lead, resource
            if not resource.pending_delete:
                waiting += branches(deeper, children.get(resource.urn, ()))


def branches(indent: str, held: Sequence[Resource]) -> list[tuple[str, str, Resource]]:
    """Return what stands before each and below it, the first one last."""
    last = len(held) - 1
    return [
        (f"{indent}└─ ", f"{indent}   ", each)
        if index == last
        else (f"{indent}├─ ", f"{indent}│  ", each)
        for index, each in reversed([*enumerate(held)])
    ]


def described(graph: Graph, resource: Resource, *, several_regions: bool) -> str:
    parts = [resource.name, resource.declared_type]
    if several_regions and resource.region is not None:
        parts.append(str(resource.region))
    if marks := ", ".join(marks_of(resource)):
        parts.append(f"({marks})")
    if resource.custom and (found := targets_of(graph, resource)):
        parts.append("; ".join(f"{path} → {listed(names)}" for path, names in found.items()))
    return "  ".join(parts)


def marks_of(resource: Resource) -> Iterator[str]:
    if resource.external:
        yield "read"
    if resource.pending_delete:
        yield "pending delete"
    if resource.protect:
        yield "protected"
    if resource.origin == "apply":
        yield "created in a callback, on a made-up id"


def targets_of(graph: Graph, resource: Resource) -> dict[str, list[str]]:
    """Return the names of what a resource refers to, by the input that does."""
    found: dict[str, set[str]] = defaultdict(set)
    for path, urn in targets(graph, resource):
        if urn in graph.by_urn and urn != resource.urn:
            found[top(path)].add(graph.by_urn[urn].name)
    return {path: sorted(found[path]) for path in sorted(found)}


def listed(names: Sequence[str]) -> str:
    more = len(names) - MOST_TARGETS
    return ", ".join(names[:MOST_TARGETS]) + (f" and {more} more" if more > 0 else "")


def printable(text: str) -> str:
    """Return a text that stays on its line and tells a terminal nothing."""
    return "".join(each if each.isprintable() else " " for each in text)
