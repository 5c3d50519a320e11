from typing import Any

from costing.graph.resource import Resource
from costing.model import UNKNOWN
from policies.engine.selectors.tokens import CLASSIC_LOAD_BALANCER, LOAD_BALANCER
from tests.policies.row import Row, declare


def balancer(kind: str, crosses: Any = None) -> list[Resource]:
    inputs = {"loadBalancerType": kind, "enableCrossZoneLoadBalancing": crosses}
    return [declare(LOAD_BALANCER, "lb", {key: each for key, each in inputs.items() if each})]


def classic(**inputs: Any) -> list[Resource]:
    return [declare(CLASSIC_LOAD_BALANCER, "lb", inputs)]


ROWS = [
    *(
        Row("elb-cross-zone-load-balancing", status, stack)
        for status, stack in (
            (None, balancer("application")),
            (None, balancer("network", crosses=True)),
            (None, balancer("gateway", crosses="true")),
            ("violation", balancer("network")),
            ("violation", balancer("gateway", crosses="false")),
            ("unknown", [declare(LOAD_BALANCER, "lb", {"loadBalancerType": UNKNOWN})]),
        )
    ),
    Row("elb-classic-cross-zone-load-balancing", None, classic()),
    Row("elb-classic-cross-zone-load-balancing", None, classic(crossZoneLoadBalancing=True)),
    Row(
        "elb-classic-cross-zone-load-balancing", "violation", classic(crossZoneLoadBalancing=False)
    ),
    Row(
        "elb-classic-cross-zone-load-balancing", "unknown", classic(crossZoneLoadBalancing=UNKNOWN)
    ),
]
