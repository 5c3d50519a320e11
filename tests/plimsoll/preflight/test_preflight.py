"""Preflight against an account of moto; quotas are a fake, as moto has few of them."""

import json
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto import mock_aws

from costing.graph.resource import Graph
from costing.graph.source import opened
from costing.model import UNKNOWN
from plimsoll.cli import main
from plimsoll.commands import preflight as command
from plimsoll.preflight.account import Result
from plimsoll.preflight.checks import preflight
from plimsoll.preflight.quotas import ADDRESSES, check_quotas, family_of, needs
from tests import graphs
from tests.shared import once

ROOT = Path(__file__).parents[3]
REGION = "us-east-1"
MANIFEST = "application/vnd.docker.distribution.manifest.v2+json"


class Quotas:
    """Service Quotas with one value for all quotas."""

    def __init__(self, value: float, endpoints: tuple[str, ...] = ()) -> None:
        self.value, self.endpoints = value, endpoints

    def get_service_quota(self, **_: str) -> dict[str, Any]:
        return {"Quota": {"Value": self.value}}

    def get_paginator(self, _: str) -> "Quotas":
        return self

    def paginate(self, **_: str) -> list[dict[str, Any]]:
        names = [f"{each} for endpoint usage" for each in self.endpoints]
        return [{"Quotas": [{"QuotaName": name, "Value": self.value} for name in names]}]


@pytest.fixture(scope="module")
def prod() -> Graph:
    return once("graph-prod", lambda: opened(str(ROOT), "prod").graph)


