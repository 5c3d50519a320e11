"""AWS VPN: site to site, and client endpoints. https://aws.amazon.com/vpn/pricing/."""

from collections.abc import Iterator
from decimal import Decimal

from typing_extensions import override

from costing.errors import NotPriced
from costing.model import GLOBAL, Meter, Sku
from costing.resources._shared import accelerators
from costing.resources._shared.attachments import AttachmentUsage, attachment
from costing.resources._shared.data_transfer import TransferUsage, transfer
from costing.resources._shared.metering import Metering, charges, only_if
from costing.resources._shared.priced_resource import Links, PricedResource, Quantity, ResourceUsage
from costing.resources._shared.public_addresses import in_use
from costing.units import HOURS_PER_MONTH, Unit

SERVICE = "AmazonVPC"
TUNNELS = Decimal(2)  # each with a public address


class VpnUsage(AttachmentUsage, TransferUsage):
    monthly_acceleration_gb: Quantity = None  # in the dominant direction


class VpnConnection(PricedResource):
    """A Site-to-Site VPN connection, its addresses, transit gateway attachment and acceleration."""

    type = "aws:ec2/vpnConnection:VpnConnection"
    usage = VpnUsage

    outside_ip_address_type: str = "PublicIpv4"
    tunnel_bandwidth: str = "standard"
    enable_acceleration: bool = False

    def meters(self, usage: VpnUsage, links: Links) -> Iterator[Metering]:
        yield from self.connection()
        yield from only_if(lambda: self.outside_ip_address_type == "PublicIpv4", in_use(TUNNELS))
        if links.resource.inputs.get("transitGatewayId") is not None:
            yield from attachment("TransitGatewayVPN", usage)
        yield from self.acceleration(usage, links)
        yield from transfer(usage, "AmazonEC2", links, listed=True)

    @charges("VPN connection")
    def connection(self) -> Iterator[Metering]:
        if self.tunnel_bandwidth != "standard":
            raise NotPriced(f"no price of {self.tunnel_bandwidth} tunnels is known")
        sku = Sku(SERVICE, "VPN-Usage-Hours:ipsec.1")
        yield Meter("VPN connection", sku, HOURS_PER_MONTH, Unit.HOURS)

    @charges("Accelerators", "Acceleration DT-premium fee")
    def acceleration(self, usage: VpnUsage, links: Links) -> Iterator[Metering]:
        """Yield the accelerator of each tunnel, and the premium of the data through them."""
        hours = Meter(
            "Accelerators",
            Sku(accelerators.SERVICE, "Accelerator-Fixed-Fee"),
            HOURS_PER_MONTH * TUNNELS,
            Unit.HOURS,
            region=GLOBAL,
        )
        yield from only_if(lambda: self.enable_acceleration, hours)
        if self.enable_acceleration:
            code = accelerators.code_of(links.resource.region)
            yield Meter(
                "Acceleration DT-premium fee",
                Sku(accelerators.SERVICE, f"{code}-{code}-OUT-Bytes-Internet"),
                usage.monthly_acceleration_gb,
                Unit.GB,
                usage="monthly_acceleration_gb",
                assumed="from a customer gateway in the geography of the region",
                region=GLOBAL,
            )


class ClientEndpointUsage(ResourceUsage):
    monthly_connection_hrs: Quantity = None  # of all clients together


class ClientEndpoint(PricedResource):
    """The hours that clients are connected: one client all month where usage gives none."""

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
