"""The shape that every priced resource fills in."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, ClassVar, TypeVar

from pydantic import BaseModel, ConfigDict, Field
from typing_extensions import override

from costing.errors import InputError
from costing.graph.follow import follow, follow_all, referrers
from costing.graph.resource import Graph, Resource, at
from costing.model import Unknown, hidden
from costing.resources._shared.inputs import Inputs, unknown
from costing.resources._shared.left_out import LeftOut
from costing.resources._shared.metering import Metering

Quantity = Annotated[Decimal, Field(ge=0, allow_inf_nan=False)] | None  # None: not given


class ResourceUsage(BaseModel):
    """Usage of a resource type: each field is a Quantity, its alias the key of a usage file."""

    model_config = ConfigDict(validate_by_name=True, extra="forbid", frozen=True, defer_build=True)

    @classmethod
    def keys(cls) -> list[str]:
        return [field.alias or name for name, field in cls.model_fields.items()]


Model = TypeVar("Model", bound=Inputs)


@dataclass(frozen=True, slots=True)
class Links:
    """The resources around one: those it refers to, and those that refer to it."""

    graph: Graph
    resource: Resource
    usages: Mapping[str, ResourceUsage] = field(default_factory=dict)  # of all, by URN
    on: date = date.min  # the day whose prices hold
    priced: str | None = None  # URN of the resource that is priced, if `resource` is another

    def follow(self, path: str, *kinds: str) -> Resource | None:
        """Return the resource that an input refers to, None for one outside the stack.

        Raise InputError where the resource is unknown.
        """
        return self.certain(follow(self.graph, self.resource, path, *kinds), path)

    def follow_all(self, path: str, *kinds: str) -> list[Resource | None]:
        found = follow_all(self.graph, self.resource, path, *kinds)
        return [self.certain(each, path) for each in found]

    def certain(self, found: Resource | Unknown | None, path: str) -> Resource | None:
        if not isinstance(found, Unknown):
            return found
        value, of = at(self.resource.inputs, path), self.of_other(self.resource)
        if hidden(value) or not isinstance(value, str):
            raise unknown(path, of)
        raise InputError(f"{path} {value!r:.80} may be any of several resources", path)

    def of_other(self, resource: Resource) -> str:
        """Return the name of a resource in messages; empty for the one that is priced."""
        priced = self.priced or self.resource.urn
        return "" if resource.urn == priced else f"{resource.declared_type}::{resource.name}"

    def read(self, model: type[Model], resource: Resource) -> Model:
        """Return inputs of another resource, such as a launch template's."""
        return model.read(resource.inputs, self.of_other(resource))

    def count(self, path: str, *kinds: str) -> int:
        """Return the number of items of a list.

        The length of a list that is unknown as a whole is that of its references to these types.
        """
        value = at(self.resource.inputs, path)
        return len(value) if isinstance(value, list) else len(self.follow_all(path, *kinds))

    def referrers(self, kind: str, path: str = "") -> list[Resource]:
        """Return the resources of a type whose input at (or below) `path` refers to this one."""
        return referrers(self.graph, self.resource, kind, path)

    def of(self, resource: Resource) -> "Links":
        return replace(self, resource=resource, priced=self.priced or self.resource.urn)

    def usage_of(self, resource: Resource) -> ResourceUsage | None:
        """Return the usage of another resource; None for one whose type takes no usage."""
        return self.usages.get(resource.urn)


class Block(Inputs):
    """A nested input, such as a block device, or the inputs of another resource."""


class PricedResource(Inputs, ABC):
    """The inputs of one Pulumi resource that its cost depends on, and its charges."""

    usage: ClassVar[type[ResourceUsage]] = ResourceUsage
    type: ClassVar[str]  # the Pulumi type token
    aliases: ClassVar[Sequence[str]] = ()  # other tokens of the same thing: aws:alb for aws:lb
    is_global: ClassVar[bool] = False  # billed in no region
    usage_for: ClassVar[Mapping[str, str]] = {}  # input → usage key that stands in for it
    left_out: ClassVar[Sequence[LeftOut]] = ()  # charges without a meter; gaps where switched on
    not_counted: ClassVar[Sequence[LeftOut]] = ()  # billed, but created by something else

    @abstractmethod
    def meters(self, usage: Any, links: Links) -> Iterator[Metering]:  # noqa: ANN401 (its `usage`)
        """Yield the charges of the resource, and those that its inputs leave open.

        A method that yields a part of the charges is decorated with `charges`, so that an
        unknown input costs this part only.
        """


class FreeResource(PricedResource):
    """A resource without a charge, except for those in its `left_out`."""

    @override
    def meters(self, usage: Any, links: Links) -> Iterator[Metering]:
        yield from ()
