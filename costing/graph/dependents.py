"""Resources whose price depends on another one."""

from costing.graph.resource import Graph, targets

MOST_READERS = 1_000


def reading(graph: Graph, urn: str) -> set[str] | None:
    """Return a resource and all that refer to it, directly or through others.

    None for more than MOST_READERS: the price of a resource depends on a few others.
    """
    found, new = {urn}, [urn]
    while new:
        if len(found) > MOST_READERS:
            return None
        referring = {each.urn for each, _ in graph.referred.get(new.pop(), ())} - found
        found |= referring
        new += referring
    return found


def dependents(graph: Graph, urns: set[str]) -> set[str] | None:
    """Return the resources whose price may depend on these, which are among them.

    Those that refer to them, directly or through others, and what all of these refer to: a cost
    model reads what its resource refers to, and what refers to it. None for too many.
    """
    found: set[str] = set()
    for urn in urns:
        readers = reading(graph, urn)
        if readers is None:
            return None
        found |= readers
    direct = {urn for each in found for _, urn in targets(graph, graph.by_urn[each])}
    return found | (direct & graph.by_urn.keys())
