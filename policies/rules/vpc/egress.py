"""Rules for Amazon VPC: egress."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from costing.graph.resource import Resource, at
from costing.model import UNKNOWN, Unknown
from policies.engine.finding import Finding
from policies.engine.logic import (
    Truth,
    UnknownInput,
    all_of,
    any_of,
    equal,
    found,
    is_unknown,
    items,
    not_,
    one_of,
    read,
)
from policies.engine.rule import Rule, resource_rule, stack_rule
from policies.engine.selectors.tokens import (
    NAT_GATEWAY,
    ROUTE,
    ROUTE_TABLES,
    SUBNET,
    SUBNETS,
    VPC,
    VPC_ENDPOINT,
)
from policies.engine.selectors.zones import zone_of
from policies.engine.stack import Stack

ASSOCIATION = "aws:ec2/routeTableAssociation:RouteTableAssociation"
EVERYWHERE = ("0.0.0.0/0", "::/0", "64:ff9b::/96")
ENDPOINT = VPC_ENDPOINT
SERVICES = ("s3", "dynamodb")  # services with gateway endpoints, which are free


@stack_rule(
    types=(SUBNET,),
    concern="availability",
    severity="high",
    title="VPC subnet uses a NAT gateway in another zone",
    risk=(
        "The loss of that zone cuts the egress of this one, and traffic across zones is charged."
    ),
    fix=(
        "one ec2.NatGateway for each zone, with each zone's route table using its own; "
        "or a regional NAT gateway"
    ),
    aws_docs="https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-basics.html",
    production=True,
)
def vpc_nat_gateway_per_zone(subnet: Resource, stack: Stack) -> Iterator[Finding]:
    if not stack.of_type(NAT_GATEWAY):
        return
    associations = stack.attached(subnet, "subnetId", ASSOCIATION)
    for association in associations.found:
        table = stack.follow(association, "routeTableId", *ROUTE_TABLES)
        if is_unknown(table):
            raise UnknownInput(association, "routeTableId")
        if isinstance(table, Resource):
            yield from leaving(subnet, table, stack)
    if associations.unknown:
        raise UnknownInput(associations.unknown[0], "subnetId")


def leaving(subnet: Resource, table: Resource, stack: Stack) -> Iterator[Finding]:
    for holder, path, everywhere in default_routes(table, stack):
        if read(holder, path) is None:
            continue
        gateway = stack.follow(holder, path, NAT_GATEWAY)
        broken = all_of([everywhere, not_(same_zone(subnet, gateway, stack))])
        name = gateway.name if isinstance(gateway, Resource) else "a NAT gateway"
        because = f"the default route of {subnet.name} uses {name} in another zone"
        yield from found(
            broken,
            subnet,
            "availabilityZone",
            "a NAT gateway in the subnet's zone",
            because=because,
        )


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
        return True  # a regional NAT gateway covers every zone
    own_vpc = stack.follow(gateway, "subnetId", SUBNET)
    if isinstance(own_vpc, Resource) and own_vpc.urn == subnet.urn:
        return True
    zones = [zone_of(subnet), zone_of(own_vpc)]
    return UNKNOWN if any(map(is_unknown, zones)) else zones[0] == zones[1]


@resource_rule(
    types=(ROUTE, *ROUTE_TABLES),
    concern="availability",
    severity="low",
    title="VPC route uses a NAT instance instead of a NAT gateway",
    risk="The instance is a single point of failure that is not replaced after a failure.",
    fix="nat_gateway_id=gateway.id in place of network_interface_id",
    same_intent_as=("CKV2_AWS_35",),
    aws_docs="https://docs.aws.amazon.com/vpc/latest/userguide/vpc-nat-comparison.html",
)
def vpc_nat_gateway_not_nat_instance(table: Resource) -> Iterator[Finding]:
    routes: Iterable[tuple[str, Any]] = [("", table.inputs)]
    keys = ("destinationCidrBlock", "destinationIpv6CidrBlock")
    if table.type != ROUTE:
        routes, keys = items(table, "routes"), ("cidrBlock", "ipv6CidrBlock")
    for path, route in routes:
        for key in ("networkInterfaceId", "instanceId"):
            if at(route, key) not in (None, ""):
                where = f"{path}.{key}" if path else key
                yield from found(leads_everywhere(route, *keys), table, where, "a NAT gateway")


@stack_rule(
    types=(VPC,),
    concern="cost",
    severity="medium",
    title="VPC with a NAT gateway has no gateway endpoints for S3 and DynamoDB",
    risk=(
        "Traffic to S3 and DynamoDB is charged for each GB at the NAT gateway; gateway "
        "endpoints are free."
    ),
    fix='ec2.VpcEndpoint(vpc_id=..., service_name=f"com.amazonaws.{region}.s3", ...)',
    aws_docs="https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html",
)
def vpc_gateway_endpoints_for_s3_and_dynamodb(vpc: Resource, stack: Stack) -> Iterator[Finding]:
    through_nat = has_nat(vpc, stack)
    for service in SERVICES:
        broken = all_of([through_nat, not_(has_endpoint(vpc, service, stack))])
        because = f"{vpc.name} has NAT gateways and no gateway endpoint for {service}"
        yield from found(broken, vpc, service, "a gateway endpoint", because=because)


def has_nat(vpc: Resource, stack: Stack) -> Truth:
    return any_of(is_in_vpc(gateway, vpc, stack) for gateway in stack.of_type(NAT_GATEWAY))


def is_in_vpc(gateway: Resource, vpc: Resource, stack: Stack) -> Truth:
    """A regional NAT gateway names its VPC, a zonal one a subnet of it."""
    subnet = stack.follow(gateway, "subnetId", *SUBNETS)
    if is_unknown(subnet):
        return UNKNOWN
    holder = subnet if isinstance(subnet, Resource) else gateway
    network = stack.follow(holder, "vpcId", VPC)
    if isinstance(network, Resource):
        return network.urn == vpc.urn
    return UNKNOWN if is_unknown(network) else False


def has_endpoint(vpc: Resource, service: str, stack: Stack) -> Truth:
    endpoints = stack.attached(vpc, "vpcId", ENDPOINT)
    found_ = any_of(is_gateway(each, service) for each in endpoints.found)
    maybe = any_of(is_gateway(each, service) for each in endpoints.unknown)
    return any_of([found_, UNKNOWN if maybe is not False else False])


def is_gateway(endpoint: Resource, service: str) -> Truth:
    name = read(endpoint, "serviceName")
    named = UNKNOWN if is_unknown(name) else str(name).endswith(f".{service}")
    return all_of([named, equal(read(endpoint, "vpcEndpointType", "Gateway"), "Gateway")])


@stack_rule(
    types=(VPC,),
    concern="cost",
    severity="medium",
    title="VPC has more NAT gateways than zones",
    risk="Additional NAT gateways are charged by the hour without improving availability.",
    fix="at most one ec2.NatGateway for each zone, or one regional NAT gateway",
    aws_docs="https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-pricing.html",
)
def vpc_nat_gateways_one_per_zone(vpc: Resource, stack: Stack) -> Iterator[Finding]:
    zones, count = Counter[object](), 0
    for gateway in stack.of_type(NAT_GATEWAY):
        inside = is_in_vpc(gateway, vpc, stack)
        private = equal(read(gateway, "connectivityType"), "private")
        if inside is False or private is not False:
            continue
        zone = zone_of(stack.follow(gateway, "subnetId", *SUBNETS))
        if inside is UNKNOWN or is_unknown(zone):
            count += 1
        else:
            zones[zone] += 1
    crowded = sorted(str(zone) for zone, each in zones.items() if each > 1)
    broken: Truth = bool(crowded) or (UNKNOWN if count > 1 or (count and zones) else False)
    because = f"{vpc.name} has several NAT gateways in {', '.join(crowded)}"
    yield from found(broken, vpc, "", "one NAT gateway for each zone", because=because)


RULES: tuple[Rule, ...] = (
    vpc_nat_gateway_per_zone,
    vpc_nat_gateway_not_nat_instance,
    vpc_gateway_endpoints_for_s3_and_dynamodb,
    vpc_nat_gateways_one_per_zone,
)
