"""Convert resources to the form of the current provider schema, from any SDK or version."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import accumulate
from typing import TypeVar

from costing.graph.resource import Resource
from costing.graph.schema.input_types import Moves, paths, resource_type
from costing.graph.schema.tokens import canonical

T = TypeVar("T")


def normal_form(resource: Resource) -> Resource:
    """Return a resource with its current type token, and inputs of the schema's types.

    256 becomes "256" for a text input, "10" becomes 10 for a number. Blocks of other SDK versions
    get their current name and form (single block or list); references and dependencies get the
    new paths.
    """
    token = canonical(resource.type)
    schema = resource_type(token)
    if schema is None:
        return resource
    moves: Moves = []
    inputs = schema.converted(resource.inputs, None, moves)
    outputs = schema.with_blocks_converted(resource.outputs)
    same = inputs is resource.inputs and outputs is resource.outputs
    if same and token == resource.type:
        return resource
    today = dict(map(paths, moves))
    return replace(
        resource,
        type=token,
        inputs=inputs,
        outputs=outputs,
        references=moved(resource.references, today),
        lookups={path_today(path, today): each for path, each in resource.lookups.items()},
        property_dependencies=moved(resource.property_dependencies, today),
    )


def moved(found: Mapping[str, Sequence[T]], today: Mapping[str, str]) -> Mapping[str, Sequence[T]]:
    """Return a mapping by path with each path replaced by the current one."""
    if not today:
        return found
    moved_: dict[str, Sequence[T]] = {}
    for path, values in found.items():
        new = path_today(path, today)
        moved_[new] = (*moved_.get(new, ()), *values)
    return moved_


def path_today(path: str, today: Mapping[str, str]) -> str:
    """Return a path with its longest renamed prefix replaced."""
    steps = path.replace("[", ".[").split(".")
    heads = [head.replace(".[", "[") for head in accumulate(steps, "{}.{}".format)]
    for head in reversed(heads):
        if head in today:
            return today[head] + path[len(head) :]
    return path
