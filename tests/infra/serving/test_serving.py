import base64
import csv
import gzip
import json
import shutil
import subprocess
from typing import Any

import pytest

from infra.context import Context
from infra.deployment import Deployment
from infra.serving.launch_template import permissions, startup_script
from infra.serving.serving import add_serving
from infra.serving.settings import ServingSettings
from tests.infra.alone import alone, listener, subnets
from tests.infra.recorder import Recording, Registered
from tests.infra.stacks import ROOT, STACKS, ZONES, recorded

CONTEXT = Context("plimsoll", "prod", "us-east-1", "123456789012")
SETTINGS = ServingSettings(
    instance_types=("m7g.large",), min_size=3, max_size=6, on_demand_base=3, spot_percent=50
)
REGION = "us-east-1"
SPOT_AVERAGES = ROOT.parent / "shared" / "facts" / "ec2_spot_avg.csv.gz"
POLICY = "aws:autoscaling/policy:Policy"


def only_serving(d: Deployment) -> None:
    add_serving(d, subnets("private"), listener(), [])


def fleet(stack: str) -> tuple[Recording, Registered]:
    return recorded(stack), recorded(stack).one("aws:autoscaling/group:Group", "serving")


def template(stack: str) -> tuple[Recording, Registered]:
    recording, group = fleet(stack)
    mixed = group.inputs["mixedInstancesPolicy"]["launchTemplate"]
    return recording, recording.follow(mixed["launchTemplateSpecification"]["launchTemplateId"])


@pytest.mark.parametrize("stack", STACKS)
def test_fleet_uses_private_subnets_of_three_zones(stack: str) -> None:
    recording, group = fleet(stack)
    subnets = recording.referred(group.inputs["vpcZoneIdentifiers"])
    assert [each.name for each in subnets] == [f"network-private-{zone}" for zone in ZONES]


def test_prod_on_demand_base_covers_all_zones() -> None:
    _, group = fleet("prod")
    distribution = group.inputs["mixedInstancesPolicy"]["instancesDistribution"]
    assert group.inputs["minSize"] >= distribution["onDemandBaseCapacity"] >= 3
    assert distribution["onDemandPercentageAboveBaseCapacity"] == 30


@pytest.mark.parametrize("stack", STACKS)
def test_spot_uses_many_pools_and_rebalances(stack: str) -> None:
    _, group = fleet(stack)
    mixed = group.inputs["mixedInstancesPolicy"]
    types = [each["instanceType"] for each in mixed["launchTemplate"]["overrides"]]
    assert len(set(types)) == len(types)
    assert len(types) * 3 >= 6
    assert mixed["instancesDistribution"]["spotAllocationStrategy"] == "price-capacity-optimized"
    assert group.inputs["capacityRebalance"] is True


@pytest.mark.skipif(not SPOT_AVERAGES.exists(), reason="the facts are not beside the repository")
@pytest.mark.parametrize("stack", STACKS)
def test_every_type_has_an_average_spot_price(stack: str) -> None:
    with gzip.open(SPOT_AVERAGES, "rt") as rows:
        known = {row["instance_type"] for row in csv.DictReader(rows) if row["region"] == REGION}
    _, group = fleet(stack)
    overrides = group.inputs["mixedInstancesPolicy"]["launchTemplate"]["overrides"]
    assert {each["instanceType"] for each in overrides} <= known


@pytest.mark.parametrize("stack", STACKS)
def test_fleet_uses_load_balancer_health_checks(stack: str) -> None:
    recording, group = fleet(stack)
    target = recording.follow(group.inputs["targetGroupArns"])
    check = target.inputs["healthCheck"]
    assert group.inputs["healthCheckType"] == "ELB"
    assert check["path"] == "/"
    assert check["interval"] * check["unhealthyThreshold"] <= 60
    rule = recording.one("aws:lb/listenerRule:ListenerRule", "serving")
    assert recording.follow(rule.inputs["actions"]) == target
    assert recording.follow(rule.inputs["listenerArn"]).name == "load-balancer-https"
    assert any(urn.endswith("ListenerRule::serving") for urn in group.dependencies)


@pytest.mark.parametrize("stack", STACKS)
def test_instance_refresh_keeps_capacity_and_rolls_back(stack: str) -> None:
    _, group = fleet(stack)
    preferences = group.inputs["instanceRefresh"]["preferences"]
    assert preferences["minHealthyPercentage"] == 100
    assert preferences["autoRollback"] is True
    # A rollback needs a template that names its image and a group that names the version.
    mixed = group.inputs["mixedInstancesPolicy"]["launchTemplate"]
    assert mixed["launchTemplateSpecification"]["version"] == "1"
    _, launch_template = template(stack)
    assert launch_template.inputs["imageId"].startswith("ami:/aws/service/ami-amazon-linux-latest/")
    assert launch_template.inputs["imageId"].endswith("-arm64")
    assert group.ignore_changes == ("desiredCapacity",)


