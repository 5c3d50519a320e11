"""Roles of the cluster and of its nodes."""

import json

import pulumi_aws as aws


def trust(service: str) -> str:
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": service},
        "Action": "sts:AssumeRole",
    }
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


cluster = aws.iam.Role("cluster", assume_role_policy=trust("eks.amazonaws.com"))
nodes = aws.iam.Role("nodes", assume_role_policy=trust("ec2.amazonaws.com"))
aws.iam.RolePolicyAttachment(
    "cluster", role=cluster.name, policy_arn="arn:aws:iam::aws:policy/AmazonEKSClusterPolicy"
)
for policy in (
    "AmazonEKSWorkerNodePolicy",
    "AmazonEKS_CNI_Policy",
    "AmazonEC2ContainerRegistryReadOnly",
):
    aws.iam.RolePolicyAttachment(
        policy, role=nodes.name, policy_arn=f"arn:aws:iam::aws:policy/{policy}"
    )
