"""Why a resource costs what it did not: which inputs moved, its own and those around it.

Several inputs may have moved, and not all of them move the price. One is a cause where putting
its old value back, and nothing else, changes what the resource is metered on.
"""

from collections import ChainMap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import zip_longest
from typing import Any

from costing.estimate.estimate import meters
from costing.graph.resource import Graph, Reference, Resource
from costing.resources._shared.priced_resource import Links, ResourceUsage

Keys = tuple[str | int, ...]  # of a path
USAGE = "usage."  # how the path of a usage key begins


@dataclass(frozen=True, slots=True)
class Cause:
    """What moved, from what to what; None where it is not stated.

    An input of another resource has that one's URN; the path is empty where it came or went.
    """

    path: str
    base: Any
    head: Any
    urn: str | None = None


@dataclass(frozen=True, slots=True)
class Stated:
    """A stack, and what is stated of the use of its resources."""

    graph: Graph
    usages: Mapping[str, ResourceUsage]  # by URN
    on: date  # the day whose prices hold


@dataclass(frozen=True, slots=True)
class Watched(Links):
    """Links that note whom they lead to, and lead to another where it is so said."""

    seen: dict[str, Resource] = field(default_factory=dict)
    instead: Mapping[str, Resource | None] = field(default_factory=dict)  # by URN; None: to none

    def follow(self, path: str, *kinds: str) -> Resource | None:
        return self.led(Links.follow(self, path, *kinds))

    def follow_all(self, path: str, *kinds: str) -> list[Resource | None]:
        return [self.led(each) for each in Links.follow_all(self, path, *kinds)]

    def referrers(self, kind: str, path: str = "") -> list[Resource]:
        found = map(self.led, Links.referrers(self, kind, path))
        return [each for each in found if each is not None]

    def led(self, found: Resource | None) -> Resource | None:
        if found is None:
            return None
        self.seen[found.urn] = found
        return self.instead.get(found.urn, found)


def causes(base: Stated, head: Stated, old: Resource, new: Resource, home: str) -> Iterator[Cause]:
    """Yield why `new` is metered on something else than `old` was.

    `home` is the region of resources for which the graph names none.
    """
    if old.type != new.type:  # another spelling of it
        yield Cause("type", old.declared_type, new.declared_type)
        return
    before = Watched(base.graph, old, base.usages, base.on)
    now = Watched(head.graph, new, head.usages, head.on)
    outcome(before, home)
    metered = outcome(now, home)
    others = [urn for urn in now.seen if urn != new.urn]
    candidates = [
        *own(now, old),
        *of_usage(now, base.usages.get(old.urn)),
        *(each for urn in sorted(others) for each in of_other(now, urn, twin(base.graph, urn))),
    ]
    for cause, without in candidates:
        if outcome(without, home) != metered:
            yield cause
    for urn, gone in sorted(before.seen.items()):
        if twin(head.graph, urn) is None:
            yield Cause("", gone.name, None, urn)


def outcome(links: Links, home: str) -> object:
    """Return what a resource is metered on, and what of it could not be metered."""
    metered, left = meters(links, home)
    return [(each.region, each.meter) for each in metered], [each.unmetered for each in left]


def key_of(urn: str) -> str:
    """Return what names a resource in every stack of a project: its URN without the stack."""
    return urn.partition("::")[2]


def twin(graph: Graph, urn: str) -> Resource | None:
    """Return the resource that has the same URN but for the stack's name."""
    stack = next(iter(graph.by_urn), "").partition("::")[0]
    return graph.by_urn.get(f"{stack}::{key_of(urn)}")


def own(now: Watched, old: Resource) -> Iterator[tuple[Cause, Links]]:
    """Yield what moved in a resource, each with the links where it has not."""
    new = now.resource
    for cause, without in moved_inputs(old, new):
        yield cause, replace(now, resource=without, seen={})
    if old.region != new.region and "region" not in new.inputs:
        cause = Cause("region", old.region, new.region)
        yield cause, replace(now, resource=replace(new, region=old.region), seen={})


def of_usage(now: Watched, was: ResourceUsage | None) -> Iterator[tuple[Cause, Links]]:
    urn = now.resource.urn
    stated = now.usages.get(urn)
    if was is None or stated is None or type(was) is not type(stated):
        return
    for name, field_ in type(stated).model_fields.items():
        old, new = getattr(was, name), getattr(stated, name)
        if old != new:
            without = ChainMap({urn: stated.model_copy(update={name: old})}, dict(now.usages))
            path = f"{USAGE}{field_.alias or name}"
            yield Cause(path, old, new), replace(now, usages=without, seen={})


def of_other(now: Watched, urn: str, old: Resource | None) -> Iterator[tuple[Cause, Links]]:
    """Yield what moved in a resource around, each with the links where it has not."""
    other = now.seen[urn]
    if old is None:
        yield Cause("", None, other.name, urn), replace(now, seen={}, instead={urn: None})
        return
    for cause, without in moved_inputs(old, other):
        yield replace(cause, urn=urn), replace(now, seen={}, instead={urn: without})


def moved_inputs(old: Resource, new: Resource) -> Iterator[tuple[Cause, Resource]]:
    """Yield each input that moved, and the new resource with that input as it was."""
    for keys, was, is_ in moved(old.inputs, new.inputs):
        yield Cause(path_of(keys), was, is_), replace(new, inputs=put(new.inputs, keys, was))
    for path in sorted({*old.references, *new.references}):
        was, is_ = old.references.get(path, ()), new.references.get(path, ())
        if names(was) != names(is_):
            without = replace(new, references={**new.references, path: was})
            yield Cause(path, names(was), names(is_)), without


def names(references: Sequence[Reference]) -> str | None:
    """Return what an input refers to, in words: "web.id"."""
    found = (f"{each.urn.split('::', 3)[-1]}.{each.property}".strip(".") for each in references)
    return ", ".join(found) or None


def moved(old: Any, new: Any, keys: Keys = ()) -> Iterator[tuple[Keys, Any, Any]]:  # noqa: ANN401 (JSON)
    """Yield the innermost paths whose values differ. None and not stated are the same."""
    match old, new:
        case Mapping(), Mapping():
            for key in sorted({*old, *new}):
                yield from moved(old.get(key), new.get(key), (*keys, key))
        case list(), list():
            for index, (was, is_) in enumerate(zip_longest(old, new)):
                yield from moved(was, is_, (*keys, index))
        case _:
            if old != new or isinstance(old, bool) is not isinstance(new, bool):
                yield keys, old, new


def put(value: Any, keys: Keys, was: Any) -> Any:  # noqa: ANN401 (JSON)
    """Return a copy that holds `was` at a path; nothing where that is None."""
    if not keys:
        return was
    key, *rest = keys
    item = put(value[key], tuple(rest), was) if rest else was
    if isinstance(value, Mapping):
        others = {name: each for name, each in value.items() if name != key}
        return others if item is None else {**others, key: item}
    copy = list(value)
    copy[int(key) : int(key) + 1] = [] if item is None else [item]
    return copy


def path_of(keys: Keys) -> str:
    parts = (f"[{key}]" if isinstance(key, int) else f".{key}" for key in keys)
    return "".join(parts).removeprefix(".")
