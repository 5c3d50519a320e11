"""Lookups are answered with facts where there are any, and made up where only AWS knows."""

import json
from pathlib import Path
from typing import Any

import pytest

from costing.errors import ProgramError
from costing.graph.preview import invokes, output_kinds
from costing.graph.preview.lookups import Lookup, Unanswered
from costing.graph.preview.placeholder_values import Placeholders
from costing.graph.resource import Graph
from costing.model import UNKNOWN
from tests.costing.graph.preview.program import one, run


def answer(token: str, region: str | None = "us-east-1", **arguments: Any) -> dict[str, Any]:
    return dict(invokes.answer(Lookup(token, arguments, region), Placeholders()))


ZONES = "aws:index/getAvailabilityZones:getAvailabilityZones"
OFFERINGS = "aws:ec2/getInstanceTypeOfferings:getInstanceTypeOfferings"
OFFERING = "aws:ec2/getInstanceTypeOffering:getInstanceTypeOffering"
POLICY = "aws:iam/getPolicyDocument:getPolicyDocument"


def filters(**wanted: list[str]) -> list[dict[str, Any]]:
    return [{"name": name.replace("_", "-"), "values": each} for name, each in wanted.items()]


@pytest.mark.parametrize(
    ("arguments", "names"),
    [
        ({}, ["ap-northeast-1a", "ap-northeast-1c", "ap-northeast-1d"]),
        ({"state": "available"}, ["ap-northeast-1a", "ap-northeast-1c", "ap-northeast-1d"]),
        ({"state": "impaired"}, []),
        ({"excludeNames": ["ap-northeast-1a"]}, ["ap-northeast-1c", "ap-northeast-1d"]),
        ({"excludeZoneIds": ["apne1-az4"]}, ["ap-northeast-1a", "ap-northeast-1c"]),
        ({"filters": filters(zone_id=["apne1-az2"])}, ["ap-northeast-1c"]),
        ({"filters": filters(zone_name=["*d"])}, ["ap-northeast-1d"]),
        ({"filters": filters(opt_in_status=["opted-in"])}, []),
    ],
)
def test_zones_are_those_of_the_region(arguments: dict[str, Any], names: list[str]) -> None:
    assert sorted(answer(ZONES, "ap-northeast-1", **arguments)["names"]) == names


def test_the_zones_of_an_unknown_region_are_made_up() -> None:
    placeholders = Placeholders()
    found = invokes.answer(Lookup(ZONES, {}, "xx-new-1"), placeholders)
    assert len(found["names"]) == 3
    assert all(placeholders.find(name) == [] for name in found["names"])


def test_an_unknown_filter_is_refused_by_its_name() -> None:
    with pytest.raises(Unanswered, match='getAvailabilityZones: unknown filter "colour"'):
        answer(ZONES, filters=filters(colour=["red"]))


@pytest.mark.parametrize("token", [ZONES, OFFERINGS, "aws:index/getRegion:getRegion"])
def test_lookup_without_region_names_the_option(token: str) -> None:
    with pytest.raises(Unanswered, match="needs a region; run pulumi config set aws:region"):
        answer(token, None)


def test_offerings_are_by_zone_and_by_region() -> None:
    wanted = filters(instance_type=["m5.large", "no.such"])
    by_zone = answer(OFFERINGS, locationType="availability-zone", filters=wanted)
    assert set(by_zone["instanceTypes"]) == {"m5.large"}
    assert "us-east-1a" in by_zone["locations"]
    assert len(by_zone["locations"]) == len(set(by_zone["locations"]))
    by_region = answer(OFFERINGS, filters=wanted)
    assert by_region["locations"] == ["us-east-1"]
    one_zone = filters(instance_type=["m5.large"], location=["use1-az2"])
    by_id = answer(OFFERINGS, locationType="availability-zone-id", filters=one_zone)
    assert by_id["locations"] == ["use1-az2"]


def test_the_offering_is_the_first_that_is_preferred() -> None:
    wanted = filters(instance_type=["m5.large", "m6i.large"])
    preferred = ["no.such", "m6i.large", "m5.large"]
    found = answer(OFFERING, filters=wanted, preferredInstanceTypes=preferred)
    assert found["instanceType"] == "m6i.large"


