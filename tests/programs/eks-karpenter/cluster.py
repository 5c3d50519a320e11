"""Control plane, bootstrap nodes and add-ons."""

import json
from typing import Any

import pulumi
import pulumi_aws as aws

config = pulumi.Config()


def trust(service: str, *actions: str) -> str:
    return json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Principal": {"Service": service},
                    "Action": ["sts:AssumeRole", *actions],
                }
            ],
        }
    )


def attach(name: str, role: aws.iam.Role, *policies: str) -> None:
    for policy in policies:
        aws.iam.RolePolicyAttachment(
            f"{name}-{policy.rpartition('/')[2]}",
            role=role.name,
            policy_arn=f"arn:aws:iam::aws:policy/{policy}",
        )


default_vpc = aws.ec2.get_vpc(default=True)
subnets = aws.ec2.get_subnets(filters=[{"name": "vpc-id", "values": [default_vpc.id]}])
cluster_role = aws.iam.Role("cluster", assume_role_policy=trust("eks.amazonaws.com"))
attach("cluster", cluster_role, "AmazonEKSClusterPolicy")
cluster = aws.eks.Cluster(
    "main",
    role_arn=cluster_role.arn,
    version=config.require("version"),
    access_config={"authentication_mode": "API_AND_CONFIG_MAP"},
    enabled_cluster_log_types=["api", "audit"],
    vpc_config={"subnet_ids": subnets.ids[:3], "endpoint_private_access": True},
)
node_role = aws.iam.Role("node", assume_role_policy=trust("ec2.amazonaws.com"))
attach(
    "node",
    node_role,
    "AmazonEKSWorkerNodePolicy",
    "AmazonEKS_CNI_Policy",
    "AmazonEC2ContainerRegistryReadOnly",
)
bootstrap = aws.eks.NodeGroup(
    "bootstrap",
    cluster_name=cluster.name,
    node_role_arn=node_role.arn,
    subnet_ids=subnets.ids[:3],
    instance_types=["m7g.large"],
    ami_type="AL2023_ARM_64_STANDARD",
    scaling_config={"min_size": 2, "desired_size": 2, "max_size": 3},
    taints=[{"key": "CriticalAddonsOnly", "value": "true", "effect": "NO_SCHEDULE"}],
    disk_size=30,
)

addons: dict[str, dict[str, Any]] = config.require_object("addons")
for name, settings in addons.items():
    role = None
    if account := settings.get("service_account"):
        role = aws.iam.Role(
            name, assume_role_policy=trust("pods.eks.amazonaws.com", "sts:TagSession")
        )
        attach(name, role, "service-role/AmazonEBSCSIDriverPolicy")
    aws.eks.Addon(
        name,
        cluster_name=cluster.name,
        addon_name=name,
        addon_version=settings.get("version"),
        pod_identity_associations=[{"role_arn": role.arn, "service_account": account}]
        if role
        else None,
        resolve_conflicts_on_update="OVERWRITE",
        opts=pulumi.ResourceOptions(depends_on=[bootstrap]),
    )
