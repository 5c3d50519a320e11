"""A Kubernetes cluster with one group of nodes on demand, and one of spot GPUs."""

import json

import pulumi
import pulumi_aws as aws

POLICIES = (
    "AmazonEKSWorkerNodePolicy",
    "AmazonEKS_CNI_Policy",
    "AmazonEC2ContainerRegistryPullOnly",
)


def role(name: str, service: str, *policies: str) -> aws.iam.Role:
    made = aws.iam.Role(
        name,
        assume_role_policy=json.dumps(
            {
                "Version": "2012-10-17",
                "Statement": [
                    {
                        "Effect": "Allow",
                        "Principal": {"Service": service},
                        "Action": "sts:AssumeRole",
                    }
                ],
            }
        ),
    )
    for policy in policies:
        arn = f"arn:aws:iam::aws:policy/{policy}"
        aws.iam.RolePolicyAttachment(f"{name}-{policy}", role=made.name, policy_arn=arn)
    return made


vpc = aws.ec2.get_vpc(default=True)
subnets = aws.ec2.get_subnets(filters=[{"name": "vpc-id", "values": [vpc.id]}])
key = aws.kms.Key("secrets", enable_key_rotation=True)
cluster = aws.eks.Cluster(
    "main",
    role_arn=role("cluster", "eks.amazonaws.com", "AmazonEKSClusterPolicy").arn,
    vpc_config={
        "subnet_ids": subnets.ids,
        "endpoint_private_access": True,
        "endpoint_public_access": False,
    },
    encryption_config={"provider": {"key_arn": key.arn}, "resources": ["secrets"]},
    enabled_cluster_log_types=["api", "audit", "authenticator", "controllerManager", "scheduler"],
    upgrade_policy={"support_type": "STANDARD"},
)
nodes = role("nodes", "ec2.amazonaws.com", *POLICIES)
for name, capacity, types, size in (
    ("system", "ON_DEMAND", ["m7g.large"], 3),
    ("gpu", "SPOT", ["g5.xlarge", "g6.xlarge"], 1),
):
    aws.eks.NodeGroup(
        name,
        cluster_name=cluster.name,
        node_role_arn=nodes.arn,
        subnet_ids=subnets.ids,
        capacity_type=capacity,
        instance_types=types,
        ami_type="AL2023_ARM_64_STANDARD" if name == "system" else "AL2023_x86_64_NVIDIA",
        scaling_config={"desired_size": size, "min_size": size, "max_size": 2 * size},
    )

pulumi.export("cluster", cluster.name)
