"""Meters of usage alone: one line of a table each, with key, SKU and unit."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar, TypeVar, overload

from pydantic import Field, create_model
from typing_extensions import override

from costing.model import Meter, Sku
from costing.resources._shared.priced_resource import Links, PricedResource, Quantity, ResourceUsage
from costing.units import Unit

Usage = TypeVar("Usage", bound=ResourceUsage)


@dataclass(frozen=True, slots=True)
class Line:
    """A usage key, and the charge that its quantity is billed as."""

    key: str  # "standard.storage_gb"
    name: str
    usage_type: str
    unit: Unit = Unit.GB_MONTHS
    operation: str = ""
    service: str | None = None  # where it is not that of the resource's other lines
    silent: bool = False  # not listed where usage does not give it

    @property
    def field(self) -> str:
        return self.key.replace(".", "_")


@overload
def usage_of(name: str, lines: Iterable[Line]) -> type[ResourceUsage]: ...
@overload
def usage_of(name: str, lines: Iterable[Line], base: type[Usage]) -> type[Usage]: ...
def usage_of(
    name: str, lines: Iterable[Line], base: type[ResourceUsage] = ResourceUsage
) -> type[ResourceUsage]:
    """Return the usage model of a table of lines, with the keys of `base`."""
    fields: dict[str, Any] = {
        line.field: (Quantity, Field(None, alias=line.key if "." in line.key else None))
        for line in lines
    }
    return create_model(name, __base__=base, __module__=__name__, **fields)


def stated(usage: ResourceUsage, line: Line) -> Decimal | None:
    quantity = getattr(usage, line.field)
    return quantity if isinstance(quantity, Decimal) else None


def metered(
    service: str, lines: Iterable[Line], usage: ResourceUsage, group: str | None = None
) -> Iterator[Meter]:
    for line in lines:
        quantity = stated(usage, line)
        if quantity is None and line.silent:
            continue
        yield Meter(
            line.name,
            Sku(line.service or service, line.usage_type, line.operation),
            quantity,
            line.unit,
            usage=line.key,
            group=group,
        )


class StatedResource(PricedResource):
    """A resource whose charges are all in `lines`, with quantities that only usage gives."""

    service: ClassVar[str]
    lines: ClassVar[tuple[Line, ...]]

    @override
    def meters(self, usage: ResourceUsage, links: Links) -> Iterator[Meter]:
        yield from metered(self.service, self.lines, usage)
