"""What keeps a network up when a zone is down."""

from collections.abc import Iterable, Iterator
from typing import Any

from costing.graph import Resource, at
from costing.model import UNKNOWN, Unknown
from policies.finding import Finding
from policies.reading.stack import Stack
from policies.reading.tokens import NAT_GATEWAY, SUBNET
from policies.reading.values import (
    Truth,
    Undecided,
    all_of,
    any_of,
    equal,
    found,
    is_open,
    items,
    not_,
    one_of,
    read,
)
from policies.reading.zones import zone_of
from policies.rule import resource_rule, stack_rule

ASSOCIATION = "aws:ec2/routeTableAssociation:RouteTableAssociation"
ROUTE_TABLES = ("aws:ec2/routeTable:RouteTable", "aws:ec2/defaultRouteTable:DefaultRouteTable")
ROUTE = "aws:ec2/route:Route"
EVERYWHERE = ("0.0.0.0/0", "::/0", "64:ff9b::/96")


@stack_rule(
    types=(SUBNET,),
    concern="availability",
    severity="high",
    fix="an ec2.NatGateway a zone, each zone's route table to its own; or a regional NAT gateway",
    same_intent_as=(),
    url="https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-basics.html",
    production=True,
)
def zone_local_egress(subnet: Resource, stack: Stack) -> Iterator[Finding]:
    """A subnet leaves through a NAT gateway of its own zone, so that a zone fails alone."""
    if not stack.of_type(NAT_GATEWAY):
        return
    associations = stack.attached(subnet, "subnetId", ASSOCIATION)
    for association in associations.found:
        table = stack.follow(association, "routeTableId", *ROUTE_TABLES)
        if is_open(table):
            raise Undecided(association, "routeTableId")
        if isinstance(table, Resource):
            yield from leaving(subnet, table, stack)
    if associations.open:
        raise Undecided(associations.open[0], "subnetId")


def leaving(subnet: Resource, table: Resource, stack: Stack) -> Iterator[Finding]:
    for holder, path, everywhere in default_routes(table, stack):
        if read(holder, path) is None:
            continue
        gateway = stack.follow(holder, path, NAT_GATEWAY)
        broken = all_of([everywhere, not_(same_zone(subnet, gateway, stack))])
        name = gateway.name if isinstance(gateway, Resource) else "a NAT gateway"
        because = f"{subnet.name} leaves through {name}, in another zone"
        yield from found(broken, subnet, "availabilityZone", "a NAT of its zone", because=because)


def default_routes(table: Resource, stack: Stack) -> Iterator[tuple[Resource, str, Truth]]:
    """Yield holder and path of a route's NAT gateway, and whether it is for all addresses."""
    for path, route in items(table, "routes"):
        everywhere = leads_everywhere(route, "cidrBlock", "ipv6CidrBlock")
        yield table, f"{path}.natGatewayId", everywhere
    for route in stack.attached(table, "routeTableId", ROUTE).found:
        keys = ("destinationCidrBlock", "destinationIpv6CidrBlock")
        yield route, "natGatewayId", leads_everywhere(route.inputs, *keys)


def leads_everywhere(route: object, *keys: str) -> Truth:
    return any_of(one_of(at(route, key), EVERYWHERE) for key in keys)


def same_zone(subnet: Resource, gateway: Resource | Unknown | None, stack: Stack) -> Truth:
    if not isinstance(gateway, Resource):
        return UNKNOWN
    if equal(read(gateway, "availabilityMode", "zonal"), "regional") is True:
        return True  # it is in every zone by itself
    home = stack.follow(gateway, "subnetId", SUBNET)
    if isinstance(home, Resource) and home.urn == subnet.urn:
        return True
    zones = [zone_of(subnet), zone_of(home)]
    return UNKNOWN if any(map(is_open, zones)) else zones[0] == zones[1]


@resource_rule(
    types=(ROUTE, *ROUTE_TABLES),
    concern="availability",
    severity="low",
    fix="nat_gateway_id=gateway.id in place of network_interface_id",
    same_intent_as=("CKV2_AWS_35",),
    url="https://docs.aws.amazon.com/vpc/latest/userguide/vpc-nat-comparison.html",
)
def egress_through_nat_gateway(table: Resource) -> Iterator[Finding]:
    """What leaves goes through a NAT gateway, not through a machine that nobody replaces."""
    routes: Iterable[tuple[str, Any]] = [("", table.inputs)]
    keys = ("destinationCidrBlock", "destinationIpv6CidrBlock")
    if table.type != ROUTE:
        routes, keys = items(table, "routes"), ("cidrBlock", "ipv6CidrBlock")
    for path, route in routes:
        for key in ("networkInterfaceId", "instanceId"):
            if at(route, key) not in (None, ""):
                where = f"{path}.{key}" if path else key
                yield from found(leads_everywhere(route, *keys), table, where, "a NAT gateway")
