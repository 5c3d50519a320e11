"""Amazon Kendra. https://aws.amazon.com/kendra/pricing/."""

from collections.abc import Iterator
from decimal import Decimal

from costing.errors import InputError
from costing.model import ZERO, Meter, Sku
from costing.priced_resource import Block, Links, PricedResource
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
    """An index by the hour and edition, and what is added to its capacity. Left out: connectors."""

    type = "aws:kendra/index:Index"

    edition: str = "ENTERPRISE_EDITION"
    capacity_units: CapacityUnits = CapacityUnits()

    def meters(self, usage: object, links: Links) -> Iterator[Meter]:  # noqa: ARG002
        if self.edition not in EDITIONS:
            raise InputError(f"an index of edition {self.edition}: no price is known")
        yield hours("Index", EDITIONS[self.edition], Decimal(1))
        more = self.capacity_units
        for name, usage_type, count in (
            ("Query capacity", "Kendra-Query-Capacity-Unit", more.query_capacity_units),
            ("Storage capacity", "Kendra-Storage-Capacity-Unit", more.storage_capacity_units),
        ):
            if count:
                yield hours(name, usage_type, count)


def hours(name: str, usage_type: str, count: Decimal) -> Meter:
    return Meter(name, Sku(SERVICE, usage_type), count * HOURS_PER_MONTH, Unit.HOURS)
