"""EKS cluster with a managed node group, without the eks package."""

import iam
import network
import pulumi
import pulumi_aws as aws

nodes = pulumi.Config().require_int("nodes")
cluster = aws.eks.Cluster(
    "eks",
    role_arn=iam.cluster.arn,
    version="1.33",
    vpc_config={"public_access_cidrs": ["0.0.0.0/0"], "subnet_ids": network.subnet_ids},
)
aws.eks.NodeGroup(
    "nodes",
    cluster_name=cluster.name,
    node_role_arn=iam.nodes.arn,
    subnet_ids=network.subnet_ids,
    instance_types=["m6i.large"],
    scaling_config={"desired_size": nodes, "max_size": 2 * nodes, "min_size": 1},
)
identity = cluster.identities[0].oidcs[0].issuer
aws.iam.OpenIdConnectProvider(
    "eks", url=identity, client_id_lists=["sts.amazonaws.com"], thumbprint_lists=[]
)
aws.eks.Addon("ebs", cluster_name=cluster.name, addon_name="aws-ebs-csi-driver")
pulumi.export("name", cluster.name)
