"""AWS VPN: site to site, and client endpoints. https://aws.amazon.com/vpn/pricing/."""

from collections.abc import Iterator
from decimal import Decimal

from typing_extensions import override

from costing.model import Meter, Sku
from costing.resources._shared.attachments import AttachmentUsage, attachment
from costing.resources._shared.metering import Metering, only_if
from costing.resources._shared.priced_resource import Links, PricedResource, Quantity, ResourceUsage
from costing.resources._shared.public_addresses import in_use
from costing.units import HOURS_PER_MONTH, Unit

SERVICE = "AmazonVPC"
TUNNELS = Decimal(2)  # each with a public address


class VpnConnection(PricedResource):
    """A connection, its public addresses and, at a transit gateway, the attachment."""

    type = "aws:ec2/vpnConnection:VpnConnection"
    usage = AttachmentUsage

    outside_ip_address_type: str = "PublicIpv4"

    def meters(self, usage: AttachmentUsage, links: Links) -> Iterator[Metering]:
        sku = Sku(SERVICE, "VPN-Usage-Hours:ipsec.1")
        yield Meter("VPN connection", sku, HOURS_PER_MONTH, Unit.HOURS)
        yield from only_if(lambda: self.outside_ip_address_type == "PublicIpv4", in_use(TUNNELS))
        if links.resource.inputs.get("transitGatewayId") is not None:
            yield from attachment("TransitGatewayVPN", usage)


class ClientEndpointUsage(ResourceUsage):
    monthly_connection_hrs: Quantity = None  # of all clients together


class ClientEndpoint(PricedResource):
    """The hours that clients are connected. Where nobody says how many: one, all month."""

    type = "aws:ec2clientvpn/endpoint:Endpoint"
    usage = ClientEndpointUsage

    @override
    def meters(self, usage: ClientEndpointUsage, links: Links) -> Iterator[Meter]:
        hours = usage.monthly_connection_hrs
        yield Meter(
            "Connection",
            Sku(SERVICE, "ClientVPN-ConnectionHours"),
            HOURS_PER_MONTH if hours is None else hours,
            Unit.HOURS,
            usage="monthly_connection_hrs",
            assumed="one client connected all month" if hours is None else None,
        )


class ClientNetworkAssociation(PricedResource):
    """A subnet that a client endpoint is reachable in, by the hour."""

    type = "aws:ec2clientvpn/networkAssociation:NetworkAssociation"

    @override
    def meters(self, usage: ResourceUsage, links: Links) -> Iterator[Meter]:
        sku = Sku(SERVICE, "ClientVPN-EndpointHours")
        yield Meter("Endpoint association", sku, HOURS_PER_MONTH, Unit.HOURS)
