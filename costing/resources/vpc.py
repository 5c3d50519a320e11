"""Amazon VPC. https://aws.amazon.com/vpc/pricing/ (2026-11-24)."""

from collections.abc import Iterator

from costing.model import Meter, Sku
from costing.priced_resource import Links, PricedResource, Quantity, ResourceUsage
from costing.units import HOURS_PER_MONTH, Unit


class NatGatewayUsage(ResourceUsage):
    monthly_data_processed_gb: Quantity = None  # both ways


class NatGateway(PricedResource):
    """A gateway in one zone. Left out: gateways of a whole region."""

    type = "aws:ec2/natGateway:NatGateway"
    usage = NatGatewayUsage

    def meters(self, usage: NatGatewayUsage, links: Links) -> Iterator[Meter]:  # noqa: ARG002
        hours = Sku("AmazonEC2", "NatGateway-Hours")
        yield Meter("NAT gateway", hours, HOURS_PER_MONTH, Unit.HOURS)
        yield Meter(
            "Data processed",
            Sku("AmazonEC2", "NatGateway-Bytes"),
            usage.monthly_data_processed_gb,
            Unit.GB,
            usage="monthly_data_processed_gb",
        )
