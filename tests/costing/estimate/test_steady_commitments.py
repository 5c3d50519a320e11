"""Commitments for instances that always run."""

from decimal import Decimal

import pytest

from costing.estimate.estimate import estimate
from costing.estimate.steady_commitments import SteadyCommitment, steady_commitments
from costing.graph.resource import Resource
from costing.prices.book import shipped
from tests import graphs

INSTANCE = "aws:ec2/instance:Instance"


def server(name: str, **more: object) -> Resource:
    return graphs.resource(INSTANCE, name, {"instanceType": "m7g.large", **more})


def offers(*resources: Resource) -> list[SteadyCommitment]:
    return steady_commitments(estimate(graphs.graph(*resources), shipped()))


def test_instances_that_always_run_are_committed_to() -> None:
    [plan] = offers(server("one"), server("two"))
    on_demand = Decimal("0.0816") * 1460
    assert plan.name == "Compute Savings Plan"
    assert plan.resources == ("one", "two")
    assert float(plan.hourly * 730) == pytest.approx(float(on_demand - plan.monthly_saving))
    assert 0 < plan.monthly_saving < on_demand / 2


def test_spot_instances_are_not_committed_to() -> None:
    spot = server("spot", instanceMarketOptions={"marketType": "spot"})
    assert offers(spot) == []


def test_other_hours_are_not_committed_to() -> None:
    gateway = graphs.resource("aws:ec2/natGateway:NatGateway", "nat", {"subnetId": "subnet-1"})
    assert offers(gateway) == []
