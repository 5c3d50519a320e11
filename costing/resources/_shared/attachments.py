"""Attachments of a transit gateway.

https://aws.amazon.com/transit-gateway/pricing/.
"""

from collections.abc import Iterator

from costing.model import Meter, Sku
from costing.resources._shared.priced_resource import Quantity, ResourceUsage
from costing.units import HOURS_PER_MONTH, Unit

SERVICE = "AmazonVPC"


class AttachmentUsage(ResourceUsage):
    monthly_data_processed_gb: Quantity = None  # that the attachment sends to the gateway


def attachment(operation: str, usage: AttachmentUsage | None = None) -> Iterator[Meter]:
    """Yield the hours of an attachment and, where it pays for data, what it sends."""
    yield Meter(
        "Transit gateway attachment",
        Sku(SERVICE, "TransitGateway-Hours", operation),
        HOURS_PER_MONTH,
        Unit.HOURS,
    )
    if usage is not None:
        yield Meter(
            "Data processed",
            Sku(SERVICE, "TransitGateway-Bytes"),
            usage.monthly_data_processed_gb,
            Unit.GB,
            usage="monthly_data_processed_gb",
        )
