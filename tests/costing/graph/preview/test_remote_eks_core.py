"""Components of pulumi_eks and pulumi_awsx in a network of their own or the default one."""

from collections import Counter
from pathlib import Path

from costing.graph.resource import Graph, Resource
from costing.model import UNKNOWN
from tests.costing.graph.preview.program import links, one, run

IMPORTS = "import pulumi_awsx as awsx\n"


def below(graph: Graph, component: Resource) -> list[Resource]:
    path = component.urn.split("::")[2]
    return [
        each
        for each in graph.resources
        if each.urn.split("::")[2].startswith(f"{path}$") and each.name.startswith(component.name)
    ]


def counted(graph: Graph, name: str, kind: str) -> Counter[str]:
    found = below(graph, one(graph, name, kind))
    return Counter(each.type.rpartition(":")[2] for each in found)


CORE = """
import pulumi_eks as eks
cluster = eks.Cluster("cluster", create_oidc_provider=True, fargate=True,
                      encryption_config_key_arn="arn:aws:kms:eu-west-1:123456789012:key/k")
core = cluster.core
aws.iam.Role("pods", tags={
    "oidc": core.oidc_provider.arn, "endpoint": core.endpoint, "role": core.cluster_iam_role.arn,
    "cluster": core.cluster.name, "vpc": core.vpc_id, "fargate": core.fargate_profile.id,
    "key": core.encryption_config.provider.key_arn, "cni": core.vpc_cni.urn,
    "provider": core.provider.urn, "issuer": cluster.oidc_issuer,
    "oidc_arn": cluster.oidc_provider_arn}, assume_role_policy=pulumi.Output.json_dumps(
        {"Statement": [{"Principal": {"Federated": core.oidc_provider.arn}}]}))
aws.elasticache.SubnetGroup("group", subnet_ids=core.subnet_ids)
plain = eks.Cluster("plain", vpc_id="vpc-0abc", subnet_ids=["subnet-0abc"])
aws.s3.Bucket("plain", tags={"oidc": plain.core.apply(lambda core: "ran")})
"""


def test_the_core_of_an_eks_cluster_has_what_the_cluster_has(tmp_path: Path) -> None:
    graph = run(tmp_path, CORE)
    tags = dict(one(graph, "pods").inputs["tags"])
    kms = "arn:aws:kms:eu-west-1:123456789012:key/k"
    (cni,) = [each.urn for each in graph.components if each.type == "eks:index:VpcCniAddon"
              and "::cluster-" in each.urn]  # fmt: skip
    assert (tags.pop("key"), tags.pop("cni")) == (kms, cni)
    assert tags.pop("provider") == one(graph, "cluster-eks-k8s").urn
    assert set(tags.values()) == {UNKNOWN}
    assert links(one(graph, "pods")) == {
        "assumeRolePolicy": ["cluster-oidcProvider.arn"],
        "assumeRolePolicy.Statement[0].Principal.Federated": ["cluster-oidcProvider.arn"],
        "tags.cluster": ["cluster-eksCluster.name"],
        "tags.endpoint": ["cluster-eksCluster.endpoint"],
        "tags.fargate": ["cluster-fargateProfile.id"],
        "tags.issuer": ["cluster."],
        "tags.oidc": ["cluster-oidcProvider.arn"],
        "tags.oidc_arn": ["cluster-oidcProvider.arn"],
        "tags.role": ["cluster-eksRole-role.arn"],
    }


def test_an_eks_cluster_without_a_network_is_in_the_default_vpc(tmp_path: Path) -> None:
    graph = run(tmp_path, CORE)
    cluster = one(graph, "cluster-eksCluster")
    assert cluster.inputs["vpcConfig"]["subnetIds"] == [UNKNOWN] * 3
    assert one(graph, "group").inputs["subnetIds"] == [UNKNOWN] * 3
    given = one(graph, "plain-eksCluster")
    assert given.inputs["vpcConfig"]["subnetIds"] == ["subnet-0abc"]
    assert len(graph.source.callbacks_not_run) == 1  # `core` holds an unknown kubeconfig


DEFAULT_VPC = """
default = awsx.ec2.DefaultVpc("default")
aws.rds.SubnetGroup("group", subnet_ids=default.public_subnet_ids)
aws.ec2.SecurityGroup("security", vpc_id=default.vpc_id,
    description=default.public_subnet_ids.apply(lambda ids: f"{len(ids)} subnets"))
awsx.lb.ApplicationLoadBalancer("balancer")
awsx.lb.NetworkLoadBalancer("network-balancer")
awsx.ecs.FargateService("service", cluster="arn:aws:ecs:eu-west-1:123456789012:cluster/c",
    assign_public_ip=True, task_definition_args={"container": {"name": "web", "image": "nginx"}})
"""


def test_components_without_network_use_the_default_vpc(tmp_path: Path) -> None:
    graph = run(tmp_path, IMPORTS + DEFAULT_VPC)
    three = [UNKNOWN] * 3
    assert one(graph, "group").inputs["subnetIds"] == three
    assert one(graph, "security").inputs["description"] == "3 subnets"
    for name in ("balancer", "network-balancer"):
        assert one(graph, name, "lb/loadBalancer:LoadBalancer").inputs["subnets"] == three
        assert one(graph, name, "lb/targetGroup:TargetGroup").inputs["vpcId"] is UNKNOWN
    service = one(graph, "service", "ecs/service:Service")
    assert service.inputs["networkConfiguration"]["subnets"] == three
    assert graph.source.callbacks_not_run == ()
