import json
from collections.abc import Mapping
from typing import Any

import pytest

from infra.configuration import SettingsError, read_settings
from infra.kubernetes.karpenter import EVENTS
from infra.kubernetes.node_groups import plan_groups
from infra.kubernetes.settings import KubernetesSettings
from tests.infra.checks.iam import Request, Stack
from tests.infra.recorder import Recording, Registered
from tests.infra.stacks import ZONES, changed, recorded

ADMINISTRATOR = "arn:aws:iam::123456789012:role/platform"
CLUSTER = "aws:eks/cluster:Cluster"
NODE_GROUP = "aws:eks/nodeGroup:NodeGroup"
ADDON = "aws:eks/addon:Addon"
IDENTITY = "aws:eks/podIdentityAssociation:PodIdentityAssociation"
SIX = ["m7i.xlarge", "m6i.xlarge", "m7a.xlarge", "m6a.xlarge", "c7i.xlarge", "c6i.xlarge"]


def cluster() -> tuple[Recording, Mapping[str, Any]]:
    recording = recorded("everything")
    return recording, recording.one(CLUSTER, "kubernetes").inputs


def groups(pool: str) -> list[Registered]:
    found = recorded("everything").of_type(NODE_GROUP)
    return [each for each in found if each.inputs["labels"]["pool"] == pool]


def test_api_endpoint_is_private_and_logged() -> None:
    recording, inputs = cluster()
    assert inputs["vpcConfig"]["endpointPublicAccess"] is False
    assert inputs["vpcConfig"]["endpointPrivateAccess"] is True
    assert set(inputs["enabledClusterLogTypes"]) == {
        "api", "audit", "authenticator", "controllerManager", "scheduler",
    }  # fmt: skip
    logs = recording.one("aws:cloudwatch/logGroup:LogGroup", "kubernetes").inputs
    assert logs["name"] == f"/aws/eks/{inputs['name']}/cluster"


def test_secrets_are_encrypted_with_the_data_key() -> None:
    recording, inputs = cluster()
    assert inputs["encryptionConfig"]["resources"] == ["secrets"]
    assert recording.follow(inputs["encryptionConfig"]["provider"]["keyArn"]).name == "keys-data"


def test_access_entries_only_no_creator_admin() -> None:
    recording, inputs = cluster()
    assert inputs["accessConfig"] == {
        "authenticationMode": "API",
        "bootstrapClusterCreatorAdminPermissions": False,
    }
    policies = {
        each.inputs["principalArn"]: each.inputs["policyArn"].rpartition("/")[2]
        for each in recording.of_type("aws:eks/accessPolicyAssociation:AccessPolicyAssociation")
    }
    assert policies == {
        ADMINISTRATOR: "AmazonEKSClusterAdminPolicy",
        "arn:aws:iam::123456789012:role/science": "AmazonEKSViewPolicy",
    }
    entries = recording.of_type("aws:eks/accessEntry:AccessEntry")
    assert {each.inputs["principalArn"] for each in entries} == set(policies)


def test_zonal_shift_and_deletion_protection_enabled() -> None:
    _, inputs = cluster()
    assert inputs["zonalShiftConfig"] == {"enabled": True}
    assert inputs["deletionProtection"] is True
    assert inputs["upgradePolicy"] == {"supportType": "STANDARD"}


@pytest.mark.parametrize("pool", ["system", "cpu", "gpu"])
def test_each_zone_has_its_own_node_group(pool: str) -> None:
    recording = recorded("everything")
    zones = [
        subnet.inputs["availabilityZone"]
        for each in groups(pool)
        for subnet in recording.referred(each.inputs["subnetIds"])
    ]
    assert zones == ZONES


def test_system_pool_is_on_demand_and_others_spot() -> None:
    kinds = {pool: {each.inputs["capacityType"] for each in groups(pool)}
             for pool in ("system", "cpu", "gpu", "block")}  # fmt: skip
    assert kinds == {
        "system": {"ON_DEMAND"},
        "cpu": {"SPOT"},
        "gpu": {"SPOT"},
        "block": {"CAPACITY_BLOCK"},
    }
    assert all(each.inputs["scalingConfig"]["minSize"] >= 1 for each in groups("system"))
    assert all(len(each.inputs["instanceTypes"]) >= 6 for each in groups("cpu"))


