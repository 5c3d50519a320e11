"""Rules for Amazon VPC: zones."""

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from ipaddress import ip_network

from costing.aws.instance_types import instance_types
from costing.graph.resource import Resource
from costing.model import UNKNOWN, Unknown
from policies.engine.finding import Finding
from policies.engine.logic import (
    InvalidInputError,
    Truth,
    UnknownInput,
    all_of,
    at_least,
    equal,
    figure,
    found,
    is_unknown,
    not_,
    read,
)
from policies.engine.rule import Rule, stack_rule
from policies.engine.selectors import fleets
from policies.engine.selectors.serving import serving
from policies.engine.selectors.tokens import (
    GROUP,
    NODE_GROUP,
    SERVICE,
    SUBNET,
    SUBNETS,
    VPC,
    VPC_ENDPOINT,
)
from policies.engine.selectors.zones import zone_of, zones_of
from policies.engine.stack import Stack

GUIDE = "https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html"
TIER = "tier"  # tag with the tier of a subnet
RESERVED = 5  # addresses that AWS reserves in each subnet
INTERFACES = 2  # of a node: one in use, and one that the VPC CNI keeps warm


@stack_rule(
    types=(VPC_ENDPOINT,),
    concern="availability",
    severity="medium",
    title="VPC interface endpoint has a network interface in a single zone",
    risk="The loss of the zone cuts access to the AWS service.",
    fix="subnet_ids in at least two zones",
    aws_docs=GUIDE,
    production=True,
)
def vpc_interface_endpoint_two_zones(endpoint: Resource, stack: Stack) -> Iterator[Finding]:
    interface = equal(read(endpoint, "vpcEndpointType", "Gateway"), "Interface")
    spread = zones_of(stack, endpoint, "subnetIds").at_least(2)
    yield from found(all_of([interface, not_(spread)]), endpoint, "subnetIds", "two zones")


@stack_rule(
    types=(VPC_ENDPOINT,),
    concern="availability",
    severity="medium",
    title="VPC interface endpoint has no network interface in a zone of the workload",
    risk="Instances of that zone depend on another zone and pay for traffic across zones.",
    fix="subnet_ids in every zone that has instances",
    aws_docs=GUIDE,
    production=True,
)
def vpc_interface_endpoint_zones_of_workload(endpoint: Resource, stack: Stack) -> Iterator[Finding]:
    interface = equal(read(endpoint, "vpcEndpointType", "Gateway"), "Interface")
    if interface is False:
        return
    reached = zones_of(stack, endpoint, "subnetIds")
    own = stack.follow_all(endpoint, "subnetIds", *SUBNETS)
    urns = {each.urn for each in own if isinstance(each, Resource)}
    zones = {zone_of(each) for each in at_work(endpoint, stack) if each.urn not in urns}
    missing = sorted(zone for zone in zones if isinstance(zone, str) and zone not in reached.known)
    missing_somewhere: Truth = bool(missing)
    if (missing and (reached.unbounded or reached.unknown)) or (not missing and UNKNOWN in zones):
        missing_somewhere = UNKNOWN
    because = f"{endpoint.name} has no network interface in {', '.join(missing)}"
    broken = all_of([interface, missing_somewhere])
    yield from found(broken, endpoint, "subnetIds", "every zone of the workload", because=because)


def at_work(endpoint: Resource, stack: Stack) -> list[Resource]:
    """Return the subnets, as far as they are known, of the fleets in the endpoint's VPC.

    Raise UnknownInput where it is not known in which subnets a fleet is.
    """
    own_vpc = stack.follow(endpoint, "vpcId", VPC)
    if not isinstance(own_vpc, Resource):
        return []
    found_: list[Resource] = []
    for fleet in stack.of_type(GROUP, NODE_GROUP, SERVICE):
        path = fleets.SUBNETS_OF[fleet.type]
        for subnet in stack.follow_all(fleet, path, *SUBNETS):
            if subnet is UNKNOWN:
                raise UnknownInput(fleet, path)
            if isinstance(subnet, Resource) and is_in_vpc(subnet, own_vpc, stack):
                found_.append(subnet)
    return found_


def is_in_vpc(subnet: Resource, vpc: Resource, stack: Stack) -> bool:
    network = stack.follow(subnet, "vpcId", VPC)
    return isinstance(network, Resource) and network.urn == vpc.urn


