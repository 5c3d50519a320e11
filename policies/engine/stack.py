"""A stack as rules look at it: its graph, and what is attached to what, looked up once."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from costing.graph.follow import follow, follow_all
from costing.graph.resource import Graph, Resource, targets
from costing.model import UNKNOWN, Estimate, Unknown
from policies.engine.selectors.tags import Tags, tags_of
from policies.engine.selectors.tokens import alike

STACK = "pulumi:pulumi:Stack"
T = TypeVar("T")
Led = Resource | Unknown | None
Follow = Callable[[Resource, Sequence[str]], Sequence[Led]]


@dataclass(frozen=True, slots=True)
class Attached:
    """The resources of some types that belong to another, and those that may: it is not known."""

    found: Sequence[Resource]
    open: Sequence[Resource]


@dataclass(frozen=True, slots=True)
class Links:
    by_urn: dict[str, list[Resource]] = field(default_factory=lambda: defaultdict(list))
    open: list[Resource] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Stack:
    graph: Graph
    today: date = field(default_factory=date.today, compare=False)
    estimate: Callable[[], Estimate] | None = field(default=None, compare=False, repr=False)
    _links: dict[tuple[str, ...], Links] = field(default_factory=dict, compare=False, repr=False)
    _made: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)

    def of_type(self, *types: str) -> list[Resource]:
        """Return the resources that this stack manages: none that it only reads."""
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
        key = (path, *kinds, "", *alike(target.type))
        if key not in self._links:
            to = alike(target.type)
            self._links[key] = self.links(kinds, lambda each: follow(each, to))
        links = self._links[key]
        return Attached(links.by_urn.get(target.urn, ()), links.open)

    def links(self, kinds: Sequence[str], follow: Callable[[Resource], Sequence[Led]]) -> Links:
        links = Links()
        for resource in self.graph.of_type(*kinds):
            led = follow(resource)
            for target in led:
                if isinstance(target, Resource):
                    links.by_urn[target.urn].append(resource)
            if any(target is UNKNOWN for target in led):
                links.open.append(resource)
        return links

    def once(self, key: str, make: Callable[[], T]) -> T:
        """Return what `make` made of the stack when it was first asked for under this key."""
        if key not in self._made:
            self._made[key] = make()
        made: T = self._made[key]
        return made

    def referring(self, target: Resource) -> Sequence[Resource]:
        """Return the resources any of whose inputs refers to `target`."""
        key = ("",)  # no input has no name
        if key not in self._links:
            self._links[key] = Links()
            for resource in self.graph.resources:
                for urn in {urn for _, urn in targets(self.graph, resource)}:
                    self._links[key].by_urn[urn].append(resource)
        return self._links[key].by_urn.get(target.urn, ())

    @property
    def estimated(self) -> Estimate | None:
        """The stack's estimate, made when it is first asked for; None where there are no prices."""
        return self.once("estimate", self.estimate) if self.estimate else None

    @property
    def whole(self) -> Resource:
        """The stack's own resource: what is missing from a stack is missing there."""
        for component in self.graph.components:
            if component.type == STACK:
                return component
        source = self.graph.source
        name = f"{source.project}-{source.stack}"
        urn = f"urn:pulumi:{source.stack}::{source.project}::{STACK}::{name}"
        return Resource(urn, STACK, {}, custom=False)
