"""Identity of inputs: same value, or reference to a resource."""

from costing.graph.places import is_out_of_reach
from costing.graph.resource import Resource, top
from costing.model import UNKNOWN
from policies.engine.logic import Truth, any_of, is_unknown, of_kind, read
from policies.engine.selectors.tokens import reference_types
from policies.engine.stack import Stack


def is_same_value(resource: Resource, path: str, other: Resource, other_path: str) -> Truth:
    """Return whether two inputs have or will have one value; absent inputs do not."""
    values = read(resource, path), read(other, other_path)
    if None in values:
        return False
    if not any(map(is_unknown, values)):
        return bool(values[0] == values[1])
    outputs = {*resource.references.get(path, ())}, {*other.references.get(other_path, ())}
    if all(map(is_unknown, values)) and outputs[0] and outputs[0] == outputs[1]:
        return True
    sources = depends_on(resource, path), depends_on(other, other_path)
    apart = all(sources) and not sources[0] & sources[1]
    return False if apart and all(of_kind(urn) for each in sources for urn in each) else UNKNOWN


def depends_on(resource: Resource, path: str) -> set[str]:
    """Return the URNs of the resources whose outputs an input is made of."""
    urns = {each.urn for each in resource.references.get(path, ())}
    return urns or {*resource.property_dependencies.get(top(path), ())}


def leads_to(
    stack: Stack, holder: Resource, path: str, target: Resource, *keys: str, prefix: str = ""
) -> Truth:
    """Return whether an input refers to a resource, by reference or by one of its names.

    `prefix` precedes the name: "table/features".
    """
    followed = stack.follow(holder, path, *reference_types(target.type))
    if isinstance(followed, Resource):
        return followed.urn == target.urn
    value = read(holder, path)
    if is_unknown(value):
        return UNKNOWN
    named = [known.get(key) for known in (target.inputs, target.outputs) for key in keys]
    names = [name for name in (target.id, *named) if name is not None]
    return any_of(
        UNKNOWN
        if is_unknown(name)
        else value == f"{prefix}{name}" and not is_out_of_reach(target, holder, str(name))
        for name in names
    )
