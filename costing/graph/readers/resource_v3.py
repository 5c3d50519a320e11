"""Convert resource states of Pulumi's engine (apitype.ResourceV3) into a graph.

Fields are validated one by one instead of with pydantic: states are numerous and large.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from pathlib import PurePosixPath
from typing import Any, TypeGuard
from urllib.parse import unquote

from costing.errors import GraphError
from costing.graph.filled_inputs import with_filled_inputs
from costing.graph.readers.regions import account_of, deployed_in, region_of
from costing.graph.readers.values import fields, known, provider_inputs, references
from costing.graph.resource import Graph, Lookup, Reference, Resource
from costing.graph.schema.normal_form import normal_form
from costing.model import UNKNOWN, Source

Json = dict[str, Any]

URN = re.compile(r"urn:pulumi:.*?::.*?::.*?::", re.DOTALL)  # stack, project, type; then the name
STACK = "pulumi:pulumi:Stack"
PROVIDERS = "pulumi:providers:"
PROJECT = "project:///"  # prefix of a source position
NOT_THE_PROGRAM = {"..", "site-packages", "dist-packages", "node_modules"}

FIELDS: Mapping[type, Sequence[str]] = {
    str: ("type", "id", "parent", "provider", "sourcePosition", "account", "origin"),
    bool: ("custom", "external", "delete", "protect", "pendingReplacement", "deleteBeforeReplace"),
    dict: ("inputs", "outputs", "propertyDependencies", "references", "lookups"),
    list: ("dependencies", "stackTrace", "filledInputs"),
}
KINDS = {str: "text", bool: "true or false", dict: "an object", list: "a list"}


def checked(state: object, where: str) -> Json:
    """Return a validated state. Raise GraphError with the path of an invalid field."""
    if not isinstance(state, dict):
        raise GraphError(f"{where} is {state!r:.60}, not an object")
    urn = state.get("urn")
    if not is_urn(urn):
        raise GraphError(f"{where}: urn is {urn!r:.60}, not a Pulumi URN")
    for kind, names in FIELDS.items():
        for name in names:
            value = state.get(name)
            if value is not None and type(value) is not kind:
                complain(where, urn, name, value, KINDS[kind])
    for name in ("propertyDependencies", "references"):
        for key, items in (state.get(name) or {}).items():
            if items is not None and type(items) is not list:
                complain(where, urn, f"{name}.{key}", items, KINDS[list])
    return state


def is_urn(value: object) -> TypeGuard[str]:
    return isinstance(value, str) and URN.match(value) is not None


def complain(where: str, urn: str, name: str, value: object, wanted: str) -> None:
    raise GraphError(f"{where} ({one_line(urn)}): {name} is {value!r:.60}, not {wanted}")


def one_line(urn: str) -> str:
    """Return a URN as messages show it: a name may have line breaks."""
    return " ".join(urn.split())


def graph_of(states: list[Json], source: Source, config: Mapping[str, Any]) -> Graph:
    """Return the graph of states, and empty their list: they are large.

    Raise GraphError for a duplicate URN, except pending deletes.
    """
    providers = {
        state["urn"]: provider_inputs(fields(state.get("inputs") or {}, []))
        for state in states
        if type_of(state).startswith(PROVIDERS)
    }
    resources = sorted(
        with_filled_inputs(
            normal_form(resource_of(state, providers, config)) for state in consumed(states)
        ),
        key=lambda each: (each.urn, not each.pending_delete),
    )
    staying = [each.urn for each in resources if not each.pending_delete]
    for urn, following in pairwise(staying):
        if urn == following:
            raise GraphError(f"duplicate URN {one_line(urn)}")
    return Graph(
        source,
        tuple(each for each in resources if each.custom),
        tuple(each for each in resources if not each.custom),
        config,
    )


def consumed(states: list[Json]) -> Iterator[Json]:
    """Yield the states in order and remove them from the list."""
    states.reverse()
    while states:
        yield states.pop()


def resource_of(
    state: Json, providers: Mapping[str, Mapping[str, Any]], config: Mapping[str, Any]
) -> Resource:
    linked: list[Any] = []
    kind = type_of(state)
    inputs = fields(state.get("inputs") or {}, linked)
    if kind.startswith(PROVIDERS):
        inputs = provider_inputs(inputs)
    outputs = fields(state.get("outputs") or {}, [])
    provider_urn = (state.get("provider") or "").rpartition("::")[0]
    provider = provider_of(provider_urn, providers, config, outputs)
    region = region_of(kind, inputs, provider, config.get("aws:region"), outputs)
    return Resource(
        urn=state["urn"],
        type=kind,
        inputs=inputs,
        region=known(state["region"], []) if "region" in state else region,
        parent=state.get("parent") or None,
        external=bool(state.get("external")),
        custom=state.get("custom") is not False,
        pending_delete=bool(state.get("delete")),
        id=text(known(state.get("id"), [])),
        outputs=outputs,
        provider=provider_urn or None,
        account=state["account"] if "account" in state else account_of(provider, provider_urn),
        dependencies=tuple(filter(is_text, state.get("dependencies") or ())),
        property_dependencies=property_dependencies_of(state),
        references=references_of(state, linked),
        filled=tuple(filter(is_text, state.get("filledInputs") or ())),
        lookups=lookups_of(state),
        protect=bool(state.get("protect")),
        delete_before_replace=bool(state.get("deleteBeforeReplace")),
        origin=origin if (origin := state.get("origin")) in ("apply", "not expanded") else None,
        position=position_of(state),
    )


def type_of(state: Json) -> str:
    of_urn: str = state["urn"].split("::")[2].rpartition("$")[2]
    return of_urn if of_urn == STACK else str(state.get("type") or of_urn)


def provider_of(
    urn: str,
    providers: Mapping[str, Mapping[str, Any]],
    config: Mapping[str, Any],
    outputs: Mapping[str, Any],
) -> Mapping[str, Any]:
    """Return the inputs of a provider.

    A default provider that is not listed has the stack's settings. Previews leave out unchanged
    providers; the region is then taken from the outputs of a deployed resource.
    """
    if urn in providers:
        return providers[urn]
    if not urn or urn.split("::", 3)[-1].startswith("default"):
        own = {key[4:]: value for key, value in config.items() if key.startswith("aws:")}
        return provider_inputs(own)
    return {"region": deployed_in(outputs) or UNKNOWN, "profile": UNKNOWN}


def property_dependencies_of(state: Json) -> dict[str, tuple[str, ...]]:
    specified = state.get("propertyDependencies") or {}
    if not any(specified.values()):
        return without_dependencies(tuple(specified))
    return {name: tuple(filter(is_text, urns or ())) for name, urns in specified.items()}


@lru_cache(10_000)
def without_dependencies(names: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """Return the dependencies of inputs that depend on nothing: one object for all of a type."""
    return dict.fromkeys(names, ())


def references_of(state: Json, linked: Sequence[Any]) -> dict[str, tuple[Reference, ...]]:
    found: dict[str, tuple[Reference, ...]] = {}
    for path, specified in (state.get("references") or {}).items():
        found[path] = tuple(
            Reference(each["urn"], each["property"])
            for each in specified or ()
            if isinstance(each, dict) and is_text(each.get("urn")) and is_text(each.get("property"))
        )
    if linked:
        for path, reference in references(state.get("inputs") or {}):
            found[path] = (*found.get(path, ()), reference)
    return found


def lookups_of(state: Json) -> dict[str, Lookup]:
    """Return the lookups that `plimsoll graph --format json` wrote."""
    return {
        path: Lookup(str(each.get("token")), known(each.get("arguments") or {}, []))
        for path, each in (state.get("lookups") or {}).items()
        if isinstance(each, dict)
    }


def is_text(value: object) -> bool:
    return isinstance(value, str)


def text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None


def position_of(state: Json) -> str | None:
    """Return the program's line that declares a resource, such as "infra/network.py:41".

    For a resource that a library creates, return the line that calls the library.
    """
    frames = state.get("stackTrace")
    calls = (each.get("sourcePosition") for each in frames or () if isinstance(each, dict))
    for specified in (state.get("sourcePosition"), *calls):
        if isinstance(specified, str) and specified.startswith(PROJECT):
            file, _, line = specified.removeprefix(PROJECT).partition("#")
            path = PurePosixPath(unquote(file))
            if not NOT_THE_PROGRAM.intersection(path.parts):
                line = line.partition(",")[0]
                return f"{path}:{line}" if line else str(path)
    return None


def stack_and_project(urn: str) -> tuple[str, str]:
    stack, project, *_ = [*urn.removeprefix("urn:pulumi:").split("::"), ""]
    return stack, project
