"""Stack: the resource graph as rules use it, with lookups of attached resources."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, TypeVar

from costing.graph.follow import follow, follow_all
from costing.graph.resource import Graph, Resource, targets
from costing.graph.schema.shapes import misfits
from costing.model import UNKNOWN, Estimate, Unknown
from policies.engine.logic import Truth
from policies.engine.selectors.tags import Tags, tags_of
from policies.engine.selectors.tokens import reference_types

STACK = "pulumi:pulumi:Stack"
T = TypeVar("T")
Followed = Resource | Unknown | None
Follow = Callable[[Resource, Sequence[str]], Sequence[Followed]]


@dataclass(frozen=True, slots=True)
class Attached:
    """Resources that belong to another one, and those whose reference is unknown."""

    found: Sequence[Resource]
    unknown: Sequence[Resource]

    @property
    def exist(self) -> Truth:
        """Existence of such a resource."""
        if self.found:
            return True
        return UNKNOWN if self.unknown else False


@dataclass(frozen=True, slots=True)
class Links:
    by_urn: dict[str, list[Resource]] = field(default_factory=lambda: defaultdict(list))
    unknown: list[Resource] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Stack:
    graph: Graph
    today: date = field(default_factory=date.today, compare=False)
    estimate: Callable[[], Estimate] | None = field(default=None, compare=False, repr=False)
    # Reason by URN for each resource with inputs that the schema does not allow.
    misfits: Mapping[str, str] = field(init=False, default_factory=dict, compare=False)
    _links: dict[tuple[str, ...], Links] = field(default_factory=dict, compare=False, repr=False)
    _made: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)

    def __post_init__(self) -> None:
        """Hide the inputs that no rule can read: their value is UNKNOWN."""
        changed: dict[str, Resource] = {}
        reasons: dict[str, str] = {}
        for resource in self.graph.resources:
            inputs, found = misfits(resource)
            if inputs is not resource.inputs:
                changed[resource.urn] = replace(resource, inputs=inputs)
            if found:
                reasons[resource.urn] = f"of {resource.name}, {'; '.join(found.values())}"
        if changed:
            kept = tuple(changed.get(each.urn, each) for each in self.graph.resources)
            object.__setattr__(self, "graph", replace(self.graph, resources=kept))
            object.__setattr__(self, "misfits", reasons)

    def of_type(self, *types: str) -> list[Resource]:
        """Return the resources that this stack manages, without those that it only reads."""
        return [each for each in self.graph.of_type(*types) if not each.external]

    def tags(self, resource: Resource) -> Tags:
        return tags_of(self.graph, resource)

    def follow(self, resource: Resource, path: str, *kinds: str) -> Resource | Unknown | None:
        return follow(self.graph, resource, path, *kinds)

    def follow_all(
        self, resource: Resource, path: str, *kinds: str
    ) -> list[Resource | Unknown | None]:
        return follow_all(self.graph, resource, path, *kinds)

    def attached(self, target: Resource, path: str, *kinds: str) -> Attached:
        """Return the resources of these types whose input at `path` refers to `target`."""
        return self.leading(target, path, kinds, lambda each, to: [self.follow(each, path, *to)])

    def listed(self, target: Resource, path: str, *kinds: str) -> Attached:
        """Return the resources of these types whose list at `path` has `target`."""
        every = f"{path}[]"
        return self.leading(target, every, kinds, lambda each, to: self.follow_all(each, path, *to))

    def leading(
        self, target: Resource, path: str, kinds: Sequence[str], follow: Follow
    ) -> Attached:
        key = (path, *kinds, "", *reference_types(target.type))
        if key not in self._links:
            to = reference_types(target.type)
            self._links[key] = self.links(kinds, lambda each: follow(each, to))
        links = self._links[key]
        return Attached(links.by_urn.get(target.urn, ()), links.unknown)

    def links(
        self, kinds: Sequence[str], follow: Callable[[Resource], Sequence[Followed]]
    ) -> Links:
        links = Links()
        for resource in self.graph.of_type(*kinds):
            followed = follow(resource)
            for target in followed:
                if isinstance(target, Resource):
                    links.by_urn[target.urn].append(resource)
            if any(target is UNKNOWN for target in followed):
                links.unknown.append(resource)
        return links

    def once(self, key: str, make: Callable[[], T]) -> T:
        """Return the value that `make` computed for this key on the first call."""
        if key not in self._made:
            self._made[key] = make()
        made: T = self._made[key]
        return made

    def referring(self, target: Resource) -> Sequence[Resource]:
        """Return the resources any of whose inputs refers to `target`."""
        key = ("",)  # distinct from the path of every input
        if key not in self._links:
            self._links[key] = Links()
            for resource in self.graph.resources:
                for urn in {urn for _, urn in targets(self.graph, resource)}:
                    self._links[key].by_urn[urn].append(resource)
        return self._links[key].by_urn.get(target.urn, ())

    @property
    def estimated(self) -> Estimate | None:
        """Return the stack's estimate, computed on first use; None without prices."""
        return self.once("estimate", self.estimate) if self.estimate else None

    @property
    def whole(self) -> Resource:
        """Return the stack's own resource, which carries findings about missing resources."""
        for component in self.graph.components:
            if component.type == STACK:
                return component
        source = self.graph.source
        name = f"{source.project}-{source.stack}"
        urn = f"urn:pulumi:{source.stack}::{source.project}::{STACK}::{name}"
        return Resource(urn, STACK, {}, custom=False)