@pytest.mark.parametrize(
    ("region", "partition", "suffix"),
    [
        ("eu-west-1", "aws", "amazonaws.com"),
        ("cn-north-1", "aws-cn", "amazonaws.com.cn"),
        ("us-gov-west-1", "aws-us-gov", "amazonaws.com"),
    ],
)
def test_a_partition_is_the_region_s(region: str, partition: str, suffix: str) -> None:
    found = answer("aws:index/getPartition:getPartition", region)
    assert (found["partition"], found["dnsSuffix"]) == (partition, suffix)


def test_a_region_is_described() -> None:
    found = answer("aws:index/getRegion:getRegion", "eu-west-1")
    assert (found["region"], found["description"]) == ("eu-west-1", "Europe (Ireland)")


def test_regions_are_those_that_every_account_has() -> None:
    names = answer("aws:index/getRegions:getRegions")["names"]
    assert "us-east-1" in names
    assert "af-south-1" not in names
    assert "af-south-1" in answer("aws:index/getRegions:getRegions", allRegions=True)["names"]


def test_instance_type_lookup_matches_the_facts() -> None:
    found = answer("aws:ec2/getInstanceType:getInstanceType", instanceType="m5.large")
    assert (found["defaultVcpus"], found["memorySize"]) == (2, 8192)


def test_a_policy_document_is_computed() -> None:
    statement = {
        "sid": "Read",
        "actions": ["s3:GetObject", "s3:ListBucket"],
        "resources": ["*"],
        "principals": [
            {"type": "AWS", "identifiers": ["111122223333"]},
            {"type": "Service", "identifiers": ["ec2.amazonaws.com"]},
        ],
        "conditions": [
            {"test": "Bool", "variable": "aws:SecureTransport", "values": ["false"]},
            {"test": "Bool", "variable": "aws:ViaAWSService", "values": ["true", "false"]},
        ],
    }
    found = json.loads(answer(POLICY, statements=[statement])["json"])
    assert found == {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Sid": "Read",
                "Effect": "Allow",
                "Action": ["s3:ListBucket", "s3:GetObject"],
                "Resource": "*",
                "Principal": {"AWS": "111122223333", "Service": "ec2.amazonaws.com"},
                "Condition": {
                    "Bool": {
                        "aws:SecureTransport": "false",
                        "aws:ViaAWSService": ["true", "false"],
                    }
                },
            }
        ],
    }


def test_policy_documents_are_joined_and_overridden_by_sid() -> None:
    source = json.dumps({"Statement": [{"Sid": "A", "Effect": "Allow", "Action": "s3:*"}]})
    override = json.dumps({"Statement": {"Sid": "A", "Effect": "Deny", "Action": "s3:*"}})
    found = answer(
        POLICY,
        sourcePolicyDocuments=[source],
        statements=[{"actions": ["ec2:*"], "principals": [{"type": "*", "identifiers": ["*"]}]}],
        overridePolicyDocuments=[override],
    )
    statements = json.loads(found["minifiedJson"])["Statement"]
    assert [each["Effect"] for each in statements] == ["Deny", "Allow"]
    assert statements[1]["Principal"] == "*"


def test_every_provider_function_has_a_result() -> None:
    for token in output_kinds.lines():
        if "/get" in token:
            placeholders = Placeholders()
            try:
                found = invokes.answer(Lookup(token, {}, "us-east-1"), placeholders)
            except Unanswered:
                continue
            declared = output_kinds.outputs(token)
            assert found["id"], token
            assert UNKNOWN not in found.values(), token
            for key, value in found.items():
                fits = {"text": str, "flag": bool, "number": int, "list": list, "texts": list}
                assert isinstance(value, fits.get(declared.get(key, "other"), object)), (token, key)


