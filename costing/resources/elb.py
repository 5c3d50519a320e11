"""Elastic Load Balancing. https://aws.amazon.com/elasticloadbalancing/pricing/."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import ClassVar

from pydantic import Field

from costing.graph.resource import Resource
from costing.model import Meter, Sku
from costing.resources._shared.data_transfer import TransferUsage, transfer
from costing.resources._shared.load_balancers import (
    SERVICE,
    Kind,
    LoadBalancerUsage,
    balancer,
    classic,
    operation_of,
)
from costing.resources._shared.metering import Metering, charges
from costing.resources._shared.priced_resource import Block, Links, PricedResource, Quantity
from costing.resources._shared.public_addresses import has_public_address, in_use
from costing.units import HOURS_PER_MONTH, Unit

SUBNET = "aws:ec2/subnet:Subnet"
LISTENER = "aws:lb/listener:Listener"
WITHOUT_IPV4 = "dualstack-without-public-ipv4"


class MinimumCapacity(Block):
    capacity_units: Decimal


class MutualAuthentication(Block):
    mode: str = "off"


class Listener(Block):
    mutual_authentication: MutualAuthentication = MutualAuthentication()


class SubnetMapping(Block):
    allocation_id: object = None  # an Elastic IP, billed itself


class LoadBalancer(PricedResource):
    """An application, network or gateway load balancer, and its public IPv4 addresses."""

    type = "aws:lb/loadBalancer:LoadBalancer"
    usage = LoadBalancerUsage
    usage_for: ClassVar = {
        "subnets": "public_ipv4_addresses",
        "subnetMappings": "public_ipv4_addresses",
    }

    load_balancer_type: Kind = "application"
    internal: bool = False
    ip_address_type: str = "ipv4"
    subnet_mappings: list[SubnetMapping] = Field(default_factory=list)
    minimum_load_balancer_capacity: MinimumCapacity | None = None

    def meters(self, usage: LoadBalancerUsage, links: Links) -> Iterator[Metering]:
        listeners = links.referrers(LISTENER)
        yield from self.balancer(usage, listeners)
        yield from self.reserved_capacity()
        yield from self.trust_store(links, listeners)
        yield from self.addresses(usage, links)
        yield from transfer(usage, SERVICE, links, listed=True)

    @charges(
        "Application load balancer",
        "Network load balancer",
        "Gateway load balancer",
        "Load balancer capacity units",
    )
    def balancer(self, usage: LoadBalancerUsage, listeners: Sequence[Resource]) -> Iterator[Meter]:
        protocols = [str(each.inputs.get("protocol")) for each in listeners]
        yield from balancer(self.load_balancer_type, usage, protocols)

    @charges("Reserved capacity units")
    def reserved_capacity(self) -> Iterator[Meter]:
        if self.minimum_load_balancer_capacity is not None:
            yield Meter(
                "Reserved capacity units",
                Sku(SERVICE, "ReservedLCUUsage", operation_of(self.load_balancer_type)),
                self.minimum_load_balancer_capacity.capacity_units * HOURS_PER_MONTH,
                Unit.LCU_HOURS,
            )

    @charges("Trust store")
    def trust_store(self, links: Links, listeners: Sequence[Resource]) -> Iterator[Meter]:
        authentication = [links.read(Listener, each).mutual_authentication for each in listeners]
        if any(each.mode == "verify" for each in authentication):
            yield Meter(
                "Trust store",
                Sku(SERVICE, "TS-LoadBalancerUsage", operation_of(self.load_balancer_type)),
                HOURS_PER_MONTH,
                Unit.HOURS,
            )

    @charges("Public IPv4 addresses")
    def addresses(self, usage: LoadBalancerUsage, links: Links) -> Iterator[Meter]:
        """Yield the addresses that AWS gives an internet-facing load balancer.

        A network load balancer may have an Elastic IP in a subnet instead, billed there.
        """
        if self.load_balancer_type == "gateway" or not has_public_address(links):
            return
        if self.ip_address_type == WITHOUT_IPV4:
            return
        given = usage.public_ipv4_addresses
        mappings = self.subnet_mappings if given is None else ()
        elastic = sum(each.allocation_id is not None for each in mappings)
        yield from addresses(given, links, ("subnets", "subnetMappings"), elastic)


def addresses(
    given: Quantity, links: Links, places: Sequence[str], elastic: int = 0
) -> Iterator[Meter]:
    """Yield one public IPv4 address for each subnet or zone, without those of Elastic IPs."""
    count, assumed = given, None
    if count is None:
        zones = next(filter(None, (links.count(each, SUBNET) for each in places)), 0)
        count, assumed = Decimal(zones - elastic), "one public address in each of its subnets"
    if count:
        meter = in_use(count)
        yield Meter(
            "Public IPv4 addresses",
            meter.sku,
            meter.quantity,
            meter.unit,
            usage="public_ipv4_addresses",
            assumed=assumed,
        )


class ClassicUsage(TransferUsage):
    monthly_data_processed_gb: Quantity = None
    public_ipv4_addresses: Quantity = None


class ClassicLoadBalancer(PricedResource):
    """A Classic Load Balancer, and the public IPv4 addresses that AWS gives it."""

    type = "aws:elb/loadBalancer:LoadBalancer"
    usage = ClassicUsage
    usage_for: ClassVar = {
        "subnets": "public_ipv4_addresses",
        "availabilityZones": "public_ipv4_addresses",
    }

    internal: bool = False

    def meters(self, usage: ClassicUsage, links: Links) -> Iterator[Metering]:
        yield from classic(usage.monthly_data_processed_gb)
        yield from self.addresses(usage, links)
        yield from transfer(usage, SERVICE, links, listed=True)

    @charges("Public IPv4 addresses")
    def addresses(self, usage: ClassicUsage, links: Links) -> Iterator[Meter]:
        if has_public_address(links):
            places = ("subnets", "availabilityZones")
            yield from addresses(usage.public_ipv4_addresses, links, places)
