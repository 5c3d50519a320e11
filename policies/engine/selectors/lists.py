"""Elements of a list in an input."""

from costing.graph.resource import Resource
from policies.engine.logic import Truth, any_of, equal, is_unknown, read


def lists(resource: Resource, path: str, element: object) -> Truth:
    """Return whether a list has an element; an absent list has none."""
    value = read(resource, path, [])
    if is_unknown(value):
        return any_of([equal(value, element)])
    return any_of(equal(each, element) for each in (value if isinstance(value, list) else [value]))
