"""Monitor that records what a program registers, and passes every request on to the engine."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Any
from urllib.parse import quote

from google.protobuf.json_format import MessageToJson
from google.protobuf.struct_pb2 import Struct
from pulumi.runtime.proto import resource_pb2

State = dict[str, Any]
METHODS = (
    "RegisterResource",
    "ReadResource",
    "RegisterStackTransform",
    "SignalAndWaitForShutdown",
)
STACK = "pulumi:pulumi:Stack"


@dataclass(slots=True)
class Registrations:
    """States of resources, as `pulumi stack export` has them, by URN."""

    states: dict[str, State] = field(default_factory=dict)
    transformed: bool = False  # a transform of the stack may change inputs
    lock: Lock = field(default_factory=Lock)

    @property
    def complete(self) -> bool:
        """Tell whether the stack is among them: the SDK registers it before anything else."""
        return any(each["type"] == STACK for each in self.states.values())

    def add(self, state: State) -> None:
        with self.lock:
            self.states[state["urn"]] = state


class Recording:
    """Methods that replace those of a client of the engine's resource monitor.

    They are set on the client itself: the SDK hands it to each task that it starts. `at_end` runs
    when the program has ended without an error and all its requests are answered.
    """

    def __init__(self, monitor: Any, at_end: Callable[[Registrations], None]) -> None:  # noqa: ANN401
        self.at_end = at_end
        self.found = Registrations()
        self.original = {name: getattr(monitor, name) for name in METHODS if hasattr(monitor, name)}
        for name in self.original:
            setattr(monitor, name, getattr(self, name))

    def RegisterResource(self, request: Any, *args: Any, **options: Any) -> Any:  # noqa: ANN401, N802
        response = self.original["RegisterResource"](request, *args, **options)
        changed = self.found.transformed or bool(request.transforms)
        self.found.add(registered(request, response, transformed=changed))
        return response

    def ReadResource(self, request: Any, *args: Any, **options: Any) -> Any:  # noqa: ANN401, N802
        response = self.original["ReadResource"](request, *args, **options)
        self.found.add(retrieved(request, response))
        return response

    def RegisterStackTransform(self, *args: Any, **options: Any) -> Any:  # noqa: ANN401, N802
        self.found.transformed = True
        return self.original["RegisterStackTransform"](*args, **options)

    def SignalAndWaitForShutdown(self, *args: Any, **options: Any) -> Any:  # noqa: ANN401, N802
        """Run `at_end`; the SDK sends this request at the end of a program without an error."""
        self.at_end(self.found)
        return self.original["SignalAndWaitForShutdown"](*args, **options)


def is_recorded(monitor: Any) -> bool:  # noqa: ANN401 (a client)
    return isinstance(getattr(monitor.RegisterResource, "__self__", None), Recording)


def registered(
    request: resource_pb2.RegisterResourceRequest,
    response: resource_pb2.RegisterResourceResponse,
    *,
    transformed: bool,
) -> State:
    """Return the state of a resource from its registration: the inputs of the program.

    If a transform changes them, the engine reports the result among the outputs only. The
    children of a remote component, which another process registers, are not known: it is kept as
    a resource that is not expanded.
    """
    inputs = properties(request.object)
    outputs = properties(response.object) if transformed else {}
    inputs = {key: outputs.get(key, value) for key, value in inputs.items()}
    return {
        "urn": response.urn,
        "type": request.type,
        "custom": request.custom or request.remote,
        "inputs": inputs,
        "outputs": outputs,
        "id": response.id or None,
        "parent": request.parent or None,
        "provider": request.provider,
        "dependencies": list(dependencies_of(request)),
        "propertyDependencies": {
            key: list(each.urns) for key, each in request.propertyDependencies.items()
        },
        "protect": request.protect,
        "deleteBeforeReplace": request.deleteBeforeReplace,
        "origin": "not expanded" if request.remote else None,
        "sourcePosition": position_of(request),
    }


def dependencies_of(request: resource_pb2.RegisterResourceRequest) -> Mapping[str, None]:
    """Return the URNs that a resource depends on, in order."""
    implied = (urn for each in request.propertyDependencies.values() for urn in each.urns)
    return dict.fromkeys((*request.dependencies, *implied))


def retrieved(
    request: resource_pb2.ReadResourceRequest, response: resource_pb2.ReadResourceResponse
) -> State:
    """Return the state of a resource that the program reads and does not manage."""
    return {
        "urn": response.urn,
        "type": request.type,
        "custom": True,
        "external": True,
        "inputs": properties(request.properties),
        "outputs": properties(response.properties),
        "id": response.id or None,
        "parent": request.parent or None,
        "provider": request.provider,
        "dependencies": list(request.dependencies),
        "sourcePosition": position_of(request),
    }


def properties(values: Struct) -> dict[str, Any]:
    """Return the JSON of property values, with the engine's marks in it."""
    from costing.graph.readers.values import DECODER

    found: dict[str, Any] = DECODER.decode(MessageToJson(values, indent=None))
    return found


def position_of(request: Any) -> str | None:  # noqa: ANN401 (one of two messages)
    """Return the position of a declaration as the engine writes it: project:///main.py#12."""
    import pulumi

    from costing.graph.preview.position import position

    found = position(request, Path(pulumi.runtime.get_root_directory() or ".").resolve())
    if found is None:
        return None
    file, _, line = found.rpartition(":")
    return f"project:///{quote(file)}#{line}"
