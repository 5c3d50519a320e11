"""Amazon ECR. https://aws.amazon.com/ecr/pricing/."""

from collections.abc import Iterator

from costing.model import Meter, Sku
from costing.resources._shared.data_transfer import TransferUsage, transfer
from costing.resources._shared.priced_resource import Links, PricedResource, Quantity
from costing.units import Unit

SERVICE = "AmazonECR"


class RepositoryUsage(TransferUsage):
    storage_gb: Quantity = None


class Repository(PricedResource):
    """Images stored. Enhanced scanning is a charge of Amazon Inspector."""

    type = "aws:ecr/repository:Repository"
    usage = RepositoryUsage

    def meters(self, usage: RepositoryUsage, links: Links) -> Iterator[Meter]:
        yield Meter(
            "Storage",
            Sku(SERVICE, "TimedStorage-ByteHrs"),
            usage.storage_gb,
            Unit.GB_MONTHS,
            usage="storage_gb",
        )
        yield from transfer(usage, SERVICE, links)
