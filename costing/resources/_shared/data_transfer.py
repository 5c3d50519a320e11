"""Data transfer, as usage gives it. https://aws.amazon.com/ec2/pricing/on-demand/.

A bill puts it under the service that moved the data. Between zones each gigabyte is charged to
its sender and to its receiver.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from costing.model import Meter, Sku
from costing.resources._shared.priced_resource import Links, Quantity, ResourceUsage
from costing.resources._shared.requests import times
from costing.units import Unit

LISTED = "AWSDataTransfer"  # the product code of the price list
OTHER_REGION = {"us-east-1": ("us-west-2", "USW2")}  # where none is named
US_EAST_1 = ("us-east-1", "USE1")
US_EAST = {"us-east-1": "USE2"}  # region → billing code of the other one in US East


class TransferUsage(ResourceUsage):
    monthly_outbound_internet_gb: Quantity = None
    monthly_intra_region_gb: Quantity = None  # between zones, counted once
    monthly_outbound_other_regions_gb: Quantity = None
    monthly_outbound_us_east_to_us_east_gb: Quantity = None  # us-east-1 and us-east-2


@dataclass(frozen=True, slots=True)
class Direction:
    """A destination of data, its usage key, and its name and usage type on a bill."""

    key: str
    name: str
    usage_type: str
    charged: Decimal = Decimal(1)  # times each gigabyte
    assumed: str | None = None
    is_listed: bool = True  # as a line without a quantity, where usage gives none


def directions(region: object) -> tuple[Direction, ...]:
    other, code = OTHER_REGION.get(str(region), US_EAST_1)
    east = US_EAST.get(str(region), "USE1")
    return (
        Direction(
            "monthly_outbound_internet_gb",
            "Data transfer to the internet",
            "DataTransfer-Out-Bytes",
        ),
        Direction(
            "monthly_intra_region_gb",
            "Data transfer between zones, out and in",
            "DataTransfer-Regional-Bytes",
            charged=Decimal(2),
        ),
        Direction(
            "monthly_outbound_other_regions_gb",
            "Data transfer to another region",
            f"{code}-AWS-Out-Bytes",
            assumed=f"to {other}",
        ),
        Direction(
            "monthly_outbound_us_east_to_us_east_gb",
            "Data transfer between US East regions",
            f"{east}-AWS-Out-Bytes",
            is_listed=False,
        ),
    )


def transfer(
    usage: TransferUsage, service: str, links: Links, *, listed: bool = False
) -> Iterator[Meter]:
    """Yield the data transfer that usage gives; `service` is the product code that moved it.

    With `listed`, a direction without usage is a line without a quantity.
    """
    for each in directions(links.resource.region):
        quantity = getattr(usage, each.key)
        if quantity is not None or (listed and each.is_listed):
            yield transferred(each, quantity, service)


def to_other_regions(quantity: Quantity, service: str, links: Links) -> Iterator[Meter]:
    """Yield only the data that goes to another region."""
    for each in directions(links.resource.region):
        if each.key == "monthly_outbound_other_regions_gb":
            yield transferred(each, quantity, service)


def transferred(direction: Direction, quantity: Quantity, service: str) -> Meter:
    return Meter(
        direction.name,
        Sku(service, direction.usage_type),
        times(quantity, direction.charged),
        Unit.GB,
        usage=direction.key,
        assumed=direction.assumed,
        listed_as=Sku(LISTED, direction.usage_type),
    )
