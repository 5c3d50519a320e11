"""What no program says: requests, GB, hours. A usage file states it, apart from all inputs."""

import re
from collections.abc import Collection, Iterator, Mapping
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, PrivateAttr, ValidationError

from costing.errors import FileError, UsageError, nearest
from costing.files import yaml_file
from costing.files.text import LINE, content_of, decoded
from costing.files.validation import mistake, quoted, validated, wanted
from costing.files.yaml_file import Document
from costing.graph.resource import Graph, Resource
from costing.resources import PRICED
from costing.resources._shared.priced_resource import ResourceUsage
from costing.usage.infracost import is_peers, known_leaves, original, translated, typed

MARK = "# not in this stack any more"  # above an entry: `usage init` writes it
EMPTY = "the file is empty; `plimsoll usage init` writes one to fill in"

Leaves = Mapping[str, object]  # "standard.storage_gb" → 500


def without_nulls(stated: object) -> object:
    """Read a key without a value as one that states nothing: what `usage init` writes."""
    if isinstance(stated, dict):
        return {key: {} if value is None else value for key, value in stated.items()}
    return {} if stated is None else stated


Stated = Annotated[dict[str, dict[str, Any]], BeforeValidator(without_nulls)]


class Bound(StrEnum):
    """Which end of a {low, mid, high} value."""

    LOW = "low"
    MID = "mid"
    HIGH = "high"


