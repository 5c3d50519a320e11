"""Data transfer of copies between regions, billed in the source region.

https://aws.amazon.com/ec2/pricing/on-demand/, "Data Transfer". The source region is that of the
resource that an input refers to, or the region in its ARN.
"""

from collections.abc import Iterator

from costing.graph.resource import at
from costing.model import Meter, Sku, hidden
from costing.prices.regions import regions
from costing.resources._shared.data_transfer import LISTED
from costing.resources._shared.inputs import unknown
from costing.resources._shared.priced_resource import Links, Quantity, ResourceUsage
from costing.units import Unit

TRANSFER = "Data transfer between regions"
KEY = "monthly_copied_gb"


class CopyUsage(ResourceUsage):
    monthly_copied_gb: Quantity = None  # transferred from the source region


def copied(
    service: str, source: object, target: object, quantity: Quantity, key: str = KEY
) -> Iterator[Meter]:
    """Yield the transfer from one region to another; nothing within a region.

    `service` is the product code on the bill. A region that is not known text yields nothing.
    """
    if not isinstance(source, str) or not isinstance(target, str) or source == target:
        return
    known = regions().get(target)
    if known is None:
        return
    usage_type = f"{known.prefix}-AWS-Out-Bytes"
    yield Meter(
        TRANSFER,
        Sku(service, usage_type),
        quantity,
        Unit.GB,
        usage=key,
        region=source,
        listed_as=Sku(LISTED, usage_type),
    )


def source_region(links: Links, path: str, *kinds: str) -> object:
    """Return the region of the resource that an input names. Raise InputError if unknown."""
    source = links.follow(path, *kinds)
    if source is not None:
        return source.region
    value = at(links.resource.inputs, path)
    if hidden(value):
        raise unknown(path)
    return region_of(value)


def region_of(arn: object) -> str | None:
    """Return the region in an ARN; None for text without one, which names the same region."""
    match str(arn).split(":"):
        case ["arn", _, _, region, _, *_]:
            return region or None
    return None
