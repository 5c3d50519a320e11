"""awsx and eks components become the resources that their providers would make of them."""

import logging
from collections import Counter
from pathlib import Path

import pytest

from costing.errors import ProgramError
from costing.graph.follow import follow, follow_all
from costing.graph.resource import Graph, Resource
from costing.model import UNKNOWN
from tests.costing.graph.preview.program import links, one, run

IMPORTS = "import pulumi_awsx as awsx\n"
NETWORK = """
vpc = awsx.ec2.Vpc("vpc", tags={"team": "ml"})
aws.autoscaling.Group("group", min_size=1, max_size=2, launch_template={"id": "lt-0abc"},
    vpc_zone_identifiers=vpc.private_subnet_ids)
aws.ec2.SecurityGroup("security", vpc_id=vpc.vpc_id,
    tags={"block": vpc.vpc.cidr_block, "address": vpc.nat_gateways[0].public_ip})
balancer = awsx.lb.ApplicationLoadBalancer("balancer", subnet_ids=vpc.public_subnet_ids)
cluster = aws.ecs.Cluster("cluster")
awsx.ecs.FargateService("service", cluster=cluster.arn, desired_count=2,
    network_configuration={"subnets": vpc.private_subnet_ids, "security_groups": []},
    task_definition_args={"container": {"name": "web", "image": "nginx", "cpu": 512, "memory": 3000,
        "port_mappings": [{"container_port": 80, "target_group": balancer.default_target_group}]}})
awsx.ecr.Repository("Images", force_delete=True)
awsx.cloudtrail.Trail("trail", enable_log_file_validation=True)
single = awsx.ec2.Vpc("single", cidr_block="10.1.0.0/16", number_of_availability_zones=2,
    nat_gateways={"strategy": "Single"}, subnet_strategy="Auto",
    subnet_specs=[{"type": "Private", "cidr_mask": 20}, {"type": "Public", "cidr_mask": 24},
                  {"type": "Isolated", "name": "data", "cidr_mask": 24}])
awsx.ec2.Vpc("closed", cidr_block="10.2.0.0/16", subnet_specs=[{"type": "Isolated"}],
    nat_gateways={"strategy": "None"}, subnet_strategy="Auto",
    vpc_endpoint_specs=[{"service_name": "com.amazonaws.eu-west-1.s3"}])
"""


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    return run(tmp_path_factory.mktemp("awsx"), IMPORTS + NETWORK)


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


def test_awsx_vpc_has_subnets_and_gateways_in_three_zones(network: Graph) -> None:
    assert counted(network, "vpc", "awsx:ec2:Vpc") == {
        "Vpc": 1,
        "InternetGateway": 1,
        "Subnet": 6,
        "RouteTable": 6,
        "RouteTableAssociation": 6,
        "Route": 6,
        "Eip": 3,
        "NatGateway": 3,
    }


def test_the_urns_of_a_vpcs_children_are_its_providers(network: Graph) -> None:
    route = one(network, "vpc-private-2", "aws:ec2/route:Route")
    assert route.urn == (
        "urn:pulumi:dev::shop::awsx:ec2:Vpc$aws:ec2/vpc:Vpc$aws:ec2/subnet:Subnet$"
        "aws:ec2/routeTable:RouteTable$aws:ec2/route:Route::vpc-private-2"
    )
    assert links(route)["natGatewayId"] == ["vpc-2.id"]
    assert route.position == "__main__.py:7"


@pytest.mark.parametrize(
    ("name", "zone", "block"),
    [
        ("vpc-private-1", "eu-west-1a", "10.0.0.0/19"),
        ("vpc-public-1", "eu-west-1a", "10.0.32.0/20"),
        ("vpc-private-3", "eu-west-1c", "10.0.128.0/19"),
        ("single-private-1", "eu-west-1a", "10.1.0.0/20"),
        ("single-public-1", "eu-west-1a", "10.1.16.0/24"),
        ("single-data-2", "eu-west-1b", "10.1.145.0/24"),
    ],
)
def test_awsx_subnets_have_the_blocks_of_the_provider(
    network: Graph, name: str, zone: str, block: str
) -> None:
    subnet = one(network, name, "Subnet")
    assert (subnet.inputs["availabilityZone"], subnet.inputs["cidrBlock"]) == (zone, block)
    assert subnet.region == "eu-west-1"


