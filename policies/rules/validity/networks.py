"""Rules for Amazon VPC: address ranges and numbers of rules that the API refuses."""

from collections.abc import Iterator, Mapping
from ipaddress import IPv4Network
from typing import NamedTuple

from costing.graph.resource import Resource
from costing.model import UNKNOWN, Unknown
from policies.engine.finding import Finding
from policies.engine.logic import (
    Truth,
    all_of,
    any_of,
    blocks,
    equal,
    found,
    is_unknown,
    not_,
    read,
)
from policies.engine.rule import Rule, resource_rule, stack_rule
from policies.engine.selectors.security_groups import EGRESS_RULE, INGRESS_RULE, SECURITY_GROUP
from policies.engine.selectors.security_groups import RULE as SECURITY_GROUP_RULE
from policies.engine.selectors.tokens import SUBNET, VPC
from policies.engine.stack import Stack
from policies.validity.address_ranges import Range, neighbours, range_of
from policies.validity.values import is_output

SECONDARY = "aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation"
FAILS = "The deployment fails when it creates the resource, and may stop half done."
SUBNETS_PAGE = "https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html"
LARGEST, SMALLEST = 16, 28  # bits of a network


class Family(NamedTuple):
    """Inputs of rules by version of the protocol: the quota applies to each by itself."""

    name: str
    addresses: str
    address: str


IPV4 = Family("IPv4", "cidrBlocks", "cidrIpv4")
IPV6 = Family("IPv6", "ipv6CidrBlocks", "cidrIpv6")
BOTH = ("securityGroups", "prefixListIds")  # count for both
MOST_OVERLAPS = 100  # that a finding of one subnet names


@resource_rule(
    types=(VPC, SUBNET, SECONDARY),
    concern="validity",
    severity="critical",
    title="VPC or subnet has an address range that is too large or too small",
    risk=FAILS,
    fix='cidr_block="10.0.0.0/24"',
    same_intent_as=(),
    aws_docs=SUBNETS_PAGE,
)
def vpc_address_range_size(resource: Resource) -> Iterator[Finding]:
    network = range_of(resource)
    if network is not None:
        broken = not_(has_size(network))
        if broken is not UNKNOWN or not is_output(resource, "cidrBlock"):
            yield from found(broken, resource, "cidrBlock", f"/{LARGEST} to /{SMALLEST}")


@stack_rule(
    types=(SUBNET,),
    concern="validity",
    severity="critical",
    title="VPC does not contain the address range of its subnet",
    risk=FAILS,
    fix="Use a range inside one of the VPC's ranges.",
    same_intent_as=("E3059",),
    aws_docs=SUBNETS_PAGE,
)
def vpc_subnet_inside_vpc_range(subnet: Resource, stack: Stack) -> Iterator[Finding]:
    network = range_of(subnet)
    vpc = stack.follow(subnet, "vpcId", VPC)
    if network is None or vpc is None or is_given_by_aws(subnet, "cidrBlock", network):
        return
    if isinstance(vpc, Unknown):
        if not is_output(subnet, "vpcId"):
            yield Finding(subnet, "vpcId", UNKNOWN)
        return
    ranges = [each for each in ranges_of(vpc, stack) if each is not None]
    outside = not_(any_of(contains(each, network) for each in ranges))
    if not any(is_given_by_aws(vpc, "cidrBlock", each) for each in ranges):
        expected = f"a range inside {' or '.join(map(str, ranges))}, of {vpc.name}"
        yield from found(outside if ranges else False, subnet, "cidrBlock", expected)


@stack_rule(
    types=(SUBNET,),
    concern="validity",
    severity="critical",
    title="VPC subnet has an address range that overlaps another subnet's",
    risk=FAILS,
    fix="Use a range that no other subnet of the VPC has.",
    same_intent_as=("E3060",),
    aws_docs=SUBNETS_PAGE,
)
def vpc_subnet_ranges_overlap(subnet: Resource, stack: Stack) -> Iterator[Finding]:
    network = range_of(subnet)
    for other in neighbours(subnet, stack)[:MOST_OVERLAPS]:
        overlap = overlaps(network, range_of(other))
        same = UNKNOWN if overlap is False else same_vpc(subnet, other, stack)
        clash = all_of((overlap, same))
        if overlap is UNKNOWN and (
            same is UNKNOWN or is_output(subnet, "cidrBlock") or is_output(other, "cidrBlock")
        ):
            continue
        because = f"cidrBlock {network} overlaps {range_of(other)} of {other.name}"
        yield from found(clash, subnet, "cidrBlock", "another range", because=because)


