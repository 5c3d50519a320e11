from typing import Any

from costing.graph.resource import Resource
from costing.model import UNKNOWN
from policies.engine.selectors.tokens import NAT_GATEWAY, ROUTE, ROUTE_TABLES, SUBNET
from policies.rules.vpc.egress import (
    ASSOCIATION,
)
from tests.policies.row import Row, declare


def subnet(name: str, zone: Any) -> Resource:
    return declare(SUBNET, name, {"availabilityZone": zone} if zone is not None else {})


def gateway(name: str, own_vpc: Any, **inputs: Any) -> Resource:
    return declare(NAT_GATEWAY, name, {"subnetId": own_vpc, **inputs})


PUBLIC_A, PUBLIC_B = subnet("public-a", "us-east-1a"), subnet("public-b", "us-east-1b")
PRIVATE_A, PRIVATE_B = subnet("private-a", "us-east-1a"), subnet("private-b", "us-east-1b")
NOWHERE = subnet("private-x", None)
NAT_A, NAT_B = gateway("nat-a", PUBLIC_A), gateway("nat-b", PUBLIC_B)
REGIONAL = declare(NAT_GATEWAY, "regional", {"availabilityMode": "regional", "vpcId": UNKNOWN})
BASE = [PUBLIC_A, PUBLIC_B]


def leaving(
    private: Resource, nat: Any, *, apart: bool = False, to: Any = "0.0.0.0/0"
) -> list[Resource]:
    """Return a subnet with its route table; the route is inline or separate."""
    name = private.name
    inside = [] if apart else [{"cidrBlock": to, "natGatewayId": nat}]
    table = declare(ROUTE_TABLES[0], f"table-{name}", {"routes": inside})
    joined = declare(ASSOCIATION, name, {"subnetId": private, "routeTableId": table})
    inputs = {"routeTableId": table, "destinationCidrBlock": to, "natGatewayId": nat}
    route = [declare(ROUTE, name, inputs)] if apart else []
    return [private, table, joined, *route]


def route(to: Any = "0.0.0.0/0", **through: Any) -> list[Resource]:
    return [declare(ROUTE, "out", {"destinationCidrBlock": to, **through})]


def inside(*routes: Any) -> list[Resource]:
    return [declare(ROUTE_TABLES[1], "out", {"routes": list(routes)})]


ROWS = [
    *(
        Row("vpc-nat-gateway-not-nat-instance", status, stack)
        for status, stack in (
            (None, route(natGatewayId=UNKNOWN)),
            (None, route("10.9.0.0/16", networkInterfaceId="eni")),
            (None, inside({"cidrBlock": "0.0.0.0/0", "natGatewayId": "nat"})),
            ("violation", route(networkInterfaceId=UNKNOWN)),
            ("violation", route(instanceId="i-0")),
            ("violation", inside({"ipv6CidrBlock": "::/0", "networkInterfaceId": "eni"})),
            ("unknown", route(UNKNOWN, networkInterfaceId="eni")),
            ("unknown", inside(UNKNOWN)),
        )
    ),
    Row("vpc-nat-gateway-per-zone", None, [PRIVATE_A]),
    Row("vpc-nat-gateway-per-zone", None, [*BASE, NAT_A, *leaving(PRIVATE_A, NAT_A)]),
    Row("vpc-nat-gateway-per-zone", None, [*BASE, NAT_A, *leaving(PRIVATE_A, NAT_A, apart=True)]),
    Row(
        "vpc-nat-gateway-per-zone",
        None,
        [*BASE, NAT_A, NAT_B, *leaving(PRIVATE_A, NAT_A), *leaving(PRIVATE_B, NAT_B)],
    ),
    Row("vpc-nat-gateway-per-zone", None, [REGIONAL, *leaving(PRIVATE_B, REGIONAL)]),
    Row(
        "vpc-nat-gateway-per-zone",
        None,
        [*BASE, NAT_A, *leaving(PRIVATE_B, NAT_A, to="10.9.0.0/16")],
    ),
    Row("vpc-nat-gateway-per-zone", "violation", [*BASE, NAT_A, *leaving(PRIVATE_B, NAT_A)]),
    Row(
        "vpc-nat-gateway-per-zone",
        "violation",
        [*BASE, NAT_A, *leaving(PRIVATE_B, NAT_A, apart=True)],
    ),
    Row(
        "vpc-nat-gateway-per-zone",
        "violation",
        [*BASE, NAT_A, *leaving(PRIVATE_B, NAT_A, to="::/0")],
    ),
    Row("vpc-nat-gateway-per-zone", "unknown", [*BASE, NAT_A, *leaving(NOWHERE, NAT_A)]),
    Row("vpc-nat-gateway-per-zone", "unknown", [*BASE, NAT_A, *leaving(PRIVATE_B, UNKNOWN)]),
    Row("vpc-nat-gateway-per-zone", "unknown", [NAT_A, *leaving(PRIVATE_B, NAT_A)]),
    Row(
        "vpc-nat-gateway-per-zone",
        "unknown",
        [PUBLIC_A, NAT_A, declare(ASSOCIATION, "a", {"subnetId": UNKNOWN, "routeTableId": "rtb"})],
    ),
]
