"""Rules for Amazon VPC: network."""

from collections.abc import Iterable, Iterator
from typing import Any

from costing.graph.resource import Resource, at
from costing.model import UNKNOWN
from policies.engine.finding import Finding
from policies.engine.logic import (
    Truth,
    all_of,
    any_of,
    equal,
    found,
    given,
    items,
    names_resources,
    not_,
    read,
    unknowns,
)
from policies.engine.rule import Rule, resource_rule, stack_rule
from policies.engine.selectors.addresses import anywhere
from policies.engine.selectors.tokens import (
    CLASSIC_LOAD_BALANCER,
    DEFAULT_SUBNET,
    DEFAULT_VPC,
    LOAD_BALANCER,
    NAT_GATEWAY,
    ROUTE,
    ROUTE_TABLES,
    SUBNETS,
    VPC,
)
from policies.engine.stack import Stack
from policies.rules._shared.input_rules import input_rule, must_be, must_not_be
from policies.rules.vpc.network_acls import ACLS

GUIDE = "https://docs.aws.amazon.com/vpc/latest/userguide"
FLOW_LOG = "aws:ec2/flowLog:FlowLog"
ENDPOINT_SERVICE = "aws:ec2/vpcEndpointService:VpcEndpointService"
TRANSIT_GATEWAY = "aws:ec2transitgateway/transitGateway:TransitGateway"
NETWORK_ACL = "aws:ec2/networkAcl:NetworkAcl"
# Types that start nothing in the subnets they refer to.
WIRING = (
    "aws:ec2/networkAclAssociation:NetworkAclAssociation",
    "aws:ec2/routeTableAssociation:RouteTableAssociation",
    *ACLS,
)
PUBLIC_BY_DESIGN = (LOAD_BALANCER, CLASSIC_LOAD_BALANCER, NAT_GATEWAY)
ACL_ASSOCIATION = "aws:ec2/networkAclAssociation:NetworkAclAssociation"


@stack_rule(
    types=(VPC,),
    concern="security",
    severity="medium",
    title="VPC has no flow logs",
    risk="Network traffic cannot be traced after an incident.",
    fix='ec2.FlowLog(vpc_id=vpc.id, traffic_type="ALL", log_destination=...)',
    same_intent_as=("CKV2_AWS_11",),
    aws_docs=f"{GUIDE}/flow-logs.html",
    production=True,
)
def vpc_flow_logs(vpc: Resource, stack: Stack) -> Iterator[Finding]:
    logs = stack.attached(vpc, "vpcId", FLOW_LOG)
    if not logs.found:
        broken = UNKNOWN if logs.unknown else True
        because = f"no flow log exists for {vpc.name}"
        yield from found(broken, vpc, "", "an ec2.FlowLog with its vpc_id", because=because)


@stack_rule(
    types=SUBNETS,
    concern="security",
    severity="high",
    title="VPC subnet assigns public IP addresses automatically",
    risk="Every instance that is started in it can be attacked from the internet.",
    fix="map_public_ip_on_launch=False",
    same_intent_as=("CKV_AWS_130",),
    aws_docs=f"{GUIDE}/subnet-public-ip.html",
)
def vpc_subnet_no_auto_assign_public_ip(subnet: Resource, stack: Stack) -> Iterator[Finding]:
    path = "mapPublicIpOnLaunch"
    default = subnet.type == DEFAULT_SUBNET  # AWS assigns public addresses by default
    assigned = equal(read(subnet, path, default), option=True)
    broken = all_of([assigned, not_(only_of_balancers(subnet, stack))])
    yield from found(broken, subnet, path, expected=False)


def only_of_balancers(subnet: Resource, stack: Stack) -> Truth:
    """Return whether a subnet is for load balancers and NAT gateways: nothing else is in it."""
    users = {each.type for each in stack.referring(subnet)} - {*WIRING}
    if not users or users - {*PUBLIC_BY_DESIGN}:
        return False
    may = stack.once("in unknown subnets", lambda: any(map(may_be_inside, stack.graph.resources)))
    return UNKNOWN if may else True