class UsageFile(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    version: Literal[1] = 1
    defaults: Stated = {}  # by Pulumi type, or by Terraform's aws_*
    resources: Stated = {}  # by name, TYPE::NAME or URN; * matches
    shared: bool = False  # by several stacks: what matches nothing in one is no mistake

    _document: Document | None = PrivateAttr(default=None)
    _marked: frozenset[str] = PrivateAttr(default=frozenset())

    @property
    def marked(self) -> frozenset[str]:
        """Return the keys of `resources` that `usage init` marked: they match nothing."""
        return self._marked

    def at(self, section: str, key: str, leaf: str = "") -> str:
        """Return where an entry is, as messages begin; empty where no file was read."""
        document = self._document
        if document is None:
            return ""
        path = original(document.value, section, key)
        return f"{document.at(*path, *filter(None, leaf.split('.')))}: "


def read(path: Path) -> UsageFile:
    """Raise FileError for a file that is not a usage file."""
    text = decoded(content_of(path), str(path))
    document = yaml_file.parsed(text, str(path))
    if document.value is None:
        raise FileError(f"{document.name}: {EMPTY}")
    if not is_peers(document.value):
        file = validated(UsageFile, document)
    else:
        try:
            file = UsageFile.model_validate(translated(document))
        except ValidationError as error:
            raise FileError(mistake(error, UsageFile, document)) from error
    file._document = document  # noqa: SLF001 (pydantic's private attribute, of this class)
    file._marked = frozenset(marked_keys(text, document))  # noqa: SLF001
    return file


def marked_keys(text: str, document: Document) -> Iterator[str]:
    """Yield the keys of `resources` whose line comes after a mark."""
    if MARK in text:
        lines = LINE.findall(text)
        for key in document.value.get("resources") or ():
            line = document.line("resources", key)
            if line is not None and line > 1 and lines[line - 2].strip() == MARK:
                yield key


def fitted(file: UsageFile, graph: Graph) -> tuple[UsageFile, int]:
    """Return the entries that mean something here, and how many do not.

    A shared file may have entries of other stacks, any file those that are marked as gone.
    """
    if not (file.shared or file.marked):
        return file, 0
    fits = matching(file, graph)
    gone = [key for key in file.resources if key not in fits.resources]
    if file.shared:
        dropped = len(file.defaults) - len(fits.defaults) + len(gone)
        return fits, dropped
    kept = {key: each for key, each in file.resources.items() if key not in {*gone} & file.marked}
    return file.model_copy(update={"resources": kept}), len(file.resources) - len(kept)


def matching(file: UsageFile, graph: Graph) -> UsageFile:
    """Return the entries of priced types, and of resources of the stack."""
    priced = [resource for resource in graph.resources if resource.type in PRICED]
    defaults = {kind: each for kind, each in file.defaults.items() if typed(kind) in PRICED}
    resources = {key: each for key, each in file.resources.items() if called(key, priced)}
    return file.model_copy(update={"defaults": defaults, "resources": resources})


def has_ranges(file: UsageFile) -> bool:
    stated = (*file.defaults.values(), *file.resources.values())
    return any(is_range(value) for each in stated for value in leaves(each).values())


def resolve(file: UsageFile, graph: Graph, bound: Bound = Bound.MID) -> dict[str, ResourceUsage]:
    """Return what is stated of each priced resource, by URN.

    The type's default, then wildcards, then exact keys, each over the last, leaf by leaf.
    Raise UsageError for what is stated and would not be used.
    """
    priced = [resource for resource in graph.resources if resource.type in PRICED]
    file = fitted(named_by_type(file), graph)[0]
    for kind, stated in file.defaults.items():
        if kind not in PRICED:
            where = file.at("defaults", kind)
            raise UsageError(
                f"{where}usage defaults: {kind} is not a priced type{nearest(kind, PRICED)}"
            )
        try:
            parse(kind, taken(file, kind, at_bound(leaves(stated), bound, kind)), kind)
        except UsageError as error:
            raise UsageError(f"{file.at('defaults', kind, error.leaf)}{error}") from error
    keys: dict[str, list[str]] = {}
    for key in file.resources:
        try:
            urns = matched(key, priced)
        except UsageError as error:
            raise UsageError(f"{file.at('resources', key)}{error}") from error
        for urn in urns:
            keys.setdefault(urn, []).append(key)

    resolved = {}
    for resource in priced:
        own = keys.get(resource.urn, ())
        if not own and resource.type not in file.defaults:
            resolved[resource.urn] = nothing(PRICED[resource.type].usage)
            continue
        try:
            leaf_values = at_bound(stated_of(resource, own, file), bound, resource.name)
            known = taken(file, resource.type, leaf_values)
            resolved[resource.urn] = parse(resource.type, known, resource.name)
        except UsageError as error:
            raise UsageError(f"{origin(file, resource, own, error.leaf)}{error}") from error
    return resolved


def origin(file: UsageFile, resource: Resource, keys: Collection[str], leaf: str) -> str:
    """Return where the entry is that states a leaf of a resource."""
    for key in sorted(keys, key=lambda each: "*" in each):
        if leaf in leaves(file.resources[key]):
            return file.at("resources", key, leaf)
    return file.at("defaults", resource.type, leaf)


def named_by_type(file: UsageFile) -> UsageFile:
    """Return the file with the type tokens of today in place of Terraform's and former ones."""
    return file.model_copy(
        update={"defaults": {typed(kind): each for kind, each in file.defaults.items()}}
    )


def taken(file: UsageFile, kind: str, stated: Leaves) -> Leaves:
    return known_leaves(kind, stated) if file.shared else stated


@cache
def nothing(usage: type[ResourceUsage]) -> ResourceUsage:
    return usage()


def stated_of(resource: Resource, keys: Collection[str], file: UsageFile) -> Leaves:
    wild = {key: leaves(file.resources[key]) for key in keys if is_pattern(key, resource)}
    exact = {key: leaves(file.resources[key]) for key in keys if key not in wild}
    default = leaves(file.defaults.get(resource.type, {}))
    return {**default, **joined(resource, wild), **joined(resource, exact)}


def matched(key: str, priced: Collection[Resource]) -> set[str]:
    """Return the URNs that a key of the file means."""
    found = called(key, priced)
    if not found:
        names = {label for resource in priced for label in labels(resource)}
        raise UsageError(f"usage of {key}: no priced resource has this name{nearest(key, names)}")
    if not is_pattern(key, found[0]) and len({resource.type for resource in found}) > 1:
        meant = ", ".join(sorted(labels(resource)[1] for resource in found))
        raise UsageError(f"usage of {key}: several resources have this name; use one of {meant}")
    return {resource.urn for resource in found}


def called(key: str, priced: Collection[Resource]) -> list[Resource]:
    """Return the resources that a key names; if there are none, those that its stars match."""
    exact = [resource for resource in priced if key in labels(resource)]
    if exact or "*" not in key:
        return exact
    pattern = re.compile(".*".join(map(re.escape, key.split("*"))), re.DOTALL)
    return [resource for resource in priced if any(map(pattern.fullmatch, labels(resource)))]


def is_pattern(key: str, resource: Resource) -> bool:
    """Say whether a key that means a resource does so by its stars, not by the name itself."""
    return "*" in key and key not in labels(resource)


def labels(resource: Resource) -> tuple[str, ...]:
    types = dict.fromkeys((resource.declared_type, resource.type))
    return resource.name, *(f"{each}::{resource.name}" for each in types), resource.urn


def leaves(stated: Mapping[str, Any], path: str = "") -> dict[str, object]:
    """Return values by key: "standard.storage_gb", nested or with the dot. Raise UsageError."""
    found: dict[str, object] = {}
    for key, value in stated.items():
        leaf = f"{path}{key}"
        if isinstance(value, dict) and not is_range(value):
            own = leaves(value, f"{leaf}.")
        else:
            own = {} if value is None else {leaf: value}
        if twice := found.keys() & own.keys():
            raise UsageError(f"{min(twice)} is given twice: with a dot and nested", min(twice))
        found |= own
    return found


def is_range(value: object) -> bool:
    return isinstance(value, dict) and bool(value) and value.keys() <= set(Bound)


def at_bound(stated: Leaves, bound: Bound, where: str) -> Leaves:
    """Return the values at one end of their ranges. Raise UsageError for what is no range."""
    return {
        leaf: one_of(value, bound, f"usage of {where}: {leaf}", leaf) if is_range(value) else value
        for leaf, value in stated.items()
    }


def one_of(value: Any, bound: Bound, where: str, leaf: str) -> object:  # noqa: ANN401 (YAML)
    missing = [each for each in Bound if each not in value]
    if missing:
        raise UsageError(f"{where} is a range without {', '.join(missing)}", leaf)
    try:
        low, mid, high = (float(str(value[each]).replace("_", "")) for each in Bound)
    except ValueError as error:
        given = ", ".join(f"{each} {quoted(value[each])}" for each in Bound)
        raise UsageError(f"{where}: low, mid and high must be numbers: {given}", leaf) from error
    if not low <= mid <= high:
        ends = f"{low:g}, {mid:g}, {high:g}"
        raise UsageError(f"{where}: low, mid, high are not in order: {ends}", leaf)
    return value[bound]


def joined(resource: Resource, stated: Mapping[str, Leaves]) -> Leaves:
    """Join what several keys of equal rank state of one resource."""
    setters: dict[str, str] = {}
    for key, own in stated.items():
        for leaf in own:
            if leaf in setters:
                both = f"{setters[leaf]} and {key} both set {leaf}"
                raise UsageError(f"usage of {resource.name}: {both}", leaf)
            setters[leaf] = key
    return {leaf: stated[key][leaf] for leaf, key in setters.items()}


def parse(kind: str, stated: Leaves, where: str) -> ResourceUsage:
    model = PRICED[kind].usage
    keys = model.keys()
    for key in stated:
        if key not in keys:
            unknown = f'usage of {where}: unknown key "{key}" for {kind}{nearest(key, keys)}'
            raise UsageError(unknown, key)
    try:
        return model.model_validate({key: numeric(value) for key, value in stated.items()})
    except ValidationError as error:
        wrong = error.errors(include_url=False)[0]
        key = ".".join(map(str, wrong["loc"]))
        given = quoted(wrong["input"])
        raise UsageError(f"usage of {where}: {key} is {given}; {wanted(wrong)}", key) from error


def numeric(value: object) -> object:
    """Read "10_000_000" in quotes as the number that it is without them."""
    if isinstance(value, str) and re.fullmatch(r"[\d_]+(\.[\d_]+)?([eE][+-]?\d+)?", value):
        return value.replace("_", "")
    return value
