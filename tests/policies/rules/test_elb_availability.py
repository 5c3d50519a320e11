from typing import Any

from costing.graph.resource import Resource
from costing.model import UNKNOWN
from policies.engine.selectors.tokens import CLASSIC_LOAD_BALANCER, LOAD_BALANCER
from policies.rules.elb.zones import (
    elb_classic_cross_zone_load_balancing,
    elb_cross_zone_load_balancing,
)
from tests.policies.row import Row, declare


def balancer(kind: str, crosses: Any = None) -> list[Resource]:
    inputs = {"loadBalancerType": kind, "enableCrossZoneLoadBalancing": crosses}
    return [declare(LOAD_BALANCER, "lb", {key: each for key, each in inputs.items() if each})]


def classic(**inputs: Any) -> list[Resource]:
    return [declare(CLASSIC_LOAD_BALANCER, "lb", inputs)]


ROWS = [
    *(
        Row(elb_cross_zone_load_balancing, status, stack)
        for status, stack in (
            (None, balancer("application")),
            (None, balancer("network", crosses=True)),
            (None, balancer("gateway", crosses="true")),
            ("violation", balancer("network")),
            ("violation", balancer("gateway", crosses="false")),
            ("unknown", [declare(LOAD_BALANCER, "lb", {"loadBalancerType": UNKNOWN})]),
        )
    ),
    Row(elb_classic_cross_zone_load_balancing, None, classic()),
    Row(elb_classic_cross_zone_load_balancing, None, classic(crossZoneLoadBalancing=True)),
    Row(elb_classic_cross_zone_load_balancing, "violation", classic(crossZoneLoadBalancing=False)),
    Row(elb_classic_cross_zone_load_balancing, "unknown", classic(crossZoneLoadBalancing=UNKNOWN)),
]
