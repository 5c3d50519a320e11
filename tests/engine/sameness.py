"""Comparison of the embedded preview's graph with the engine's, input by input.

A value that the provider double made up, and any text that contains one, counts as unknown before
deployment. Where a text is unknown to the engine, the embedded preview may know its structure, for
example of a policy with an unknown part. The engine also reports hashes of assets and defaults of
the provider.
"""

import re
from collections.abc import Iterator
from typing import Any

from costing.graph.preview.values import SIGNATURE
from costing.graph.resource import Graph, Resource
from costing.model import SECRET, UNKNOWN
from tests.engine.provider_double import ACCOUNT, DOUBLE, FILLED_IN

DEFAULT_PROVIDER = re.compile(r"::pulumi:providers:[\w-]+::default(_|$)")
MADE_UP = (f"{DOUBLE}-", f":{DOUBLE}:", ACCOUNT)


def differences(embedded: Graph, engine: Graph) -> Iterator[str]:
    """Yield a line for each resource or input that differs."""
    ours = {each.urn: each for each in everything(embedded)}
    theirs = {each.urn: each for each in everything(engine)}
    for urn in sorted(ours.keys() - theirs.keys()):
        yield f"only the embedded preview has {urn}"
    for urn in sorted(theirs.keys() - ours.keys()):
        yield f"only the engine has {urn}"
    for urn in sorted(ours.keys() & theirs.keys()):
        yield from (f"{urn}: {line}" for line in unlike(ours[urn], theirs[urn]))


def everything(graph: Graph) -> list[Resource]:
    """Return components and resources without default providers, which previews omit."""
    every = (*graph.components, *graph.resources)
    return [each for each in every if not DEFAULT_PROVIDER.search(each.urn)]


def unlike(ours: Resource, theirs: Resource) -> Iterator[str]:
    for name in ("type", "parent", "custom", "external", "protect", "region"):
        mine, other = getattr(ours, name), getattr(theirs, name)
        if mine != other and not (name == "region" and hidden(other)):
            yield f"{name} is {mine!r}, the engine's {other!r}"
    if ours.custom:
        filled_in = {**FILLED_IN.get(ours.type, {}), **ours.inputs}
        yield from values(filled_in, theirs.inputs, "")


def values(ours: Any, theirs: Any, path: str) -> Iterator[str]:
    theirs = seen(theirs)
    match ours, theirs:
        case dict(), dict():
            computed = {"hash"} if SIGNATURE in theirs else set()
            for key in sorted((ours.keys() | theirs.keys()) - computed):
                mine, other = ours.get(key), theirs.get(key)
                yield from values(mine, other, f"{path}.{key}" if path else key)
        case list(), list() if len(ours) == len(theirs):
            for index, (mine, other) in enumerate(zip(ours, theirs, strict=True)):
                yield from values(mine, other, f"{path}[{index}]")
        case _ if not alike(ours, theirs):
            yield f"{path} is {ours!r}, the engine's {theirs!r}"


def alike(ours: Any, theirs: Any) -> bool:
    if theirs is UNKNOWN and isinstance(ours, dict | list):
        return contains_unknown(ours)
    return ours is theirs or (not hidden(ours) and not hidden(theirs) and ours == theirs)


def contains_unknown(value: Any) -> bool:
    match value:
        case dict():
            return any(map(contains_unknown, value.values()))
        case list():
            return any(map(contains_unknown, value))
    return value is UNKNOWN


def seen(value: Any) -> Any:
    """Return UNKNOWN for a value that the double made up."""
    made_up = isinstance(value, str) and any(mark in value for mark in MADE_UP)
    return UNKNOWN if made_up else value


def hidden(value: object) -> bool:
    return value is UNKNOWN or value is SECRET
