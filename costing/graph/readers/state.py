"""What `pulumi stack export` prints, and a checkpoint of a self-managed backend.

From pulumi's sdk/go/common/apitype/core.go and pkg/resource/stack, read 2026-11-24. Versions 1
and 2 lack what came later; version 4 adds nothing that a graph holds.
"""

from collections.abc import Iterator

from costing.errors import GraphError
from costing.graph.readers.resource_v3 import Json, checked, graph_of, stack_and_project
from costing.graph.readers.values import config_of
from costing.graph.resource import Graph
from costing.model import Source

NEWEST = 4


def of_export(export: Json) -> Graph:
    """Raise GraphError for what is no export. A stack that holds nothing has no deployment."""
    check_version(export)
    return of_deployment(export.get("deployment"), "deployment", "", {})


def of_checkpoint(file: Json) -> Graph:
    check_version(file)
    checkpoint = file.get("checkpoint")
    if not isinstance(checkpoint, dict):
        raise GraphError(f"checkpoint is {checkpoint!r:.60}, no object")
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
        raise GraphError(f"version is {version!r:.60}: only 1 to {NEWEST} of a state can be read")


def of_deployment(deployment: object, where: str, name: str, config: Json) -> Graph:
    states = list(states_of(deployment, where))
    if states:
        stack, project = stack_and_project(states[0]["urn"])
    else:
        *_, project, stack = ["", *name.split("/")]  # "organization/shop/prod"
    return graph_of(states, Source("state", project, stack), config)


def states_of(deployment: object, where: str) -> Iterator[Json]:
    """Yield the states of what exists, and of what is to be deleted and may still exist.

    One that waits for its replacement is deleted already. What views another is a resource of
    its own type; the viewed one is not of AWS's, so nothing counts twice.
    """
    if deployment is None:
        return
    if not isinstance(deployment, dict):
        raise GraphError(f"{where} is {deployment!r:.60}, no object")
    resources = deployment.get("resources") or []
    if not isinstance(resources, list):
        raise GraphError(f"{where}.resources is {resources!r:.60}, not a list")
    for index, resource in enumerate(resources):
        state = checked(resource, f"{where}.resources[{index}]")
        if not state.get("pendingReplacement"):
            yield with_defaults(state)


def with_defaults(state: Json) -> Json:
    """Version 1 keeps the provider's defaults apart from the inputs."""
    defaults = state.get("defaults")
    if not isinstance(defaults, dict):
        return state
    return {**state, "inputs": {**defaults, **(state.get("inputs") or {})}}
