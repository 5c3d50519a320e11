"""Graph as a Mermaid flowchart: one box per component, one arrow per reference.

https://mermaid.js.org/syntax/flowchart.html, read 2026-11-24.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from costing.graph.components import STACK
from costing.graph.resource import Graph, Resource, targets, top
from plimsoll.report import escape

PROVIDERS = "pulumi:providers:"
INDENT = "  "
MOST_INPUTS = 3  # named on an arrow


def as_mermaid(graph: Graph) -> str:
    shown = [
        each
        for each in (*graph.components, *graph.resources)
        if each.type != STACK and not each.type.startswith(PROVIDERS)
    ]
    shown.sort(key=lambda each: (each.urn, not each.pending_delete))
    ids = {id(each): f"n{index}" for index, each in enumerate(shown)}
    lines = ["flowchart LR", *boxes(graph, shown, ids), *arrows(graph, shown, ids)]
    return "".join(f"{line}\n" for line in lines)


def boxes(graph: Graph, shown: Sequence[Resource], ids: Mapping[int, str]) -> Iterator[str]:
    """Yield each resource in the box of its nearest component; cycles of parents come last."""
    inside: dict[str, list[Resource]] = defaultdict(list)
    for each in shown:
        inside[component_above(graph, each)].append(each)
    left = {id(each): each for each in shown}
    waiting: list[tuple[int, Resource | None]] = []  # depth; None closes a box
    while left or waiting:
        if not waiting:
            top_level = [each for each in inside[""] if id(each) in left]
            following = top_level or [next(iter(left.values()))]
            waiting = [(1, each) for each in reversed(following)]
        depth, next_ = waiting.pop()
        if next_ is None:
            yield f"{INDENT * depth}end"
        elif left.pop(id(next_), None) is not None:
            within = [] if next_.custom else inside.get(next_.urn, [])
            box = "subgraph " if within else ""
            yield f"{INDENT * depth}{box}{ids[id(next_)]}[{label(next_)}]"
            if within:
                waiting += [(depth, None), *((depth + 1, each) for each in reversed(within))]


def component_above(graph: Graph, resource: Resource) -> str:
    """Return the URN of the nearest component above a resource; empty without one."""
    seen = {resource.urn}
    parent = resource.parent
    while parent is not None and parent not in seen:
        seen.add(parent)
        above = graph.by_urn.get(parent)
        if above is None or above.type == STACK:
            return ""
        if not above.custom:
            return above.urn
        parent = above.parent
    return ""


def arrows(graph: Graph, shown: Sequence[Resource], ids: Mapping[int, str]) -> Iterator[str]:
    for each in shown:
        named: dict[str, dict[str, None]] = defaultdict(dict)
        for path, urn in targets(graph, each) if each.custom else ():
            target = graph.by_urn.get(urn)
            if target is not None and target is not each and id(target) in ids:
                named[ids[id(target)]][top(path)] = None
        for target_id in sorted(named, key=lambda name: int(name[1:])):
            inputs = sorted(named[target_id])
            more = ", …" if len(inputs) > MOST_INPUTS else ""
            text = escape.mermaid(", ".join(inputs[:MOST_INPUTS]) + more)
            yield f'{INDENT}{ids[id(each)]} -->|"{text}"| {target_id}'


def label(resource: Resource) -> str:
    return f'"{escape.mermaid(resource.name)}<br/>{escape.mermaid(short(resource.declared_type))}"'


def short(kind: str) -> str:
    """Return "ec2 Instance" for "aws:ec2/instance:Instance"; other providers' types unchanged."""
    package, _, rest = kind.partition(":")
    module, _, name = rest.partition(":")
    return f"{module.partition('/')[0]} {name}" if package == "aws" and name else kind