@pytest.fixture
def account(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"):
        monkeypatch.setenv(name, "testing")
    with mock_aws():
        yield


def results(graph: Graph, quotas: Quotas) -> list[Result]:
    def client(service: str, region: str) -> Any:
        return quotas if service == "service-quotas" else boto3.client(service, region)

    return preflight(graph, client)


def found(given: list[Result], status: str) -> dict[str, set[str]]:
    subjects: dict[str, set[str]] = {}
    for each in given:
        if each.status == status:
            subjects.setdefault(each.subject, set()).add(each.message)
    return subjects


@pytest.mark.usefixtures("account")
def test_empty_account_misses_content_and_quotas(prod: Graph) -> None:
    missing = found(results(prod, Quotas(5)), "missing")
    assert {"plimsoll-prod/serving:1 in us-east-1", "plimsoll-prod/functions:1 in us-east-1"} <= (
        missing["image"]
    )
    assert missing["hosted zone"] == {"example.com"}
    assert all(each.endswith("released/1/model.tar.gz") for each in missing["artifact"])
    assert any("vCPUs of g Spot instances: 5" in each for each in missing["quota"])
    assert any("ml.c7i.large for endpoint usage: 0" in each for each in missing["quota"])


@pytest.mark.usefixtures("account")
def test_every_missing_line_has_a_way_out(prod: Graph) -> None:
    for each in results(prod, Quotas(0)):
        assert bool(each.fix) is (each.status != "ok"), each
        assert "\n" not in each.line()


@pytest.mark.usefixtures("account")
def test_prepared_account_passes_every_check(prod: Graph) -> None:
    ecr = boto3.client("ecr", REGION)
    for name in ("serving", "training", "functions"):
        ecr.create_repository(repositoryName=f"plimsoll-prod/{name}")
        manifest = json.dumps(
            {"schemaVersion": 2, "mediaType": MANIFEST, "layers": [], "name": name}
        )
        ecr.put_image(repositoryName=f"plimsoll-prod/{name}", imageManifest=manifest, imageTag="1")
    s3 = boto3.client("s3", REGION)
    bucket = f"plimsoll-prod-models-123456789012-{REGION}"
    s3.create_bucket(Bucket=bucket)
    s3.put_object(Bucket=bucket, Key="released/1/model.tar.gz")
    boto3.client("route53").create_hosted_zone(Name="example.com", CallerReference="1")
    quotas = Quotas(10_000, ("ml.c7i.large", "ml.m7i.2xlarge"))
    missing = found(results(prod, quotas), "missing")
    missing.pop("offering", None)  # moto offers what an old file says
    assert missing == {}


@pytest.mark.usefixtures("account")
def test_existing_services_are_taken(prod: Graph) -> None:
    boto3.client("guardduty", REGION).create_detector(Enable=True)
    recorder = {"name": "default", "roleARN": "arn:aws:iam::123456789012:role/r"}
    boto3.client("config", REGION).put_configuration_recorder(ConfigurationRecorder=recorder)
    boto3.client("iam").create_service_linked_role(AWSServiceName="opensearchservice.amazonaws.com")
    taken = found(results(prod, Quotas(1)), "taken")
    assert any("guardduty" in each for each in taken["singleton"])
    assert any("cfg/recorder" in each for each in taken["singleton"])
    assert len(taken["role"]) == 1


def test_refused_call_is_unknown_and_the_rest_goes_on(prod: Graph) -> None:
    def refuse(service: str, region: str) -> Any:
        raise PermissionError(service, region)

    given = preflight(prod, refuse)
    assert {each.status for each in given} == {"unknown"}
    assert all("PermissionError" in each.message for each in given)


@pytest.mark.parametrize(
    ("instance_type", "family"),
    [("m7g.large", "standard"), ("g6.xlarge", "g"), ("p5.48xlarge", "p"), ("trn1.2xlarge", "trn"),
     ("inf2.xlarge", "inf"), ("x2idn.16xlarge", None), ("dl1.24xlarge", None)],
)  # fmt: skip
def test_family_of_the_vcpu_quota(instance_type: str, family: str | None) -> None:
    assert family_of(instance_type) == family


def test_quota_covers_the_largest_size_of_a_fleet() -> None:
    policy = {
        "instancesDistribution": {
            "onDemandBaseCapacity": 3,
            "onDemandPercentageAboveBaseCapacity": 30,
        },
        "launchTemplate": {"overrides": [{"instanceType": "m7g.xlarge"}]},
    }
    group = graphs.resource(
        "aws:autoscaling/group:Group", "fleet", {"maxSize": 24, "mixedInstancesPolicy": policy}
    )
    asked = {each.name: each.amount for each in needs(graphs.graph(group), REGION)}
    assert asked == {
        "vCPUs of standard On-Demand instances": 40,  # 3 + 30 percent of 21, four vCPUs each
        "vCPUs of standard Spot instances": 56,
    }


def test_node_groups_and_plain_groups_need_quotas() -> None:
    template = graphs.resource(
        "aws:ec2/launchTemplate:LaunchTemplate", "web", {"instanceType": "m7g.large"}
    )
    group = graphs.resource(
        "aws:autoscaling/group:Group",
        "web",
        {"maxSize": 4, "launchTemplate": {"id": UNKNOWN}},
        references=graphs.refers("launchTemplate.id", template, "id"),
    )
    scaling = {"instanceTypes": ["g6.xlarge"], "scalingConfig": {"maxSize": 3}}
    nodes = [
        graphs.resource("aws:eks/nodeGroup:NodeGroup", kind, {**scaling, "capacityType": kind})
        for kind in ("SPOT", "ON_DEMAND")
    ]
    asked = {
        each.name: each.amount for each in needs(graphs.graph(template, group, *nodes), REGION)
    }
    assert asked == {
        "vCPUs of standard On-Demand instances": 8,
        "vCPUs of g On-Demand instances": 12,
        "vCPUs of g Spot instances": 12,
    }


class Partial(Quotas):
    """Service Quotas that does not know the quota of Elastic IP addresses."""

    def get_service_quota(self, **asked: str) -> dict[str, Any]:
        if asked["QuotaCode"] == ADDRESSES:
            raise KeyError(asked["QuotaCode"])
        return super().get_service_quota(**asked)


def test_one_unknown_quota_hides_no_other() -> None:
    address = graphs.resource("aws:ec2/eip:Eip", "address")
    instance = graphs.resource("aws:ec2/instance:Instance", "web", {"instanceType": "m7g.large"})
    found = check_quotas(graphs.graph(address, instance), REGION, lambda _, __: Partial(64))
    assert {each.message: each.status for each in found} == {
        "vCPUs of standard On-Demand instances: 64, the stack asks for up to 2": "ok",
        "Elastic IP addresses: AWS answered KeyError": "unknown",
    }


@pytest.mark.usefixtures("account")
def test_command_writes_json_and_fails_if_something_is_missing(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        command,
        "clients",
        lambda: (
            lambda service, region: (
                Quotas(1) if service == "service-quotas" else boto3.client(service, region)
            )
        ),
    )
    with pytest.raises(SystemExit) as ended:
        main(["preflight", str(ROOT), "--stack", "dev", "--format", "json"])
    report = json.loads(capsys.readouterr().out)
    assert ended.value.code == 1
    assert report["summary"]["missing"] == sum(
        each["status"] == "missing" for each in report["results"]
    )


def test_missing_credentials_are_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    with suppress(KeyError):
        monkeypatch.delenv("AWS_PROFILE")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "none"))
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "none"))
    with pytest.raises(SystemExit) as ended:
        main(["preflight", str(ROOT), "--stack", "dev"])
    assert ended.value.code == 2
    assert "preflight: no AWS credentials; " in capsys.readouterr().err


def test_jobs_of_a_pipeline_need_quotas() -> None:
    training = {
        "ResourceConfig": {"InstanceType": "ml.g5.xlarge", "InstanceCount": 2},
        "EnableManagedSpotTraining": True,
    }
    processing = {"ProcessingResources": {"ClusterConfig": {"InstanceType": "ml.m5.large"}}}
    steps = [
        {"Type": "Training", "Arguments": training},
        {"Type": "Processing", "Arguments": processing},
        {"Type": "Condition", "Arguments": {}},
    ]
    definition = json.dumps({"Version": "2020-12-01", "Steps": steps})
    pipeline = graphs.resource(
        "aws:sagemaker/pipeline:Pipeline", "it", {"pipelineDefinition": definition}
    )
    asked = {each.name: each.amount for each in needs(graphs.graph(pipeline), str(pipeline.region))}
    assert asked == {
        "ml.g5.xlarge for spot training job usage": 2,
        "ml.m5.large for processing job usage": 1,
    }
