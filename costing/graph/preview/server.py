"""The engine's two gRPC services, as far as a program calls them in a preview."""

from __future__ import annotations  # refers to messages that older SDKs do not have

import logging
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import grpc
from google.protobuf import empty_pb2
from google.protobuf.message import Message
from pulumi.runtime.proto import (
    callback_pb2,
    callback_pb2_grpc,
    engine_pb2,
    engine_pb2_grpc,
    provider_pb2,
    resource_pb2,
    resource_pb2_grpc,
)

from costing.graph.preview import invokes, packages, transforms, values
from costing.graph.preview.lookups import Lookup, Unanswered
from costing.graph.preview.placeholder_values import digits
from costing.graph.preview.process import has_socket
from costing.graph.preview.recorder import Recorder, Refused

LOG = logging.getLogger("costing.graph.preview")
LARGEST_BYTES = 400 << 20  # bytes of a message, as in Pulumi
OPTIONS = (
    ("grpc.max_receive_message_length", LARGEST_BYTES),
    ("grpc.max_send_message_length", LARGEST_BYTES),
    ("grpc.enable_http_proxy", 0),
)
WORKERS = 32  # more than the program's calls: each may cause another
IS_PREVIEW = "plimsollPreview"  # plimsoll.pulumi.budget asks: this preview is estimated anyway
# Supported features, in the protocol's order, from secrets to error hooks. Later features are
# not supported: one of them makes the engine decide whether a lookup has to wait.
FEATURES = (
    "secrets",
    "resourceReferences",
    "outputValues",
    "aliasSpecs",
    "replacementTrigger",
    "deletedWith",
    "replaceWith",
    "transforms",
    "invokeTransforms",
    "parameterization",
    "resourceHooks",
    "errorHooks",
)
# Older SDKs have another name for this message, with the same encoding.
INVOKED: type[Message] = getattr(
    resource_pb2, "ResourceInvokeResponse", provider_pb2.InvokeResponse
)
Context = grpc.ServicerContext
Request = TypeVar("Request")
Response = TypeVar("Response")
Method = Callable[["ResourceMonitor", Request, Context], Response]


def refusing(method: Method[Request, Response]) -> Method[Request, Response]:
    """Return a method that reports a Refused error to the program."""

    def answer(self: ResourceMonitor, request: Request, context: Context) -> Response:
        try:
            return method(self, request, context)
        except (Refused, Unanswered) as error:
            context.abort(grpc.StatusCode.UNKNOWN, str(error))
            raise  # not reached: abort raises

    return answer


class ResourceMonitor(resource_pb2_grpc.ResourceMonitorServicer):
    def __init__(self, recorder: Recorder) -> None:
        self.recorder = recorder
        self.lookup_transforms: list[transforms.Callback] = []

    def GetDeploymentInfo(
        self, _request: empty_pb2.Empty, _context: Context
    ) -> resource_pb2.DeploymentInfo:
        stack = self.recorder.stack
        return resource_pb2.DeploymentInfo(
            project=stack.project,
            stack=stack.name,
            organization=stack.organization,
            config=stack.config,
            configSecretKeys=sorted(stack.secrets),
            dryRun=True,
            parallel=WORKERS,
            supportedFeatures=resource_pb2.ResourceMonitorFeature.values()[: len(FEATURES)],
        )

    def SupportsFeature(
        self, request: resource_pb2.SupportsFeatureRequest, _context: Context
    ) -> resource_pb2.SupportsFeatureResponse:
        known = request.id in FEATURES or request.id == IS_PREVIEW
        return resource_pb2.SupportsFeatureResponse(hasSupport=known)

    def RegisterPackage(
        self, request: resource_pb2.RegisterPackageRequest, _context: Context
    ) -> resource_pb2.RegisterPackageResponse:
        ref = digits(request.name, request.version, str(request), length=32)
        return resource_pb2.RegisterPackageResponse(ref=ref)

    @refusing
    def RegisterResource(
        self, request: resource_pb2.RegisterResourceRequest, _context: Context
    ) -> resource_pb2.RegisterResourceResponse:
        return self.recorder.register(request)

    def RegisterResourceOutputs(
        self, request: resource_pb2.RegisterResourceOutputsRequest, _context: Context
    ) -> empty_pb2.Empty:
        self.recorder.register_outputs(request)
        return empty_pb2.Empty()

    @refusing
    def ReadResource(
        self, request: resource_pb2.ReadResourceRequest, _context: Context
    ) -> resource_pb2.ReadResourceResponse:
        return self.recorder.read(request)

    def ExistsResource(
        self, _request: resource_pb2.ExistsResourceRequest, _context: Context
    ) -> resource_pb2.ExistsResourceResponse:
        return resource_pb2.ExistsResourceResponse(unknown=True)

    @refusing
    def Invoke(self, request: resource_pb2.ResourceInvokeRequest, _context: Context) -> Message:
        arguments, provider = request.args, request.provider
        if self.lookup_transforms:
            arguments, provider = transforms.transformed_lookup(
                request, self.lookup_transforms, self.recorder.call
            )
        given = values.plain(values.decode_fields(arguments))
        found: Mapping[str, Any]
        if request.tok == "pulumi:pulumi:getResource":
            found = self.recorder.resource_at(given["urn"])
        else:
            lookup = Lookup(request.tok, given, self.recorder.region_at(provider, given))
            with self.recorder.lock:
                found = invokes.answer(lookup, self.recorder.placeholders)
        answered = INVOKED()
        getattr(answered, "return").CopyFrom(values.struct(found))
        return answered

    def Call(
        self, request: resource_pb2.ResourceCallRequest, _context: Context
    ) -> provider_pb2.CallResponse:
        answered = provider_pb2.CallResponse()
        getattr(answered, "return").CopyFrom(values.struct(packages.call(request.tok)))
        return answered

    def RegisterStackTransform(
        self, request: callback_pb2.Callback, _context: Context
    ) -> empty_pb2.Empty:
        self.recorder.stack_transforms.append(request)
        return empty_pb2.Empty()

    def RegisterStackInvokeTransform(
        self, request: callback_pb2.Callback, _context: Context
    ) -> empty_pb2.Empty:
        self.lookup_transforms.append(request)
        return empty_pb2.Empty()

    def RegisterResourceHook(
        self, _request: resource_pb2.RegisterResourceHookRequest, _context: Context
    ) -> empty_pb2.Empty:
        return empty_pb2.Empty()  # hooks run during deployment only

    def RegisterErrorHook(
        self, _request: resource_pb2.RegisterErrorHookRequest, _context: Context
    ) -> empty_pb2.Empty:
        return empty_pb2.Empty()

    def SignalAndWaitForShutdown(
        self, _request: empty_pb2.Empty, _context: Context
    ) -> empty_pb2.Empty:
        return empty_pb2.Empty()


