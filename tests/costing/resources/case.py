"""A case: what a resource states, and what it is metered on then."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from costing.graph import Resource
from costing.model import Meter
from costing.priced_resource import Links, PricedResource
from costing.usage import UsageFile, resolve
from tests import graphs


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

    def meters(self) -> list[Meter]:
        resource = graphs.resource(self.type.type, "it", self.inputs, **self.more)
        graph = graphs.graph(resource, *self.around)
        file = UsageFile(resources={resource.urn: dict(self.usage)} if self.usage else {})
        usage = resolve(file, graph)[resource.urn]
        return list(self.type.read(self.inputs).meters(usage, Links(graph, resource)))

    def metered(self) -> dict[str, Decimal | None]:
        found: dict[str, Decimal | None] = {}
        for meter in self.meters():
            before = found.get(meter.sku.usage_type)
            both = before is not None and meter.quantity is not None
            total = before + meter.quantity if both else meter.quantity  # type: ignore[operator]
            found[meter.sku.usage_type] = total
        return found

    def expected(self) -> dict[str, Decimal | None]:
        return {key: None if q is None else Decimal(q) for key, q in self.quantities.items()}

    def __str__(self) -> str:
        return self.says
