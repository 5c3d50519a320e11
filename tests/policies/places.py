"""Subnets of one VPC in three zones, for rows of rules about zones."""

from costing.graph.resource import Resource
from costing.model import UNKNOWN
from policies.engine.selectors.tokens import SUBNET, VPC
from tests.policies.row import declare

MAIN = declare(VPC, "main")


def subnet(zone: object, name: str = "", tier: str | None = None) -> Resource:
    tags = {"tags": {"tier": tier}} if tier else {}
    return declare(SUBNET, name or f"in-{zone}", {"availabilityZone": zone, "vpcId": MAIN, **tags})


A, B, C, NOWHERE = subnet("a"), subnet("b"), subnet("c"), subnet(UNKNOWN, "somewhere")
PLACES = [MAIN, A, B, C]
