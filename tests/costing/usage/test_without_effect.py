"""Usage values without effect: which are reported, with which reason."""

from collections.abc import Mapping
from datetime import date
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import pytest

from costing.errors import UsageError
from costing.graph.resource import Graph, Resource
from costing.model import UNKNOWN, Source
from costing.prices.book import installed
from costing.usage.effects import usage_effects
from costing.usage.file import UsageFile, read
from costing.usage.without_effect import check, without_effect

ON = date(2026, 11, 30)
INSTANCE, STREAM = "aws:ec2/instance:Instance", "aws:kinesis/stream:Stream"
SERVICE, BALANCER = "aws:ecs/service:Service", "aws:lb/loadBalancer:LoadBalancer"
DATABASE, DB = "aws:rds/instance:Instance", {"engine": "mysql", "instanceClass": "db.m5.large"}
WORKGROUP = "aws:redshiftserverless/workgroup:Workgroup"
TASK = {"family": "task", "cpu": "256", "memory": "512", "requiresCompatibilities": ["FARGATE"]}
SCALING, RANGE = "aws:appautoscaling/target:Target", {"minCapacity": 1, "maxCapacity": 9}
CONSUMER = "aws:kinesis/streamConsumer:StreamConsumer"
RESERVED = {
    "reserved_instance_type": "standard",
    "reserved_instance_term": "1_year",
    "reserved_instance_payment_option": "no_upfront",
}
PLAN = {
    "savings_plan_type": "compute",
    "savings_plan_term": "1_year",
    "savings_plan_payment_option": "no_upfront",
}
WEB: dict[str, Any] = {"instanceType": "t3.large", "ami": "ami-1"}


def resource(kind: str, inputs: Mapping[str, Any], name: str = "x") -> Resource:
    return Resource(f"urn:pulumi:dev::t::{kind}::{name}", kind, dict(inputs), region="us-east-1")


def graph(*resources: Resource) -> Graph:
    return Graph(Source("program", "t", "dev"), resources)


def reported(kind: str, inputs: Mapping[str, Any], usage: Mapping[str, Any]) -> dict[str, str]:
    """Return the reasons by key."""
    file = UsageFile(resources={"x": dict(usage)})
    found = without_effect(file, graph(resource(kind, inputs)), None, ON)
    return {each.place[2]: each.reason for each in found}


@pytest.mark.parametrize(
    ("kind", "inputs", "usage", "keys"),
    [
        (INSTANCE, WEB, {"monthly_hrs": 730}, []),  # the default
        (INSTANCE, WEB, {"operating_system": "linux"}, []),
        (INSTANCE, WEB, {"vcpu_count": 1}, []),  # needs another quantity, which is listed
        (INSTANCE, WEB, RESERVED, []),
        (INSTANCE, WEB, RESERVED | PLAN, list(PLAN)),  # the reservation comes first
        (INSTANCE, WEB, PLAN | {"reserved_instance_type": "standard"}, ["reserved_instance_type"]),
        (DATABASE, DB, RESERVED, []),  # the type has one choice, which is the default
        (DATABASE, DB, {"reserved_instance_type": "standard"}, ["reserved_instance_type"]),
        (WORKGROUP, {"baseCapacity": 8}, {"monthly_hrs": 5, "monthly_rpu_hrs": 9}, ["monthly_hrs"]),
        (INSTANCE, WEB | {"instanceType": "m5.large"}, {"vcpu_count": 1}, ["vcpu_count"]),
        (INSTANCE, WEB | {"instanceType": UNKNOWN}, {"vcpu_count": 1}, []),  # may have an effect
        (INSTANCE, WEB | {"instanceType": "m5.large"}, {"vcpu_count": 0}, []),  # says: none
        (SERVICE, {"launchType": "EC2"}, {"tasks": 50}, ["tasks"]),
        (STREAM, {}, {"monthly_on_demand_data_in_gb": 5}, ["monthly_on_demand_data_in_gb"]),
        (STREAM, {"shardCount": 1}, {"monthly_provisioned_put_units": 5}, []),
        # Capacity units are the largest of four dimensions.
        (BALANCER, {}, {"new_connections": 1000, "processed_bytes_gb": 1}, []),
    ],
)  # fmt: skip
def test_value_has_an_effect_or_is_reported(
    kind: str, inputs: Mapping[str, Any], usage: Mapping[str, Any], keys: list[str]
) -> None:
    assert [*reported(kind, inputs, usage)] == keys


def test_reason_names_the_choices_that_are_missing() -> None:
    found = reported(INSTANCE, WEB, {"reserved_instance_term": "1_year"})

    assert found["reserved_instance_term"] == (
        "it applies only together with reserved_instance_type and "
        "reserved_instance_payment_option; set reserved_instance_type and "
        "reserved_instance_payment_option or remove reserved_instance_term"
    )


