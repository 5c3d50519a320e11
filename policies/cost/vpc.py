"""What traffic costs that need not leave the network."""

from collections import Counter
from collections.abc import Iterator

from costing.graph import Resource
from costing.model import UNKNOWN
from policies.finding import Finding
from policies.reading.stack import Stack
from policies.reading.tokens import NAT_GATEWAY, SUBNETS, VPC
from policies.reading.values import Truth, all_of, any_of, equal, found, is_open, not_, read
from policies.reading.zones import zone_of
from policies.rule import stack_rule

ENDPOINT = "aws:ec2/vpcEndpoint:VpcEndpoint"
SERVICES = ("s3", "dynamodb")  # those that have gateway endpoints, which cost nothing


@stack_rule(
    types=(VPC,),
    concern="cost",
    severity="medium",
    fix='ec2.VpcEndpoint(vpc_id=..., service_name=f"com.amazonaws.{region}.s3", ...)',
    same_intent_as=(),
    url="https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html",
)
def gateway_endpoints_beside_nat(vpc: Resource, stack: Stack) -> Iterator[Finding]:
    """S3 and DynamoDB are reached by free gateway endpoints, not through NAT by the gigabyte."""
    through_nat = has_nat(vpc, stack)
    for service in SERVICES:
        broken = all_of([through_nat, not_(has_endpoint(vpc, service, stack))])
        because = f"{vpc.name} has NAT gateways and no gateway endpoint for {service}"
        yield from found(broken, vpc, service, "a gateway endpoint", because=because)


def has_nat(vpc: Resource, stack: Stack) -> Truth:
    return any_of(lies_in(gateway, vpc, stack) for gateway in stack.of_type(NAT_GATEWAY))


def lies_in(gateway: Resource, vpc: Resource, stack: Stack) -> Truth:
    """A regional NAT gateway names its VPC, a zonal one a subnet of it."""
    subnet = stack.follow(gateway, "subnetId", *SUBNETS)
    if is_open(subnet):
        return UNKNOWN
    holder = subnet if isinstance(subnet, Resource) else gateway
    network = stack.follow(holder, "vpcId", VPC)
    if isinstance(network, Resource):
        return network.urn == vpc.urn
    return UNKNOWN if is_open(network) else False


def has_endpoint(vpc: Resource, service: str, stack: Stack) -> Truth:
    endpoints = stack.attached(vpc, "vpcId", ENDPOINT)
    found_ = any_of(is_gateway(each, service) for each in endpoints.found)
    maybe = any_of(is_gateway(each, service) for each in endpoints.open)
    return any_of([found_, UNKNOWN if maybe is not False else False])


def is_gateway(endpoint: Resource, service: str) -> Truth:
    name = read(endpoint, "serviceName")
    named = UNKNOWN if is_open(name) else str(name).endswith(f".{service}")
    return all_of([named, equal(read(endpoint, "vpcEndpointType", "Gateway"), "Gateway")])


@stack_rule(
    types=(VPC,),
    concern="cost",
    severity="medium",
    fix="one ec2.NatGateway a zone at most, or a regional one",
    same_intent_as=(),
    url="https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-pricing.html",
)
def no_more_nat_gateways_than_zones(vpc: Resource, stack: Stack) -> Iterator[Finding]:
    """A network has a NAT gateway a zone at most: more of them make nothing safer."""
    zones, count = Counter[object](), 0
    for gateway in stack.of_type(NAT_GATEWAY):
        inside = lies_in(gateway, vpc, stack)
        private = equal(read(gateway, "connectivityType"), "private")
        if inside is False or private is not False:
            continue
        zone = zone_of(stack.follow(gateway, "subnetId", *SUBNETS))
        if inside is UNKNOWN or is_open(zone):
            count += 1
        else:
            zones[zone] += 1
    crowded = sorted(str(zone) for zone, each in zones.items() if each > 1)
    broken: Truth = bool(crowded) or (UNKNOWN if count > 1 or (count and zones) else False)
    because = f"{vpc.name} has several NAT gateways in {', '.join(crowded)}"
    yield from found(broken, vpc, "", "one a zone", because=because)
