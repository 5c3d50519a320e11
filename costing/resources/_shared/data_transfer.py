"""Data transfer, as usage states it. https://aws.amazon.com/ec2/pricing/on-demand/.

A bill puts it under the service that moved the data. Between zones each gigabyte is charged to
its sender and to its receiver.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from costing.model import Meter, Sku
from costing.resources._shared.priced_resource import Links, Quantity, ResourceUsage
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
class Way:
    """One way that data leaves, the key that states it, and what that is billed as."""

    key: str
    name: str
    usage_type: str
    charged: Decimal = Decimal(1)  # times each gigabyte
    assumed: str | None = None


def ways(region: object) -> tuple[Way, ...]:
    other, code = OTHER_REGION.get(str(region), US_EAST_1)
    east = US_EAST.get(str(region), "USE1")
    return (
        Way(
            "monthly_outbound_internet_gb",
            "Data transfer to the internet",
            "DataTransfer-Out-Bytes",
        ),
        Way(
            "monthly_intra_region_gb",
            "Data transfer between zones, out and in",
            "DataTransfer-Regional-Bytes",
            charged=Decimal(2),
        ),
        Way(
            "monthly_outbound_other_regions_gb",
            "Data transfer to another region",
            f"{code}-AWS-Out-Bytes",
            assumed=f"to {other}",
        ),
        Way(
            "monthly_outbound_us_east_to_us_east_gb",
            "Data transfer between US East regions",
            f"{east}-AWS-Out-Bytes",
        ),
    )


def transfer(usage: TransferUsage, service: str, links: Links) -> Iterator[Meter]:
    """Yield the data transfer that is stated; `service` is the product code that moved it."""
    for way in ways(links.resource.region):
        quantity = getattr(usage, way.key)
        if quantity is not None:
            yield Meter(
                way.name,
                Sku(service, way.usage_type),
                quantity * way.charged,
                Unit.GB,
                usage=way.key,
                assumed=way.assumed,
                listed_as=Sku(LISTED, way.usage_type),
            )