@stack_rule(
    types=(SECURITY_GROUP,),
    concern="validity",
    severity="medium",
    title="VPC security group has more rules than the default quota allows",
    risk="The deployment fails, unless the account's quota of rules has been raised.",
    fix="Use prefix lists or several groups, or request a higher quota.",
    same_intent_as=(),
    aws_docs="https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html",
    settings={"rules": "inbound or outbound rules that the quota allows for a security group"},
)
def vpc_security_group_rule_quota(
    group: Resource, stack: Stack, *, rules: int = 60
) -> Iterator[Finding]:
    for direction, kind in (("ingress", INGRESS_RULE), ("egress", EGRESS_RULE)):
        single = stack.attached(group, "securityGroupId", kind).found
        declared = stack.attached(group, "securityGroupId", SECURITY_GROUP_RULE).found
        every = [
            *blocks(group, direction),
            *(each.inputs for each in declared if each.inputs.get("type") == direction),
            *(each.inputs for each in single),
        ]
        for family in (IPV4, IPV6):
            number = sum(number_of_rules(each, family) for each in every)
            hidden = any(map(has_unknown_list, every)) and not is_output(group, direction)
            broken = True if number > rules else UNKNOWN if hidden else False
            because = f"{direction} has {number} rules of {family.name}"
            yield from found(
                broken, group, direction, f"at most {rules}", actual=number, because=because
            )


def ranges_of(vpc: Resource, stack: Stack) -> list[Range]:
    attached = stack.attached(vpc, "vpcId", SECONDARY)
    unclear = [UNKNOWN] if attached.unknown or has_pool(vpc) else []
    return [range_of(vpc), *map(range_of, attached.found), *unclear]


def has_pool(vpc: Resource) -> bool:
    """Return whether a pool of IPAM gives the VPC its range."""
    return read(vpc, "ipv4IpamPoolId") is not None


def is_given_by_aws(resource: Resource, path: str, network: Range) -> bool:
    return network is UNKNOWN and is_output(resource, path)


def has_size(network: Range) -> Truth:
    if isinstance(network, IPv4Network):
        return LARGEST <= network.prefixlen <= SMALLEST
    return UNKNOWN


def contains(network: Range, other: Range) -> Truth:
    if isinstance(network, IPv4Network) and isinstance(other, IPv4Network):
        return other.subnet_of(network)
    return UNKNOWN


def overlaps(network: Range, other: Range) -> Truth:
    if network is None or other is None:
        return False
    if isinstance(network, IPv4Network) and isinstance(other, IPv4Network):
        return network.overlaps(other)
    return UNKNOWN


def same_vpc(subnet: Resource, other: Resource, stack: Stack) -> Truth:
    """Return whether two subnets are in one VPC, of this stack or named by the same id."""
    one, two = (stack.follow(each, "vpcId", VPC) for each in (subnet, other))
    if isinstance(one, Resource) and isinstance(two, Resource):
        return one.urn == two.urn
    if (isinstance(one, Resource) and two is None) or (one is None and isinstance(two, Resource)):
        return False  # one of them is elsewhere
    given, others = read(subnet, "vpcId"), read(other, "vpcId")
    if is_unknown(others):
        return UNKNOWN
    return given is not None and equal(given, others)


def number_of_rules(rule: object, family: Family) -> int:
    """Return the number of a quota's rules of IPv4 or IPv6 that a rule counts as."""
    if not isinstance(rule, Mapping):
        return 0
    lists = [rule.get(each) for each in (family.addresses, *BOTH)]
    items = sum(len(each) for each in lists if isinstance(each, list))
    singles = (family.address, "self", "sourceSecurityGroupId", "referencedSecurityGroupId")
    return items + sum(rule.get(each) not in (None, False, "") for each in singles)


def has_unknown_list(rule: object) -> bool:
    """Return whether the number of a rule's addresses, groups or prefix lists is unknown."""
    if not isinstance(rule, Mapping):
        return is_unknown(rule)
    return any(is_unknown(rule.get(each)) for each in (IPV4.addresses, IPV6.addresses, *BOTH))


RULES: tuple[Rule, ...] = (
    vpc_address_range_size,
    vpc_subnet_inside_vpc_range,
    vpc_subnet_ranges_overlap,
    vpc_security_group_rule_quota,
)
