"""Amazon VPC Lattice. https://aws.amazon.com/vpc/lattice/pricing/."""

from collections.abc import Iterator

from typing_extensions import override

from costing.model import Meter, Sku
from costing.resources._shared.priced_resource import Links, PricedResource, ResourceUsage
from costing.resources._shared.usage_meters import Line, metered, usage_of
from costing.units import HOURS_PER_MONTH, Unit

SERVICE = "AmazonVPC"
USED = (
    Line(
        "monthly_data_processed_gb",
        "Data processed",
        "VPCLattice-DataProcessing-Bytes",
        Unit.GB,
    ),
    Line(
        "monthly_charged_requests",
        "Requests (over 300,000 an hour)",
        "VPCLattice-RequestCount",
        Unit.REQUESTS,
    ),
)


class Service(PricedResource):
    """A service by the hour, its data, and requests above 300,000 an hour."""

    type = "aws:vpclattice/service:Service"
    usage = usage_of("ServiceUsage", USED)

    @override
    def meters(self, usage: ResourceUsage, links: Links) -> Iterator[Meter]:
        sku = Sku(SERVICE, "VPCLattice-Service-Hourly")
        yield Meter("Lattice service", sku, HOURS_PER_MONTH, Unit.HOURS)
        yield from metered(SERVICE, USED, usage)
