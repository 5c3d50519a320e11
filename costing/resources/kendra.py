"""Amazon Kendra. https://aws.amazon.com/kendra/pricing/."""

from collections.abc import Iterator
from decimal import Decimal

from typing_extensions import override

from costing.errors import NotPriced
from costing.model import ZERO, Meter, Sku
from costing.resources._shared.metering import Metering, charges
from costing.resources._shared.priced_resource import Block, Links, PricedResource
from costing.units import HOURS_PER_MONTH, Unit

SERVICE = "AmazonKendra"
EDITIONS = {
    "DEVELOPER_EDITION": "KendraDeveloperEdition",
    "ENTERPRISE_EDITION": "Kendra-Enterprise-Edition",
}


class CapacityUnits(Block):
    query_capacity_units: Decimal = ZERO
    storage_capacity_units: Decimal = ZERO


class Index(PricedResource):
    """An index by the hour and edition, and added capacity units. Connectors are charged apart."""

    type = "aws:kendra/index:Index"

    edition: str = "ENTERPRISE_EDITION"
    capacity_units: CapacityUnits = CapacityUnits()

    @override
    def meters(self, usage: object, links: Links) -> Iterator[Metering]:
        yield from self.index()
        yield from self.queries()
        yield from self.storage()

    @charges("Index")
    def index(self) -> Iterator[Meter]:
        if self.edition not in EDITIONS:
            raise NotPriced(f"no price of edition {self.edition} is known", "edition")
        yield hours("Index", EDITIONS[self.edition], Decimal(1))

    @charges("Query capacity")
    def queries(self) -> Iterator[Meter]:
        if count := self.capacity_units.query_capacity_units:
            yield hours("Query capacity", "Kendra-Query-Capacity-Unit", count)

    @charges("Storage capacity")
    def storage(self) -> Iterator[Meter]:
        if count := self.capacity_units.storage_capacity_units:
            yield hours("Storage capacity", "Kendra-Storage-Capacity-Unit", count)


def hours(name: str, usage_type: str, count: Decimal) -> Meter:
    return Meter(name, Sku(SERVICE, usage_type), count * HOURS_PER_MONTH, Unit.HOURS)