def test_gpu_nodes_are_tainted() -> None:
    for each in groups("gpu"):
        [taint] = each.inputs["taints"]
        assert (taint["key"], taint["effect"]) == ("nvidia.com/gpu", "NO_SCHEDULE")
        assert each.inputs["amiType"] == "BOTTLEROCKET_x86_64_NVIDIA"
    assert all("taints" not in each.inputs for each in groups("cpu"))


def test_capacity_block_nodes_target_their_reservation() -> None:
    recording = recorded("everything")
    [block] = groups("block")
    template = recording.follow(block.inputs["launchTemplate"]["id"]).inputs
    assert template["instanceMarketOptions"] == {"marketType": "capacity-block"}
    target = template["capacityReservationSpecification"]["capacityReservationTarget"]
    assert target == {"capacityReservationId": "cr-0123456789abcdef0"}
    assert template["instanceType"] == "p5.48xlarge"
    assert "instanceTypes" not in block.inputs
    for pool in ("system", "cpu", "gpu"):
        for each in groups(pool):
            other = recording.follow(each.inputs["launchTemplate"]["id"]).inputs
            assert "instanceMarketOptions" not in other


def test_node_groups_update_gradually_and_repair_nodes() -> None:
    for each in recorded("everything").of_type(NODE_GROUP):
        assert each.inputs["updateConfig"] == {"maxUnavailablePercentage": 33}
        assert each.inputs["nodeRepairConfig"] == {"enabled": True}
        assert each.ignore_changes == ("scalingConfig.desiredSize",)


def test_addons_are_created_in_dependency_order() -> None:
    recording = recorded("everything")
    early = {"vpc-cni", "kube-proxy", "eks-pod-identity-agent"}
    for each in recording.of_type(NODE_GROUP):
        assert early <= {urn.rpartition("::kubernetes-")[2] for urn in each.dependencies}
    names = {each.name for each in recording.of_type(NODE_GROUP)}
    for addon in ("coredns", "aws-ebs-csi-driver"):
        after = recording.one(ADDON, f"kubernetes-{addon}").dependencies
        assert names <= {urn.rpartition("::")[2] for urn in after}


def test_pods_use_pod_identity_not_node_credentials() -> None:
    recording = recorded("everything")
    for each in groups("cpu"):
        template = recording.follow(each.inputs["launchTemplate"]["id"]).inputs
        assert template["metadataOptions"]["httpPutResponseHopLimit"] == 1
    accounts = {
        f"{each.inputs['namespace']}/{each.inputs['serviceAccount']}"
        for each in recording.of_type(IDENTITY)
    }
    assert accounts == {"kube-system/karpenter", "serving/model"}
    for each in recording.of_type(IDENTITY):
        role = recording.follow(each.inputs["roleArn"])
        [statement] = json.loads(role.inputs["assumeRolePolicy"])["Statement"]
        assert statement["Principal"] == {"Service": "pods.eks.amazonaws.com"}
        assert set(statement["Action"]) == {"sts:AssumeRole", "sts:TagSession"}


def test_karpenter_may_change_nodes_of_this_cluster_only() -> None:
    recording, inputs = cluster()
    policy = recording.one("aws:iam/rolePolicy:RolePolicy", "kubernetes-karpenter").inputs
    for each in json.loads(policy["policy"])["Statement"]:
        if set(each["Action"]) & {"ec2:TerminateInstances", "ec2:CreateLaunchTemplate"}:
            [key] = each["Condition"]["StringEquals"]
            assert key.endswith(f"Tag/kubernetes.io/cluster/{inputs['name']}")


