from typing import Any

from costing.graph.resource import Resource
from costing.model import UNKNOWN
from policies.engine.selectors.tokens import (
    DEFAULT_SUBNET,
    DEFAULT_VPC,
    INSTANCE,
    LOAD_BALANCER,
    NAT_GATEWAY,
    ROUTE,
    ROUTE_TABLES,
    SUBNET,
    VPC,
)
from policies.rules.vpc.network import (
    ACL_RULE,
    ACLS,
    ENDPOINT_SERVICE,
    FLOW_LOG,
    TRANSIT_GATEWAY,
    transit_gateway_no_auto_accept,
    vpc_default_vpc_unused,
    vpc_endpoint_service_acceptance_required,
    vpc_flow_logs,
    vpc_network_acl_no_unrestricted_ingress,
    vpc_peering_route_least_access,
    vpc_subnet_no_auto_assign_public_ip,
)
from tests.policies.row import Row, declare

NETWORK, OTHER = declare(VPC, "main"), declare(VPC, "other")
PEER = "vpcPeeringConnectionId"


def one(kind: str, **inputs: Any) -> list[Resource]:
    return [declare(kind, "it", inputs)]


def flows(vpc: Any) -> Resource:
    return declare(FLOW_LOG, "flows", {"vpcId": vpc, "trafficType": "ALL"})


def routes(*listed: Any, kind: str = ROUTE_TABLES[0]) -> list[Resource]:
    return one(kind, routes=list(listed))


def let_in(cidr: Any = "0.0.0.0/0", **more: Any) -> dict[str, Any]:
    """Return an ACL's inline entry."""
    return {"action": "allow", "cidrBlock": cidr, "protocol": "-1", **more}


def entry(**more: Any) -> list[Resource]:
    specified = {"ruleAction": "allow", "cidrBlock": "0.0.0.0/0", "protocol": "-1", **more}
    return one(ACL_RULE, **specified)


PUBLIC = declare(SUBNET, "public", {"mapPublicIpOnLaunch": True})

