"""Recommendations: the change that is proposed, its saving, and what gives none."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from costing.actuals.bill import opened
from costing.estimate.estimate import Terms, inventory, of_inventory
from costing.estimate.private_pricing import LIST_PRICES
from costing.estimate.repricing import Repricing
from costing.graph.replacement import with_replaced
from costing.graph.resource import Graph, Resource
from costing.prices.book import shipped
from costing.recommendations.model import Recommendation, Recommendations
from costing.recommendations.recommend import FINDERS, of_whole, recommendations
from costing.usage.file import UsageFile
from costing.usage.resolve import resolve
from tests import graphs
from tests.costing.actuals.bills import billed, write_csv

TERMS = Terms(None, False, date(2026, 11, 30), LIST_PRICES)  # noqa: FBT003 (no free tier)
INSTANCE = "aws:ec2/instance:Instance"
VOLUME = "aws:ebs/volume:Volume"
BUCKET = "aws:s3/bucket:Bucket"
MINE = {"ami": "ami-1", "subnetId": "subnet-1"}


def found(
    *resources: Resource, usage: Mapping[str, Any] | None = None, bill: Any = None
) -> Recommendations:
    graph = graphs.graph(*resources)
    given = UsageFile(resources=dict(usage or {}))
    return recommendations(graph, shipped(), resolve(given, graph), TERMS, bill)


def one(kind: str, inputs: Mapping[str, Any], **usage: Any) -> dict[str, Recommendation]:
    its = graphs.resource(kind, "web", inputs)
    given = {its.urn: usage} if usage else None
    return {each.kind: each for each in found(its, usage=given).found}


@pytest.mark.parametrize(
    ("kind", "inputs", "name", "how", "saving"),
    [
        # us-east-1: gp2 0.10, gp3 0.08 a GB-month; gp3's IOPS above 3,000 at 0.005, MiB/s above
        # 125 at 0.04 (ebs_by_region.csv).
        (VOLUME, {"type": "gp2", "size": 100}, "gp3 volume", "gp2 → gp3", "2"),
        (VOLUME, {"type": "gp2", "size": 2000}, "gp3 volume", "gp2 → gp3", "20"),
        # m5.xlarge 0.192; m6a.xlarge 0.1728, m6g.xlarge 0.154 an hour (ec2_on_demand.csv).
        (
            INSTANCE,
            {**MINE, "instanceType": "m5.xlarge"},
            "newer instance type",
            "m5.xlarge → m6a.xlarge",
            "14.016",
        ),
        (INSTANCE, {**MINE, "instanceType": "m5.xlarge"}, "Graviton", "m6g.xlarge", "27.74"),
        (
            "aws:rds/instance:Instance",
            {"engine": "postgres", "instanceClass": "db.m5.large", "allocatedStorage": 20},
            "Graviton",
            "instanceClass: db.m5.large → db.m6g.large",
            "13.87",
        ),
        ("aws:ec2/eip:Eip", {}, "unused public IPv4 address", "delete it", "3.65"),
    ],
    ids=["gp2", "large gp2", "instance of AMD", "instance of AWS", "database", "address"],
)
def test_saving_is_exact(
    kind: str, inputs: Mapping[str, Any], name: str, how: str, saving: str
) -> None:
    recommendation = one(kind, inputs)[name]

    assert how in recommendation.how
    assert recommendation.low == recommendation.high == Decimal(saving)


@pytest.mark.parametrize(
    ("kind", "inputs"),
    [
        (VOLUME, {"type": "gp3", "size": 100}),
        (VOLUME, {"type": "io2", "size": 100, "iops": 32000}),
        (INSTANCE, {**MINE, "instanceType": "p5.48xlarge"}),
        (INSTANCE, {**MINE, "instanceType": "m9.unknown"}),
        ("aws:lambda/function:Function", {"architectures": ["arm64"]}),
        ("aws:cloudwatch/logGroup:LogGroup", {"retentionInDays": 30}),
    ],
)
def test_nothing_to_save_is_not_proposed(kind: str, inputs: Mapping[str, Any]) -> None:
    assert set(one(kind, inputs)) <= {"unattached volume"}


def test_unknown_use_gives_a_range() -> None:
    its = one("aws:cloudwatch/logGroup:LogGroup", {}, storage_gb=100)["log retention"]
    assert (its.low, its.high) == (Decimal(0), Decimal(3))  # 100 GB-month at 0.03

    its = one(BUCKET, {}, standard={"storage_gb": 1000})["S3 storage class"]
    assert (its.low, its.high) == (Decimal(0), Decimal("10.35"))  # 1,000 GB-month at 0.023, 45 %


def test_gateway_endpoint_saves_data_processing() -> None:
    vpc = graphs.resource("aws:ec2/vpc:Vpc", "vpc", {"cidrBlock": "10.0.0.0/16"})
    subnet = graphs.resource(
        "aws:ec2/subnet:Subnet", "a", {"vpcId": "vpc"}, references=graphs.refers("vpcId", vpc, "id")
    )
    nat = graphs.resource(
        "aws:ec2/natGateway:NatGateway", "nat", {"subnetId": "a"},
        references=graphs.refers("subnetId", subnet, "id"),
    )  # fmt: skip
    endpoints = [
        graphs.resource(
            "aws:ec2/vpcEndpoint:VpcEndpoint",
            name,
            {"vpcId": "vpc", "serviceName": f"com.amazonaws.us-east-1.{name}"},
            references=graphs.refers("vpcId", vpc, "id"),
        )
        for name in ("s3", "dynamodb")
    ]
    usage = {nat.urn: {"monthly_data_processed_gb": 1000}}

    (one_missing,) = found(vpc, subnet, nat, endpoints[0], usage=usage).found
    assert (one_missing.how, one_missing.high) == (
        "add a gateway VPC endpoint for dynamodb",
        Decimal(45),
    )
    assert not found(vpc, subnet, nat, *endpoints, usage=usage).found


def test_alternatives_are_added_once() -> None:
    resource = graphs.resource(INSTANCE, "web", {**MINE, "instanceType": "m5.xlarge"})
    whole = found(resource)

    assert {each.kind for each in whole.found} == {
        "Graviton",
        "newer instance type",
    }
    assert whole.exact == max(each.low for each in whole.found)


def test_resources_without_traffic_are_idle(tmp_path: Path) -> None:
    nat = graphs.resource("aws:ec2/natGateway:NatGateway", "nat", {}, id="nat-1")
    hours = {"x_UsageType": "NatGateway-Hours", "ResourceId": "nat-1"}
    busy = {**hours, "ResourceId": "nat-2"}
    rows = [
        billed(720, "32.4", **hours),
        billed(720, "32.4", **busy),
        billed(5, "0.2", **{**busy, "x_UsageType": "NatGateway-Bytes"}),
        billed(24, "1.08", **{**hours, "ResourceId": "nat-3"}),
        billed(720, "3.6", x_UsageType="PublicIPv4:IdleAddress", ResourceId="eipalloc-1"),
    ]
    with opened(str(write_csv(tmp_path / "bill.csv", rows))) as bill:
        idle = found(nat, bill=bill).idle

    assert [(each.resource_id, each.name, each.cost) for each in idle] == [
        ("nat-1", "nat", Decimal("32.4")),
        ("eipalloc-1", "", Decimal("3.6")),
    ]


def mixed() -> tuple[Resource, ...]:
    """Return resources that share tiers and depend on one another, with cheaper variants."""
    group = "aws:autoscaling/group:Group"
    template = graphs.resource(
        "aws:ec2/launchTemplate:LaunchTemplate", "lt", {"instanceType": "m5.xlarge"}, id="lt-1"
    )
    volume = {"availabilityZone": "us-east-1a", "type": "gp2", "size": 2000}
    attached = {"volumeId": "vol-1", "instanceId": "i-1", "deviceName": "/dev/sdf"}
    functions = (
        graphs.resource("aws:lambda/function:Function", each, {"memorySize": 512})
        for each in ("f", "g")
    )
    return (
        template,
        *(
            graphs.resource(
                group,
                name,
                {"maxSize": 4, "minSize": 2, "launchTemplate": {"id": "lt-1"}},
                references=graphs.refers("launchTemplate.id", template, "id"),
            )
            for name in ("one", "two")
        ),
        graphs.resource(INSTANCE, "web", {**MINE, "instanceType": "m5.xlarge"}, id="i-1"),
        graphs.resource(INSTANCE, "same", {**MINE, "instanceType": "m5.xlarge"}),
        graphs.resource(VOLUME, "data", volume, id="vol-1"),
        graphs.resource("aws:ec2/volumeAttachment:VolumeAttachment", "at", attached),
        graphs.resource(VOLUME, "orphan", volume),
        *functions,
        graphs.resource("aws:s3/bucket:Bucket", "b", {}),
        graphs.resource("aws:cloudwatch/logGroup:LogGroup", "logs", {}),
        graphs.resource(
            "aws:rds/instance:Instance",
            "db",
            {
                "engine": "postgres",
                "instanceClass": "db.m5.large",
                "allocatedStorage": 100,
                "storageType": "gp2",
            },
        ),
    )


@pytest.mark.parametrize("free_tier", [False, True])
def test_saving_is_that_of_two_estimates_of_the_stack(free_tier: bool) -> None:  # noqa: FBT001 (parametrized)
    graph = graphs.graph(*mixed())
    calls = {"monthly_requests": 9_000_000_000, "request_duration_ms": 400}  # above the first tier
    usage = {each.urn: calls for each in graph.of_type("aws:lambda/function:Function")}
    usages = resolve(UsageFile(resources=usage), graph)
    terms = replace(TERMS, free_tier=free_tier)
    everything = inventory(graph, usages, None, TERMS.on)
    base = of_inventory(graph, everything, shipped(), terms)
    repricing = Repricing.of(graph, shipped(), usages, terms, everything)
    changes = [
        each.change
        for finders in FINDERS.values()
        for find in finders
        for each in find(graph, shipped())
        if each.change
    ]

    assert len(changes) >= 14
    found = [repricing.difference(change) for change in changes]
    assert found == [of_whole(change, repricing, base) for change in changes]
    assert sum(each is not None and each.monthly_cost < 0 for each in found) >= 10


def test_replaced_resource_is_in_every_index() -> None:
    graph = graphs.graph(*mixed())
    new = {
        each.urn: replace(each, inputs={**each.inputs, "instanceType": "m7i.xlarge"})
        for each in graph.of_type(INSTANCE, "aws:ec2/launchTemplate:LaunchTemplate")
    }
    kept = with_replaced(graph, new)
    fresh = Graph(graph.source, kept.resources)

    assert all(name in vars(kept) for name in ("by_urn", "by_type", "by_value", "referred"))
    assert kept.by_urn == fresh.by_urn
    assert kept.by_type == fresh.by_type
    assert {key: [*each] for key, each in kept.by_value.items()} == {
        key: [*each] for key, each in fresh.by_value.items()
    }
    assert kept.referred == fresh.referred
