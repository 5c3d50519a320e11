"""Costs that the file of --prices states close gaps, each by itself."""

from decimal import Decimal
from typing import Any

import pytest

from costing.estimate.estimate import estimate
from costing.estimate.private_pricing import PrivatePricing
from costing.graph.resource import Graph
from costing.model import Estimate
from costing.prices.book import installed
from costing.resources import UNPRICED
from tests import graphs

FLOW = "aws:bedrock/agentFlow:AgentFlow"
BROKER = "aws:mq/broker:Broker"
REPLICATED = {
    "engineType": "ActiveMQ",
    "hostInstanceType": "mq.t3.micro",
    "dataReplicationMode": "CRDR",
}
GRAPH = graphs.graph(graphs.resource(FLOW, "flow"), graphs.resource(BROKER, "jobs", REPLICATED))


def estimated(*costs: dict[str, Any], graph: Graph = GRAPH) -> Estimate:
    stated = [{"as_of": "2026-11-30", **each} for each in costs]
    private = PrivatePricing.model_validate({"costs": stated})
    return estimate(graph, installed(), private_pricing=private)


def test_every_gap_has_a_fix() -> None:
    graph = graphs.graph(*(graphs.resource(kind, "it") for kind in UNPRICED))
    gaps = [*estimated().gaps, *estimated(graph=graph).gaps]

    assert len(gaps) > len(UNPRICED)
    assert all(gap.fix for gap in gaps)


@pytest.mark.parametrize(
    ("stated", "cost", "left"),
    [
        ({"type": FLOW, "monthly_cost": 25}, 25, [BROKER]),
        ({"type": FLOW, "name": "other", "monthly_cost": 25}, 0, [BROKER, FLOW]),
        ({"type": BROKER, "charge": "Cross-Region *", "monthly_cost": "7.5"}, "7.5", [FLOW]),
        ({"type": "*", "monthly_cost": 10}, 20, []),
    ],
)
def test_given_cost_replaces_a_gap(
    stated: dict[str, Any], cost: int | str, left: list[str]
) -> None:
    before, after = estimated(), estimated(stated)

    assert after.monthly_cost - before.monthly_cost == Decimal(cost)
    assert sorted(gap.type for gap in after.gaps) == sorted(left)


def test_given_cost_is_a_charge_with_its_origin() -> None:
    found = estimated({"type": FLOW, "monthly_cost": 25})
    (charge,) = next(each for each in found.resources if each.type == FLOW).charges

    assert charge.meter.name == "Monthly cost"
    assert charge.private_terms == "monthly cost as of 2026-11-30 in the file of --prices"
