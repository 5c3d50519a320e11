"""Resource graph: the resources of a stack, their inputs and references.

Every source (a program's embedded preview, `pulumi preview --json`, an exported state) is read
into this form. A value that is known only after deployment is UNKNOWN.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

from costing.graph.names import NAMES, identifiers, likest_kinds, may_refer
from costing.graph.places import is_out_of_reach
from costing.model import Secret, Source, Unknown


@dataclass(frozen=True, slots=True)
class Reference:
    """The output of a resource that an input consists of or contains."""

    urn: str  # empty for the result of a lookup, whose name is then in `property`
    property: str  # "id", "arn", "name"; empty if the source does not report it


@dataclass(frozen=True, slots=True)
class Lookup:
    """Lookup whose result is an input: `aws.ec2.get_ami(owners=[...], filters=[...])`."""

    token: str  # "aws:ec2/getAmi:getAmi"
    arguments: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Resource:
    urn: str
    type: str  # the current token, even if the program uses an older alias
    inputs: Mapping[str, Any]  # camelCase keys; UNKNOWN and SECRET for values not available
    region: str | Unknown | None = None  # None: not in the source
    parent: str | None = None  # URN
    external: bool = False  # read, not managed by this stack
    custom: bool = True  # False for a component
    pending_delete: bool = False  # replaced or deleted, and not yet gone
    id: str | None = None  # of a state
    outputs: Mapping[str, Any] = field(default_factory=dict)  # of a state
    provider: str | None = None  # URN of the provider's resource
    account: str = ""  # the role or profile of the provider; empty for the default account
    dependencies: Sequence[str] = ()  # URNs
    property_dependencies: Mapping[str, Sequence[str]] = field(default_factory=dict)  # → URNs
    references: Mapping[str, Sequence[Reference]] = field(default_factory=dict)  # by path
    # Paths of inputs that the program does not set, filled in from the outputs of a state.
    filled: tuple[str, ...] = ()
    # Lookups by path of an input that is UNKNOWN because a lookup returns it, such as an AMI.
    lookups: Mapping[str, "Lookup"] = field(default_factory=dict, compare=False)
    protect: bool = False
    delete_before_replace: bool = False
    # "apply": created in an apply that a real preview does not run. "not expanded": a component
    # of another package with unknown children, kept among the resources.
    origin: Literal["apply", "not expanded"] | None = None
    position: str | None = None  # "infra/network.py:41"

    @property
    def name(self) -> str:
        return self.urn.split("::", 3)[-1]  # a name may contain "::"

    @property
    def declared_type(self) -> str:
        """Type token as the program or the state has it, which may be an older alias."""
        return self.urn.split("::", 3)[2].rpartition("$")[2]


FEW = 8  # resources of one name that are searched without an index
Kinds = dict[str, list[Resource]]
Places = dict[tuple[str, object], list[Resource]]  # by account and region


@dataclass(frozen=True)
class Graph:
    """Resources of a stack. Components are kept apart: they have inputs, but no cost."""

    source: Source
    resources: tuple[Resource, ...]  # by URN
    components: tuple[Resource, ...] = ()  # by URN, the stack itself among them
    config: Mapping[str, Any] = field(default_factory=dict)  # the stack's; SECRET for secrets

    @cached_property
    def by_urn(self) -> Mapping[str, Resource]:
        """Resources by URN; if two have the same URN, the one that is not being deleted."""
        leaving = (each for each in self.resources if each.pending_delete)
        staying = (each for each in self.resources if not each.pending_delete)
        return {each.urn: each for each in (*leaving, *self.components, *staying)}

    @cached_property
    def by_type(self) -> Mapping[str, Sequence[Resource]]:
        found: dict[str, list[Resource]] = defaultdict(list)
        for resource in self.resources:
            if not resource.pending_delete:
                found[resource.type].append(resource)
        return dict(found)

    @cached_property
    def by_value(self) -> Mapping[str, Sequence[Resource]]:
        """Resources by id, ARN and name, as states and literals refer to them."""
        found: dict[str, tuple[Resource, ...] | list[Resource]] = {}
        for resource in self.resources:
            if not resource.pending_delete:
                for value in {*identifiers(resource.id, resource.inputs, resource.outputs)}:
                    others = found.get(value)
                    if others is None:
                        found[value] = (resource,)  # most values are unique
                    elif isinstance(others, tuple):
                        found[value] = [*others, resource]
                    else:
                        others.append(resource)
        return found

    def named(self, value: str, kind: str) -> Sequence[Resource]:
        """Return the resources of a type with this id, ARN or name."""
        found = self.by_value.get(value, ())
        if len(found) > FEW:
            return self._kinds_named(value, found).get(kind, ())
        return [each for each in found if each.type == kind]

    def named_beside(self, value: str, kind: str, other: Resource) -> Sequence[Resource]:
        """Return those in the account and region of another resource: a name is unique there."""
        found = self.named(value, kind)
        if len(found) > FEW:
            return self._places(value, kind, found).get((other.account, other.region), ())
        return [each for each in found if is_beside(each, other)]

    def _kinds_named(self, value: str, found: Sequence[Resource]) -> Kinds:
        """Return the resources of a repeated name by type."""
        if value not in self._indexes:
            kinds: Kinds = {}
            for each in found:
                kinds.setdefault(each.type, []).append(each)
            self._indexes[value] = kinds
        return self._indexes[value]

    def _places(self, value: str, kind: str, found: Sequence[Resource]) -> Places:
        """Return the resources of a type with a repeated name by account and region."""
        if (value, kind) not in self._place_indexes:
            places: Places = {}
            for each in found:
                places.setdefault((each.account, each.region), []).append(each)
            self._place_indexes[value, kind] = places
        return self._place_indexes[value, kind]

    def kinds_meant(self, value: str, key: str) -> Sequence[str]:
        """Return the types whose resources a text means in an input with this name."""
        found = self._meant.get((value, key))
        if found is None:
            named = self.by_value[value]
            few = len(named) <= FEW
            likest = likest_kinds(key, self._kinds(value, named))
            by_id = {each.type for each in named[:FEW] if is_id(each, value)}
            found = tuple(sorted(likest | by_id))
            if not few:
                self._meant[value, key] = found
        return found

    def _kinds(self, value: str, named: Sequence[Resource]) -> frozenset[str]:
        """Return the types of the resources of a name; one object for all names with these."""
        if len(named) <= FEW:
            return frozenset({each.type for each in named})
        found = self._kinds_of.get(value)
        if found is None:
            kinds = frozenset(self._kinds_named(value, named))
            found = self._kinds_of[value] = self._sets.setdefault(kinds, kinds)
        return found

    @cached_property
    def _kinds_of(self) -> dict[str, frozenset[str]]:
        return {}

    @cached_property
    def _sets(self) -> dict[frozenset[str], frozenset[str]]:
        return {}

    @cached_property
    def _meant(self) -> dict[tuple[str, str], tuple[str, ...]]:
        return {}

    @cached_property
    def _indexes(self) -> dict[str, Kinds]:
        return {}

    @cached_property
    def _place_indexes(self) -> dict[tuple[str, str], Places]:
        return {}

    @cached_property
    def referred(self) -> Mapping[str, Sequence[tuple[Resource, str]]]:
        """Resources that refer to each URN, with the path of the referring input."""
        found: dict[str, list[tuple[Resource, str]]] = defaultdict(list)
        for resource in self.resources:
            if not resource.pending_delete:
                by_path: dict[str, tuple[Resource, str]] = {}  # one object for all targets
                for path, urn in sorted(set(targets(self, resource))):
                    found[urn].append(by_path.setdefault(path, (resource, path)))
        return dict(found)

    @property
    def regions(self) -> set[str]:
        return {each.region for each in self.resources if isinstance(each.region, str)}

    def of_type(self, *types: str) -> list[Resource]:
        return [resource for kind in types for resource in self.by_type.get(kind, ())]


def targets(graph: Graph, resource: Resource) -> Iterator[tuple[str, str]]:
    """Yield (path, URN) of each resource that an input of this one refers to."""
    for path, references in resource.references.items():
        for reference in references:
            yield path, reference.urn
    for path, urns in resource.property_dependencies.items():
        for urn in urns:
            yield path, urn
    if not resource.references and not resource.property_dependencies:
        for path, value in leaves(resource.inputs):
            if value in graph.by_value and may_refer(path, resource.type):
                for target in meant(graph, resource, path, value):
                    yield path, target.urn


def meant(graph: Graph, resource: Resource, path: str, value: str) -> Iterator[Resource]:
    """Yield the resources that a text in an input refers to; none of a type with many such names.

    An id or ARN refers to its resource wherever it is. A name does so in an input that is called
    like the type: a text "web" in `logGroupName` is the log group "web", and no queue "web".
    """
    for kind in graph.kinds_meant(value, path.rpartition(".")[2]):
        alike = graph.named(value, kind)
        here = graph.named_beside(value, kind, resource)
        depends = [each for each in alike[:FEW] if each.urn in resource.dependencies]
        for several in (depends, here, reachable(alike, resource, value)):
            others = [each for each in several[: FEW + 1] if each.urn != resource.urn]
            if others:
                yield from others if len(others) <= FEW else ()
                break


def reachable(named: Sequence[Resource], resource: Resource, value: str) -> Sequence[Resource]:
    if len(named) > FEW:
        return named
    return [each for each in named if not is_out_of_reach(each, resource, value)]


def outputs_of(resource: Resource) -> Iterable[tuple[str, object]]:
    return (*resource.outputs.items(), *resource.inputs.items())


def is_id(resource: Resource, value: str) -> bool:
    """Return whether a text is an ARN, or an id that is not a name."""
    if value.startswith("arn:"):
        return True
    if any(key.endswith(("arn", "Arn")) and found == value for key, found in outputs_of(resource)):
        return True
    named = (resource.inputs.get(key, resource.outputs.get(key)) for key in NAMES)
    return resource.id == value and value not in named


def is_beside(resource: Resource, other: Resource) -> bool:
    """Return whether two resources are in one account and region: a name has one meaning there."""
    return resource.account == other.account and resource.region == other.region


def leaves(value: Any, path: str = "") -> Iterator[tuple[str, str]]:  # noqa: ANN401 (JSON)
    """Yield the path and text of each text in an input, at any depth."""
    match value:
        case str():
            yield path, value
        case dict():
            for key, item in value.items():
                yield from leaves(item, f"{path}.{key}" if path else str(key))
        case list():
            for index, item in enumerate(value):
                yield from leaves(item, f"{path}[{index}]")


def at(inputs: Any, path: str) -> Any:  # noqa: ANN401 (JSON)
    """Return the value at a path such as "overrides[0].weightedCapacity"; None if missing.

    UNKNOWN or SECRET if a part of the path is.
    """
    value = inputs
    for part in path.replace("[", ".").replace("]", "").split("."):
        match value:
            case Mapping():
                value = value.get(part)
            case list() if part.isdecimal() and int(part) < len(value):
                value = value[int(part)]
            case Unknown() | Secret():
                return value
            case _:
                return None
    return value


def top(path: str) -> str:
    return path.partition(".")[0].partition("[")[0]
