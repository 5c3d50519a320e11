from typing import Any

from costing.graph import Resource
from costing.model import UNKNOWN
from policies.availability.elb import balancer_crosses_zones, classic_balancer_crosses_zones
from policies.reading.tokens import CLASSIC_LOAD_BALANCERS, LOAD_BALANCERS
from tests.policies.row import Row, declare


def balancer(kind: str, crosses: Any = None) -> list[Resource]:
    inputs = {"loadBalancerType": kind, "enableCrossZoneLoadBalancing": crosses}
    return [declare(LOAD_BALANCERS[0], "lb", {key: each for key, each in inputs.items() if each})]


def classic(**inputs: Any) -> list[Resource]:
    return [declare(CLASSIC_LOAD_BALANCERS[0], "lb", inputs)]


ROWS = [
    *(
        Row(balancer_crosses_zones, status, stack)
        for status, stack in (
            (None, balancer("application")),
            (None, balancer("network", crosses=True)),
            (None, balancer("gateway", crosses="true")),
            ("violation", balancer("network")),
            ("violation", balancer("gateway", crosses="false")),
            ("undecided", [declare(LOAD_BALANCERS[0], "lb", {"loadBalancerType": UNKNOWN})]),
        )
    ),
    Row(classic_balancer_crosses_zones, None, classic()),
    Row(classic_balancer_crosses_zones, None, classic(crossZoneLoadBalancing=True)),
    Row(classic_balancer_crosses_zones, "violation", classic(crossZoneLoadBalancing=False)),
    Row(classic_balancer_crosses_zones, "undecided", classic(crossZoneLoadBalancing=UNKNOWN)),
]