def test_nat_gateway_count_follows_the_strategy(network: Graph) -> None:
    assert counted(network, "single", "awsx:ec2:Vpc")["NatGateway"] == 1
    closed = counted(network, "closed", "awsx:ec2:Vpc")
    assert closed["NatGateway"] == closed["Route"] == 0
    endpoint = one(network, "com.amazonaws.eu-west-1.s3")
    assert links(endpoint) == {"vpcId": ["closed.id"]}


def test_output_of_a_component_refers_to_its_children(network: Graph) -> None:
    group = one(network, "group", "Group")
    assert group.inputs["vpcZoneIdentifiers"] == [UNKNOWN, UNKNOWN, UNKNOWN]
    found = follow_all(network, group, "vpcZoneIdentifiers", "aws:ec2/subnet:Subnet")
    assert [each.name for each in found if isinstance(each, Resource)] == [
        "vpc-private-1",
        "vpc-private-2",
        "vpc-private-3",
    ]
    security = one(network, "security")
    assert security.inputs["tags"] == {"block": "10.0.0.0/16", "address": UNKNOWN}
    assert links(security)["vpcId"] == ["vpc.id"]


def test_fargate_task_is_the_smallest_size_that_fits(network: Graph) -> None:
    task = one(network, "service", "aws:ecs/taskDefinition:TaskDefinition")
    assert (task.inputs["cpu"], task.inputs["memory"]) == ("512", "3072")
    assert task.urn.split("::")[2].startswith("awsx:ecs:FargateService$awsx:ecs:FargateTaskDef")
    service = one(network, "service", "aws:ecs/service:Service")
    assert service.inputs["desiredCount"] == 2
    assert follow(network, service, "taskDefinition", task.type) == task
    assert service.inputs["loadBalancers"] == [
        {"containerName": "web", "containerPort": 80, "targetGroupArn": UNKNOWN}
    ]


def test_a_load_balancer_has_a_listener_and_a_target_group(network: Graph) -> None:
    assert counted(network, "balancer", "awsx:lb:ApplicationLoadBalancer") == {
        "LoadBalancer": 1,
        "TargetGroup": 1,
        "Listener": 1,
        "SecurityGroup": 1,
    }
    balancer = one(network, "balancer", "aws:lb/loadBalancer:LoadBalancer")
    assert links(balancer)["subnets[0]"] == ["vpc-public-1.id"]
    assert links(one(network, "balancer", "TargetGroup"))["vpcId"] == ["vpc.id"]


def test_a_repository_expires_untagged_images(network: Graph) -> None:
    assert one(network, "images", "aws:ecr/repository:Repository").inputs == {"forceDelete": True}
    assert "untagged" in one(network, "images", "LifecyclePolicy").inputs["policy"]


def test_a_trail_has_a_bucket(network: Graph) -> None:
    assert counted(network, "trail", "awsx:cloudtrail:Trail") == {
        "Bucket": 1,
        "BucketPolicy": 1,
        "Trail": 1,
    }


def test_arguments_that_the_provider_refuses_are_refused(tmp_path: Path) -> None:
    source = "awsx.ec2.Vpc('vpc', number_of_availability_zones=9)"
    with pytest.raises(ProgramError, match="vpc: the region has 3 zones, not 9"):
        run(tmp_path, IMPORTS + source)


CLUSTER = """
import pulumi_eks as eks
role = aws.iam.Role("role", assume_role_policy="{}")
subnets = [aws.ec2.Subnet(f"subnet-{n}", vpc_id="vpc-0abc", cidr_block=f"10.0.{n}.0/24")
           for n in range(2)]
cluster = eks.Cluster("cluster", vpc_id="vpc-0abc",
    private_subnet_ids=[each.id for each in subnets],
    instance_type="g5.xlarge", desired_capacity=3, min_size=1, max_size=5,
    node_root_volume_size=100, enabled_cluster_log_types=["api"])
eks.ManagedNodeGroup("managed", cluster=cluster, node_role=role, instance_types=["m5.large"],
    scaling_config={"desired_size": 4, "min_size": 2, "max_size": 6})
eks.NodeGroupV2("own", cluster=cluster, instance_type="c5.large", spot_price="0.05")
eks.NodeGroup("old", cluster=cluster, instance_type="c5.large")
automatic = eks.Cluster("automatic", auto_mode={"enabled": True})
pulumi.export("kubeconfig", cluster.kubeconfig)
pulumi.export("scoped", cluster.get_kubeconfig(role_arn="arn:aws:iam::111122223333:role/x"))
pulumi.export("name", cluster.eks_cluster.name)
"""


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> tuple[Graph, str]:
    records: list[str] = []
    handler = logging.Handler()
    handler.emit = lambda record: records.append(record.getMessage())  # type: ignore[method-assign]
    log = logging.getLogger("costing.graph.preview")
    log.addHandler(handler)
    try:
        return run(tmp_path_factory.mktemp("eks"), CLUSTER), "\n".join(records)
    finally:
        log.removeHandler(handler)


