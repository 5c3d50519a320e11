"""AWS Direct Connect. https://aws.amazon.com/directconnect/pricing/."""

from collections.abc import Iterator
from typing import Literal

from typing_extensions import override

from costing.aws.zones import regions
from costing.model import Meter, Sku
from costing.resources._shared.attachments import AttachmentUsage, attachment
from costing.resources._shared.left_out import LeftOut
from costing.resources._shared.metering import Metering, charges
from costing.resources._shared.priced_resource import Links, PricedResource, Quantity, ResourceUsage
from costing.resources._shared.usage_meters import Line, metered, usage_of
from costing.units import HOURS_PER_MONTH, Unit

SERVICE = "AWSDirectConnect"
TRANSIT_GATEWAY = "aws:ec2transitgateway/transitGateway:TransitGateway"


def leaving(region: str) -> Line:
    """Return what leaves a region for the connection's location."""
    key = region.replace("-", "_")
    return Line(
        f"monthly_outbound_from_region_to_dx_connection_location.{key}",
        f"Outbound data transfer (from {region})",
        "DataXfer-Out:dc.3",
        Unit.GB,
        silent=True,
    )


LINES = {region: leaving(region) for region in sorted(regions())}


class OwnUsage(ResourceUsage):
    monthly_outbound_region_to_dx_location_gb: Quantity = None  # from its own region: the old key
    dx_virtual_interface_type: Literal["private", "public", "transit"] | None = None
    dx_connection_type: Literal["dedicated", "hosted"] = "dedicated"


ConnectionUsage = usage_of("ConnectionUsage", LINES.values(), base=OwnUsage)


class Connection(PricedResource):
    """A port by its speed, and what leaves AWS through it."""

    type = "aws:directconnect/connection:Connection"
    usage = ConnectionUsage

    bandwidth: str  # "1Gbps"

    def meters(self, usage: OwnUsage, links: Links) -> Iterator[Metering]:
        yield from self.port(usage)
        yield from outbound(usage, links)

    @charges("Dedicated connection", "Hosted connection")
    def port(self, usage: OwnUsage) -> Iterator[Meter]:
        hosted = usage.dx_connection_type == "hosted"
        speed = self.bandwidth.removesuffix("bps")
        yield Meter(
            f"{'Hosted' if hosted else 'Dedicated'} connection ({self.bandwidth})",
            Sku(SERVICE, f"{'HCPortUsage' if hosted else 'PortUsage'}:{speed}"),
            HOURS_PER_MONTH,
            Unit.HOURS,
        )


def outbound(usage: OwnUsage, links: Links) -> Iterator[Meter]:
    """Yield what leaves AWS through a connection, by region."""
    old = usage.monthly_outbound_region_to_dx_location_gb
    if old is not None:
        yield Meter(
            "Outbound data transfer",
            Sku(SERVICE, "DataXfer-Out:dc.3"),
            old,
            Unit.GB,
            usage="monthly_outbound_region_to_dx_location_gb",
        )
    for region, line in LINES.items():
        for meter in metered(SERVICE, [line], usage):
            yield Meter(
                meter.name,
                meter.sku,
                meter.quantity,
                meter.unit,
                usage=meter.usage,
                region=region if region != links.resource.region else None,
            )


class GatewayAssociation(PricedResource):
    """An association with a transit gateway; with a virtual private gateway it is free."""

    type = "aws:directconnect/gatewayAssociation:GatewayAssociation"
    usage = AttachmentUsage

    @charges("Transit gateway attachment", "Data processed")
    def meters(self, usage: AttachmentUsage, links: Links) -> Iterator[Meter]:
        associated = links.follow("associatedGatewayId", TRANSIT_GATEWAY)
        named = str(links.resource.inputs.get("associatedGatewayId"))
        if associated is not None or named.startswith("tgw-"):
            yield from attachment("TransitGatewayDirectConnect", usage)


class PrivateVirtualInterface(PricedResource):
    """A virtual interface: free, apart from SiteLink, which AWS bills by the hour and gigabyte."""

    type = "aws:directconnect/privateVirtualInterface:PrivateVirtualInterface"

    left_out = (LeftOut("SiteLink hours, SiteLink data transfer", "sitelinkEnabled"),)

    @override
    def meters(self, usage: ResourceUsage, links: Links) -> Iterator[Meter]:
        return iter(())


class TransitVirtualInterface(PrivateVirtualInterface):
    """A virtual interface to a transit gateway."""

    type = "aws:directconnect/transitVirtualInterface:TransitVirtualInterface"
