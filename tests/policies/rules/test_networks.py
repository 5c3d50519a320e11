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
from policies.rules.vpc.network import ENDPOINT_SERVICE, FLOW_LOG, TRANSIT_GATEWAY
from policies.rules.vpc.network_acls import ACL_RULE, ACLS
from tests.policies.row import Row, declare, one

NETWORK, OTHER = declare(VPC, "main"), declare(VPC, "other")
PEER = "vpcPeeringConnectionId"


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


def ephemeral_ports_after(action: str) -> list[Resource]:
    """Return rules of one ACL: port 3389 denied or allowed, then all ephemeral ports allowed."""
    return [
        declare(
            ACL_RULE,
            f"{name}-rule",
            {
                "networkAclId": "acl-1",
                "ruleNumber": number,
                "ruleAction": each,
                "cidrBlock": "0.0.0.0/0",
                "protocol": protocol,
                "fromPort": first,
                "toPort": last,
            },
        )
        for name, number, each, protocol, first, last in (
            ("rdp", 90, action, "tcp", 3389, 3389),
            ("ephemeral", 100, "allow", "6", 1024, 65535),
        )
    ]


PUBLIC = declare(SUBNET, "public", {"mapPublicIpOnLaunch": True})

ROWS = [
    Row("vpc-flow-logs", None, [NETWORK, flows(NETWORK)]),
    Row("vpc-flow-logs", "violation", [NETWORK]),
    Row("vpc-flow-logs", "violation", [NETWORK, OTHER, flows(OTHER)]),
    Row("vpc-flow-logs", "unknown", [NETWORK, flows(UNKNOWN)]),
    Row("vpc-subnet-no-auto-assign-public-ip", None, one(SUBNET)),
    Row("vpc-subnet-no-auto-assign-public-ip", None, one(SUBNET, mapPublicIpOnLaunch=False)),
    Row(
        "vpc-subnet-no-auto-assign-public-ip", None, one(DEFAULT_SUBNET, mapPublicIpOnLaunch=False)
    ),
    Row("vpc-subnet-no-auto-assign-public-ip", "violation", one(SUBNET, mapPublicIpOnLaunch=True)),
    Row(
        "vpc-subnet-no-auto-assign-public-ip", "violation", one(SUBNET, mapPublicIpOnLaunch="true")
    ),
    Row("vpc-subnet-no-auto-assign-public-ip", "violation", one(DEFAULT_SUBNET)),
    Row("vpc-subnet-no-auto-assign-public-ip", "unknown", one(SUBNET, mapPublicIpOnLaunch=UNKNOWN)),
    Row(
        "vpc-subnet-no-auto-assign-public-ip",
        None,
        [
            PUBLIC,
            declare(LOAD_BALANCER, "web", {"subnets": [PUBLIC]}),
            declare(NAT_GATEWAY, "nat", {"subnetId": PUBLIC}),
        ],
    ),
    Row(
        "vpc-subnet-no-auto-assign-public-ip",
        "violation",
        [
            PUBLIC,
            declare(LOAD_BALANCER, "web", {"subnets": [PUBLIC]}),
            declare(INSTANCE, "bastion", {"subnetId": PUBLIC}),
        ],
    ),
    Row(
        "vpc-subnet-no-auto-assign-public-ip",
        "unknown",
        [
            PUBLIC,
            declare(LOAD_BALANCER, "web", {"subnets": [PUBLIC]}),
            declare(INSTANCE, "bastion", {"subnetId": UNKNOWN}),
        ],
    ),
    Row("vpc-default-vpc-unused", None, one(VPC)),
    Row("vpc-default-vpc-unused", "violation", one(DEFAULT_VPC)),
    Row(
        "vpc-endpoint-service-acceptance-required",
        None,
        one(ENDPOINT_SERVICE, acceptanceRequired=True),
    ),
    Row(
        "vpc-endpoint-service-acceptance-required",
        "violation",
        one(ENDPOINT_SERVICE, acceptanceRequired=False),
    ),
    Row(
        "vpc-endpoint-service-acceptance-required",
        "unknown",
        one(ENDPOINT_SERVICE, acceptanceRequired=UNKNOWN),
    ),
    Row(
        "vpc-peering-route-least-access",
        None,
        one(ROUTE, destinationCidrBlock="10.1.0.0/16", **{PEER: "p"}),
    ),
    Row(
        "vpc-peering-route-least-access",
        None,
        one(ROUTE, destinationCidrBlock="0.0.0.0/0", gatewayId="g"),
    ),
    Row(
        "vpc-peering-route-least-access", None, routes({"ipv6CidrBlock": "::/0", "gatewayId": "g"})
    ),
    Row(
        "vpc-peering-route-least-access", None, routes({"cidrBlock": "10.1.0.0/16", PEER: UNKNOWN})
    ),
    *(
        Row("vpc-peering-route-least-access", "violation", stack)
        for stack in (
            one(ROUTE, destinationCidrBlock="0.0.0.0/0", **{PEER: UNKNOWN}),
            one(ROUTE, destinationIpv6CidrBlock="::/0", **{PEER: "p"}),
            routes({"cidrBlock": "10.1.0.0/16", PEER: "p"}, {"cidrBlock": "0.0.0.0/0", PEER: "p"}),
            routes({"ipv6CidrBlock": "::/0", PEER: "p"}, kind=ROUTE_TABLES[1]),
        )
    ),
    Row("vpc-peering-route-least-access", "unknown", routes({"cidrBlock": UNKNOWN, PEER: "p"})),
    Row("vpc-peering-route-least-access", "unknown", routes(UNKNOWN)),
    Row("transit-gateway-no-auto-accept", None, one(TRANSIT_GATEWAY)),
    *(
        Row(
            "transit-gateway-no-auto-accept",
            status,
            one(TRANSIT_GATEWAY, autoAcceptSharedAttachments=value),
        )
        for status, value in ((None, "disable"), ("violation", "enable"), ("unknown", UNKNOWN))
    ),
    *(
        Row("vpc-network-acl-no-unrestricted-ingress", None, stack)
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
        Row("vpc-network-acl-no-unrestricted-ingress", "violation", stack)
        for stack in (
            entry(),
            entry(egress=False, protocol="tcp", fromPort=0, toPort=65535),
            entry(cidrBlock=None, ipv6CidrBlock="::/0", protocol=-1),
            one(ACLS[0], ingress=[let_in("10.0.0.0/8"), let_in()]),
            one(ACLS[1], ingress=[let_in(protocol="6", fromPort=0, toPort=65535)]),
        )
    ),
    Row("vpc-network-acl-no-unrestricted-ingress", None, ephemeral_ports_after("deny")),
    Row("vpc-network-acl-no-unrestricted-ingress", "violation", ephemeral_ports_after("allow")),
    Row("vpc-network-acl-no-unrestricted-ingress", "unknown", entry(cidrBlock=UNKNOWN)),
    Row("vpc-network-acl-no-unrestricted-ingress", "unknown", one(ACLS[0], ingress=UNKNOWN)),
]
