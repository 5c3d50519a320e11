"""AWS Transit Gateway: its attachments.

https://aws.amazon.com/transit-gateway/pricing/.
"""

from collections.abc import Iterator

from typing_extensions import override

from costing.model import Meter
from costing.resources._shared.attachments import AttachmentUsage, attachment
from costing.resources._shared.data_transfer import to_other_regions
from costing.resources._shared.priced_resource import Links, PricedResource, Quantity, ResourceUsage


class VpcAttachment(PricedResource):
    """A VPC attachment, and the data that it sends through the gateway."""

    type = "aws:ec2transitgateway/vpcAttachment:VpcAttachment"
    usage = AttachmentUsage

    @override
    def meters(self, usage: AttachmentUsage, links: Links) -> Iterator[Meter]:
        yield from attachment("TransitGatewayVPC", usage)


class PeeringUsage(ResourceUsage):
    monthly_outbound_other_regions_gb: Quantity = None


class PeeringAttachment(PricedResource):
    """One side of a peering, and the data that it sends to the other region."""

    type = "aws:ec2transitgateway/peeringAttachment:PeeringAttachment"
    usage = PeeringUsage

    @override
    def meters(self, usage: PeeringUsage, links: Links) -> Iterator[Meter]:
        yield from attachment("TransitGatewayPeering")
        yield from to_other_regions(usage.monthly_outbound_other_regions_gb, "AmazonEC2", links)


class PeeringAttachmentAccepter(PeeringAttachment):
    """The other side of a peering, and the data that it sends back."""

    type = "aws:ec2transitgateway/peeringAttachmentAccepter:PeeringAttachmentAccepter"


class Connect(PricedResource):
    """A Connect attachment, whose traffic goes through another attachment."""

    type = "aws:ec2transitgateway/connect:Connect"

    @override
    def meters(self, usage: ResourceUsage, links: Links) -> Iterator[Meter]:
        yield from attachment("TransitGatewayConnect")
