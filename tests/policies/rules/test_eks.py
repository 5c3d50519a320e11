from typing import Any

from costing.aws.eks_versions import versions
from costing.graph.resource import Resource
from costing.model import UNKNOWN
from policies.engine.selectors.dated_facts import topics
from policies.engine.selectors.tokens import EKS_CLUSTER, NODE_GROUP
from policies.rules.eks import (
    LOGS,
    eks_cluster_control_plane_logging,
    eks_cluster_endpoint_private,
    eks_cluster_endpoint_restricted_cidrs,
    eks_cluster_secrets_encryption,
    eks_cluster_version_supported,
    eks_node_group_ssh_source_security_groups,
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
    Row(eks_cluster_control_plane_logging, None, cluster(enabledClusterLogTypes=list(LOGS))),
    Row(eks_cluster_control_plane_logging, "violation", cluster()),
    Row(
        eks_cluster_control_plane_logging,
        "violation",
        cluster(enabledClusterLogTypes=["api", "audit"]),
    ),
    Row(eks_cluster_control_plane_logging, "unknown", cluster(enabledClusterLogTypes=UNKNOWN)),
    Row(
        eks_cluster_control_plane_logging,
        "unknown",
        cluster(enabledClusterLogTypes=[UNKNOWN, *LOGS[1:]]),
    ),
    Row(eks_cluster_endpoint_restricted_cidrs, None, reached(public=False)),
    Row(eks_cluster_endpoint_restricted_cidrs, None, reached("203.0.113.0/24")),
    Row(eks_cluster_endpoint_restricted_cidrs, None, reached(public="false")),
    Row(eks_cluster_endpoint_restricted_cidrs, "violation", cluster(vpcConfig={"subnetIds": []})),
    Row(eks_cluster_endpoint_restricted_cidrs, "violation", reached()),
    Row(eks_cluster_endpoint_restricted_cidrs, "violation", reached("10.0.0.0/8", "0.0.0.0/0")),
    Row(eks_cluster_endpoint_restricted_cidrs, "unknown", reached(UNKNOWN)),
    Row(eks_cluster_endpoint_restricted_cidrs, "unknown", reached(public=UNKNOWN)),
    Row(eks_cluster_endpoint_private, None, reached(public=False)),
    Row(eks_cluster_endpoint_private, "violation", cluster(vpcConfig={"subnetIds": []})),
    Row(eks_cluster_endpoint_private, "violation", reached("203.0.113.0/24")),
    Row(eks_cluster_endpoint_private, "unknown", reached(public=UNKNOWN)),
    Row(eks_cluster_secrets_encryption, None, cluster(encryptionConfig={"resources": ["secrets"]})),
    Row(eks_cluster_secrets_encryption, "violation", cluster()),
    Row(eks_cluster_secrets_encryption, "violation", cluster(encryptionConfig={"resources": []})),
    Row(eks_cluster_secrets_encryption, "unknown", cluster(encryptionConfig=UNKNOWN)),
    Row(eks_node_group_ssh_source_security_groups, None, nodes()),
    Row(
        eks_node_group_ssh_source_security_groups,
        None,
        [GROUP, *nodes(ec2SshKey="key", sourceSecurityGroupIds=[GROUP])],
    ),
    Row(eks_node_group_ssh_source_security_groups, "violation", nodes(ec2SshKey="key")),
    Row(
        eks_node_group_ssh_source_security_groups,
        "violation",
        nodes(ec2SshKey="key", sourceSecurityGroupIds=[]),
    ),
    Row(
        eks_node_group_ssh_source_security_groups,
        "unknown",
        nodes(ec2SshKey="key", sourceSecurityGroupIds=UNKNOWN),
    ),
    Row(eks_cluster_version_supported, None, cluster()),
    Row(eks_cluster_version_supported, None, cluster(version="1.33")),
    Row(eks_cluster_version_supported, None, cluster(version="1.100")),
    Row(eks_cluster_version_supported, "violation", cluster(version="1.9")),
    Row(eks_cluster_version_supported, "violation", cluster(version="1.24")),
    Row(eks_cluster_version_supported, "unknown", cluster(version=UNKNOWN)),
]


def test_oldest_version_matches_price_data() -> None:
    topic = topics()["kubernetes"]
    supported = [
        version for version, ends in versions().items() if ends.extended_ends >= topic.as_of
    ]

    assert topic.facts["oldest"] == min(supported, key=numbered)
