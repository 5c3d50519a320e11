"""Usage file: quantities that a program does not contain, such as requests, GB and hours."""

import re
from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, PrivateAttr, ValidationError

from costing.errors import CallError, FileError, UsageError, nearest
from costing.files import yaml_file
from costing.files.document import Document
from costing.files.text import LINE, content_of, decoded
from costing.files.validation import mistake, quoted, validated, wanted
from costing.graph.resource import Graph, Resource
from costing.resources import PRICED
from costing.resources._shared.priced_resource import ResourceUsage
from costing.usage.infracost import is_infracost, known_leaves, original, translated, typed
from costing.usage.keys import usage_keys

UNMATCHED = "# not in this stack any more"  # above an entry: `usage init` writes it
HOURS, MOST_HOURS = "hours a month", 744  # of one resource, in a month of 31 days
EMPTY = "the file is empty; `plimsoll usage init` writes one to fill in"

Leaves = Mapping[str, object]  # "standard.storage_gb" → 500
Place = tuple[str, str, str]  # section, entry and key of a value in a usage file


def without_missing_values(specified: object) -> object:
    """Return entries with an empty mapping for a missing value, which `usage init` writes."""
    if isinstance(specified, dict):
        return {key: {} if value is None else value for key, value in specified.items()}
    return {} if specified is None else specified


Entries = Annotated[dict[str, dict[str, Any]], BeforeValidator(without_missing_values)]


class Bound(StrEnum):
    """Bound of a {low, mid, high} range."""

    LOW = "low"
    MID = "mid"
    HIGH = "high"


