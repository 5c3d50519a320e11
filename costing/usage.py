"""What no program says: requests, GB, hours. A usage file states it, apart from all inputs."""

import re
from collections.abc import Collection, Mapping
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

from costing.errors import UsageError, nearest
from costing.graph import Graph, Resource
from costing.peer_usage import is_peers, known_leaves, translated, typed
from costing.priced_resource import ResourceUsage
from costing.resources import PRICED

NO_MAPPING = "there is nothing in it by keys: `plimsoll usage init` writes such a file"

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


def read(path: Path) -> UsageFile:
    """Raise UsageError for a file that is no usage file."""
    try:
        stated = yaml.safe_load(path.read_bytes())
        file = UsageFile.model_validate(translated(stated) if is_peers(stated) else stated)
        has_ranges(file)  # looks through all of it
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}") from error
    except RecursionError as error:
        raise UsageError(f"{path}: a part of it holds itself") from error
    except yaml.YAMLError as error:
        raise UsageError(f"{path} is not YAML: {' '.join(str(error).split())}") from error
    except ValidationError as error:
        raise UsageError(f"{path}: {first(error)}") from error
    return file


def fitted(file: UsageFile, graph: Graph) -> tuple[UsageFile, int]:
    """Return a shared file's entries that mean something here, and how many do not."""
    if not file.shared:
        return file, 0
    priced = [resource for resource in graph.resources if resource.type in PRICED]
    defaults = {kind: each for kind, each in file.defaults.items() if typed(kind) in PRICED}
    resources = {key: each for key, each in file.resources.items() if called(key, priced)}
    dropped = len(file.defaults) - len(defaults) + len(file.resources) - len(resources)
    return file.model_copy(update={"defaults": defaults, "resources": resources}), dropped


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
            raise UsageError(f"usage defaults: {kind} takes no usage{nearest(kind, PRICED)}")
        parse(kind, taken(file, kind, at_bound(leaves(stated), bound, kind)), kind)
    keys: dict[str, list[str]] = {}
    for key in file.resources:
        for urn in matched(key, priced):
            keys.setdefault(urn, []).append(key)

    resolved = {}
    for resource in priced:
        own = keys.get(resource.urn, ())
        if not own and resource.type not in file.defaults:
            resolved[resource.urn] = nothing(PRICED[resource.type].usage)
            continue
        leaf_values = at_bound(stated_of(resource, own, file), bound, resource.name)
        known = taken(file, resource.type, leaf_values)
        resolved[resource.urn] = parse(resource.type, known, resource.name)
    return resolved


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
    wild = {key: leaves(file.resources[key]) for key in keys if "*" in key}
    exact = {key: leaves(file.resources[key]) for key in keys if "*" not in key}
    default = leaves(file.defaults.get(resource.type, {}))
    return {**default, **joined(resource, wild), **joined(resource, exact)}


def matched(key: str, priced: Collection[Resource]) -> set[str]:
    """Return the URNs that a key of the file means."""
    found = called(key, priced)
    if not found:
        names = {label for resource in priced for label in labels(resource)}
        raise UsageError(f"usage of {key}: no priced resource is called so{nearest(key, names)}")
    if "*" not in key and len({resource.type for resource in found}) > 1:
        meant = ", ".join(sorted(labels(resource)[1] for resource in found))
        raise UsageError(f"usage of {key}: this may be any of {meant}")
    return {resource.urn for resource in found}


def called(key: str, priced: Collection[Resource]) -> list[Resource]:
    pattern = re.compile(".*".join(map(re.escape, key.split("*"))))
    return [resource for resource in priced if any(map(pattern.fullmatch, labels(resource)))]


def labels(resource: Resource) -> tuple[str, ...]:
    types = dict.fromkeys((resource.declared_type, resource.type))
    return resource.name, *(f"{each}::{resource.name}" for each in types), resource.urn


def leaves(stated: Mapping[str, Any], path: str = "") -> dict[str, object]:
    found: dict[str, object] = {}
    for key, value in stated.items():
        if isinstance(value, dict) and not is_range(value):
            found |= leaves(value, f"{path}{key}.")
        elif value is not None:
            found[f"{path}{key}"] = value
    return found


def is_range(value: object) -> bool:
    return isinstance(value, dict) and bool(value) and value.keys() <= set(Bound)


def at_bound(stated: Leaves, bound: Bound, where: str) -> Leaves:
    """Return the values at one end of their ranges. Raise UsageError for what is no range."""
    return {
        leaf: one_of(value, bound, f"usage of {where}: {leaf}") if is_range(value) else value
        for leaf, value in stated.items()
    }


def one_of(value: Any, bound: Bound, where: str) -> object:  # noqa: ANN401 (YAML)
    missing = [each for each in Bound if each not in value]
    if missing:
        raise UsageError(f"{where} is a range without {', '.join(missing)}")
    try:
        low, mid, high = (float(str(value[each]).replace("_", "")) for each in Bound)
    except ValueError as error:
        raise UsageError(f"{where}: {value!r} is no range of numbers") from error
    if not low <= mid <= high:
        raise UsageError(f"{where}: low, mid, high are not in order: {low:g}, {mid:g}, {high:g}")
    return value[bound]


def joined(resource: Resource, stated: Mapping[str, Leaves]) -> Leaves:
    """Join what several keys of equal rank state of one resource."""
    setters: dict[str, str] = {}
    for key, own in stated.items():
        for leaf in own:
            if leaf in setters:
                both = f"{setters[leaf]} and {key} both set {leaf}"
                raise UsageError(f"usage of {resource.name}: {both}")
            setters[leaf] = key
    return {leaf: stated[key][leaf] for leaf, key in setters.items()}


def parse(kind: str, stated: Leaves, where: str) -> ResourceUsage:
    model = PRICED[kind].usage
    keys = model.keys()
    for key in stated:
        if key not in keys:
            raise UsageError(f"usage of {where}: no key {key}{nearest(key, keys)}")
    try:
        return model.model_validate({key: numeric(value) for key, value in stated.items()})
    except ValidationError as error:
        raise UsageError(f"usage of {where}: {first(error)}") from error


def numeric(value: object) -> object:
    """Read "10_000_000", which YAML 1.2 leaves a text."""
    if isinstance(value, str) and re.fullmatch(r"[\d_]+(\.[\d_]+)?([eE][+-]?\d+)?", value):
        return value.replace("_", "")
    return value


def first(error: ValidationError) -> str:
    wrong = error.errors()[0]
    where = ".".join(map(str, wrong["loc"]))
    if not where:
        return NO_MAPPING
    return f"{where} is {wrong['input']!r:.200}: {wrong['msg']}"
