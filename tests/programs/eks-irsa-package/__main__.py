"""The eks package with managed nodes, an OIDC provider for service accounts, and Helm charts."""

import json

import pulumi
import pulumi_aws as aws
import pulumi_awsx as awsx
import pulumi_eks as eks
import pulumi_kubernetes as k8s

size = pulumi.Config().require_int("clusterSize")
network = awsx.ec2.Vpc(
    "cluster",
    number_of_availability_zones=3,
    nat_gateways={"strategy": "OnePerAz"},
    subnet_strategy="Auto",
    subnet_specs=[
        {"type": "Public", "cidr_mask": 24},
        {"type": "Private", "cidr_mask": 20},
    ],
)
node_role = aws.iam.Role(
    "nodes",
    assume_role_policy=aws.iam.get_policy_document(
        statements=[
            {
                "actions": ["sts:AssumeRole"],
                "principals": [{"type": "Service", "identifiers": ["ec2.amazonaws.com"]}],
            }
        ]
    ).json,
    managed_policy_arns=[
        "arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy",
        "arn:aws:iam::aws:policy/AmazonEKS_CNI_Policy",
    ],
)
cluster = eks.Cluster(
    "main",
    vpc_id=network.vpc_id,
    private_subnet_ids=network.private_subnet_ids,
    public_subnet_ids=network.public_subnet_ids,
    skip_default_node_group=True,
    create_oidc_provider=True,
    instance_roles=[node_role],
    enabled_cluster_log_types=["api"],
    version="1.33",
)
nodes = eks.ManagedNodeGroup(
    "nodes",
    cluster=cluster,
    node_role=node_role,
    instance_types=["m6i.xlarge"],
    scaling_config={"desired_size": size, "min_size": size, "max_size": size * 2},
    subnet_ids=network.private_subnet_ids,
)
role = aws.iam.Role(
    "external-secrets",
    assume_role_policy=pulumi.Output.all(
        cluster.core.oidc_provider.arn, cluster.core.oidc_provider.url
    ).apply(
        lambda args: json.dumps(
            {
                "Version": "2012-10-17",
                "Statement": [
                    {
                        "Effect": "Allow",
                        "Principal": {"Federated": args[0]},
                        "Action": "sts:AssumeRoleWithWebIdentity",
                        "Condition": {
                            "StringEquals": {f"{args[1]}:sub": "system:serviceaccount:ops:secrets"}
                        },
                    }
                ],
            }
        )
    ),
)
provider = k8s.Provider("main", kubeconfig=cluster.kubeconfig_json)
within = pulumi.ResourceOptions(provider=provider, depends_on=[nodes])
namespace = k8s.core.v1.Namespace("ops", metadata={"name": "ops"}, opts=within)
k8s.helm.v3.Release(
    "external-secrets",
    k8s.helm.v3.ReleaseArgs(
        chart="external-secrets",
        repository_opts=k8s.helm.v3.RepositoryOptsArgs(repo="https://charts.external-secrets.io"),
        namespace=namespace.metadata.name,
        values={"serviceAccount": {"annotations": {"eks.amazonaws.com/role-arn": role.arn}}},
    ),
    opts=within,
)
database = aws.rds.Instance(
    "app",
    engine="postgres",
    instance_class="db.m7g.large",
    allocated_storage=100,
    db_subnet_group_name=aws.rds.SubnetGroup("app", subnet_ids=network.private_subnet_ids).name,
    vpc_security_group_ids=[cluster.node_security_group_id],
    username="app",
    manage_master_user_password=True,
    skip_final_snapshot=True,
)
pulumi.export("kubeconfig", cluster.kubeconfig)
pulumi.export("issuer", cluster.oidc_provider_url)
