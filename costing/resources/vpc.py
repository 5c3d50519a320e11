"""Amazon VPC: NAT, public addresses, endpoints. https://aws.amazon.com/vpc/pricing/.

Endpoints: https://aws.amazon.com/privatelink/pricing/.
"""

from collections.abc import Iterator
from decimal import Decimal
from functools import partial
from typing import Literal

from pydantic import Field
from typing_extensions import override

from costing.errors import InputError, NotPriced
from costing.graph.resource import Resource
from costing.model import Meter, Sku, hidden
from costing.resources._shared.data_transfer import TransferUsage, transfer
from costing.resources._shared.inputs import missing, unknown
from costing.resources._shared.metering import Metering, by_count, charges
from costing.resources._shared.priced_resource import (
    Block,
    Links,
    PricedResource,
    Quantity,
    ResourceUsage,
)
from costing.resources._shared.public_addresses import idle, in_use
from costing.units import HOURS_PER_MONTH, Unit

EC2, VPC, CLOUDWATCH = "AmazonEC2", "AmazonVPC", "AmazonCloudWatch"
DELIVERIES = {"s3": "S3-Egress-Bytes", "kinesis-data-firehose": "FH-Egress-Bytes"}
SUBNET = "aws:ec2/subnet:Subnet"
ASSOCIATION = "aws:ec2/vpcEndpointSubnetAssociation:VpcEndpointSubnetAssociation"
NAT_GATEWAY = "aws:ec2/natGateway:NatGateway"


class NatGatewayUsage(TransferUsage):
    monthly_data_processed_gb: Quantity = None  # both ways


class NatGateway(PricedResource):
    """A NAT gateway in one zone, or a regional one, billed for each zone that it serves.

    Its public addresses are Elastic IPs, priced there.
    """

    type = NAT_GATEWAY
    usage = NatGatewayUsage

    availability_mode: Literal["zonal", "regional"] = "zonal"

    def meters(self, usage: NatGatewayUsage, links: Links) -> Iterator[Metering]:
        yield from self.gateway(usage, links)
        yield from transfer(usage, EC2, links, listed=True)

    @charges("NAT gateway", "Data processed")
    def gateway(self, usage: NatGatewayUsage, links: Links) -> Iterator[Metering]:
        prefix = "Regional" if self.availability_mode == "regional" else ""

        def hours(found: tuple[int, str | None]) -> Iterator[Meter]:
            zones, assumed = found
            yield Meter(
                f"{prefix} NAT gateway".strip(),
                Sku(EC2, f"{prefix}NatGateway-Hours"),
                HOURS_PER_MONTH * zones,
                Unit.HOURS,
                assumed=assumed,
            )

        one: tuple[int, str | None] = (1, None)
        yield from by_count(lambda: zones_served(links) if prefix else one, hours, one)
        yield Meter(
            "Data processed",
            Sku(EC2, f"{prefix}NatGateway-Bytes"),
            usage.monthly_data_processed_gb,
            Unit.GB,
            usage="monthly_data_processed_gb",
        )


def zones_served(links: Links) -> tuple[int, str | None]:
    """Return in how many zones a regional gateway is active: those of its VPC's subnets."""
    stated = links.count("availabilityZoneAddresses")
    if stated:
        return stated, None
    vpc = links.follow("vpcId", "aws:ec2/vpc:Vpc")
    subnets = links.of(vpc).referrers(SUBNET, "vpcId") if vpc else []
    zones = {str(zone) for subnet in subnets if (zone := zone_of(subnet)) is not None}
    if not zones:
        raise InputError(
            "the number of zones of a regional NAT gateway is unknown: no subnet of its VPC is in"
            " this stack",
            "vpcId",
            "set availabilityZoneAddresses in the program",
        )
    return len(zones), f"active in the {len(zones)} zones of its VPC's subnets"


def zone_of(subnet: Resource) -> object | None:
    """Return the zone of a subnet; None if not given. Raise InputError for an unknown zone."""
    for path in ("availabilityZone", "availabilityZoneId"):
        stated = subnet.inputs.get(path)
        if hidden(stated):
            raise unknown(path, f"{subnet.declared_type}::{subnet.name}")
        if isinstance(stated, str):
            return stated
    return None


HOLDERS = (  # (type, input) of resources that an address may be associated with
    ("aws:ec2/eipAssociation:EipAssociation", "allocationId"),
    (NAT_GATEWAY, "allocationId"),
    (NAT_GATEWAY, "secondaryAllocationIds"),
    (NAT_GATEWAY, "availabilityZoneAddresses"),
    ("aws:lb/loadBalancer:LoadBalancer", "subnetMappings"),
)


class Eip(PricedResource):
    """A public IPv4 address, in use or idle; one of your own address pool is free."""

    type = "aws:ec2/eip:Eip"

    public_ipv4_pool: str | None = Field(None, alias="publicIpv4Pool")

    @override
    @charges("Public IPv4 address")
    def meters(self, usage: ResourceUsage, links: Links) -> Iterator[Meter]:
        if self.public_ipv4_pool in {None, "amazon"}:
            yield in_use() if held(links) else idle()


def held(links: Links) -> bool:
    """Say whether the program associates the address with a resource."""
    stated = links.resource.inputs
    attached = any(stated.get(key) is not None for key in ("instance", "networkInterface"))
    return attached or any(links.referrers(kind, path) for kind, path in HOLDERS)


