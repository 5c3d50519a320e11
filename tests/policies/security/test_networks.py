from typing import Any

from costing.graph import Resource
from costing.model import UNKNOWN
from policies.reading.tokens import DEFAULT_SUBNET, DEFAULT_VPC, SUBNET, VPC
from policies.security.networks import (
    ACL_RULE,
    ACLS,
    ENDPOINT_SERVICE,
    FLOW_LOG,
    ROUTE,
    ROUTE_TABLES,
    TRANSIT_GATEWAY,
    default_vpc_unused,
    endpoint_service_accepts_by_hand,
    network_acl_keeps_ports_closed,
    peering_routes_narrow,
    subnet_gives_no_public_addresses,
    transit_gateway_accepts_by_hand,
    vpc_flow_logs,
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
    stated = {"ruleAction": "allow", "cidrBlock": "0.0.0.0/0", "protocol": "-1", **more}
    return one(ACL_RULE, **stated)


ROWS = [
    Row(vpc_flow_logs, None, [NETWORK, flows(NETWORK)]),
    Row(vpc_flow_logs, "violation", [NETWORK]),
    Row(vpc_flow_logs, "violation", [NETWORK, OTHER, flows(OTHER)]),
    Row(vpc_flow_logs, "undecided", [NETWORK, flows(UNKNOWN)]),
    Row(subnet_gives_no_public_addresses, None, one(SUBNET)),
    Row(subnet_gives_no_public_addresses, None, one(SUBNET, mapPublicIpOnLaunch=False)),
    Row(subnet_gives_no_public_addresses, None, one(DEFAULT_SUBNET, mapPublicIpOnLaunch=False)),
    Row(subnet_gives_no_public_addresses, "violation", one(SUBNET, mapPublicIpOnLaunch=True)),
    Row(subnet_gives_no_public_addresses, "violation", one(SUBNET, mapPublicIpOnLaunch="true")),
    Row(subnet_gives_no_public_addresses, "violation", one(DEFAULT_SUBNET)),
    Row(subnet_gives_no_public_addresses, "undecided", one(SUBNET, mapPublicIpOnLaunch=UNKNOWN)),
    Row(default_vpc_unused, None, one(VPC)),
    Row(default_vpc_unused, "violation", one(DEFAULT_VPC)),
    Row(endpoint_service_accepts_by_hand, None, one(ENDPOINT_SERVICE, acceptanceRequired=True)),
    Row(
        endpoint_service_accepts_by_hand,
        "violation",
        one(ENDPOINT_SERVICE, acceptanceRequired=False),
    ),
    Row(
        endpoint_service_accepts_by_hand,
        "undecided",
        one(ENDPOINT_SERVICE, acceptanceRequired=UNKNOWN),
    ),
    Row(peering_routes_narrow, None, one(ROUTE, destinationCidrBlock="10.1.0.0/16", **{PEER: "p"})),
    Row(peering_routes_narrow, None, one(ROUTE, destinationCidrBlock="0.0.0.0/0", gatewayId="g")),
    Row(peering_routes_narrow, None, routes({"ipv6CidrBlock": "::/0", "gatewayId": "g"})),
    Row(peering_routes_narrow, None, routes({"cidrBlock": "10.1.0.0/16", PEER: UNKNOWN})),
    *(
        Row(peering_routes_narrow, "violation", stack)
        for stack in (
            one(ROUTE, destinationCidrBlock="0.0.0.0/0", **{PEER: UNKNOWN}),
            one(ROUTE, destinationIpv6CidrBlock="::/0", **{PEER: "p"}),
            routes({"cidrBlock": "10.1.0.0/16", PEER: "p"}, {"cidrBlock": "0.0.0.0/0", PEER: "p"}),
            routes({"ipv6CidrBlock": "::/0", PEER: "p"}, kind=ROUTE_TABLES[1]),
        )
    ),
    Row(peering_routes_narrow, "undecided", routes({"cidrBlock": UNKNOWN, PEER: "p"})),
    Row(peering_routes_narrow, "undecided", routes(UNKNOWN)),
    Row(transit_gateway_accepts_by_hand, None, one(TRANSIT_GATEWAY)),
    *(
        Row(
            transit_gateway_accepts_by_hand,
            status,
            one(TRANSIT_GATEWAY, autoAcceptSharedAttachments=value),
        )
        for status, value in ((None, "disable"), ("violation", "enable"), ("undecided", UNKNOWN))
    ),
    *(
        Row(network_acl_keeps_ports_closed, None, stack)
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
        Row(network_acl_keeps_ports_closed, "violation", stack)
        for stack in (
            entry(),
            entry(egress=False, protocol="tcp", fromPort=0, toPort=65535),
            entry(cidrBlock=None, ipv6CidrBlock="::/0", protocol=-1),
            one(ACLS[0], ingress=[let_in("10.0.0.0/8"), let_in()]),
            one(ACLS[1], ingress=[let_in(protocol="6", fromPort=0, toPort=65535)]),
        )
    ),
    Row(network_acl_keeps_ports_closed, "undecided", entry(cidrBlock=UNKNOWN)),
    Row(network_acl_keeps_ports_closed, "undecided", one(ACLS[0], ingress=UNKNOWN)),
]
