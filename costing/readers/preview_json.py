"""What `pulumi preview --json` prints: the steps an update would take.

From pulumi's pkg/backend/display/json.go and pkg/resource/deploy, read 2026-11-24. Without
--show-sames it lists what changes, not the whole stack.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from costing.errors import GraphError
from costing.graph import Graph
from costing.model import DefaultRegion, Source
from costing.readers.resource_v3 import Json, checked, graph_of, is_urn, stack_and_project
from costing.readers.values import config_of

STAYS = {"create", "same", "update", "replace", "create-replacement", "refresh"}
IMPORTS = {"import", "import-replacement"}  # their old state is the cloud's, not the stack's
READS = {"read", "read-replacement"}
DEPLOYED = {"same", "update", "refresh"}  # one resource before and after
GOES = {"delete", "discard"}
# Halves of a replacement that another step of the same URN stands for.
HALVES = {"delete-replaced", "discard-replaced", "remove-pending-replace"}
OPERATIONS = STAYS | IMPORTS | READS | GOES | HALVES

REFERRING = ("urn", "parent", "dependencies", "propertyDependencies", "provider")


def head(digest: Json) -> Graph:
    """Return the stack as it will be. Raise GraphError for what is no digest."""
    states: dict[tuple[str, bool], Json] = {}
    for step, where in steps_of(digest):
        if step["op"] in STAYS | IMPORTS | READS and step.get("newState") is not None:
            state = checked(step["newState"], f"{where}.newState")
            if step["op"] in DEPLOYED and step.get("oldState") is not None:
                state = deployed(state, checked(step["oldState"], f"{where}.oldState"))
            if step["op"] in READS:
                state = {**state, "external": True}
            states[state["urn"], bool(state.get("delete"))] = state
    return graph_of(states.values(), source_of(digest), config_of(digest.get("config")))


def deployed(new: Json, old: Json) -> Json:
    """Return a new state with the id and outputs that it keeps: the engine adds them later."""
    kept = {name: old[name] for name in ("id", "outputs") if old.get(name) and not new.get(name)}
    return {**new, **kept}


def base(digest: Json) -> Graph:
    """Return the stack as it is, from the states before the steps.

    The engine marks a state `delete` as soon as its replacement is made, so only what a step
    deletes may have been a pending delete before.
    """
    states: dict[tuple[str, str | None], Json] = {}
    renamed: dict[str, str] = {}
    for step, where in steps_of(digest):
        if step["op"] in IMPORTS or step.get("oldState") is None:
            continue
        state = checked(step["oldState"], f"{where}.oldState")
        key = state["urn"], state.get("id")
        if step["op"] in GOES | HALVES:
            states.setdefault(key, state)
        else:
            states[key] = {**state, "delete": False}
            renamed[state["urn"]] = step["urn"]
    renamed = {old: new for old, new in renamed.items() if old != new}
    before = [under(state, renamed) for state in states.values()] if renamed else states.values()
    return graph_of(before, source_of(digest), config_of(digest.get("config")))


def under(state: Json, renamed: Mapping[str, str]) -> Json:
    """Return an old state under the URNs that its aliases give it now."""

    def new(value: Any) -> Any:  # noqa: ANN401 (JSON)
        match value:
            case str():
                urn, _, id_ = value.rpartition("::")
                return renamed.get(value) or (f"{renamed[urn]}::{id_}" if urn in renamed else value)
            case list():
                return [new(item) for item in value]
            case dict():
                return {key: new(item) for key, item in value.items()}
            case _:
                return value

    return {**state, **{name: new(state[name]) for name in REFERRING if name in state}}


def steps_of(digest: Json) -> Iterator[tuple[Json, str]]:
    """Yield each step and where it stands. Raise GraphError for one that is none."""
    steps = digest.get("steps") or []
    if not isinstance(steps, list):
        raise GraphError(f"steps is {steps!r:.60}, not a list")
    for index, step in enumerate(steps):
        where = f"steps[{index}]"
        if not isinstance(step, dict):
            raise GraphError(f"{where} is {step!r:.60}, no object")
        operation, urn = step.get("op"), step.get("urn") or urn_of_state(step)
        if not isinstance(operation, str) or operation not in OPERATIONS:
            raise GraphError(f"{where}: op is {operation!r:.60}, no operation of Pulumi's")
        if not is_urn(urn):
            raise GraphError(f"{where}: urn is {urn!r:.60}, no URN of Pulumi's")
        yield {**step, "urn": urn}, where


def urn_of_state(step: Json) -> object:
    """Return the URN that a step's state names, where a shortened digest leaves the step's out."""
    state = step.get("newState") or step.get("oldState")
    return state.get("urn") if isinstance(state, dict) else None


def source_of(digest: Json) -> Source:
    """Say what was previewed. It is the whole stack where no unchanged resource is left out.

    Raise GraphError for a preview that failed: what it lists is a part.
    """
    stated = digest.get("source")
    if isinstance(stated, dict):
        return own_source(stated)
    if failure := failure_of(digest):
        raise GraphError(f"the preview failed: {failure}")
    steps = [step for step, _ in steps_of(digest)]
    stack, project = stack_and_project(steps[0]["urn"]) if steps else ("", "")
    listed = sum(step["op"] == "same" for step in steps)
    return Source("preview", project, stack, complete=listed >= unchanged(digest))


def unchanged(digest: Json) -> int:
    summary = digest.get("changeSummary") or {}
    same = summary.get("same", 0) if isinstance(summary, dict) else summary
    if type(same) is not int:
        raise GraphError(f"changeSummary is {summary!r:.60}, no counts of steps")
    return same


def own_source(stated: Mapping[str, Any]) -> Source:
    """Read what `plimsoll graph --format json` says of where its graph is from."""
    match stated:
        case {
            "kind": "program" | "preview" | "state" as kind,
            "project": str() as project,
            "stack": str() as stack,
            "complete": bool() as complete,
        }:
            region = own_region(stated.get("default_region"))
            return Source(kind, project, stack, complete, region, not_run(stated))
        case _:
            raise GraphError(f"source is {stated!r:.60}, no source of Plimsoll's")


def own_region(stated: object) -> DefaultRegion | None:
    match stated:
        case {"region": str() as region, "origin": str() as origin}:
            return DefaultRegion(region, origin)
        case _:
            return None


def not_run(stated: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the positions of the callbacks that were not run; a graph of before has none."""
    positions = stated.get("callbacks_not_run", [])
    if not isinstance(positions, list) or not all(isinstance(each, str) for each in positions):
        raise GraphError(f"source.callbacks_not_run is {positions!r:.60}, not a list of positions")
    return tuple(positions)


def failure_of(digest: Json) -> str:
    """Return the first line of the first error that a preview reports; empty for none."""
    diagnostics = digest.get("diagnostics")
    for each in diagnostics if isinstance(diagnostics, list) else []:
        match each:
            case {"severity": "error", "message": str() as message}:
                first = next(filter(None, map(str.strip, message.splitlines())), "no reason given")
                return first.removeprefix("error: ")
    return ""
