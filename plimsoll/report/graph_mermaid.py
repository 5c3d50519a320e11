"""A Graph as a Mermaid flowchart: a box a component, an arrow a reference.

https://mermaid.js.org/syntax/flowchart.html, read 2026-11-24.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from costing.graph.components import STACK
from costing.graph.resource import Graph, Resource, targets, top

PROVIDERS = "pulumi:providers:"
INDENT = "  "
MOST_INPUTS = 3  # that an arrow names
ENTITIES = {'"': "#quot;", "#": "#35;", "&": "#amp;", "<": "#lt;", ">": "#gt;", "`": "#96;"}


def graph_mermaid(graph: Graph) -> str:
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
    """Yield each resource in the box of its nearest component; a ring of boxes stands outside."""
    inside: dict[str, list[Resource]] = defaultdict(list)
    for each in shown:
        inside[component_above(graph, each)].append(each)
    left = {id(each): each for each in shown}
    waiting: list[tuple[int, Resource | None]] = []  # depth; None closes a box
    while left or waiting:
        if not waiting:
            held = [each for each in inside[""] if id(each) in left] or [next(iter(left.values()))]
            waiting = [(1, each) for each in reversed(held)]
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
    """Return the URN of the nearest component that a resource stands in; empty for none."""
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
            text = escaped(", ".join(inputs[:MOST_INPUTS]) + more)
            yield f'{INDENT}{ids[id(each)]} -->|"{text}"| {target_id}'


def label(resource: Resource) -> str:
    return f'"{escaped(resource.name)}<br/>{escaped(short(resource.declared_type))}"'


def short(kind: str) -> str:
    """Return "ec2 Instance" for "aws:ec2/instance:Instance"; other providers' types whole."""
    package, _, rest = kind.partition(":")
    module, _, name = rest.partition(":")
    return f"{module.partition('/')[0]} {name}" if package == "aws" and name else kind


def escaped(text: str) -> str:
    """Return a text in which nothing ends or styles a label; a label may not be empty."""
    return "".join(ENTITIES.get(sign, sign) for sign in " ".join(text.split())) or "#160;"
