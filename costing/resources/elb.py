"""Elastic Load Balancing. https://aws.amazon.com/elasticloadbalancing/pricing/ (2026-11-24)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from costing.graph import Resource, at
from costing.model import Meter, Sku
from costing.parts.addresses import in_use
from costing.parts.transfer import TransferUsage, transfer
from costing.priced_resource import Block, Links, PricedResource, Quantity
from costing.units import HOURS_PER_MONTH, Unit, divide

SERVICE = "AWSELB"
SUBNET = "aws:ec2/subnet:Subnet"
LISTENERS = ("aws:lb/listener:Listener", "aws:alb/listener:Listener")

Kind = Literal["application", "network", "gateway"]


@dataclass(frozen=True, slots=True)
class CapacityUnit:
    """What one capacity unit bears. A balancer is charged for the dimension it uses most."""

    new_connections: Decimal  # a second
    active_connections: Decimal  # a minute
    rule_evaluations: Decimal | None = None  # a second
    # Of processed bytes all bear 1 GB an hour.


APPLICATION = CapacityUnit(Decimal(25), Decimal(3000), Decimal(1000))
GATEWAY = CapacityUnit(Decimal(600), Decimal(60_000))
TCP = CapacityUnit(Decimal(800), Decimal(100_000))
UDP = CapacityUnit(Decimal(400), Decimal(50_000))
TLS = CapacityUnit(Decimal(50), Decimal(3000))
BY_PROTOCOL: Mapping[frozenset[str], CapacityUnit] = {
    frozenset({"TLS"}): TLS,
    frozenset({"UDP"}): UDP,
}


class LoadBalancerUsage(TransferUsage):
    new_connections: Quantity = None  # a second, on average
    active_connections: Quantity = None  # a minute, on average
    processed_bytes_gb: Quantity = None  # a month
    rule_evaluations: Quantity = None  # a second: request rate times rules beyond the first ten
    public_ipv4_addresses: Quantity = None  # of an application load balancer; one a subnet


class MinimumCapacity(Block):
    capacity_units: Decimal


class LoadBalancer(PricedResource):
    """An application, network or gateway load balancer.

    A network load balancer's public addresses are charged as Elastic IPs, where it has any.
    """

    type = "aws:lb/loadBalancer:LoadBalancer"
    aliases = ("aws:alb/loadBalancer:LoadBalancer",)
    usage = LoadBalancerUsage

    load_balancer_type: Kind = "application"
    internal: bool = False
    minimum_load_balancer_capacity: MinimumCapacity | None = None

    @property
    def operation(self) -> str:
        return f"LoadBalancing:{self.load_balancer_type.capitalize()}"

    def meters(self, usage: LoadBalancerUsage, links: Links) -> Iterator[Meter]:
        listeners = [each for kind in LISTENERS for each in links.referrers(kind)]
        yield Meter(
            f"{self.load_balancer_type.capitalize()} load balancer",
            Sku(SERVICE, "LoadBalancerUsage", self.operation),
            HOURS_PER_MONTH,
            Unit.HOURS,
        )
        unit = capacity_unit(self.load_balancer_type, listeners)
        yield Meter(
            "Load balancer capacity units",
            Sku(SERVICE, "LCUUsage", self.operation),
            capacity_unit_hours(usage, unit),
            Unit.LCU_HOURS,
            usage="processed_bytes_gb",
        )
        yield from self.extras(usage, links, listeners)
        yield from transfer(usage, SERVICE, links)

    def extras(
        self, usage: LoadBalancerUsage, links: Links, listeners: Sequence[Resource]
    ) -> Iterator[Meter]:
        """Yield reserved capacity, a trust store, and the addresses a balancer gives itself."""
        if self.minimum_load_balancer_capacity is not None:
            yield Meter(
                "Reserved capacity units",
                Sku(SERVICE, "ReservedLCUUsage", self.operation),
                self.minimum_load_balancer_capacity.capacity_units * HOURS_PER_MONTH,
                Unit.LCU_HOURS,
            )
        if any(at(each.inputs, "mutualAuthentication.mode") == "verify" for each in listeners):
            yield Meter(
                "Trust store",
                Sku(SERVICE, "TS-LoadBalancerUsage", self.operation),
                HOURS_PER_MONTH,
                Unit.HOURS,
            )
        if self.load_balancer_type == "application" and not self.internal:
            yield from addresses(usage, links)


def capacity_unit(kind: Kind, listeners: Sequence[Resource]) -> CapacityUnit:
    """Return the unit of a kind; of a network load balancer, that of its listeners' protocol."""
    if kind == "application":
        return APPLICATION
    if kind == "gateway":
        return GATEWAY
    protocols = frozenset(str(each.inputs.get("protocol")) for each in listeners)
    return BY_PROTOCOL.get(protocols, TCP)


def capacity_unit_hours(usage: LoadBalancerUsage, unit: CapacityUnit) -> Decimal | None:
    """Return the capacity units of a month by the dimension that asks for the most."""
    averages = (
        (usage.new_connections, unit.new_connections),
        (usage.active_connections, unit.active_connections),
        (usage.rule_evaluations, unit.rule_evaluations),
    )
    hours = [
        divide(used * HOURS_PER_MONTH, borne)
        for used, borne in averages
        if used is not None and borne is not None
    ]
    if usage.processed_bytes_gb is not None:
        hours.append(usage.processed_bytes_gb)
    return max(hours, default=None)


def addresses(usage: LoadBalancerUsage, links: Links) -> Iterator[Meter]:
    """Yield the public IPv4 addresses that AWS gives an internet-facing balancer."""
    count, assumed = usage.public_ipv4_addresses, None
    if count is None:
        subnets = links.count("subnets", SUBNET) or links.count("subnetMappings")
        count, assumed = Decimal(subnets), "one public address in each of its subnets"
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


class ClassicLoadBalancer(PricedResource):
    """A Classic Load Balancer. Left out: the public addresses that AWS gives it."""

    type = "aws:elb/loadBalancer:LoadBalancer"
    usage = ClassicUsage

    def meters(self, usage: ClassicUsage, links: Links) -> Iterator[Meter]:
        yield Meter(
            "Classic load balancer",
            Sku(SERVICE, "LoadBalancerUsage", "LoadBalancing"),
            HOURS_PER_MONTH,
            Unit.HOURS,
        )
        yield Meter(
            "Data processed",
            Sku(SERVICE, "DataProcessing-Bytes", "LoadBalancing"),
            usage.monthly_data_processed_gb,
            Unit.GB,
            usage="monthly_data_processed_gb",
        )
        yield from transfer(usage, SERVICE, links)
