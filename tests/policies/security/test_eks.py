from typing import Any

from costing.catalog.kubernetes import versions
from costing.graph import Resource
from costing.model import UNKNOWN
from policies.reading.knowledge import topics
from policies.reading.tokens import EKS_CLUSTER, NODE_GROUP
from policies.security.eks import (
    LOGS,
    cluster_encrypts_secrets,
    cluster_endpoint_not_open_to_all,
    cluster_endpoint_private,
    cluster_logs_control_plane,
    cluster_version_supported,
    node_group_ssh_from_named_groups,
    numbered,
)
from tests.policies.row import Row, declare


def cluster(**inputs: Any) -> list[Resource]:
    return [declare(EKS_CLUSTER, "cluster", inputs)]


def reached(*cidrs: Any, public: Any = True) -> list[Resource]:
    config: dict[str, Any] = {"endpointPublicAccess": public}
    if cidrs:
        config["publicAccessCidrs"] = list(cidrs)
    return cluster(vpcConfig=config)


def nodes(**access: Any) -> list[Resource]:
    return [declare(NODE_GROUP, "nodes", {"remoteAccess": access} if access else {})]


GROUP = declare("aws:ec2/securityGroup:SecurityGroup", "operators")

ROWS = [
    Row(cluster_logs_control_plane, None, cluster(enabledClusterLogTypes=list(LOGS))),
    Row(cluster_logs_control_plane, "violation", cluster()),
    Row(cluster_logs_control_plane, "violation", cluster(enabledClusterLogTypes=["api", "audit"])),
    Row(cluster_logs_control_plane, "undecided", cluster(enabledClusterLogTypes=UNKNOWN)),
    Row(
        cluster_logs_control_plane,
        "undecided",
        cluster(enabledClusterLogTypes=[UNKNOWN, *LOGS[1:]]),
    ),
    Row(cluster_endpoint_not_open_to_all, None, reached(public=False)),
    Row(cluster_endpoint_not_open_to_all, None, reached("203.0.113.0/24")),
    Row(cluster_endpoint_not_open_to_all, None, reached(public="false")),
    Row(cluster_endpoint_not_open_to_all, "violation", cluster(vpcConfig={"subnetIds": []})),
    Row(cluster_endpoint_not_open_to_all, "violation", reached()),
    Row(cluster_endpoint_not_open_to_all, "violation", reached("10.0.0.0/8", "0.0.0.0/0")),
    Row(cluster_endpoint_not_open_to_all, "undecided", reached(UNKNOWN)),
    Row(cluster_endpoint_not_open_to_all, "undecided", reached(public=UNKNOWN)),
    Row(cluster_endpoint_private, None, reached(public=False)),
    Row(cluster_endpoint_private, "violation", cluster(vpcConfig={"subnetIds": []})),
    Row(cluster_endpoint_private, "violation", reached("203.0.113.0/24")),
    Row(cluster_endpoint_private, "undecided", reached(public=UNKNOWN)),
    Row(cluster_encrypts_secrets, None, cluster(encryptionConfig={"resources": ["secrets"]})),
    Row(cluster_encrypts_secrets, "violation", cluster()),
    Row(cluster_encrypts_secrets, "violation", cluster(encryptionConfig={"resources": []})),
    Row(cluster_encrypts_secrets, "undecided", cluster(encryptionConfig=UNKNOWN)),
    Row(node_group_ssh_from_named_groups, None, nodes()),
    Row(
        node_group_ssh_from_named_groups,
        None,
        [GROUP, *nodes(ec2SshKey="key", sourceSecurityGroupIds=[GROUP])],
    ),
    Row(node_group_ssh_from_named_groups, "violation", nodes(ec2SshKey="key")),
    Row(
        node_group_ssh_from_named_groups,
        "violation",
        nodes(ec2SshKey="key", sourceSecurityGroupIds=[]),
    ),
    Row(
        node_group_ssh_from_named_groups,
        "undecided",
        nodes(ec2SshKey="key", sourceSecurityGroupIds=UNKNOWN),
    ),
    Row(cluster_version_supported, None, cluster()),
    Row(cluster_version_supported, None, cluster(version="1.33")),
    Row(cluster_version_supported, None, cluster(version="1.100")),
    Row(cluster_version_supported, "violation", cluster(version="1.9")),
    Row(cluster_version_supported, "violation", cluster(version="1.24")),
    Row(cluster_version_supported, "undecided", cluster(version=UNKNOWN)),
]


def test_the_oldest_version_is_the_one_that_prices_call_supported() -> None:
    topic = topics()["kubernetes"]
    supported = [
        version for version, ends in versions().items() if ends.extended_ends >= topic.as_of
    ]

    assert topic.facts["oldest"] == min(supported, key=numbered)