class Engine(engine_pb2_grpc.EngineServicer):
    def __init__(self, recorder: Recorder) -> None:
        self.recorder = recorder
        self.root = ""

    def Log(self, request: engine_pb2.LogRequest, _context: Context) -> empty_pb2.Empty:
        failed = request.severity >= engine_pb2.ERROR
        message = self.recorder.stack.redacted(request.message)
        LOG.log(logging.WARNING if failed else logging.INFO, "log of the program: %s", message)
        return empty_pb2.Empty()

    def GetRootResource(
        self, _request: engine_pb2.GetRootResourceRequest, _context: Context
    ) -> engine_pb2.GetRootResourceResponse:
        return engine_pb2.GetRootResourceResponse(urn=self.root)

    def SetRootResource(
        self, request: engine_pb2.SetRootResourceRequest, _context: Context
    ) -> engine_pb2.SetRootResourceResponse:
        self.root = request.urn
        return engine_pb2.SetRootResourceResponse()

    def RequirePulumiVersion(
        self, _request: engine_pb2.RequirePulumiVersionRequest, _context: Context
    ) -> engine_pb2.RequirePulumiVersionResponse:
        return engine_pb2.RequirePulumiVersionResponse()


class Callbacks:
    """Client of the program's callbacks."""

    def __init__(self) -> None:
        self.channels: dict[str, grpc.Channel] = {}

    def __call__(self, callback: transforms.Callback, request: bytes) -> bytes:
        channel = self.channels.get(callback.target)
        if channel is None:
            channel = self.channels[callback.target] = grpc.insecure_channel(
                callback.target, options=OPTIONS
            )
        stub = callback_pb2_grpc.CallbacksStub(channel)
        try:
            answer = stub.Invoke(
                callback_pb2.CallbackInvokeRequest(token=callback.token, request=request)
            )
        except grpc.RpcError as error:
            raise Refused(str(error.details())) from error
        return bytes(answer.response)

    def close(self) -> None:
        for channel in self.channels.values():
            channel.close()


@contextmanager
def serving(recorder: Recorder, folder: Path) -> Iterator[str]:
    """Serve until the block ends; yield the address, a Unix socket in `folder` if supported."""
    workers = ThreadPoolExecutor(WORKERS)
    server = grpc.server(workers, options=OPTIONS)
    resource_pb2_grpc.add_ResourceMonitorServicer_to_server(ResourceMonitor(recorder), server)
    engine_pb2_grpc.add_EngineServicer_to_server(Engine(recorder), server)
    if has_socket(folder):
        address = f"unix:{folder / 'engine'}"
        server.add_insecure_port(address)
    else:
        address = f"127.0.0.1:{server.add_insecure_port('127.0.0.1:0')}"
    server.start()
    try:
        yield address
    finally:
        server.stop(grace=None)
        workers.shutdown(wait=False)
