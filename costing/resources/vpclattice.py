"""Amazon VPC Lattice. https://aws.amazon.com/vpc/lattice/pricing/."""

from collections.abc import Iterator

from typing_extensions import override

from costing.model import Meter, Sku
from costing.resources._shared.priced_resource import Links, PricedResource, Quantity, ResourceUsage
from costing.units import HOURS_PER_MONTH, Unit


class ServiceUsage(ResourceUsage):
    monthly_data_processed_gb: Quantity = None


class Service(PricedResource):
    """A service by the hour and its data. Left out: requests beyond 300,000 an hour."""

    type = "aws:vpclattice/service:Service"
    usage = ServiceUsage

    @override
    def meters(self, usage: ServiceUsage, links: Links) -> Iterator[Meter]:
        sku = Sku("AmazonVPC", "VPCLattice-Service-Hourly")
        yield Meter("Lattice service", sku, HOURS_PER_MONTH, Unit.HOURS)
        yield Meter(
            "Data processed",
            Sku("AmazonVPC", "VPCLattice-DataProcessing-Bytes"),
            usage.monthly_data_processed_gb,
            Unit.GB,
            usage="monthly_data_processed_gb",
        )
