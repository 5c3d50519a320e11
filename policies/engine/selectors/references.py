"""Whether two inputs are one thing, or one is a resource, as far as a program says."""

from costing.graph.resource import Resource, top
from costing.model import UNKNOWN
from policies.engine.logic import Truth, any_of, is_open, read
from policies.engine.selectors.tokens import alike
from policies.engine.stack import Stack


def is_same_value(resource: Resource, path: str, other: Resource, other_path: str) -> Truth:
    """Whether two inputs hold, or will hold, one value; two that are not stated do not."""
    values = read(resource, path), read(other, other_path)
    if None in values:
        return False
    if not any(map(is_open, values)):
        return bool(values[0] == values[1])
    outputs = {*resource.references.get(path, ())}, {*other.references.get(other_path, ())}
    if all(map(is_open, values)) and outputs[0] and outputs[0] == outputs[1]:
        return True
    sources = depends_on(resource, path), depends_on(other, other_path)
    return False if all(sources) and not sources[0] & sources[1] else UNKNOWN


def depends_on(resource: Resource, path: str) -> set[str]:
    """Return the URNs of the resources that an input is made of."""
    urns = {each.urn for each in resource.references.get(path, ())}
    return urns or {*resource.property_dependencies.get(top(path), ())}


def leads_to(
    stack: Stack, holder: Resource, path: str, target: Resource, *keys: str, prefix: str = ""
) -> Truth:
    """Whether an input means a resource, whose inputs or outputs of these keys may name it, too.

    `prefix` stands before the name: "table/features".
    """
    led = stack.follow(holder, path, *alike(target.type))
    if isinstance(led, Resource):
        return led.urn == target.urn
    value = read(holder, path)
    if is_open(value):
        return UNKNOWN
    named = [known.get(key) for known in (target.inputs, target.outputs) for key in keys]
    names = [name for name in (target.id, *named) if name is not None]
    return any_of(UNKNOWN if is_open(name) else value == f"{prefix}{name}" for name in names)
