"""Reader of states: the output of `pulumi stack export`, checkpoints of self-managed backends.

Source: sdk/go/common/apitype/core.go and pkg/resource/stack of pulumi/pulumi, read 2026-11-24.
Versions 1 and 2 have fewer fields; version 4 adds none that a graph needs.
"""

from collections.abc import Iterator

from costing.errors import GraphError
from costing.graph.readers.resource_v3 import Json, checked, graph_of, stack_and_project
from costing.graph.readers.values import config_of
from costing.graph.resource import Graph
from costing.model import Source

NEWEST = 4


def of_export(export: Json) -> Graph:
    """Return the graph of an export, which is emptied; a new stack has no deployment.

    Raise GraphError.
    """
    check_version(export)
    return of_deployment(export.get("deployment"), "deployment", "", {})


def of_checkpoint(file: Json) -> Graph:
    check_version(file)
    checkpoint = file.get("checkpoint")
    if not isinstance(checkpoint, dict):
        raise GraphError(f"checkpoint is {checkpoint!r:.60}, not an object")
    name = checkpoint.get("stack") or checkpoint.get("target") or ""
    return of_deployment(
        checkpoint.get("latest"),
        "checkpoint.latest",
        name if isinstance(name, str) else "",
        config_of(checkpoint.get("config")),
    )


def check_version(file: Json) -> None:
    version = file.get("version")
    if type(version) is not int or not 1 <= version <= NEWEST:
        raise GraphError(
            f"state version {version!r:.60} is not supported; supported: 1 to {NEWEST}"
        )


def of_deployment(deployment: object, where: str, name: str, config: Json) -> Graph:
    states = list(states_of(deployment, where))
    if states:
        stack, project = stack_and_project(states[0]["urn"])
    else:
        *_, project, stack = ["", *name.split("/")]  # "organization/shop/prod"
    pending = tuple(pending_creates(deployment, where))
    return graph_of(states, Source("state", project, stack, pending_creates=pending), config)


def pending_creates(deployment: object, where: str) -> Iterator[str]:
    """Yield the URNs of resources whose creation was interrupted, in order."""
    if not isinstance(deployment, dict):
        return
    operations = deployment.get("pending_operations") or []
    if not isinstance(operations, list):
        raise GraphError(f"{where}.pending_operations is {operations!r:.60}, not a list")
    urns = {
        checked(operation.get("resource"), f"{where}.pending_operations[{index}].resource")["urn"]
        for index, operation in enumerate(operations)
        if isinstance(operation, dict) and operation.get("type") == "creating"
    }
    yield from sorted(urns)


def states_of(deployment: object, where: str) -> Iterator[Json]:
    """Yield the states of resources that exist, pending deletes included; consume the deployment.

    A resource that waits for its replacement is deleted already, and left out.
    """
    if deployment is None:
        return
    if not isinstance(deployment, dict):
        raise GraphError(f"{where} is {deployment!r:.60}, not an object")
    resources = deployment.pop("resources", None) or []
    if not isinstance(resources, list):
        raise GraphError(f"{where}.resources is {resources!r:.60}, not a list")
    for index, resource in enumerate(resources):
        resources[index] = None  # large: only the graph keeps what it needs
        state = checked(resource, f"{where}.resources[{index}]")
        if not state.get("pendingReplacement"):
            yield with_defaults(state)


def with_defaults(state: Json) -> Json:
    """Return a state with the provider's defaults, which version 1 keeps apart, as inputs."""
    defaults = state.get("defaults")
    if not isinstance(defaults, dict):
        return state
    return {**state, "inputs": {**defaults, **(state.get("inputs") or {})}}
