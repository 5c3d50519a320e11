"""Reader of the output of `pulumi preview --json`: the steps of an update.

Source: pkg/backend/display/json.go and pkg/resource/deploy of pulumi/pulumi, read 2026-11-24.
Without --show-sames the output lists changed resources only.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from costing.errors import GraphError
from costing.graph.readers.resource_v3 import Json, checked, graph_of, is_urn, stack_and_project
from costing.graph.readers.values import config_of
from costing.graph.resource import Graph
from costing.model import DefaultRegion, Source

STAYS = {"create", "same", "update", "replace", "create-replacement", "refresh"}
IMPORTS = {"import", "import-replacement"}  # the old state is that of the cloud, not of the stack
READS = {"read", "read-replacement"}
DEPLOYED = {"same", "update", "refresh"}  # the same resource before and after
GOES = {"delete", "discard"}
# Parts of a replacement; another step of the same URN represents the whole.
HALVES = {"delete-replaced", "discard-replaced", "remove-pending-replace"}
OPERATIONS = STAYS | IMPORTS | READS | GOES | HALVES
# Operations whose step always has a new state, and an old state.
HAS_NEW = STAYS - {"refresh"} | IMPORTS | READS
HAS_OLD = {"same", "update", "replace"} | GOES
# Operations that the engine counts in `changeSummary` as it lists them.
COUNTED = ("create", "update", "replace", "import")
COUNTED_OR_MORE = ("same", "delete")  # a refresh turns into a deletion in the list alone
STACK = "pulumi:pulumi:Stack"

# Inputs on which AWS's defaults of other inputs depend, and outputs that identify a resource.
DETERMINES_DEFAULTS = re.compile(r"(?i)(type|class|mode|engine|version|family)$")
IDENTIFIES = re.compile(r"(?i)(arn|id|identifier|name|endpoint|url|region|zone|bucket)$")

REFERRING = ("urn", "parent", "dependencies", "propertyDependencies", "provider")


def head(digest: Json) -> Graph:
    """Return the stack after the update. Raise GraphError for an invalid digest."""
    states: dict[tuple[str, bool], Json] = {}
    for step, where in steps_of(digest):
        if step["op"] in HAS_NEW and step.get("newState") is None:
            raise GraphError(without_state(step, where, "newState"))
        if step["op"] in STAYS | IMPORTS | READS and step.get("newState") is not None:
            state = checked(step["newState"], f"{where}.newState")
            if step["op"] in DEPLOYED and step.get("oldState") is not None:
                state = deployed(state, checked(step["oldState"], f"{where}.oldState"))
            if step["op"] in READS:
                state = {**state, "external": True}
            states[state["urn"], bool(state.get("delete"))] = state
    return graph_of([*states.values()], source_of(digest), config_of(digest.get("config")))


def deployed(new: Json, old: Json) -> Json:
    """Return a new state with the id and outputs of the old one, which the engine adds later."""
    kept = {name: old[name] for name in ("id", "outputs") if old.get(name) and not new.get(name)}
    if "outputs" in kept:
        kept["outputs"] = current_outputs(new.get("inputs") or {}, old)
    return {**new, **kept}


def current_outputs(inputs: Json, old: Json) -> Json:
    """Return the old outputs that remain valid with new inputs.

    Outputs of changed inputs are left out. If a type, class, mode or engine changes, AWS may choose
    other values for all inputs that are not set; only ids, ARNs and names are kept then.
    """
    before, outputs = old.get("inputs") or {}, old["outputs"]
    changed = {key for key in {*before, *inputs} if before.get(key) != inputs.get(key)}
    if any(DETERMINES_DEFAULTS.search(key) for key in changed):
        return {key: each for key, each in outputs.items() if IDENTIFIES.search(key)}
    return {key: each for key, each in outputs.items() if key not in changed}


def base(digest: Json) -> Graph:
    """Return the stack before the update, from the old states of the steps.

    The engine sets `delete` on a state as soon as its replacement exists, so only the old state
    of a deletion may be a pending delete.
    """
    states: dict[tuple[str, str | None], Json] = {}
    renamed: dict[str, str] = {}
    for step, where in steps_of(digest):
        if step["op"] in HAS_OLD and step.get("oldState") is None:
            raise GraphError(without_state(step, where, "oldState"))
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
    return graph_of([*before], source_of(digest), config_of(digest.get("config")))


def under(state: Json, renamed: Mapping[str, str]) -> Json:
    """Return an old state with its URNs replaced by their current aliases."""

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
    """Yield each step and its path. Raise GraphError for an invalid step."""
    steps = digest.get("steps") or []
    if not isinstance(steps, list):
        raise GraphError(f"steps is {steps!r:.60}, not a list")
    for index, step in enumerate(steps):
        where = f"steps[{index}]"
        if not isinstance(step, dict):
            raise GraphError(f"{where} is {step!r:.60}, not an object")
        operation, urn = step.get("op"), step.get("urn") or urn_of_state(step)
        if not isinstance(operation, str) or operation not in OPERATIONS:
            raise GraphError(f"{where}: op is {operation!r:.60}, not a Pulumi operation")
        if not is_urn(urn):
            raise GraphError(f"{where}: urn is {urn!r:.60}, not a Pulumi URN")
        yield {**step, "urn": urn}, where


def without_state(step: Json, where: str, name: str) -> str:
    return (
        f"{where} ({step['op']} {step['urn']}) has no {name}, so its inputs are missing; "
        "use the complete output of: pulumi preview --json --show-sames"
    )


def urn_of_state(step: Json) -> object:
    """Return the URN in a step's state, for digests whose steps have none."""
    state = step.get("newState") or step.get("oldState")
    return state.get("urn") if isinstance(state, dict) else None


