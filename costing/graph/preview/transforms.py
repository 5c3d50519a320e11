"""Run the program's transforms on a registration, by callbacks over gRPC.

In the engine's order: the resource's transforms, those of each parent, the stack's.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from google.protobuf import struct_pb2
from pulumi.runtime.proto import alias_pb2, callback_pb2, resource_pb2

from costing.graph.preview import values

Callback = callback_pb2.Callback


class Call(Protocol):
    """Call a callback of the program and return its response."""

    def __call__(self, callback: Callback, request: bytes) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Registration:
    """Type, name, inputs and options of a resource, as transforms receive and return them."""

    type: str
    name: str
    parent: str
    custom: bool
    properties: struct_pb2.Struct
    options: resource_pb2.TransformResourceOptions


def of(request: resource_pb2.RegisterResourceRequest, dependencies: Sequence[str]) -> Registration:
    options = resource_pb2.TransformResourceOptions(
        depends_on=dependencies,
        provider=request.provider,
        providers=request.providers,
        aliases=aliases(request),
        ignore_changes=request.ignoreChanges,
        version=request.version,
        additional_secret_outputs=request.additionalSecretOutputs,
        deleted_with=request.deletedWith,
        plugin_download_url=request.pluginDownloadURL,
    )
    if request.HasField("protect"):
        options.protect = request.protect
    if request.HasField("retainOnDelete"):
        options.retain_on_delete = request.retainOnDelete
    if request.deleteBeforeReplaceDefined:
        options.delete_before_replace = request.deleteBeforeReplace
    return Registration(
        request.type, request.name, request.parent, request.custom, request.object, options
    )


def aliases(request: resource_pb2.RegisterResourceRequest) -> Iterable[alias_pb2.Alias]:
    return request.aliases or [alias_pb2.Alias(urn=urn) for urn in request.aliasURNs]


def transformed(wanted: Registration, transforms: Sequence[Callback], call: Call) -> Registration:
    """Return a registration after each transform, in order.

    As in the engine, a transform receives a property that contains outputs as a single output.
    If it returns the property unchanged, the separate outputs are kept.
    """
    shown = lifted(wanted.properties)
    properties, options = shown, wanted.options
    for transform in transforms:
        request = resource_pb2.TransformRequest(
            type=wanted.type,
            name=wanted.name,
            custom=wanted.custom,
            parent=wanted.parent,
            properties=properties,
            options=options,
        )
        answer = resource_pb2.TransformResponse.FromString(
            call(transform, request.SerializeToString())
        )
        properties = answer.properties if answer.HasField("properties") else properties
        options = answer.options if answer.HasField("options") else options
    restored = struct_pb2.Struct()
    for key, value in properties.fields.items():
        untouched = key in shown.fields and shown.fields[key] == value
        restored.fields[key].CopyFrom(wanted.properties.fields[key] if untouched else value)
    return replace(wanted, properties=restored, options=options)


def lifted(properties: struct_pb2.Struct) -> struct_pb2.Struct:
    made = struct_pb2.Struct()
    for key, value in properties.fields.items():
        inner = values.decode(value)
        outputs = list(values.outputs_in(inner))
        if not outputs:
            made.fields[key].CopyFrom(value)
            continue
        plain = values.plain(inner)
        dependencies = sorted({urn for each in outputs for urn in each.dependencies})
        fields: dict[str, Any] = {values.SIGNATURE: values.OUTPUT, "dependencies": dependencies}
        if values.is_whole(plain):
            fields["value"] = plain
        if any(each.secret for each in outputs):
            fields["secret"] = True
        values.encode(
            {name: field for name, field in fields.items() if field != []}, made.fields[key]
        )
    return made


def transformed_lookup(
    request: resource_pb2.ResourceInvokeRequest, transforms: Sequence[Callback], call: Call
) -> tuple[struct_pb2.Struct, str]:
    """Return the arguments and the provider of a lookup after the transforms."""
    arguments = request.args
    options = resource_pb2.TransformInvokeOptions(
        provider=request.provider,
        plugin_download_url=request.pluginDownloadURL,
        version=request.version,
    )
    for transform in transforms:
        wanted = resource_pb2.TransformInvokeRequest(
            token=request.tok, args=arguments, options=options
        )
        answer = resource_pb2.TransformInvokeResponse.FromString(
            call(transform, wanted.SerializeToString())
        )
        arguments = answer.args if answer.HasField("args") else arguments
        options = answer.options if answer.HasField("options") else options
    return arguments, options.provider
