from typing import Any

from costing.aws.eks_versions import versions
from costing.graph.resource import Resource
from costing.model import UNKNOWN
from policies.engine.selectors.dated_facts import topics
from policies.engine.selectors.tokens import EKS_CLUSTER, NODE_GROUP
from policies.rules.eks import (
    LOGS,
    numbered,
)
from tests.policies.row import Row, declare, of_input, of_inputs


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
    Row("eks-cluster-control-plane-logging", None, cluster(enabledClusterLogTypes=list(LOGS))),
    Row("eks-cluster-control-plane-logging", "violation", cluster()),
    Row(
        "eks-cluster-control-plane-logging",
        "violation",
        cluster(enabledClusterLogTypes=["api", "audit"]),
    ),
    Row("eks-cluster-control-plane-logging", "unknown", cluster(enabledClusterLogTypes=UNKNOWN)),
    Row(
        "eks-cluster-control-plane-logging",
        "unknown",
        cluster(enabledClusterLogTypes=[UNKNOWN, *LOGS[1:]]),
    ),
    Row("eks-cluster-endpoint-restricted-cidrs", None, reached(public=False)),
    Row("eks-cluster-endpoint-restricted-cidrs", None, reached("203.0.113.0/24")),
    Row("eks-cluster-endpoint-restricted-cidrs", None, reached(public="false")),
    Row("eks-cluster-endpoint-restricted-cidrs", "violation", cluster(vpcConfig={"subnetIds": []})),
    Row("eks-cluster-endpoint-restricted-cidrs", "violation", reached()),
    Row("eks-cluster-endpoint-restricted-cidrs", "violation", reached("10.0.0.0/8", "0.0.0.0/0")),
    Row("eks-cluster-endpoint-restricted-cidrs", "unknown", reached(UNKNOWN)),
    Row("eks-cluster-endpoint-restricted-cidrs", "unknown", reached(public=UNKNOWN)),
    Row("eks-cluster-endpoint-private", None, reached(public=False)),
    Row("eks-cluster-endpoint-private", "violation", cluster(vpcConfig={"subnetIds": []})),
    Row("eks-cluster-endpoint-private", "violation", reached("203.0.113.0/24")),
    Row("eks-cluster-endpoint-private", "unknown", reached(public=UNKNOWN)),
    Row(
        "eks-cluster-secrets-encryption", None, cluster(encryptionConfig={"resources": ["secrets"]})
    ),
    Row("eks-cluster-secrets-encryption", "violation", cluster()),
    Row("eks-cluster-secrets-encryption", "violation", cluster(encryptionConfig={"resources": []})),
    Row("eks-cluster-secrets-encryption", "unknown", cluster(encryptionConfig=UNKNOWN)),
    Row("eks-node-group-ssh-source-security-groups", None, nodes()),
    Row(
        "eks-node-group-ssh-source-security-groups",
        None,
        [GROUP, *nodes(ec2SshKey="key", sourceSecurityGroupIds=[GROUP])],
    ),
    Row("eks-node-group-ssh-source-security-groups", "violation", nodes(ec2SshKey="key")),
    Row(
        "eks-node-group-ssh-source-security-groups",
        "violation",
        nodes(ec2SshKey="key", sourceSecurityGroupIds=[]),
    ),
    Row(
        "eks-node-group-ssh-source-security-groups",
        "unknown",
        nodes(ec2SshKey="key", sourceSecurityGroupIds=UNKNOWN),
    ),
    Row("eks-cluster-version-supported", None, cluster()),
    Row("eks-cluster-version-supported", None, cluster(version="1.33")),
    Row("eks-cluster-version-supported", None, cluster(version="1.100")),
    Row("eks-cluster-version-supported", "violation", cluster(version="1.9")),
    Row("eks-cluster-version-supported", "violation", cluster(version="1.24")),
    Row("eks-cluster-version-supported", "unknown", cluster(version=UNKNOWN)),
    *of_inputs(
        "eks-cluster-admin-access-entry",
        passes=[
            {
                "policyArn": "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy",
                "accessScope": {"type": "cluster"},
            }
        ],
        fails=[
            {
                "policyArn": "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy",
                "accessScope": {"type": "cluster"},
            }
        ],
        unknown=[{"policyArn": UNKNOWN, "accessScope": {"type": "cluster"}}],
    ),
    *of_input(
        "eks-cluster-api-authentication",
        "accessConfig.authenticationMode",
        passes=[None, "API"],
        fails=["CONFIG_MAP"],
    ),
    *of_input("eks-node-group-supported-version", "version", passes=[None, "1.35"], fails=["1.24"]),
]


def test_oldest_version_matches_price_data() -> None:
    topic = topics()["kubernetes"]
    supported = [
        version for version, ends in versions().items() if ends.extended_ends >= topic.as_of
    ]

    assert topic.facts["oldest"] == min(supported, key=numbered)