@pytest.mark.parametrize("stack", STACKS)
def test_instances_are_private_with_imdsv2_and_encryption(
    stack: str,
) -> None:
    _, launch_template = template(stack)
    inputs = launch_template.inputs
    assert inputs["metadataOptions"]["httpTokens"] == "required"
    assert inputs["networkInterfaces"][0]["associatePublicIpAddress"] == "false"
    [device] = inputs["blockDeviceMappings"]
    assert (device["ebs"]["volumeType"], device["ebs"]["encrypted"]) == ("gp3", "true")


@pytest.mark.parametrize("stack", STACKS)
def test_instances_are_in_store_client_groups(stack: str) -> None:
    recording, launch_template = template(stack)
    [interface] = launch_template.inputs["networkInterfaces"]
    groups = {each.name for each in recording.referred(interface["securityGroups"])}
    assert {"serving", "database-clients", "cache-clients"} <= groups


@pytest.mark.parametrize("stack", STACKS)
def test_only_load_balancer_reaches_instances(stack: str) -> None:
    recording = recorded(stack)
    rules = [
        rule
        for rule in recording.of_type("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule")
        if recording.follow(rule.inputs["securityGroupId"]).name == "serving"
    ]
    sources = [recording.follow(each.inputs["referencedSecurityGroupId"]).name for each in rules]
    assert sources == ["load-balancer"]


@pytest.mark.parametrize("stack", STACKS)
def test_default_tags_are_on_instances_and_volumes(stack: str) -> None:
    """The provider's default tags do not, by themselves."""
    recording, group = fleet(stack)
    [provider] = recording.of_type("pulumi:providers:aws")
    default = json.loads(provider.inputs["defaultTags"])["tags"]
    launched = {tag["key"]: tag["value"] for tag in group.inputs["tags"]}
    assert all(tag["propagateAtLaunch"] for tag in group.inputs["tags"])
    assert default.items() < launched.items()
    assert launched["workload"] == "serving"
    _, launch_template = template(stack)
    for each in launch_template.inputs["tagSpecifications"]:
        assert each["tags"] == launched


@pytest.mark.parametrize(
    ("target", "metrics"),
    [
        (None, {"ASGAverageCPUUtilization"}),
        (600, {"ASGAverageCPUUtilization", "ALBRequestCountPerTarget"}),
    ],
)
def test_fleet_has_target_tracking(target: int | None, metrics: set[str]) -> None:
    recording = alone(only_serving, changes={"serving.requests_per_target": target})
    specifications: list[dict[str, Any]] = [
        each.inputs["targetTrackingConfiguration"]["predefinedMetricSpecification"]
        for each in recording.of_type(POLICY)
        if each.inputs["policyType"] == "TargetTrackingScaling"
    ]
    assert {each["predefinedMetricType"] for each in specifications} == metrics
    for each in specifications:
        label = each.get("resourceLabel")
        if label is not None:
            kinds = sorted(resource.type for resource in recording.referred(label))
            assert kinds == ["aws:lb/loadBalancer:LoadBalancer", "aws:lb/targetGroup:TargetGroup"]


def test_instance_permissions_are_least_privilege() -> None:
    """Nothing on everything, but for what IAM cannot narrow."""
    for statement in permissions(CONTEXT, SETTINGS):
        resources = statement["Resource"]
        assert not any("*" in action for action in statement["Action"])
        if "*" in resources:
            assert statement["Action"] == ["ecr:GetAuthorizationToken"]


def test_launch_template_has_startup_script() -> None:
    _, launch_template = template("prod")
    script = base64.b64decode(launch_template.inputs["userData"]).decode()
    assert script.startswith("#!/bin/bash\n")
    assert "MODELS_BUCKET=plimsoll-prod-models-123456789012-us-east-1\n" in script


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed")
def test_startup_script_sets_container_environment() -> None:
    """Run it with everything it calls replaced by functions that say what they were asked."""
    bash = str(shutil.which("bash"))
    accelerated = SETTINGS.model_copy(update={"instance_types": ("g6.2xlarge",)})
    script = startup_script(CONTEXT, accelerated).replace("/etc/serving.env", "/dev/stdout")
    stubs = r"""
        systemctl() { :; }
        nvidia-smi() { :; }
        docker() { echo "docker $*"; }
        dnf() { :; }
        aws() { printf '/plimsoll/prod/database/reader-endpoint\tdb.example.com\n'; }
    """
    done = subprocess.run([bash, "-c", stubs + script], capture_output=True, text=True, check=True)  # noqa: S603
    lines = done.stdout.splitlines()
    assert "MODELS_BUCKET=plimsoll-prod-models-123456789012-us-east-1" in lines
    assert "DATABASE_READER_ENDPOINT=db.example.com" in lines
    assert lines[-1].startswith("docker run --detach --restart always --network host")
    assert "--gpus=all" in lines[-1]
    assert lines[-1].endswith("awslogs-group=/plimsoll/prod/serving " + SETTINGS.container_image)
