"""Cost drivers: the changed inputs that changed a resource's cost.

A changed input is a cost driver if restoring only its old value changes the resource's meters. It
may be an input of the resource, of a resource it refers to, or a usage key.
"""

from collections import ChainMap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import zip_longest
from typing import Any

from costing.estimate.estimate import meters
from costing.graph.resource import Graph, Reference, Resource
from costing.graph.schema.secrets import concealed_at
from costing.resources._shared.priced_resource import Links, ResourceUsage

Keys = tuple[str | int, ...]  # of a path
USAGE = "usage."  # prefix of the path of a usage key


@dataclass(frozen=True, slots=True)
class CostDriver:
    """A changed input or usage key with its old and new value; None: not set.

    `urn`: the resource of the input, if it is another. An empty path means that the other
    resource was added or removed.
    """

    path: str
    base: Any
    head: Any
    urn: str | None = None


@dataclass(frozen=True, slots=True)
class StackUsage:
    """A stack with the usage of its resources."""

    graph: Graph
    usages: Mapping[str, ResourceUsage]  # by URN
    on: date  # date of the estimate


@dataclass(frozen=True, slots=True)
class RecordedLinks(Links):
    """Links that record the resources they return, and can return replacements."""

    seen: dict[str, Resource] = field(default_factory=dict)
    replacements: Mapping[str, Resource | None] = field(
        default_factory=dict
    )  # by URN; None: the resource does not exist

    def follow(self, path: str, *kinds: str) -> Resource | None:
        return self.recorded(Links.follow(self, path, *kinds))

    def follow_all(self, path: str, *kinds: str) -> list[Resource | None]:
        return [self.recorded(each) for each in Links.follow_all(self, path, *kinds)]

    def referrers(self, kind: str, path: str = "") -> list[Resource]:
        found = map(self.recorded, Links.referrers(self, kind, path))
        return [each for each in found if each is not None]

    def recorded(self, found: Resource | None) -> Resource | None:
        if found is None:
            return None
        self.seen[found.urn] = found
        return self.replacements.get(found.urn, found)


def cost_drivers(
    base: StackUsage, head: StackUsage, old: Resource, new: Resource, home: str | None
) -> Iterator[CostDriver]:
    """Yield the changed inputs that explain why the meters of `old` and `new` differ.

    `home`: region of resources for which the graph has none.
    """
    if old.type != new.type:  # an alias of the type
        yield CostDriver("type", old.declared_type, new.declared_type)
        return
    before = RecordedLinks(base.graph, old, base.usages, base.on)
    now = RecordedLinks(head.graph, new, head.usages, head.on)
    outcome(before, home)
    metered = outcome(now, home)
    others = [urn for urn in now.seen if urn != new.urn]
    candidates = [
        *own_drivers(now, old),
        *usage_drivers(now, base.usages.get(old.urn)),
        *(
            each
            for urn in sorted(others)
            for each in drivers_of_other(now, urn, counterpart(base.graph, urn))
        ),
    ]
    for driver, without in candidates:
        if outcome(without, home) != metered:
            yield driver
    for urn, gone in sorted(before.seen.items()):
        if counterpart(head.graph, urn) is None:
            yield CostDriver("", gone.name, None, urn)


def outcome(links: Links, home: str | None) -> object:
    """Return the meters of a resource, and its charges that could not be metered."""
    metered, left = meters(links, home)
    return [(each.region, each.meter) for each in metered], [each.unmetered for each in left]


def key_of(urn: str) -> str:
    """Return a resource's URN without the stack's name: the same in all stacks of a project."""
    return urn.partition("::")[2]


def counterpart(graph: Graph, urn: str) -> Resource | None:
    """Return the resource with the same URN except for the stack's name; None if missing."""
    stack = next(iter(graph.by_urn), "").partition("::")[0]
    return graph.by_urn.get(f"{stack}::{key_of(urn)}")


def own_drivers(now: RecordedLinks, old: Resource) -> Iterator[tuple[CostDriver, Links]]:
    """Yield the changed inputs of a resource, each with links in which it is unchanged."""
    new = now.resource
    for driver, without in changed_inputs(old, new):
        yield driver, replace(now, resource=without, seen={})
    if old.region != new.region and "region" not in new.inputs:
        driver = CostDriver("region", old.region, new.region)
        yield driver, replace(now, resource=replace(new, region=old.region), seen={})


def usage_drivers(
    now: RecordedLinks, was: ResourceUsage | None
) -> Iterator[tuple[CostDriver, Links]]:
    urn = now.resource.urn
    specified = now.usages.get(urn)
    if was is None or specified is None or type(was) is not type(specified):
        return
    for name, field_ in type(specified).model_fields.items():
        old, new = getattr(was, name), getattr(specified, name)
        if old != new:
            without = ChainMap({urn: specified.model_copy(update={name: old})}, dict(now.usages))
            path = f"{USAGE}{field_.alias or name}"
            yield CostDriver(path, old, new), replace(now, usages=without, seen={})


def drivers_of_other(
    now: RecordedLinks, urn: str, old: Resource | None
) -> Iterator[tuple[CostDriver, Links]]:
    """Yield the changed inputs of another resource, each with links in which it is unchanged."""
    other = now.seen[urn]
    if old is None:
        yield CostDriver("", None, other.name, urn), replace(now, seen={}, replacements={urn: None})
        return
    for driver, without in changed_inputs(old, other):
        yield replace(driver, urn=urn), replace(now, seen={}, replacements={urn: without})


def changed_inputs(old: Resource, new: Resource) -> Iterator[tuple[CostDriver, Resource]]:
    """Yield each changed input, and the new resource with the old value of that input."""
    for keys, was, is_ in moved(old.inputs, new.inputs):
        path = path_of(keys)
        shown = [concealed_at(new.type, path, each) for each in (was, is_)]
        yield CostDriver(path, *shown), replace(new, inputs=put(new.inputs, keys, was))
    for path in sorted({*old.references, *new.references}):
        was, is_ = old.references.get(path, ()), new.references.get(path, ())
        if names(was) != names(is_):
            without = replace(new, references={**new.references, path: was})
            yield CostDriver(path, names(was), names(is_)), without


def names(references: Sequence[Reference]) -> str | None:
    """Return the references of an input as text, such as "web.id"; None without references."""
    found = (f"{each.urn.split('::', 3)[-1]}.{each.property}".strip(".") for each in references)
    return ", ".join(found) or None


def moved(old: Any, new: Any, keys: Keys = ()) -> Iterator[tuple[Keys, Any, Any]]:  # noqa: ANN401 (JSON)
    """Yield the innermost paths whose values differ. None and missing are equal."""
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
    """Return a copy with `was` at a path; the path is removed if `was` is None."""
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
