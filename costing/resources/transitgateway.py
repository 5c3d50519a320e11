"""AWS Transit Gateway: its attachments.

https://aws.amazon.com/transit-gateway/pricing/.
"""

from collections.abc import Iterator

from typing_extensions import override

from costing.model import Meter
from costing.resources._shared.attachments import AttachmentUsage, attachment
from costing.resources._shared.priced_resource import Links, PricedResource, ResourceUsage


class VpcAttachment(PricedResource):
    """A VPC attached, and what it sends through the gateway."""

    type = "aws:ec2transitgateway/vpcAttachment:VpcAttachment"
    usage = AttachmentUsage

    @override
    def meters(self, usage: AttachmentUsage, links: Links) -> Iterator[Meter]:
        yield from attachment("TransitGatewayVPC", usage)


class PeeringAttachment(PricedResource):
    """One side of a peering. What crosses it is data transfer between regions."""

    type = "aws:ec2transitgateway/peeringAttachment:PeeringAttachment"

    @override
    def meters(self, usage: ResourceUsage, links: Links) -> Iterator[Meter]:
        yield from attachment("TransitGatewayPeering")


class PeeringAttachmentAccepter(PricedResource):
    """The other side of a peering, charged as well."""

    type = "aws:ec2transitgateway/peeringAttachmentAccepter:PeeringAttachmentAccepter"

    @override
    def meters(self, usage: ResourceUsage, links: Links) -> Iterator[Meter]:
        yield from attachment("TransitGatewayPeering")


class Connect(PricedResource):
    """An appliance attached over another attachment, which carries the traffic."""

    type = "aws:ec2transitgateway/connect:Connect"

    @override
    def meters(self, usage: ResourceUsage, links: Links) -> Iterator[Meter]:
        yield from attachment("TransitGatewayConnect")
