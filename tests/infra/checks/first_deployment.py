"""Needs of a first deployment in a fresh account, and the order of its resources."""

from collections.abc import Iterator, Mapping

from tests.infra.checks.iam import Role, Stack
from tests.infra.checks.role_users import grants, workloads
from tests.infra.recorder import Recording, Registered

# Stores that publish their address, by the action that their clients may do.
STORES = {
    "database": "rds-db:connect",
    "cache": "elasticache:Connect",
    "search": "es:ESHttpGet",
    "stream": "kinesis:PutRecord",
    "feature-store": "dynamodb:GetItem",
    "kafka": "kafka-cluster:Connect",
}
STARTED = ("aws:autoscaling/group:Group", "aws:ecs/service:Service", "aws:lambda/function:Function")


def findings(recording: Recording) -> list[str]:
    stack = Stack(recording)
    return sorted(
        {*without_linked_role(recording), *second_singletons(recording), *too_early(stack)}
    )


def without_linked_role(recording: Recording) -> Iterator[str]:
    """Yield OpenSearch domains in a VPC that do not wait for the service-linked role.

    https://docs.aws.amazon.com/opensearch-service/latest/developerguide/vpc.html
    """
    after = dependencies(recording)
    for each in recording.of_type("aws:opensearch/domain:Domain"):
        roles = [
            role
            for role in recording.of_type("aws:iam/serviceLinkedRole:ServiceLinkedRole")
            if role.inputs["awsServiceName"] == "opensearchservice.amazonaws.com"
            and str(role) in after[str(each)]
        ]
        if each.inputs.get("vpcOptions") and not roles:
            yield f"{each}: in a VPC before the service-linked role exists"


def second_singletons(recording: Recording) -> Iterator[str]:
    """Yield anomaly monitors by service: an account has one, which AWS creates.

    https://docs.aws.amazon.com/cost-management/latest/userguide/management-limits.html
    """
    for each in recording.of_type("aws:costexplorer/anomalyMonitor:AnomalyMonitor"):
        if each.inputs.get("monitorDimension") == "SERVICE":
            yield f"{each}: the account has an anomaly monitor by service already"


def dependencies(recording: Recording) -> Mapping[str, set[str]]:
    """Return all resources, direct and indirect, that each resource is created after."""
    direct = {str(each): {short(urn) for urn in each.dependencies} for each in recording.resources}
    found: dict[str, set[str]] = {}

    def collect(name: str) -> set[str]:
        if name not in found:
            found[name] = set()
            found[name] = direct.get(name, set()).union(
                *(collect(each) for each in direct.get(name, set()))
            )
        return found[name]

    for name in direct:
        collect(name)
    return found


def short(urn: str) -> str:
    """Return TYPE::NAME of a URN, whose type starts with the types of its parents."""
    return urn.split("::", 2)[2].rpartition("$")[2]


def users(stack: Stack) -> Iterator[tuple[Registered, Role]]:
    """Yield what starts with a role: fleets, services and functions."""
    templates = {
        str(each.resource): each.role
        for each in workloads(stack)
        if "podIdentity" not in each.resource.type
    }
    for each in stack.recording.of_type(*STARTED):
        for reached in [each, *stack.recording.referred(each.inputs)]:
            if role := templates.get(str(reached)):
                yield each, role


def too_early(stack: Stack) -> Iterator[str]:
    """Yield workloads that may start before the parameters they read exist."""
    after = dependencies(stack.recording)
    for each, role in users(stack):
        for parameter in stack.recording.of_type("aws:ssm/parameter:Parameter"):
            for store, action in STORES.items():
                read = f"/{store}/" in parameter.inputs["name"] and grants(role, action)
                here = stack.region(parameter) == stack.region(each)
                if read and here and str(parameter) not in after[str(each)]:
                    yield f"{each}: may start before {parameter} exists"