ROWS = [
    Row(vpc_flow_logs, None, [NETWORK, flows(NETWORK)]),
    Row(vpc_flow_logs, "violation", [NETWORK]),
    Row(vpc_flow_logs, "violation", [NETWORK, OTHER, flows(OTHER)]),
    Row(vpc_flow_logs, "unknown", [NETWORK, flows(UNKNOWN)]),
    Row(vpc_subnet_no_auto_assign_public_ip, None, one(SUBNET)),
    Row(vpc_subnet_no_auto_assign_public_ip, None, one(SUBNET, mapPublicIpOnLaunch=False)),
    Row(vpc_subnet_no_auto_assign_public_ip, None, one(DEFAULT_SUBNET, mapPublicIpOnLaunch=False)),
    Row(vpc_subnet_no_auto_assign_public_ip, "violation", one(SUBNET, mapPublicIpOnLaunch=True)),
    Row(vpc_subnet_no_auto_assign_public_ip, "violation", one(SUBNET, mapPublicIpOnLaunch="true")),
    Row(vpc_subnet_no_auto_assign_public_ip, "violation", one(DEFAULT_SUBNET)),
    Row(vpc_subnet_no_auto_assign_public_ip, "unknown", one(SUBNET, mapPublicIpOnLaunch=UNKNOWN)),
    Row(
        vpc_subnet_no_auto_assign_public_ip,
        None,
        [
            PUBLIC,
            declare(LOAD_BALANCER, "web", {"subnets": [PUBLIC]}),
            declare(NAT_GATEWAY, "nat", {"subnetId": PUBLIC}),
        ],
    ),
    Row(
        vpc_subnet_no_auto_assign_public_ip,
        "violation",
        [
            PUBLIC,
            declare(LOAD_BALANCER, "web", {"subnets": [PUBLIC]}),
            declare(INSTANCE, "bastion", {"subnetId": PUBLIC}),
        ],
    ),
    Row(
        vpc_subnet_no_auto_assign_public_ip,
        "unknown",
        [
            PUBLIC,
            declare(LOAD_BALANCER, "web", {"subnets": [PUBLIC]}),
            declare(INSTANCE, "bastion", {"subnetId": UNKNOWN}),
        ],
    ),
    Row(vpc_default_vpc_unused, None, one(VPC)),
    Row(vpc_default_vpc_unused, "violation", one(DEFAULT_VPC)),
    Row(
        vpc_endpoint_service_acceptance_required,
        None,
        one(ENDPOINT_SERVICE, acceptanceRequired=True),
    ),
    Row(
        vpc_endpoint_service_acceptance_required,
        "violation",
        one(ENDPOINT_SERVICE, acceptanceRequired=False),
    ),
    Row(
        vpc_endpoint_service_acceptance_required,
        "unknown",
        one(ENDPOINT_SERVICE, acceptanceRequired=UNKNOWN),
    ),
    Row(
        vpc_peering_route_least_access,
        None,
        one(ROUTE, destinationCidrBlock="10.1.0.0/16", **{PEER: "p"}),
    ),
    Row(
        vpc_peering_route_least_access,
        None,
        one(ROUTE, destinationCidrBlock="0.0.0.0/0", gatewayId="g"),
    ),
    Row(vpc_peering_route_least_access, None, routes({"ipv6CidrBlock": "::/0", "gatewayId": "g"})),
    Row(vpc_peering_route_least_access, None, routes({"cidrBlock": "10.1.0.0/16", PEER: UNKNOWN})),
    *(
        Row(vpc_peering_route_least_access, "violation", stack)
        for stack in (
            one(ROUTE, destinationCidrBlock="0.0.0.0/0", **{PEER: UNKNOWN}),
            one(ROUTE, destinationIpv6CidrBlock="::/0", **{PEER: "p"}),
            routes({"cidrBlock": "10.1.0.0/16", PEER: "p"}, {"cidrBlock": "0.0.0.0/0", PEER: "p"}),
            routes({"ipv6CidrBlock": "::/0", PEER: "p"}, kind=ROUTE_TABLES[1]),
        )
    ),
    Row(vpc_peering_route_least_access, "unknown", routes({"cidrBlock": UNKNOWN, PEER: "p"})),
    Row(vpc_peering_route_least_access, "unknown", routes(UNKNOWN)),
    Row(transit_gateway_no_auto_accept, None, one(TRANSIT_GATEWAY)),
    *(
        Row(
            transit_gateway_no_auto_accept,
            status,
            one(TRANSIT_GATEWAY, autoAcceptSharedAttachments=value),
        )
        for status, value in ((None, "disable"), ("violation", "enable"), ("unknown", UNKNOWN))
    ),
    *(
        Row(vpc_network_acl_no_unrestricted_ingress, None, stack)
        for stack in (
            entry(egress=True),
            entry(ruleAction="deny"),
            entry(cidrBlock="10.0.0.0/8"),
            entry(protocol="tcp", fromPort=443, toPort=443),
            entry(protocol="icmp", icmpType=-1, icmpCode=-1),
            one(ACLS[0]),
            one(ACLS[0], ingress=[let_in("10.0.0.0/8")], egress=[let_in()]),
        )
    ),
    *(
        Row(vpc_network_acl_no_unrestricted_ingress, "violation", stack)
        for stack in (
            entry(),
            entry(egress=False, protocol="tcp", fromPort=0, toPort=65535),
            entry(cidrBlock=None, ipv6CidrBlock="::/0", protocol=-1),
            one(ACLS[0], ingress=[let_in("10.0.0.0/8"), let_in()]),
            one(ACLS[1], ingress=[let_in(protocol="6", fromPort=0, toPort=65535)]),
        )
    ),
    Row(vpc_network_acl_no_unrestricted_ingress, "unknown", entry(cidrBlock=UNKNOWN)),
    Row(vpc_network_acl_no_unrestricted_ingress, "unknown", one(ACLS[0], ingress=UNKNOWN)),
]
