"""What the program's transforms make of a registration; they are called back over gRPC.

Own transforms first, then those of each parent, the stack's last, as the engine does.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from google.protobuf import struct_pb2
from pulumi.runtime.proto import alias_pb2, callback_pb2, resource_pb2

Callback = callback_pb2.Callback


class Call(Protocol):
    """Runs one of the program's callbacks and returns its answer."""

    def __call__(self, callback: Callback, request: bytes) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Registration:
    """A resource as the program, and then each transform, wants it."""

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
    for transform in transforms:
        request = resource_pb2.TransformRequest(
            type=wanted.type,
            name=wanted.name,
            custom=wanted.custom,
            parent=wanted.parent,
            properties=wanted.properties,
            options=wanted.options,
        )
        answer = resource_pb2.TransformResponse.FromString(
            call(transform, request.SerializeToString())
        )
        if answer.HasField("properties"):
            wanted = replace(wanted, properties=answer.properties)
        if answer.HasField("options"):
            wanted = replace(wanted, options=answer.options)
    return wanted


def transformed_lookup(
    request: resource_pb2.ResourceInvokeRequest, transforms: Sequence[Callback], call: Call
) -> tuple[struct_pb2.Struct, str]:
    """Return the arguments and the provider of a lookup."""
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