CONTIGUOUS, IPV4_BITS = "Public IPv4 addresses of a contiguous block", 32
ENDPOINT_SUBNETS = ("subnetIds", "subnetConfigurations")


class VpcEndpointUsage(ResourceUsage):
    monthly_data_processed_gb: Quantity = None


class VpcEndpoint(PricedResource):
    """An endpoint in each of its subnets. Gateway endpoints (S3, DynamoDB) are free."""

    type = "aws:ec2/vpcEndpoint:VpcEndpoint"
    usage = VpcEndpointUsage

    vpc_endpoint_type: str = "Gateway"

    @charges("Endpoint", "Data processed")
    def meters(self, usage: VpcEndpointUsage, links: Links) -> Iterator[Metering]:
        match self.vpc_endpoint_type:
            case "Gateway":
                return
            case "Interface":
                prefix = "VpcEndpoint"
            case "GatewayLoadBalancer":
                prefix = "VpcEndpoint-GWLBE"
            case "Resource" | "ServiceNetwork":
                prefix = "VpcResourceConsumer"
            case other:
                raise NotPriced(f"no price of an endpoint of type {other} is known")
        hours = partial(endpoint_hours, self.vpc_endpoint_type, f"{prefix}-Hours")
        yield from by_count(lambda: subnets_of(links), hours, 1)
        yield Meter(
            "Data processed",
            Sku(VPC, f"{prefix}-Bytes"),
            usage.monthly_data_processed_gb,
            Unit.GB,
            usage="monthly_data_processed_gb",
        )


def subnets_of(links: Links) -> int:
    """Return the number of subnets: of one list, or of the other, which repeats the first."""
    given = (path for path in ENDPOINT_SUBNETS if links.resource.inputs.get(path) is not None)
    listed = max((links.count(path, SUBNET) for path in given), default=0)
    return listed + len(links.referrers(ASSOCIATION))


def endpoint_hours(kind: str, usage_type: str, subnets: int) -> Iterator[Meter]:
    yield Meter(
        f"Endpoint ({kind})",
        Sku(VPC, usage_type),
        HOURS_PER_MONTH * Decimal(max(subnets, 1)),
        Unit.HOURS,
        assumed=None if subnets else "in one zone, as no subnet is set",
    )


class FlowLogUsage(ResourceUsage):
    monthly_data_ingested_gb: Quantity = None  # of logs, uncompressed


class DestinationOptions(Block):
    file_format: str = "plain-text"


class FlowLog(PricedResource):
    """Logs delivered to S3 or Firehose; those of a log group are priced with the group."""

    type = "aws:ec2/flowLog:FlowLog"
    usage = FlowLogUsage

    log_destination_type: str = "cloud-watch-logs"
    destination_options: DestinationOptions = DestinationOptions()

    @override
    @charges("Logs delivered", "Logs converted to Parquet")
    def meters(self, usage: FlowLogUsage, links: Links) -> Iterator[Metering]:
        delivered = DELIVERIES.get(self.log_destination_type)
        if delivered is None:
            return
        yield Meter(
            "Logs delivered",
            Sku(CLOUDWATCH, delivered),
            usage.monthly_data_ingested_gb,
            Unit.GB,
            usage="monthly_data_ingested_gb",
        )
        yield from self.converted(usage)

    @charges("Logs converted to Parquet")
    def converted(self, usage: FlowLogUsage) -> Iterator[Meter]:
        if self.destination_options.file_format == "parquet":
            yield Meter(
                "Logs converted to Parquet",
                Sku(CLOUDWATCH, "S3-Egress-InputBytes"),
                usage.monthly_data_ingested_gb,
                Unit.GB,
                usage="monthly_data_ingested_gb",
            )


class IpamUsage(ResourceUsage):
    active_ip_addresses: Quantity = None  # on average, in all its operating Regions


class VpcIpam(PricedResource):
    """An IP address manager: in the advanced tier each active address is billed by the hour."""

    type = "aws:ec2/vpcIpam:VpcIpam"
    usage = IpamUsage

    tier: Literal["free", "advanced"] = "advanced"

    @override
    @charges("Active IP addresses")
    def meters(self, usage: IpamUsage, links: Links) -> Iterator[Meter]:
        active = usage.active_ip_addresses
        if self.tier == "advanced":
            yield Meter(
                "Active IP addresses",
                Sku(VPC, "IPAddressManager-IP-Hours"),
                None if active is None else active * HOURS_PER_MONTH,
                Unit.HOURS,
                usage="active_ip_addresses",
            )


class AddressPool(Block):
    public_ip_source: str | None = None


class VpcIpamPoolCidr(PricedResource):
    """A block of an address manager; of a contiguous block from AWS each address is billed."""

    type = "aws:ec2/vpcIpamPoolCidr:VpcIpamPoolCidr"

    netmask_length: int | None = None

    @override
    @charges(CONTIGUOUS)
    def meters(self, usage: ResourceUsage, links: Links) -> Iterator[Meter]:
        pool = links.follow("ipamPoolId", "aws:ec2/vpcIpamPool:VpcIpamPool")
        if pool is not None and links.read(AddressPool, pool).public_ip_source == "amazon":
            if self.netmask_length is None:
                raise missing("netmaskLength")
            addresses = Decimal(2 ** (IPV4_BITS - self.netmask_length))
            sku = Sku(VPC, "PublicIPv4:ContiguousBlock")
            yield Meter(CONTIGUOUS, sku, addresses * HOURS_PER_MONTH, Unit.HOURS)