def test_karpenter_may_start_nodes_within_its_boundary() -> None:
    account, here = "123456789012", {"aws:RequestedRegion": ["us-east-1"]}
    [role] = [
        each
        for each in Stack(recorded("everything")).roles()
        if each.name == "kubernetes-karpenter"
    ]
    created = {
        **here,
        "aws:RequestTag/kubernetes.io/cluster/plimsoll-prod": ["owned"],
        "aws:RequestTag/karpenter.sh/nodepool": ["gpu"],
    }
    nodes = f"arn:aws:iam::{account}:role/plimsoll-prod-kubernetes-nodes-us-east-1"
    passed = {"iam:PassedToService": ["ec2.amazonaws.com"]}
    profile = f"arn:aws:iam::{account}:instance-profile/nodes"
    instance = f"arn:aws:ec2:us-east-1:{account}:instance/*"
    assert role.allows(Request("iam:PassRole", nodes, passed))
    assert role.allows(Request("iam:GetInstanceProfile", profile, here))
    assert role.allows(Request("ec2:RunInstances", instance, created))
    assert not role.allows(Request("ec2:RunInstances", instance, here))
    assert not role.allows(Request("iam:PassRole", f"arn:aws:iam::{account}:role/other", passed))


def test_karpenter_learns_of_interruptions() -> None:
    recording = recorded("everything")
    queue = recording.one("aws:sqs/queue:Queue", "kubernetes-karpenter")
    targets = [
        each
        for each in recording.of_type("aws:cloudwatch/eventTarget:EventTarget")
        if queue in recording.referred(each.inputs["arn"])
    ]
    assert len(targets) == len(EVENTS)


def test_absent_pools_have_no_node_groups() -> None:
    settings = KubernetesSettings(administrators=(ADMINISTRATOR,))
    planned = plan_groups(settings, ["a", "b"])
    assert [(each.pool, each.zone, each.min_size) for each in planned] == [
        ("system", "a", 1),
        ("system", "b", 1),
    ]


WRONG: list[tuple[Mapping[str, Any], str]] = [
    (
        {"cpu": {"instance_types": SIX[:2]}},
        (
            "plimsoll:kubernetes.cpu.instance_types: 2 types are too few spot capacity pools for "
            "the "
            "nodes of a zone; set at least 6"
        ),
    ),
    (
        {"cpu": {"instance_types": [*SIX, "m7g.xlarge"]}},
        "plimsoll:kubernetes.cpu.instance_types: the types are of two architectures (m7i.xlarge ",
    ),
    (
        {"gpu": {"instance_types": SIX}},
        "plimsoll:kubernetes.gpu.instance_types: m7i.xlarge has no GPU; remove it, or move it to ",
    ),
    (
        {"cpu": {"instance_types": SIX, "min_per_zone": 9}},
        "plimsoll:kubernetes.cpu.min_per_zone: 9 is above max_per_zone (4); set at most 4, or ",
    ),
    (
        {"system": {"instance_types": ["m7i.large"]}},
        "plimsoll:kubernetes.system.min_per_zone: 0 is below the nodes needed per zone (1); ",
    ),
    (
        {
            "capacity_block": {
                "instance_type": "p5.48xlarge",
                "reservation": "cr-0123456789abcdef0",
                "zone": "us-east-1c",
                "nodes": 1,
            }
        },
        (
            "plimsoll:kubernetes.capacity_block.zone: us-east-1c is not in plimsoll:network.zones; "
            "set one of us-east-1a, us-east-1b, us-east-1d"
        ),
    ),
    (
        {"administrators": ["platform"]},
        'plimsoll:kubernetes.administrators: "platform" is invalid; string should match pattern ',
    ),
]


@pytest.mark.parametrize(("settings", "line"), WRONG, ids=[line for _, line in WRONG])
def test_invalid_setting_is_reported_in_one_line(settings: Mapping[str, Any], line: str) -> None:
    group = {"administrators": [ADMINISTRATOR], **settings}
    with pytest.raises(SettingsError) as caught:
        read_settings(changed("prod", {"plimsoll:kubernetes": group}), "plimsoll")
    assert str(caught.value).startswith(line)
