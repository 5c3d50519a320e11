"""Declaration of a resource by the program or by an expanded component."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from google.protobuf import struct_pb2
from pulumi.runtime.proto import resource_pb2

from costing.graph.preview import providers, values
from costing.graph.preview.placeholder_values import without_marks
from costing.graph.preview.position import position
from costing.graph.preview.transforms import Registration
from costing.graph.preview.values import Output, ResourceValue

INSIDE = "__plimsollInside"  # key under which the child reports the enclosing `apply` calls


@dataclass(frozen=True, slots=True)
class Declaration:
    type: str
    name: str
    parent: str = ""  # URN
    inputs: Mapping[str, Any] = field(default_factory=dict)  # as received, with outputs in them
    custom: bool = True
    provider: str = ""  # reference: URN::id
    providers: Mapping[str, str] = field(default_factory=dict)  # package → reference
    version: str = ""
    dependencies: Sequence[str] = ()
    made_of: Mapping[str, Sequence[str]] = field(
        default_factory=dict
    )  # input → URNs and output numbers
    inside: Sequence[str] = ()  # outputs whose `apply` callback creates the resource
    secret: Sequence[str] = ()  # outputs to keep secret
    known_id: str = ""
    external: bool = False
    protect: bool = False
    delete_before_replace: bool = False
    position: str | None = None


def registered(
    request: resource_pb2.RegisterResourceRequest, wanted: Registration, folder: Path
) -> Declaration:
    inputs = values.inputs(wanted.properties)
    if wanted.type.startswith(providers.PROVIDERS):
        inputs = {key: providers.parsed(value) for key, value in inputs.items()}
        if wanted.options.version:  # as the engine does
            inputs.setdefault("version", wanted.options.version)
    made_of = {key: tuple(each.urns) for key, each in request.propertyDependencies.items()}
    if wanted.properties is not request.object:  # a transform may add dependencies
        made_of = {key: (*made_of.get(key, ()), *inside(value)) for key, value in inputs.items()}
    implied = (urn for urns in made_of.values() for urn in urns)
    return Declaration(
        wanted.type,
        wanted.name,
        wanted.parent,
        inputs,
        custom=wanted.custom,
        provider=wanted.options.provider,
        providers=dict(wanted.options.providers),
        version=wanted.options.version,
        dependencies=without_marks((*wanted.options.depends_on, *implied)),
        made_of=made_of,
        inside=applies(request.object),
        secret=tuple(wanted.options.additional_secret_outputs),
        known_id=request.importId,
        protect=wanted.options.protect,
        delete_before_replace=wanted.options.delete_before_replace,
        position=position(request, folder),
    )


def read(request: resource_pb2.ReadResourceRequest, folder: Path) -> Declaration:
    return Declaration(
        request.type,
        request.name,
        request.parent,
        values.inputs(request.properties),
        provider=request.provider,
        version=request.version,
        dependencies=without_marks(request.dependencies),
        inside=applies(request.properties),
        known_id="" if request.id == values.UNKNOWN_TEXT else request.id,
        external=True,
        position=position(request, folder),
    )


def applies(properties: struct_pb2.Struct) -> tuple[str, ...]:
    specified = values.decode(properties.fields[INSIDE]) if INSIDE in properties.fields else ()
    return tuple(specified)


def inside(value: Any) -> tuple[str, ...]:
    """Return the URNs and output numbers of the outputs in a value."""
    match value:
        case Output():
            return value.dependencies
        case ResourceValue():
            return (value.urn,)
        case dict():
            return tuple(urn for item in value.values() for urn in inside(item))
        case list():
            return tuple(urn for item in value for urn in inside(item))
    return ()