def may_be_inside(resource: Resource) -> bool:
    """Return whether a resource uses subnets that are unknown."""
    return resource.type not in {*WIRING, *PUBLIC_BY_DESIGN} and any(
        "subnet" in path.lower() and not names_resources(resource, path, *SUBNETS)
        for path in unknowns(resource.inputs)
    )


@resource_rule(
    types=(DEFAULT_VPC,),
    concern="security",
    severity="medium",
    title="Default VPC is used",
    risk="Its subnets are public, so resources get public addresses.",
    fix="use an ec2.Vpc of the program",
    same_intent_as=("CKV_AWS_148",),
    aws_docs=f"{GUIDE}/default-vpc.html",
)
def vpc_default_vpc_unused(vpc: Resource) -> Iterator[Finding]:
    because = f"{vpc.name} manages the default VPC"
    yield from found(broken=True, resource=vpc, path="", expected="an ec2.Vpc", because=because)


@resource_rule(
    types=(ROUTE, *ROUTE_TABLES),
    concern="security",
    severity="medium",
    title="VPC peering route covers more than the peer's network",
    risk="Traffic for other networks is sent to the peer.",
    fix="destination_cidr_block: the CIDR block of the peer's network",
    same_intent_as=("CKV2_AWS_44",),
    aws_docs="https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-routing.html",
)
def vpc_peering_route_least_access(table: Resource) -> Iterator[Finding]:
    if table.type == ROUTE:
        routes: Iterable[tuple[str, Any]] = [("", table.inputs)]
        keys = ("destinationCidrBlock", "destinationIpv6CidrBlock")
    else:
        routes = items(table, "routes")
        keys = ("cidrBlock", "ipv6CidrBlock")
    for path, route in routes:
        if at(route, "vpcPeeringConnectionId") in (None, ""):
            continue
        for key in keys:
            where = f"{path}.{key}" if path else key
            yield from found(anywhere(at(route, key)), table, where, "the CIDR block of the peer")


@stack_rule(
    types=(NETWORK_ACL,),
    concern="operations",
    severity="low",
    title="VPC network ACL is attached to no subnet",
    risk="The rules have no effect, although they appear to protect the network.",
    fix="subnet_ids of the subnets that it protects",
    same_intent_as=("CKV2_AWS_1",),
    aws_docs="https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html",
)
def vpc_network_acl_in_use(acl: Resource, stack: Stack) -> Iterator[Finding]:
    associations = stack.attached(acl, "networkAclId", ACL_ASSOCIATION)
    used = any_of([given(acl, "subnetIds"), associations.exist])
    yield from found(not_(used), acl, "subnetIds", "subnet_ids")


RULES: tuple[Rule, ...] = (
    vpc_flow_logs,
    vpc_subnet_no_auto_assign_public_ip,
    vpc_default_vpc_unused,
    input_rule(
        "vpc-endpoint-service-acceptance-required",
        must_be("acceptanceRequired", True),
        types=(ENDPOINT_SERVICE,),
        concern="security",
        severity="high",
        title="VPC endpoint service accepts connections automatically",
        risk="Any permitted account can connect without review.",
        fix="acceptance_required=True",
        same_intent_as=("CKV_AWS_123",),
        aws_docs="https://docs.aws.amazon.com/vpc/latest/privatelink/configure-endpoint-service.html",
    ),
    vpc_peering_route_least_access,
    input_rule(
        "transit-gateway-no-auto-accept",
        must_not_be("autoAcceptSharedAttachments", "enable", expected="disable"),
        types=(TRANSIT_GATEWAY,),
        concern="security",
        severity="high",
        title="VPC transit gateway accepts attachments automatically",
        risk="A VPC of another account joins the network without review.",
        fix='auto_accept_shared_attachments="disable"',
        same_intent_as=("CKV_AWS_331",),
        aws_docs="https://docs.aws.amazon.com/vpc/latest/tgw/tgw-transit-gateways.html",
    ),
    vpc_network_acl_in_use,
)