def source_of(digest: Json) -> Source:
    """Return the source of a preview: project, stack, completeness.

    Raise GraphError for a preview that failed, because its list of resources is incomplete.
    """
    specified = digest.get("source")
    if isinstance(specified, dict):
        return own_source(specified)
    steps = [step for step, _ in steps_of(digest)]
    if failure := failure_of(digest, steps):
        raise GraphError(f"the preview failed: {failure}")
    stack, project = stack_and_project(steps[0]["urn"]) if steps else ("", "")
    return Source("preview", project, stack, complete=is_whole(digest, steps))


def is_whole(digest: Json, steps: Collection[Json]) -> bool:
    """Return whether a preview lists every step that it counts.

    Steps are missing if unchanged resources are left out, a step failed, resources were not
    targeted, or the output is truncated.
    """
    counted = counts_of(digest)
    if counted is None or not steps or any(map(is_skipped, steps)):
        return False
    listed = Counter(step["op"] for step in steps)
    if any(listed[each] < counted.get(each, 0) for each in (*COUNTED, *COUNTED_OR_MORE)):
        return False
    refreshed = "refresh" in listed or "refresh" in counted
    return refreshed or all(listed[each] == counted.get(each, 0) for each in COUNTED)


def is_skipped(step: Json) -> bool:
    """Return whether a step is of a resource that is not targeted and does not exist yet.

    The engine writes such a creation as `same`, with the new state in place of the old one.
    """
    old = step.get("oldState")
    return (
        step["op"] == "same"
        and isinstance(old, dict)
        and old.get("custom") is True
        and not (old.get("id") or old.get("outputs"))
    )


def counts_of(digest: Json) -> Mapping[str, int] | None:
    """Return the engine's counts of steps by operation; None if it wrote none."""
    summary = digest.get("changeSummary")
    if summary is None:
        return None
    if not isinstance(summary, dict) or any(type(each) is not int for each in summary.values()):
        raise GraphError(f"changeSummary is {summary!r:.60}, not counts of steps")
    return summary


def own_source(specified: Mapping[str, Any]) -> Source:
    """Return the source of a graph that `plimsoll graph --format json` wrote."""
    match specified:
        case {
            "kind": "program" | "preview" | "state" as kind,
            "project": str() as project,
            "stack": str() as stack,
            "complete": bool() as complete,
        }:
            region = own_region(specified.get("default_region"))
            return Source(kind, project, stack, complete, region, not_run(specified))
        case _:
            raise GraphError(f"source is {specified!r:.60}, not written by plimsoll graph")


def own_region(specified: object) -> DefaultRegion | None:
    match specified:
        case {"region": str() as region, "origin": str() as origin}:
            return DefaultRegion(region, origin)
        case _:
            return None


def not_run(specified: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the positions of callbacks that were not run; older graphs do not contain them."""
    positions = specified.get("callbacks_not_run", [])
    if not isinstance(positions, list) or not all(isinstance(each, str) for each in positions):
        raise GraphError(f"source.callbacks_not_run is {positions!r:.60}, not a list of positions")
    return tuple(positions)


def failure_of(digest: Json, steps: Collection[Json]) -> str:
    """Return the first line of the first error that a preview reports; empty for none.

    A program that fails writes its error to standard error, which the engine reports as
    `info#err`; one that succeeds may write warnings there.
    """
    reported = list(messages(digest, "error"))
    if reported:
        return reported[0][0].removeprefix("error: ")
    written = [line for lines in messages(digest, "info#err") for line in lines]
    has_resources = any(f"::{STACK}::" not in step["urn"] for step in steps)
    if written and not has_resources:
        return written[-1]
    result = digest.get("result")
    return "" if result in {None, "succeeded"} else f"result {result!r:.60}"


def messages(digest: Json, severity: str) -> Iterator[list[str]]:
    """Yield the lines of each diagnostic of a severity."""
    diagnostics = digest.get("diagnostics")
    for each in diagnostics if isinstance(diagnostics, list) else []:
        match each:
            case {"severity": str() as specified, "message": str() as message} if (
                specified == severity
            ):
                lines = [line for line in map(str.strip, message.splitlines()) if line]
                yield lines or ["no reason given"]
