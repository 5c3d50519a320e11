"""A usage file to fill in: every figure that a source lets its reader state, commented."""

from collections.abc import Iterator, Mapping
from typing import Literal, get_args, get_origin

from pydantic.fields import FieldInfo

from costing.estimate import read_and_metered
from costing.graph import Graph, Resource
from costing.model import Meter
from costing.priced_resource import Links, ResourceUsage
from costing.resources import PRICED

HEAD = """\
# What no program says: requests, GB, hours. Uncomment what you know; a value may be
# {low: 1, mid: 2, high: 3}. A default goes for every resource of its type.
version: 1
# defaults:
#   aws:s3/bucket:Bucket: {standard: {storage_gb: 500}}
resources:
"""


def usage_template(graph: Graph) -> str:
    return HEAD + "".join(f"{line}\n" for line in lines(graph))


def lines(graph: Graph) -> Iterator[str]:
    for resource in graph.resources:
        model = PRICED.get(resource.type)
        if model is None or resource.external or resource.pending_delete:
            continue
        if keys := model.usage.keys():
            yield f'  "{resource.type}::{resource.name}":'
            yield from key_lines(keys, meanings(graph, resource), fields(model.usage))


def fields(usage: type[ResourceUsage]) -> Mapping[str, FieldInfo]:
    return {field.alias or name: field for name, field in usage.model_fields.items()}


def key_lines(
    keys: list[str], meaning: Mapping[str, Meter], field: Mapping[str, FieldInfo]
) -> Iterator[str]:
    """Nest dotted keys, each group once."""
    opened = ""
    for key in sorted(keys, key=lambda each: (each.rpartition(".")[0], keys.index(each))):
        group, _, leaf = key.rpartition(".")
        if group != opened:
            yield from (
                f"    {'  ' * depth}{part}:" for depth, part in enumerate(group.split(".")) if group
            )
            opened = group
        indent = "  " * (group.count(".") + 1 if group else 0)
        yield f"    {indent}# {leaf}:  # {about(meaning.get(key), field[key])}".rstrip(" #")


def about(meter: Meter | None, field: FieldInfo) -> str:
    choices = [value for value in choices_of(field.annotation) if isinstance(value, str)]
    if choices:
        return f"one of {', '.join(choices)}"
    return f"{meter.unit}: {meter.name}" if meter else ""


def choices_of(annotation: object) -> Iterator[object]:
    if get_origin(annotation) is Literal:
        yield from get_args(annotation)
    else:
        for part in get_args(annotation):
            yield from choices_of(part)


def meanings(graph: Graph, resource: Resource) -> dict[str, Meter]:
    """Return the meter that each key states, as far as the inputs let one tell."""
    model = PRICED[resource.type]
    links = Links(graph, resource, {resource.urn: model.usage()})
    found = (each for each in read_and_metered(model, links) if isinstance(each, Meter))
    return {meter.usage: meter for meter in found if meter.usage}
