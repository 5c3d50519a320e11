"""Patching and VPN."""

import pytest

from infra.context import Context
from infra.deployment import Deployment
from infra.operations.patching import GROUP_TAG, add_patching
from infra.security.vpn import add_vpn
from tests.infra.alone import alone, subnets
from tests.infra.recorder import Recording
from tests.infra.stacks import EVERY, recorded

CONTEXT = Context("plimsoll", "prod", "us-east-1", "123456789012")
VPN = {
    "server_certificate_arn": "arn:aws:acm:us-east-1:123456789012:certificate/1",
    "saml_provider_arn": "arn:aws:iam::123456789012:saml-provider/people",
    "client_cidr": "10.200.0.0/22",
    "groups": ["engineers", "operators"],
}


@pytest.mark.parametrize("stack", EVERY)
def test_serving_instances_have_the_patch_group_tag(stack: str) -> None:
    recording = recorded(stack)
    groups = {
        each.inputs["patchGroup"] for each in recording.of_type("aws:ssm/patchGroup:PatchGroup")
    }
    for fleet in recording.of_type("aws:autoscaling/group:Group"):
        tags = {tag["key"]: tag for tag in fleet.inputs["tags"]}
        if tags["component"]["value"] == "serving":
            assert tags[GROUP_TAG]["value"] in groups
            assert tags[GROUP_TAG]["propagateAtLaunch"] is True


@pytest.mark.parametrize("stack", EVERY)
def test_patching_is_sequential_without_reboot(stack: str) -> None:
    recording = recorded(stack)
    for task in recording.of_type("aws:ssm/maintenanceWindowTask:MaintenanceWindowTask"):
        assert task.inputs["maxConcurrency"] == "1"
        command = task.inputs["taskInvocationParameters"]["runCommandParameters"]
        parameters = {each["name"]: each["values"] for each in command["parameters"]}
        assert parameters == {"Operation": ["Install"], "RebootOption": ["NoReboot"]}
        target = recording.follow(task.inputs["targets"][0]["values"])
        [wanted] = target.inputs["targets"]
        assert wanted["key"] == f"tag:{GROUP_TAG}"


def test_patch_baseline_follows_settings() -> None:
    changes = {"plimsoll:patching": {"approve_after_days": 3, "severities": ["Critical"]}}
    [baseline] = alone(add_patching, changes=changes).of_type("aws:ssm/patchBaseline:PatchBaseline")
    [rule] = baseline.inputs["approvalRules"]
    assert rule["approveAfterDays"] == 3
    assert {"key": "SEVERITY", "values": ["Critical"]} in rule["patchFilters"]
    assert CONTEXT.patch_group == "plimsoll-prod"


@pytest.fixture(scope="module")
def vpn() -> Recording:
    def program(d: Deployment) -> None:
        add_vpn(d, subnets("private"))

    return alone(program, changes={"plimsoll:identity": {"vpn": VPN}})


def test_vpn_is_associated_with_every_zone(vpn: Recording) -> None:
    associations = vpn.of_type("aws:ec2clientvpn/networkAssociation:NetworkAssociation")
    subnets = {vpn.follow(each.inputs["subnetId"]).name for each in associations}
    zones = ("us-east-1a", "us-east-1b", "us-east-1d")
    assert subnets == {f"network-private-{zone}" for zone in zones}


def test_vpn_authorizes_groups_and_logs_connections(
    vpn: Recording,
) -> None:
    rules = vpn.of_type("aws:ec2clientvpn/authorizationRule:AuthorizationRule")
    assert [each.inputs["accessGroupId"] for each in rules] == VPN["groups"]
    assert {each.inputs["targetNetworkCidr"] for each in rules} == {"10.20.0.0/16"}
    [endpoint] = vpn.of_type("aws:ec2clientvpn/endpoint:Endpoint")
    assert endpoint.inputs["connectionLogOptions"]["enabled"] is True
    assert endpoint.inputs["splitTunnel"] is True


def test_no_vpn_without_settings() -> None:
    assert not recorded("prod").of_type("aws:ec2clientvpn/endpoint:Endpoint")