PROGRAM = """
identity = aws.get_caller_identity()
image = aws.ec2.get_ami(most_recent=True, owners=["amazon"],
                        filters=[{"name": "architecture", "values": ["arm64"]}])
parameter = aws.ssm.get_parameter(name="/aws/service/ami-amazon-linux-latest/al2023-ami-x86_64")
vpc = aws.ec2.get_vpc(default=True)
subnets = aws.ec2.get_subnets(filters=[{"name": "vpc-id", "values": [vpc.id]}])
other = aws.ec2.get_vpc(tags={"Name": "shared"})
key = aws.kms.get_key(key_id="alias/shop")
prefixes = aws.ec2.get_prefix_list(filters=[
    {"name": "prefix-list-name", "values": ["com.amazonaws.eu-west-1.s3"]}])
own = aws.ec2.Vpc("own", cidr_block="10.0.0.0/16")
bucket = aws.s3.Bucket("bucket", bucket=f"logs-{identity.account_id}")
aws.ec2.Instance("instance", ami=image.id, instance_type="t4g.micro", subnet_id=subnets.ids[0],
    tags={"architecture": image.architecture, "parameter": parameter.value, "block": vpc.cidr_block,
          "other": other.cidr_block, "account": identity.account_id[-6:] + identity.account_id,
          "key": f"key {key.arn}", "prefixes": prefixes.name, "list": prefixes.prefix_list_id})
document = aws.iam.get_policy_document_output(statements=[
    {"actions": ["s3:GetObject"], "resources": [bucket.arn]}])
aws.iam.Policy("computed", policy=document.json)
aws.iam.Policy("literal", policy=aws.iam.get_policy_document(statements=[
    {"actions": ["s3:GetObject"], "resources": ["*"]}]).json)
found = aws.ec2.get_subnets_output(filters=[{"name": "vpc-id", "values": [own.id]}])
aws.rds.SubnetGroup("group", subnet_ids=found.ids)
for zone in aws.get_availability_zones(state="available").names:
    aws.ec2.Subnet(zone, vpc_id=own.id, cidr_block="10.0.0.0/24", availability_zone=zone)
"""


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    return run(tmp_path_factory.mktemp("lookups"), PROGRAM)


def test_lookup_result_of_the_account_is_unknown(graph: Graph) -> None:
    instance = one(graph, "instance")
    unknown = {key for key, value in instance.inputs["tags"].items() if value is UNKNOWN}
    assert unknown == {"parameter", "other", "account", "key", "list"}
    assert instance.inputs["ami"] is instance.inputs["subnetId"] is UNKNOWN
    assert instance.references == {}
    assert one(graph, "bucket").inputs["bucket"] is UNKNOWN


def test_lookup_result_from_facts_is_known(graph: Graph) -> None:
    tags = one(graph, "instance").inputs["tags"]
    assert tags["architecture"] == "arm64"
    assert tags["block"] == "172.31.0.0/16"
    assert tags["prefixes"] == "com.amazonaws.eu-west-1.s3"
    for zone in ("eu-west-1a", "eu-west-1b", "eu-west-1c"):
        assert one(graph, zone).inputs["availabilityZone"] == zone


def test_document_is_unknown_if_a_part_is(graph: Graph) -> None:
    (statement,) = one(graph, "computed").inputs["policy"]["Statement"]
    assert statement == {"Effect": "Allow", "Action": "s3:GetObject", "Resource": UNKNOWN}
    literal = json.loads(one(graph, "literal").inputs["policy"])
    assert literal["Statement"] == [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}]


def test_failed_lookup_is_reported_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(ProgramError) as raised:
        run(tmp_path, "aws.get_availability_zones()", stack="config: {}\n")
    message = str(raised.value)
    assert message.startswith("__main__.py:5: ")
    assert "getAvailabilityZones needs a region; run pulumi config set aws:region REGION" in message


def test_names_from_unknown_lookups_give_distinct_resources(tmp_path: Path) -> None:
    source = """
    for name in aws.ec2.get_subnets(filters=[{"name": "vpc-id", "values": ["vpc-0abc"]}]).ids:
        aws.efs.MountTarget(f"target-{name}", file_system_id="fs-0abc", subnet_id=name)
    for tag in ("a", "b"):
        aws.s3.Bucket(f"of-{aws.ec2.get_vpc(tags={'Name': tag}).id[-8:]}")
    """
    graph = run(tmp_path, source)
    assert [each.name for each in graph.resources if each.type.startswith("aws:")] == [
        "target-[getSubnets.ids[0]]",
        "target-[getSubnets.ids[1]]",
        "target-[getSubnets.ids[2]]",
        "of-[getVpc.id]",
        "of-[getVpc.id]-2",
    ]
