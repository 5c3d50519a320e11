from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from costing.graph.resource import Resource
from costing.prices.book import installed
from costing.usage.effects import Effect, usage_effects
from costing.usage.file import UsageFile
from tests import graphs

ON = date(2026, 12, 1)
BALANCER, FUNCTION = "aws:lb/loadBalancer:LoadBalancer", "aws:lambda/function:Function"
TABLE, TARGET = "aws:dynamodb/table:Table", "aws:appautoscaling/target:Target"


def effects(
    *resources: Resource, usage: Mapping[str, Any] | None = None
) -> dict[str, dict[str, Effect]]:
    """Return the effects by resource name and key, in their order."""
    file = UsageFile(resources=dict(usage or {}))
    found = usage_effects(graphs.graph(*resources), installed(), file, on=ON)
    return {each.resource.name: {effect.key.name: effect for effect in each.keys} for each in found}


def test_effect_without_value_is_that_of_the_example() -> None:
    keys = effects(graphs.resource("aws:ec2/natGateway:NatGateway", "nat"))["nat"]

    assert next(iter(keys)) == "monthly_data_processed_gb"
    assert keys["monthly_data_processed_gb"].change == Decimal(45)  # 1,000 GB at 0.045 USD


def test_a_key_that_needs_another_one_is_priced_beside_it() -> None:
    keys = effects(graphs.resource(FUNCTION, "resize"))["resize"]

    # A million requests of 200 ms with 128 MB: 25,000 GB-seconds at 0.0000166667 USD.
    assert round(keys["request_duration_ms"].change, 4) == Decimal("0.4167")


def test_effect_of_a_default_is_the_cost_that_depends_on_it() -> None:
    keys = effects(
        graphs.resource("aws:ec2/instance:Instance", "web", {"instanceType": "m5.large"})
    )

    assert keys["web"]["monthly_hrs"].is_priced
    assert keys["web"]["monthly_hrs"].change == Decimal("73.730")  # 730 hours, 0.096 + 0.005 USD


def test_given_keys_are_left_out() -> None:
    queue = graphs.resource("aws:sqs/queue:Queue", "jobs")
    keys = effects(queue, usage={"jobs": {"monthly_requests": 1}})["jobs"]

    assert "request_size_kb" in keys
    assert "monthly_requests" not in keys


OPEN_ZFS = {"throughputCapacity": 64, "deploymentType": "SINGLE_AZ_1", "storageCapacity": 64}
ENVIRONMENT = "aws:batch/computeEnvironment:ComputeEnvironment"
FARGATE = {"type": "MANAGED", "computeResources": {"type": "FARGATE", "maxVcpus": 4}}
CONNECTION = "aws:directconnect/connection:Connection"


@pytest.mark.parametrize(
    ("kind", "inputs", "left_out"),
    [
        ("aws:fsx/openZfsFileSystem:OpenZfsFileSystem", OPEN_ZFS, "compression_savings_percent"),
        ("aws:apigatewayv2/api:Api", {"protocolType": "HTTP"}, "monthly_messages"),
        ("aws:apigatewayv2/api:Api", {"protocolType": "WEBSOCKET"}, "monthly_requests"),
        ("aws:sfn/stateMachine:StateMachine", {"type": "EXPRESS"}, "monthly_transitions"),
        ("aws:kinesis/stream:Stream", {}, "monthly_on_demand_data_in_gb"),
        (TABLE, {"readCapacity": 1, "writeCapacity": 1}, "monthly_read_request_units"),
        ("aws:ebs/volume:Volume", {"type": "gp3"}, "monthly_standard_io_requests"),
        (CONNECTION, {"bandwidth": "1Gbps"}, "dx_virtual_interface_type"),
        (ENVIRONMENT, FARGATE, "operating_system"),
        (ENVIRONMENT, FARGATE, "savings_plan_term"),
        (ENVIRONMENT, FARGATE, "instance_type"),
    ],
)
def test_keys_without_effect_in_a_configuration_are_left_out(
    kind: str, inputs: dict[str, Any], left_out: str
) -> None:
    found = effects(graphs.resource(kind, "it", inputs))

    assert left_out not in found.get("it", {})


def test_all_choices_of_a_group_are_offered() -> None:
    keys = effects(
        graphs.resource("aws:ec2/instance:Instance", "web", {"instanceType": "m5.large"})
    )

    commitments = {each for each in keys["web"] if each.startswith(("reserved_", "savings_"))}
    assert len(commitments) == 6  # type, term and payment option


def test_a_free_configuration_has_no_keys() -> None:
    gateway = {"vpcEndpointType": "Gateway", "serviceName": "com.amazonaws.us-east-1.s3"}

    assert effects(graphs.resource("aws:ec2/vpcEndpoint:VpcEndpoint", "s3", gateway)) == {}


def test_capacity_counts_at_the_scaled_resource() -> None:
    table = graphs.resource(TABLE, "orders", {"readCapacity": 10, "writeCapacity": 10})
    target = graphs.resource(
        TARGET,
        "orders-reads",
        {"minCapacity": 10, "scalableDimension": "dynamodb:table:ReadCapacityUnits"},
        references=graphs.refers("resourceId", table, "id"),
    )

    # Ten read capacity units, 730 hours at 0.00013 USD.
    assert effects(table, target)["orders-reads"]["capacity"].change == Decimal("0.949")


def test_all_keys_are_there_where_the_configuration_is_unknown() -> None:
    found = effects(graphs.resource("aws:ec2/instance:Instance", "web"))  # without instanceType

    assert {"monthly_hrs", "monthly_outbound_internet_gb", "operating_system"} <= {*found["web"]}


def test_expensive_resources_come_first() -> None:
    queue = graphs.resource("aws:sqs/queue:Queue", "a-queue")
    nat = graphs.resource("aws:ec2/natGateway:NatGateway", "nat")

    assert [*effects(queue, nat)] == ["nat", "a-queue"]
