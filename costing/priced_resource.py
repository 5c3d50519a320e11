"""The shape that every priced resource fills in."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, ClassVar, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from pydantic.alias_generators import to_camel
from pydantic_core import ErrorDetails

from costing.errors import InputError
from costing.graph import Graph, Resource, at, follow, follow_all, referrers
from costing.model import SECRET, UNKNOWN, Meter, Unknown

Quantity = Annotated[Decimal, Field(ge=0, allow_inf_nan=False)] | None  # None: not stated

GLOBAL = "global"  # the region of what has none: Route 53, IAM, CloudFront


class ResourceUsage(BaseModel):
    """What a usage file may state of a type: each field a Quantity, its alias the file's key."""

    model_config = ConfigDict(validate_by_name=True, extra="forbid", frozen=True, defer_build=True)

    @classmethod
    def keys(cls) -> list[str]:
        return [field.alias or name for name, field in cls.model_fields.items()]


@dataclass(frozen=True, slots=True)
class Links:
    """What stands around one resource: those it refers to, and those that refer to it."""

    graph: Graph
    resource: Resource
    usages: Mapping[str, ResourceUsage] = field(default_factory=dict)  # of all, by URN
    on: date = date.min  # the day whose prices hold

    def follow(self, path: str, *kinds: str) -> Resource | None:
        """Return the resource that an input refers to, None for one outside the stack.

        Raise InputError where only deploying tells which it is.
        """
        return certain(follow(self.graph, self.resource, path, *kinds), path)

    def follow_all(self, path: str, *kinds: str) -> list[Resource | None]:
        found = follow_all(self.graph, self.resource, path, *kinds)
        return [certain(each, path) for each in found]

    def count(self, path: str, *kinds: str) -> int:
        """Return how many items a list has, whatever they are.

        A list that is unknown as a whole is told by the resources of these types in it.
        """
        value = at(self.resource.inputs, path)
        return len(value) if isinstance(value, list) else len(self.follow_all(path, *kinds))

    def referrers(self, kind: str, path: str = "") -> list[Resource]:
        """Return the resources of a type whose input at (or below) `path` refers to this one."""
        return referrers(self.graph, self.resource, kind, path)

    def of(self, resource: Resource) -> "Links":
        return replace(self, resource=resource)

    def usage_of(self, resource: Resource) -> ResourceUsage | None:
        """Return what is stated of another resource, None of one whose type takes no usage."""
        return self.usages.get(resource.urn)


def certain(found: Resource | Unknown | None, path: str) -> Resource | None:
    if isinstance(found, Unknown):
        raise InputError(f"{path} moves the price, and only deploying tells what it refers to")
    return found


class Inputs(BaseModel):
    """Inputs as the program states them, read under their own names in snake case.

    A field is an input (`engine_version` for `engineVersion`) with AWS's default. A null is an
    input that is not stated. Inputs that do not move the price are not fields.
    """

    model_config = ConfigDict(
        alias_generator=to_camel, validate_by_name=True, frozen=True, defer_build=True
    )

    @model_validator(mode="before")
    @classmethod
    def without_nulls(cls, inputs: object) -> object:
        if isinstance(inputs, Mapping):
            return {key: value for key, value in inputs.items() if value is not None}
        return inputs

    @classmethod
    def read(cls, inputs: Mapping[str, object]) -> Self:
        """Raise InputError, naming each input that does not fit its field."""
        try:
            return cls.model_validate(inputs)
        except ValidationError as error:
            raise InputError("; ".join(map(complaint, error.errors()))) from error


class Block(Inputs):
    """A nested input, such as a block device, or what of another resource moves the price."""


class PricedResource(Inputs, ABC):
    """The inputs of one Pulumi resource that move its price, and what it is metered on."""

    usage: ClassVar[type[ResourceUsage]] = ResourceUsage
    type: ClassVar[str]  # the Pulumi type token
    aliases: ClassVar[Sequence[str]] = ()  # other tokens of the same thing: aws:alb for aws:lb
    is_global: ClassVar[bool] = False  # billed in no region

    @abstractmethod
    def meters(self, usage: Any, links: Links) -> Iterator[Meter]:  # noqa: ANN401 (its own `usage`)
        """Yield what the resource is metered on. Raise InputError for what cannot be told."""


def complaint(error: ErrorDetails) -> str:
    path = ".".join(map(str, error["loc"]))
    if error["type"] == "missing":
        return f"{path} is not stated"
    if error["input"] is UNKNOWN:
        return f"{path} moves the price, and only deploying tells it"
    if error["input"] is SECRET:
        return f"{path} moves the price, and is a secret"
    return f"{path} is {shown(error['input'])}: {error['msg'].partition(' or instance of ')[0]}"


def shown(stated: object) -> str:
    return f"{stated}" if isinstance(stated, Decimal) else f"{stated!r:.80}"