def test_reason_names_the_values_that_are_used_instead() -> None:
    found = reported(INSTANCE, WEB, RESERVED | PLAN)

    keys = "reserved_instance_type and reserved_instance_term and reserved_instance_payment_option"
    assert found["savings_plan_term"] == (
        f"{keys} are used instead; remove savings_plan_term or {keys}"
    )


def test_reason_of_a_key_that_is_never_billed() -> None:
    found = reported(STREAM, {"shardCount": 4}, {"monthly_provisioned_extended_retention_gb": 1})

    assert found["monthly_provisioned_extended_retention_gb"] == (
        "retention up to 7 days is billed by the shard-hour; remove it"
    )


def test_usage_that_another_resource_reads_has_an_effect() -> None:
    stream = resource(STREAM, {"shardCount": 2, "name": "s"})
    reader = resource(CONSUMER, {"streamArn": "arn:aws:kinesis:us-east-1:1:stream/s"}, "c")
    file = UsageFile(resources={"x": {"monthly_provisioned_efo_consumer_hours": 5}})

    assert not without_effect(file, graph(stream, reader), None, ON)


WILD = {"resources": {"*": {"tasks": 3}}}


@pytest.mark.parametrize(
    ("file", "is_reported"),
    [
        ({"resources": {"x": {"tasks": 3}}}, True),
        (WILD, False),  # has an effect on y
        ({"defaults": {SERVICE: {"tasks": 3}}}, False),  # of a type, not of this resource
        ({"resources": {"x": {"tasks": 3}}, "shared": True}, False),  # maybe in another stack
    ],
)
def test_value_is_reported_only_if_all_its_resources_ignore_it(
    file: dict[str, Any], *, is_reported: bool
) -> None:
    stack = graph(
        resource(SERVICE, {"launchType": "EC2"}), resource(SERVICE, {"launchType": "FARGATE"}, "y")
    )

    assert bool(without_effect(UsageFile(**file), stack, None, ON)) is is_reported


def test_error_has_the_line_and_counts_the_others(tmp_path: Path) -> None:
    path = tmp_path / "usage.yaml"
    path.write_text("version: 1\nresources:\n  x:\n    tasks: 3\n    monthly_intra_region_gb: 1\n")
    stack = graph(resource(SERVICE, {"launchType": "EC2"}))

    with pytest.raises(UsageError, match=r"usage.yaml:4: usage of x: tasks has no effect: .*\(1 m"):
        check(read(path), stack, None, None, ON)


def test_effect_on_either_side_of_a_comparison_is_enough() -> None:
    old = graph(resource(SERVICE, {"launchType": "FARGATE"}))
    new = graph(resource(SERVICE, {"launchType": "EC2"}))
    file = UsageFile(resources={"x": {"tasks": 3}})

    check(file, new, old, None, ON)
    with pytest.raises(UsageError):
        check(file, new, new, None, ON)


def test_reason_names_the_overriding_resource() -> None:
    dimension = {"serviceNamespace": "ecs", "scalableDimension": "ecs:service:DesiredCount"}
    task = resource("aws:ecs/taskDefinition:TaskDefinition", TASK, "task")
    inputs = {"launchType": "FARGATE", "cluster": "c", "name": "web", "taskDefinition": "task"}
    service = resource(SERVICE, inputs, "web")
    target = resource(SCALING, {"resourceId": "service/c/web", **RANGE, **dimension}, "scaling")
    file = UsageFile(resources={"web": {"tasks": 3}, "scaling": {"capacity": 5}})

    (found,) = without_effect(file, graph(task, service, target), None, ON)
    assert found.reason.startswith("usage of aws:ecs/service:Service web is used instead; remove")


@pytest.mark.parametrize(
    ("kind", "inputs"),
    [
        (INSTANCE, WEB),
        (DATABASE, DB),
        (WORKGROUP, {"baseCapacity": 8}),
        ("aws:ssm/parameter:Parameter", {"type": "String", "tier": "Advanced"}),
    ],
)
def test_all_offered_keys_have_an_effect_without_alternatives(
    kind: str, inputs: Mapping[str, Any]
) -> None:
    stack = graph(resource(kind, inputs))
    (found,) = usage_effects(stack, installed(), UsageFile(), on=ON)
    examples: dict[str, Any] = {}
    for each in found.keys:
        if not any(fnmatchcase(given, each.key.instead_of) for given in examples):
            examples[each.key.name] = each.key.example

    assert len(examples) > 1
    assert reported(kind, inputs, examples) == {}


def test_alternative_of_a_given_key_is_not_offered() -> None:
    file = UsageFile(resources={"x": PLAN})
    (found,) = usage_effects(graph(resource(INSTANCE, WEB)), installed(), file, on=ON)

    assert not [each for each in found.keys if each.key.name.startswith("reserved_")]
    (hours,) = [each for each in found.keys if each.key.name == "monthly_hrs"]
    assert not hours.key.instead_of
