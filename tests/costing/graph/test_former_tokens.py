"""States and programs of older SDKs: their type tokens, names and shapes of inputs."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from costing.estimate.estimate import estimate
from costing.graph.readers.detect import read
from costing.graph.readers.state import of_export
from costing.graph.resource import Graph
from costing.model import Estimate
from costing.prices.book import installed
from costing.usage.file import UsageFile
from costing.usage.template import unique_labels
from plimsoll.report.graph_json import as_json as graph_json

STACK = "urn:pulumi:dev::shop"
LOAD_BALANCER = "loadBalancer:LoadBalancer"
INTERNAL = {"internal": "true", "subnets": ["subnet-1", "subnet-2"]}
FORMER = f"aws:elasticloadbalancingv2/{LOAD_BALANCER}"


def state(*resources: tuple[str, str, dict[str, Any]]) -> Graph:
    provider = f"{STACK}::pulumi:providers:aws::default"
    listed = [
        {
            "urn": provider,
            "type": "pulumi:providers:aws",
            "custom": True,
            "id": "p",
            "inputs": {"region": "us-east-1"},
        },
        *(
            {
                "urn": f"{STACK}::{kind}::{name}",
                "type": kind,
                "custom": True,
                "id": name,
                "provider": f"{provider}::p",
                "inputs": inputs,
            }
            for kind, name, inputs in resources
        ),
    ]
    return of_export({"version": 3, "deployment": {"resources": listed}})


def priced(graph: Graph, **usage: Any) -> Estimate:
    return estimate(graph, installed(), UsageFile(**usage), on=date(2026, 11, 24))


@pytest.mark.parametrize(
    ("token", "cost"),
    [
        (f"aws:lb/{LOAD_BALANCER}", "16.425"),
        (f"aws:alb/{LOAD_BALANCER}", "16.425"),
        (FORMER, "16.425"),
        (f"aws:applicationloadbalancing/{LOAD_BALANCER}", "16.425"),
        (f"aws:elb/{LOAD_BALANCER}", "18.25"),
        (f"aws:elasticloadbalancing/{LOAD_BALANCER}", "18.25"),
    ],
)
def test_former_tokens_cost_the_same_as_current_ones(token: str, cost: str) -> None:
    found = priced(state((token, "front", INTERNAL)))

    assert found.monthly_cost == Decimal(cost)
    assert [each.type for each in found.resources] == [token]  # as the state has it


def test_a_free_former_token_is_free() -> None:
    listener = "aws:elasticloadbalancingv2/listener:Listener"

    found = priced(state((listener, "http", {"port": 80})))

    assert found.free == {listener: 1}
    assert found.gaps == ()


@pytest.mark.parametrize("key", [FORMER, f"aws:lb/{LOAD_BALANCER}", "aws_lb", "aws_alb"])
def test_usage_defaults_are_found_under_any_token(key: str) -> None:
    defaults = {key: {"processed_bytes_gb": 1000}}

    found = priced(state((FORMER, "front", INTERNAL)), defaults=defaults)

    assert found.monthly_cost == Decimal("24.425")


@pytest.mark.parametrize("key", [f"{FORMER}::front", f"aws:lb/{LOAD_BALANCER}::front"])
def test_usage_of_a_resource_is_found_under_any_token(key: str) -> None:
    resources = {key: {"processed_bytes_gb": 1000}}

    found = priced(state((FORMER, "front", INTERNAL)), resources=resources)

    assert found.monthly_cost == Decimal("24.425")


def test_usage_template_names_the_declared_token() -> None:
    graph = state((FORMER, "front", INTERNAL))

    assert f"{FORMER}::front" in unique_labels(graph.of_type(f"aws:lb/{LOAD_BALANCER}")).values()


def test_a_written_graph_is_read_back_the_same() -> None:
    graph = state((FORMER, "front", INTERNAL), ("aws:s3/bucketV2:BucketV2", "models", {}))

    assert read(graph_json(graph).encode(), "graph.json").resources == graph.resources