def test_a_cluster_has_its_default_nodes(cluster: tuple[Graph, str]) -> None:
    graph, _ = cluster
    group = one(graph, "cluster", "aws:autoscaling/group:Group")
    assert (group.inputs["minSize"], group.inputs["desiredCapacity"]) == (1, 3)
    template = follow(graph, group, "launchTemplate.name", "aws:ec2/launchTemplate:LaunchTemplate")
    assert isinstance(template, Resource)
    assert template.inputs["instanceType"] == "g5.xlarge"
    assert template.inputs["blockDeviceMappings"][0]["ebs"] == {"volumeSize": 100}
    assert links(group)["vpcZoneIdentifiers[1]"] == ["subnet-1.id"]


def test_a_cluster_keeps_its_arguments(cluster: tuple[Graph, str]) -> None:
    made = one(cluster[0], "cluster-eksCluster")
    assert made.inputs["enabledClusterLogTypes"] == ["api"]
    assert made.inputs["vpcConfig"]["subnetIds"] == [UNKNOWN, UNKNOWN]


def test_an_automatic_cluster_has_no_nodes_of_its_own(cluster: tuple[Graph, str]) -> None:
    assert "Group" not in counted(cluster[0], "automatic", "eks:index:Cluster")
    made = one(cluster[0], "automatic-eksCluster")
    assert made.inputs["computeConfig"]["enabled"] is True


def test_node_groups_belong_to_their_cluster(cluster: tuple[Graph, str]) -> None:
    graph, _ = cluster
    managed = one(graph, "managed", "aws:eks/nodeGroup:NodeGroup")
    assert managed.inputs["scalingConfig"] == {"desiredSize": 4, "minSize": 2, "maxSize": 6}
    assert managed.inputs["instanceTypes"] == ["m5.large"]
    assert links(managed)["clusterName"] == ["cluster-eksCluster.name"]
    assert links(managed)["subnetIds[0]"] == ["subnet-0.id"]
    template = one(graph, "own-launchTemplate")
    assert template.inputs["instanceMarketOptions"]["spotOptions"] == {"maxPrice": "0.05"}
    assert links(one(graph, "own", "Group"))["vpcZoneIdentifiers[0]"] == ["subnet-0.id"]


def test_component_that_is_not_expanded_is_reported(cluster: tuple[Graph, str]) -> None:
    graph, logged = cluster
    old = one(graph, "old")
    assert old.origin == "not expanded"
    assert old in graph.resources
    assert "eks:index:NodeGroup old is not expanded" in logged


def test_kubeconfig_is_unknown_before_deployment(cluster: tuple[Graph, str]) -> None:
    outputs = one(cluster[0], "shop-dev").outputs
    assert outputs == {"kubeconfig": UNKNOWN, "scoped": UNKNOWN, "name": UNKNOWN}


def test_a_component_of_an_unknown_package_is_a_leaf(tmp_path: Path) -> None:
    source = """
    class Site(pulumi.ComponentResource):
        def __init__(self, name, props):
            super().__init__("acme:index:Site", name, {**props, "url": None}, None, remote=True)
    site = Site("site", {"bucket": "b"})
    aws.s3.Bucket("b", tags={"url": site.url})
    """
    graph = run(tmp_path, source)
    assert one(graph, "site").origin == "not expanded"
    assert one(graph, "site").inputs == {"bucket": "b"}
    assert links(one(graph, "b")) == {"tags.url": ["site."]}
