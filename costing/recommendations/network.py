"""Gateway endpoints in place of NAT gateways, and processors of functions and tasks."""

from collections.abc import Iterator

from costing.estimate.changes import Change
from costing.graph.follow import follow
from costing.graph.resource import Graph, Resource
from costing.prices.book import PriceBook
from costing.recommendations.model import Proposal

NAT = "aws:ec2/natGateway:NatGateway"
SUBNET = "aws:ec2/subnet:Subnet"
VPC = "aws:ec2/vpc:Vpc"
ENDPOINT = "aws:ec2/vpcEndpoint:VpcEndpoint"
FUNCTION = "aws:lambda/function:Function"
TASK = "aws:ecs/taskDefinition:TaskDefinition"
GATEWAY_SERVICES = ("s3", "dynamodb")  # their gateway endpoints are free of charge
ARM_CODE = "native libraries and container images must exist for arm64"


def gateway_endpoints(graph: Graph, _: PriceBook) -> Iterator[Proposal]:
    """Yield NAT gateways of networks without a gateway endpoint for S3 or DynamoDB."""
    for resource in graph.of_type(NAT):
        subnet = follow(graph, resource, "subnetId", SUBNET)
        if not isinstance(subnet, Resource):
            continue
        vpc = follow(graph, subnet, "vpcId", VPC)
        if not isinstance(vpc, Resource):
            continue
        missing = [name for name in GATEWAY_SERVICES if not has_gateway(graph, vpc, name)]
        if missing:
            yield Proposal(
                "gateway endpoint",
                resource,
                f"add a gateway VPC endpoint for {' and '.join(missing)}",
                "low",
                "saves the NAT data processing of traffic to these services only",
                usage_types=("NatGateway-Bytes",),
            )


def has_gateway(graph: Graph, vpc: Resource, service: str) -> bool:
    return any(
        str(each.inputs.get("serviceName", "")).endswith(f".{service}")
        and each.inputs.get("vpcEndpointType", "Gateway") == "Gateway"
        for each, _ in graph.referred.get(vpc.urn, ())
        if each.type == ENDPOINT
    )


def processors(graph: Graph, _: PriceBook) -> Iterator[Proposal]:
    """Yield Lambda functions and Fargate tasks that run on x86."""
    for resource in graph.of_type(FUNCTION):
        if resource.inputs.get("architectures") in (None, ["x86_64"], ("x86_64",)):
            change = Change({resource.urn: {"architectures": ["arm64"]}})
            yield graviton(resource, "architectures: x86_64 → arm64", change)
    for resource in graph.of_type(TASK):
        platform = resource.inputs.get("runtimePlatform") or {}
        system = platform.get("operatingSystemFamily", "LINUX")
        if system == "LINUX" and platform.get("cpuArchitecture", "X86_64") == "X86_64":
            changed = {**platform, "cpuArchitecture": "ARM64", "operatingSystemFamily": "LINUX"}
            change = Change({resource.urn: {"runtimePlatform": changed}})
            yield graviton(resource, "runtimePlatform.cpuArchitecture: X86_64 → ARM64", change)


def graviton(resource: Resource, how: str, change: Change) -> Proposal:
    return Proposal("Graviton", resource, how, "medium", ARM_CODE, change)
