"""Usage of each resource of a stack: precedence of the entries of a usage file."""

import re
from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal
from functools import cache
from typing import Any

from pydantic import ValidationError

from costing.errors import UsageError, nearest
from costing.files.validation import quoted, wanted
from costing.graph.resource import Graph, Resource
from costing.resources import PRICED
from costing.resources._shared.priced_resource import ResourceUsage
from costing.usage.file import Bound, UsageFile, applicable, is_pattern, is_range, leaves, matched
from costing.usage.infracost import known_leaves, typed
from costing.usage.keys import usage_keys

HOURS, MOST_HOURS = "hours a month", 744  # of one resource, in a month of 31 days


Leaves = Mapping[str, object]  # "standard.storage_gb" → 500


Place = tuple[str, str, str]  # section, entry and key of a value in a usage file


def resolve(file: UsageFile, graph: Graph, bound: Bound = Bound.MID) -> dict[str, ResourceUsage]:
    """Return the usage of each priced resource by URN.

    Precedence, key by key: exact name, wildcard, default of the type. Raise UsageError for an
    entry that would not be used.
    """
    priced = [resource for resource in graph.resources if resource.type in PRICED]
    file = applicable(named_by_type(file), graph)[0]
    for kind, specified in file.defaults.items():
        if kind not in PRICED:
            where = file.at("defaults", kind)
            raise UsageError(
                f"{where}usage defaults: {kind} is not a priced type{nearest(kind, PRICED)}"
            )
        try:
            known = accepted(file, kind, at_bound(leaves(specified), bound, kind))
            parse(kind, known, kind)
            within_a_month(kind, known, kind)
        except UsageError as error:
            raise UsageError(f"{file.at('defaults', kind, error.leaf)}{error}") from error
    keys = entries_by_urn(file, priced)

    resolved = {}
    for resource in priced:
        own = keys.get(resource.urn, ())
        if not own and resource.type not in file.defaults:
            resolved[resource.urn] = no_usage(PRICED[resource.type].usage)
            continue
        try:
            leaf_values = at_bound(usage_values(resource, own, file), bound, resource.name)
            known = accepted(file, resource.type, leaf_values)
            resolved[resource.urn] = parse(resource.type, known, resource.name)
            within_a_month(resource.type, known, resource.name)
        except UsageError as error:
            raise UsageError(f"{origin(file, resource, own, error.leaf)}{error}") from error
    return resolved


def entries_by_urn(file: UsageFile, priced: Collection[Resource]) -> dict[str, list[str]]:
    """Return the keys of `resources` that select each resource. Raise UsageError."""
    keys: dict[str, list[str]] = {}
    for key in file.resources:
        try:
            urns = matched(key, priced)
        except UsageError as error:
            raise UsageError(f"{file.at('resources', key)}{error}") from error
        for urn in urns:
            keys.setdefault(urn, []).append(key)
    return keys


def origins(file: UsageFile, graph: Graph) -> Iterator[tuple[Resource, Place]]:
    """Yield each value in use: the resource with the section, entry and key of the file.

    Raise UsageError for an entry that would not be used.
    """
    priced = [resource for resource in graph.resources if resource.type in PRICED]
    file = applicable(named_by_type(file), graph)[0]
    keys = entries_by_urn(file, priced)
    for resource in priced:
        own = sorted(keys.get(resource.urn, ()), key=lambda each: is_pattern(each, resource))
        entries = [("resources", key, leaves(file.resources[key])) for key in own]
        if default := file.defaults.get(resource.type):
            entries.append(("defaults", resource.type, leaves(default)))
        seen: set[str] = set()
        for section, entry, values in entries:
            for leaf in accepted(file, resource.type, values):
                if leaf not in seen:
                    seen.add(leaf)
                    yield resource, (section, entry, leaf)


def origin(file: UsageFile, resource: Resource, keys: Collection[str], leaf: str) -> str:
    """Return the position of the entry that sets a key of a resource."""
    for key in sorted(keys, key=lambda each: "*" in each):
        if leaf in leaves(file.resources[key]):
            return file.at("resources", key, leaf)
    return file.at("defaults", resource.type, leaf)