class UsageFile(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    version: Literal[1] = 1
    defaults: Entries = {}  # by Pulumi type or Terraform type (aws_*)
    resources: Entries = {}  # by name, TYPE::NAME or URN; * is a wildcard
    shared: bool = False  # used by several stacks: entries without a match are allowed

    _document: Document | None = PrivateAttr(default=None)
    _unmatched_keys: frozenset[str] = PrivateAttr(default=frozenset())

    @property
    def unmatched_keys(self) -> frozenset[str]:
        """Keys of `resources` that `usage init` marked as matching nothing."""
        return self._unmatched_keys

    def at(self, section: str, key: str, leaf: str = "") -> str:
        """Return the position of an entry for messages; empty without a file."""
        document = self._document
        if document is None:
            return ""
        path = original(document.value, section, key)
        return f"{document.at(*path, *filter(None, leaf.split('.')))}: "


def read(path: Path) -> UsageFile:
    """Return the usage in a file, also in Infracost's format. Raise FileError."""
    text = decoded(content_of(path), str(path))
    document = yaml_file.parsed(text, str(path))
    if document.value is None:
        raise FileError(f"{document.name}: {EMPTY}")
    if not is_infracost(document.value):
        file = validated(UsageFile, document)
    else:
        try:
            file = UsageFile.model_validate(translated(document))
        except ValidationError as error:
            raise FileError(mistake(error, UsageFile, document)) from error
    file._document = document  # noqa: SLF001 (pydantic's private attribute, of this class)
    file._unmatched_keys = frozenset(keys_below_comment(text, document))  # noqa: SLF001
    return file


def keys_below_comment(text: str, document: Document) -> Iterator[str]:
    """Yield the keys of `resources` below a comment that `usage init` wrote."""
    if UNMATCHED in text:
        lines = LINE.findall(text)
        for key in document.value.get("resources") or ():
            line = document.line("resources", key)
            if line is not None and line > 1 and lines[line - 2].strip() == UNMATCHED:
                yield key


def applicable(file: UsageFile, graph: Graph) -> tuple[UsageFile, int]:
    """Return a usage file without unmatched entries, and the number of removed entries.

    Unmatched entries are allowed in shared files, and below the comment of `usage init`.
    """
    if not (file.shared or file.unmatched_keys):
        return file, 0
    fits = matching(file, graph)
    gone = [key for key in file.resources if key not in fits.resources]
    if file.shared:
        dropped = len(file.defaults) - len(fits.defaults) + len(gone)
        return fits, dropped
    kept = {
        key: each
        for key, each in file.resources.items()
        if key not in {*gone} & file.unmatched_keys
    }
    return file.model_copy(update={"resources": kept}), len(file.resources) - len(kept)


def matching(file: UsageFile, graph: Graph) -> UsageFile:
    """Return a usage file with the entries that match priced types and resources of the stack."""
    priced = [resource for resource in graph.resources if resource.type in PRICED]
    defaults = {kind: each for kind, each in file.defaults.items() if typed(kind) in PRICED}
    resources = {key: each for key, each in file.resources.items() if resources_named(key, priced)}
    return file.model_copy(update={"defaults": defaults, "resources": resources})


def fitting(usage: UsageFile, graph: Graph, other: Graph) -> UsageFile:
    """Return usage without the entries that only match resources of the other side."""
    here, there = (
        [resource for resource in each.resources if resource.type in PRICED]
        for each in (graph, other)
    )
    kept = {
        key: value
        for key, value in usage.resources.items()
        if resources_named(key, here) or not resources_named(key, there)
    }
    return usage.model_copy(update={"resources": kept})


def has_ranges(file: UsageFile) -> bool:
    specified = (*file.defaults.values(), *file.resources.values())
    return any(is_range(value) for each in specified for value in leaves(each).values())


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


def matched(key: str, priced: Collection[Resource]) -> set[str]:
    """Return the URNs that a key of `resources` selects. Raise UsageError if none or ambiguous."""
    found = resources_named(key, priced)
    if not found:
        names = {label for resource in priced for label in labels(resource)}
        near = nearest(key, names) or "; list the names: plimsoll usage init"
        raise UsageError(f"usage of {key}: no priced resource has this name{near}")
    if not is_pattern(key, found[0]) and len({resource.type for resource in found}) > 1:
        meant = ", ".join(sorted(labels(resource)[1] for resource in found))
        raise UsageError(f"usage of {key}: several resources have this name; write one of {meant}")
    return {resource.urn for resource in found}


def resource_named(name: str, graph: Graph) -> Resource:
    """Return the resource with a name, TYPE::NAME or URN. Raise CallError if none or several."""
    found = [each for each in graph.resources if name in labels(each)]
    if not found:
        names = {label for each in graph.resources for label in labels(each)}
        near = nearest(name, names) or "; list the names: plimsoll graph"
        raise CallError(f'unknown resource "{name}"{near}')
    if len(found) > 1:
        meant = ", ".join(sorted(labels(each)[1] for each in found))
        raise CallError(f"several resources have the name {name}; write one of {meant}")
    return found[0]


def resources_named(key: str, priced: Collection[Resource]) -> list[Resource]:
    """Return the resources with this name; if there are none, those that the wildcard matches."""
    exact = [resource for resource in priced if key in labels(resource)]
    if exact or "*" not in key:
        return exact
    pattern = re.compile(".*".join(map(re.escape, key.split("*"))), re.DOTALL)
    return [resource for resource in priced if any(map(pattern.fullmatch, labels(resource)))]


def is_pattern(key: str, resource: Resource) -> bool:
    """Return whether a key selects a resource by a wildcard, not by its exact name."""
    return "*" in key and key not in labels(resource)


def labels(resource: Resource) -> tuple[str, ...]:
    types = dict.fromkeys((resource.declared_type, resource.type))
    return resource.name, *(f"{each}::{resource.name}" for each in types), resource.urn


def leaves(specified: Mapping[str, Any], path: str = "") -> dict[str, object]:
    """Return values by full key, such as "standard.storage_gb". Raise UsageError for duplicates."""
    found: dict[str, object] = {}
    for key, value in specified.items():
        leaf = f"{path}{key}"
        if isinstance(value, dict) and not is_range(value):
            own = leaves(value, f"{leaf}.")
        else:
            own = {} if value is None else {leaf: value}
        if twice := found.keys() & own.keys():
            raise UsageError(
                f"{min(twice)} is set twice, with a dot and nested; keep one", min(twice)
            )
        found |= own
    return found


def is_range(value: object) -> bool:
    return isinstance(value, dict) and bool(value) and value.keys() <= set(Bound)


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