@stack_rule(
    types=(VPC,),
    concern="availability",
    severity="medium",
    title="VPC subnet tiers are not balanced over three zones",
    risk="The loss of the zone with more subnets removes more than its share of capacity.",
    fix="the same number of subnets of each tier in each of three zones",
    aws_docs="https://docs.aws.amazon.com/vpc/latest/userguide/configure-subnets.html",
    production=True,
    settings={"zones": "number of zones of the subnet tiers"},
)
def vpc_subnet_tiers_balanced_across_zones(
    vpc: Resource, stack: Stack, *, zones: int = 3
) -> Iterator[Finding]:
    subnets = stack.attached(vpc, "vpcId", SUBNET)
    if subnets.unknown:
        raise UnknownInput(subnets.unknown[0], "vpcId")
    placed: dict[object, Counter[str]] = {}
    for subnet in subnets.found:
        zone, tier = zone_of(subnet), stack.tags(subnet).named(TIER)
        if is_unknown(zone) or is_unknown(tier):
            raise UnknownInput(subnet, "availabilityZone" if is_unknown(zone) else "tags")
        placed.setdefault(tier, Counter())[str(zone)] += 1
    for tier, counted in sorted(placed.items(), key=str):
        uneven = len({*counted.values()}) > 1 or len(counted) < zones
        listed = ", ".join(f"{count} in {zone}" for zone, count in sorted(counted.items()))
        because = f"{f'tier {tier}' if tier else vpc.name} has subnets: {listed}"
        expected = f"the same number in each of {zones} zones"
        yield from found(uneven, vpc, "", expected, because=because)


@stack_rule(
    types=(GROUP, NODE_GROUP),
    concern="availability",
    severity="high",
    title="VPC subnets have too few addresses for the fleet after the loss of a zone",
    risk=(
        "Replacement instances cannot start without free IP addresses. An EKS node uses "
        "the addresses of two network interfaces."
    ),
    fix="larger subnets (cidr_block), or a smaller max_size",
    aws_docs="https://docs.aws.amazon.com/eks/latest/best-practices/ip-opt.html",
    production=True,
)
def vpc_subnet_capacity_after_zone_loss(fleet: Resource, stack: Stack) -> Iterator[Finding]:
    path = fleets.SUBNETS_OF[fleet.type]
    free = left_over(fleet, path, stack)
    size = read(fleet, "maxSize" if fleet.type == GROUP else "scalingConfig.maxSize", 0)
    each = addresses(fleet)
    if free is None:
        return  # one zone: reported by another rule
    if is_unknown(free) or is_unknown(each) or is_unknown(size):
        broken: Truth = UNKNOWN
        expected: object = "addresses for the whole fleet"
    else:
        needed = (figure(size) or Decimal(0)) * Decimal(str(each))
        broken = not_(at_least(free, needed))
        expected = f"{needed} addresses"
    because = f"{free} addresses are left after the loss of the largest zone"
    yield from found(
        all_of([serving(stack, fleet), broken]), fleet, path, expected, because=because
    )


def left_over(fleet: Resource, path: str, stack: Stack) -> int | Unknown | None:
    """Return the free addresses without the largest zone; None for a fleet in one zone."""
    subnets = stack.follow_all(fleet, path, *SUBNETS)
    by_zone: Counter[str] = Counter()
    for subnet in subnets:
        zone = zone_of(subnet)
        block = read(subnet, "cidrBlock", UNKNOWN) if isinstance(subnet, Resource) else UNKNOWN
        if is_unknown(zone) or is_unknown(block):
            return UNKNOWN
        by_zone[str(zone)] += size_of(str(block)) - RESERVED
    if len(by_zone) < 2:  # noqa: PLR2004 (a zone, and one to stand in for it)
        return None
    return sum(by_zone.values()) - max(by_zone.values())


def size_of(block: str) -> int:
    """Return the number of addresses of a CIDR block. Raises InvalidInputError."""
    try:
        return ip_network(block, strict=False).num_addresses
    except ValueError as error:
        raise InvalidInputError(f"{block[:40]!r} is not a CIDR block") from error


def addresses(fleet: Resource) -> int | Unknown:
    """Return the number of addresses of an instance or node."""
    if fleet.type == GROUP:
        return 1
    types = fleets.instance_types(fleet)
    if not isinstance(types, list) or any(map(is_unknown, types)):
        return UNKNOWN
    specified = [instance_types().get(each) for each in types]
    counts = [each.addresses_per_interface if each else None for each in specified]
    return UNKNOWN if None in counts else INTERFACES * max(each for each in counts if each)


RULES: tuple[Rule, ...] = (
    vpc_interface_endpoint_two_zones,
    vpc_interface_endpoint_zones_of_workload,
    vpc_subnet_tiers_balanced_across_zones,
    vpc_subnet_capacity_after_zone_loss,
)