def named_by_type(file: UsageFile) -> UsageFile:
    """Return the file with current type tokens in place of Terraform types and aliases."""
    return file.model_copy(
        update={"defaults": {typed(kind): each for kind, each in file.defaults.items()}}
    )


def accepted(file: UsageFile, kind: str, specified: Leaves) -> Leaves:
    return known_leaves(kind, specified) if file.shared else specified


@cache
def no_usage(usage: type[ResourceUsage]) -> ResourceUsage:
    return usage()


def usage_values(resource: Resource, keys: Collection[str], file: UsageFile) -> Leaves:
    wild = {key: leaves(file.resources[key]) for key in keys if is_pattern(key, resource)}
    exact = {key: leaves(file.resources[key]) for key in keys if key not in wild}
    default = leaves(file.defaults.get(resource.type, {}))
    return {**default, **merged_values(resource, wild), **merged_values(resource, exact)}


def at_bound(specified: Leaves, bound: Bound, where: str) -> Leaves:
    """Return the values at a bound of their ranges. Raise UsageError for an invalid range."""
    return {
        leaf: one_of(value, bound, f"usage of {where}: {leaf}", leaf) if is_range(value) else value
        for leaf, value in specified.items()
    }


def one_of(value: Any, bound: Bound, where: str, leaf: str) -> object:  # noqa: ANN401 (YAML)
    missing = [each for each in Bound if each not in value]
    if missing:
        raise UsageError(
            f"{where} is a range without {', '.join(missing)}; write low, mid and high", leaf
        )
    try:
        low, mid, high = (float(str(value[each]).replace("_", "")) for each in Bound)
    except ValueError as error:
        given = ", ".join(f"{each} {quoted(value[each])}" for each in Bound)
        raise UsageError(f"{where}: {given}; write numbers for low, mid and high", leaf) from error
    if not low <= mid <= high:
        ends = f"{low:g}, {mid:g}, {high:g}"
        raise UsageError(
            f"{where}: {ends} are not in ascending order; correct low, mid, high", leaf
        )
    return value[bound]


def merged_values(resource: Resource, specified: Mapping[str, Leaves]) -> Leaves:
    """Return the values of several entries of equal rank for one resource. Raise UsageError."""
    setters: dict[str, str] = {}
    for key, own in specified.items():
        for leaf in own:
            if leaf in setters:
                both = f"{setters[leaf]} and {key} both set {leaf}; keep one"
                raise UsageError(f"usage of {resource.name}: {both}", leaf)
            setters[leaf] = key
    return {leaf: specified[key][leaf] for leaf, key in setters.items()}


def parse(kind: str, specified: Leaves, where: str) -> ResourceUsage:
    model = PRICED[kind].usage
    keys = model.keys()
    for key in specified:
        if key not in keys:
            unknown = f'usage of {where}: unknown key "{key}" for {kind}{nearest(key, keys)}'
            raise UsageError(unknown, key)
    try:
        return model.model_validate({key: numeric(value) for key, value in specified.items()})
    except ValidationError as error:
        wrong = error.errors(include_url=False)[0]
        key = ".".join(map(str, wrong["loc"]))
        given = quoted(wrong["input"])
        raise UsageError(f"usage of {where}: {key} is {given}; {wanted(wrong)}", key) from error


def within_a_month(kind: str, specified: Leaves, where: str) -> None:
    """Raise UsageError for more hours of one resource than a month has."""
    keys = usage_keys(kind)
    for key, value in specified.items():
        if keys[key].unit == HOURS and Decimal(str(numeric(value))) > MOST_HOURS:
            raise UsageError(
                f"usage of {where}: {key} is {value}, a month has at most {MOST_HOURS} hours; "
                "write the hours of each instance, not their sum",
                key,
            )


def numeric(value: object) -> object:
    """Return a number in quotes with grouped digits, "10_000_000", without the underscores."""
    if isinstance(value, str) and re.fullmatch(r"[\d_]+(\.[\d_]+)?([eE][+-]?\d+)?", value):
        return value.replace("_", "")
    return value
