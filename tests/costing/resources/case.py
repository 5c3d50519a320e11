"""A case: what a resource states, and what it is metered on then."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from costing.estimate.estimate import read_and_metered
from costing.graph.resource import Resource
from costing.model import Meter
from costing.resources._shared.data_transfer import LISTED
from costing.resources._shared.metering import Metering, Unmetered
from costing.resources._shared.priced_resource import Links, PricedResource
from costing.usage.file import UsageFile
from costing.usage.resolve import resolve
from tests import graphs

TODAY = date(2026, 11, 24)


@dataclass(frozen=True)
class Case:
    """`around` are the resources it refers to, or that refer to it: graphs.resource(...)."""

    says: str
    type: type[PricedResource]
    inputs: Mapping[str, Any]
    quantities: Mapping[str, int | str | Decimal | None]  # by usage type; the sum of its meters
    usage: Mapping[str, Any] = field(default_factory=dict)
    around: Sequence[Resource] = ()
    more: Mapping[str, Any] = field(default_factory=dict)  # of the resource: id, references
    unpriced: Collection[str] = ()  # usage types that the book knows no price of
    others: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)  # usage around, by name
    left_open: Collection[str] = ()  # charges that an unknown input leaves open

    def meters(self) -> list[Meter]:
        return [each for each in self.charged() if isinstance(each, Meter)]

    def gaps(self) -> list[Unmetered]:
        return [each for each in self.charged() if isinstance(each, Unmetered)]

    def reasons(self) -> str:
        return "; ".join(f"{each.charge}: {each.reason}" for each in self.gaps())

    def charged(self) -> list[Metering]:
        """Return what the resource is metered on, and what of it could not be metered."""
        resource = graphs.resource(self.type.type, "it", self.inputs, **self.more)
        graph = graphs.graph(resource, *self.around)
        stated = {resource.urn: dict(self.usage)} if self.usage else {}
        stated |= {each.urn: dict(self.others[each.name]) for each in self.around_stated()}
        usages = resolve(UsageFile(resources=stated), graph)
        links = Links(graph, resource, usages, TODAY)
        return [*read_and_metered(self.type, links)]

    def around_stated(self) -> list[Resource]:
        return [each for each in self.around if each.name in self.others]

    def metered(self) -> dict[str, Decimal | None]:
        found: dict[str, Decimal | None] = {}
        for meter in self.meters():
            if self.leaves_out(meter):
                continue
            before = found.get(meter.sku.usage_type)
            both = before is not None and meter.quantity is not None
            total = before + meter.quantity if both else meter.quantity  # type: ignore[operator]
            found[meter.sku.usage_type] = total
        return found

    def leaves_out(self, meter: Meter) -> bool:
        """Say whether a meter is data transfer without usage, which cases need not list."""
        is_transfer = meter.listed_as is not None and meter.listed_as.service == LISTED
        unused = meter.quantity is None and meter.sku.usage_type not in self.quantities
        return is_transfer and unused

    def expected(self) -> dict[str, Decimal | None]:
        return {key: None if q is None else Decimal(q) for key, q in self.quantities.items()}

    def __str__(self) -> str:
        return self.says
