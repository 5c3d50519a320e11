"""Gaps as a user sees them: which charge, why, and what closes it."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from costing.estimate.estimate import estimate
from costing.estimate.gaps import price_fix
from costing.graph.resource import Graph
from costing.model import SECRET, UNKNOWN, Estimate, Gap, Sku, Source
from costing.prices.book import installed
from costing.resources import ec2
from costing.usage.file import UsageFile
from tests import graphs

INSTANCE, SERVICE = "aws:ec2/instance:Instance", "aws:ecs/service:Service"
DEFINITION = "aws:ecs/taskDefinition:TaskDefinition"
BIG = {"instanceType": "p5.48xlarge", "subnetId": UNKNOWN}


def estimated(kind: str, inputs: dict[str, Any], *around: Any, **usage: object) -> Estimate:
    graph = graphs.graph(graphs.resource(kind, "it", inputs), *around)
    return estimate(graph, installed(), UsageFile(defaults={kind: usage} if usage else {}))


def only(found: Estimate) -> Gap:
    (gap,) = found.gaps
    return gap


def test_unknown_subnet_gives_a_gap_of_the_address_only() -> None:
    found = estimated(INSTANCE, BIG)

    assert found.monthly_cost == 730 * Decimal("55.04") + Decimal("0.8")
    assert only(found) == Gap(
        found.resources[0].urn,
        INSTANCE,
        "it",
        "subnetId is known only after deployment; $3.65 a month if charged",
        "Public IPv4 address",
        "subnetId",
        'set "public_ipv4_addresses" in the usage file, or set associatePublicIpAddress in the '
        "program",
    )


def test_setting_the_address_closes_its_gap() -> None:
    found = estimated(INSTANCE, {**BIG, "associatePublicIpAddress": True})

    assert not found.gaps
    assert found.monthly_cost == 730 * Decimal("55.04") + Decimal("0.8") + Decimal("3.65")


def test_unknown_input_of_another_resource_is_named_with_it() -> None:
    subnet = graphs.resource(
        "aws:ec2/subnet:Subnet", "public", {"mapPublicIpOnLaunch": UNKNOWN}, id="subnet-1"
    )

    gap = only(estimated(INSTANCE, {"instanceType": "m5.large", "subnetId": "subnet-1"}, subnet))

    assert gap.path == "mapPublicIpOnLaunch of aws:ec2/subnet:Subnet::public"


def test_unknown_block_costs_its_own_charges_only() -> None:
    volumes = [{"volumeSize": 100, "volumeType": "gp3"}, UNKNOWN, {"volumeSize": UNKNOWN}]
    inputs = {"instanceType": "m5.large", "ebsBlockDevices": volumes}

    found = estimated(INSTANCE, inputs)

    groups = [charge.meter.group for charge in found.charges if charge.list_cost]
    assert groups == [None, None, "rootBlockDevice", "ebsBlockDevices[0]"]
    assert [(gap.charge, gap.path) for gap in found.gaps] == [
        (
            "ebsBlockDevices[1]: Storage, Provisioned IOPS, Provisioned throughput, I/O requests",
            "ebsBlockDevices[1]",
        ),
        ("ebsBlockDevices[2]: Storage", "ebsBlockDevices[2].volumeSize"),
    ]


TASK = graphs.resource(DEFINITION, "web", {"cpu": "1024", "memory": "2048"}, id="arn:web")
ON_FARGATE = {"launchType": "FARGATE", "taskDefinition": "arn:web"}


def test_unknown_count_has_the_price_of_one_and_its_usage_key() -> None:
    found = estimated(SERVICE, {**ON_FARGATE, "desiredCount": UNKNOWN}, TASK)

    memory, vcpu = found.gaps
    assert (memory.charge, vcpu.charge) == ("Memory (on demand)", "vCPU (on demand)")
    assert vcpu.reason == "desiredCount is known only after deployment; $29.55 a month each"
    assert (vcpu.fix or "").startswith('set "tasks" in the usage file, or set desiredCount')


def test_usage_key_closes_the_gap() -> None:
    found = estimated(SERVICE, {**ON_FARGATE, "desiredCount": UNKNOWN}, TASK, tasks=2)

    assert not found.gaps
    assert (
        found.monthly_cost
        == estimated(SERVICE, {**ON_FARGATE, "desiredCount": 2}, TASK).monthly_cost
    )


def test_part_of_a_task_keeps_its_price() -> None:
    task = replace(TASK, inputs={"cpu": "1024", "memory": UNKNOWN})

    found = estimated(SERVICE, {**ON_FARGATE, "desiredCount": 1}, task)

    assert priced(found) == ["vCPU (on demand)"]
    assert only(found).charge == "Memory"


@pytest.mark.parametrize(
    ("value", "reason", "fix"),
    [
        (UNKNOWN, "iops is known only after deployment", "set iops in the program, or price"),
        (SECRET, "iops is a secret", "set iops without a secret"),
        ("many", "iops is 'many': Input should be a valid decimal", "correct iops in the program"),
    ],
)
def test_each_kind_of_unusable_input_has_its_reason_and_fix(
    value: object, reason: str, fix: str
) -> None:
    inputs = {"type": "io2", "size": 100, "iops": value}

    found = estimated("aws:ebs/volume:Volume", inputs)

    assert found.monthly_cost == Decimal("12.5")
    gap = only(found)
    assert gap.charge == "Provisioned IOPS"
    assert reason in gap.reason
    assert (gap.fix or "").startswith(fix)


@pytest.mark.parametrize(
    ("kind", "fix"),
    [
        ("program", "set nodeType in the program, or price the output of `pulumi preview --json`"),
        ("preview", "set nodeType in the program, or price the stack once it is deployed"),
        ("state", "set nodeType in the program"),
    ],
)
def test_fix_of_an_unknown_input_depends_on_the_source(kind: Any, fix: str) -> None:
    cache = graphs.resource("aws:dax/cluster:Cluster", "c", {"nodeType": UNKNOWN})
    graph = Graph(Source(kind, "shop", "prod"), (cache,))

    assert only(estimate(graph, installed())).fix == fix


def test_missing_price_names_its_charge_and_sku() -> None:
    gap = next(gap for gap in estimated(INSTANCE, {"instanceType": "m5.huge"}).gaps if not gap.path)

    assert gap.charge == "Instance usage (Linux/UNIX, on-demand, m5.huge)"
    assert "no price for AmazonEC2 BoxUsage:m5.huge" in gap.reason
    assert gap.fix == (
        "run plimsoll prices refresh --region us-east-1 --service AmazonEC2, "
        "or add the price to the file of --prices"
    )


@pytest.mark.parametrize(
    ("region", "usage_type", "fix"),
    [
        ("global", "Queries", "--region global --service AmazonEC2, or"),
        ("eu-west-1", "SpotUsage:m5.huge", "--region eu-west-1 --service AmazonEC2 --spot, or"),
        ("eu-west-1-lon-1a", "BoxUsage:m5.huge", "add the price to the file of --prices"),
        ("cn-north-1", "BoxUsage:m5.huge", "add the price to the file of --prices"),
    ],
)
def test_price_that_can_be_downloaded_names_the_command(
    region: str, usage_type: str, fix: str
) -> None:
    found = price_fix(Sku("AmazonEC2", usage_type), region)

    assert fix in found
    assert ("plimsoll prices refresh" in found) == fix.startswith("--region")


def test_missing_region_can_be_given_as_an_option() -> None:
    graph = graphs.graph(graphs.resource("aws:ec2/eip:Eip", "e", region=None))

    gap = only(estimate(graph, installed()))

    assert (gap.charge, gap.path, gap.fix) == (
        None,
        "region",
        "set aws:region, --region or AWS_REGION",
    )


def priced(found: Estimate) -> list[str]:
    return [charge.meter.name for charge in found.charges if charge.list_cost]


def failing(*_: object) -> None:
    raise KeyError("surprise")


def test_fault_in_one_part_of_a_cost_model_stays_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ec2, "has_address", failing)

    found = estimated(INSTANCE, {"instanceType": "m5.large"})

    assert priced(found) == [
        "Instance usage (Linux/UNIX, on-demand, m5.large)",
        "Storage (general purpose SSD, gp2)",
    ]
    assert only(found).charge == "Public IPv4 address"
    assert "internal error" in only(found).reason


def test_fault_in_a_cost_model_is_a_gap_of_its_resource(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ec2.Instance, "meters", failing)
    address = graphs.resource("aws:ec2/eip:Eip", "e")

    found = estimated(INSTANCE, {"instanceType": "m5.large"}, address)

    assert found.monthly_cost == Decimal("3.65")
    assert "internal error of the cost model (KeyError: 'surprise')" in only(found).reason


def test_china_is_priced_in_yuan_beside_the_total() -> None:
    web = graphs.resource(INSTANCE, "it", {"instanceType": "m5.large"}, region="cn-north-1")
    found = estimate(graphs.graph(web), installed())
    none = "cn-north-1 is priced in CNY; the price book has no price of"

    assert found.monthly_cost == 0
    assert [gap.reason for gap in found.gaps] == [
        "CNY 739.49 a month (CNY 1.013 an hour, 2024-11-06), which is not added to USD",
        f"{none} AmazonVPC PublicIPv4:InUseAddress there",
        f"{none} AmazonEC2 EBS:VolumeUsage.gp2 there",
    ]
