"""Roles: what the permissions boundary takes away, and what workloads need for their stores."""

import base64
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tests.infra.checks.iam import Request, Role, Stack, allowed, like, listed
from tests.infra.checks.key_users import at
from tests.infra.recorder import Recording, Registered

GROUP = "aws:ec2/securityGroup:SecurityGroup"
PROFILE = "aws:iam/instanceProfile:InstanceProfile"
# Permissions that are of use only to a member of the store's client security group.
# https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/auth-iam.html
# https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/UsingWithRDS.IAMDBAuth.html
CONNECTIONS = {
    "database": "rds-db:connect",
    "cache": "elasticache:Connect",
    "search": "es:ESHttpGet",
}


def findings(recording: Recording) -> list[str]:
    stack = Stack(recording)
    return sorted(
        [*outside_boundary(stack), *without_addresses(stack), *without_network(stack),
         *without_publisher(stack)]
    )  # fmt: skip


def condition_keys(statement: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return condition keys with which a statement's own conditions hold."""
    conditions = statement.get("Condition", {}).values()
    return {key: listed(value) for wanted in conditions for key, value in wanted.items()}


def outside_boundary(stack: Stack) -> Iterator[str]:
    """Yield what a service's role is given and its permissions boundary takes away."""
    for role in stack.roles():
        if not role.trusted or not role.boundary:  # people's roles are limited on purpose
            continue
        given = [("its policy", each) for each in role.inline]
        given += [(arn, each) for arn, policy in role.managed.items() for each in policy]
        for origin, statement in given:
            if statement["Effect"] != "Allow":
                continue
            keys = {**condition_keys(statement), "aws:RequestedRegion": [role.region]}
            for action in listed(statement.get("Action", [])):
                for resource in listed(statement.get("Resource", "*")):
                    requests = [
                        Request(action, each, keys) for each in examples(stack, str(resource))
                    ]
                    if not any(allowed(role.boundary, request) for request in requests):
                        yield (
                            f"{role.name}: {action} on {resource} of {origin} "
                            "is outside of the boundary"
                        )


def examples(stack: Stack, resource: str) -> list[str]:
    """Return resources that a text stands for: for all resources also a role of the account."""
    own = resource.replace(":iam::*:", f":iam::{stack.account}:")
    roles = f"arn:aws:iam::{stack.account}:role"
    return [own, *([f"{roles}/any", f"{roles}/aws-service-role/any"] if own == "*" else [])]


@dataclass(frozen=True, slots=True)
class Workload:
    """Something that runs with a role in security groups, and the text that configures it."""

    resource: Registered
    role: Role
    groups: tuple[str, ...]  # names
    text: str

    def told(self, folder: str) -> bool:
        """Return True if the configuration names the folder; pods are configured elsewhere."""
        data = re.findall(r"'userData': '([^']+)'", self.text)
        texts = [self.text, *(base64.b64decode(each).decode() for each in data)]
        return "podIdentity" in self.resource.type or any(folder in text for text in texts)


def workloads(stack: Stack) -> Iterator[Workload]:
    found = stack.recording
    for each in found.of_type("aws:lambda/function:Function"):
        yield workload(stack, each, each.inputs["role"], at(each.inputs, "vpcConfig"))
    for each in found.of_type("aws:ec2/launchTemplate:LaunchTemplate"):
        if profile := at(each.inputs, "iamInstanceProfile.arn"):
            role = found.follow(profile).inputs["role"]
            yield workload(stack, each, role, each.inputs["networkInterfaces"])
    for each in found.of_type("aws:ecs/service:Service"):
        task = found.follow(each.inputs["taskDefinition"])
        network = each.inputs["networkConfiguration"]
        yield workload(stack, task, task.inputs["taskRoleArn"], network)
    for each in found.of_type("aws:eks/podIdentityAssociation:PodIdentityAssociation"):
        yield workload(stack, each, each.inputs["roleArn"], node_network(stack, each))


def node_network(stack: Stack, association: Registered) -> list[object]:
    """Return the network configuration of the nodes of an association's cluster."""
    found = stack.recording
    templates = [
        found.follow(each.inputs["launchTemplate"]["id"])
        for each in found.of_type("aws:eks/nodeGroup:NodeGroup")
        if each.inputs["clusterName"] == association.inputs["clusterName"]
    ]
    paths = ("vpcSecurityGroupIds", "networkInterfaces")
    return [each.inputs.get(path) for each in templates for path in paths]


def workload(stack: Stack, resource: Registered, role: object, network: object) -> Workload:
    groups = [each.name for each in stack.recording.referred(network) if each.type == GROUP]
    return Workload(resource, stack.role_of(role), tuple(groups), str(resource.inputs))


def without_addresses(stack: Stack) -> Iterator[str]:
    """Yield workloads that may connect to a store but cannot look its address up."""
    for each in workloads(stack):
        for store, action in CONNECTIONS.items():
            for parameter in stack.recording.of_type("aws:ssm/parameter:Parameter"):
                folder, _, key = parameter.inputs["name"].partition(f"/{store}/")
                here = stack.region(parameter) == each.role.region
                if key != "endpoint" or not here or not grants(each.role, action):
                    continue
                arn = stack.arn(parameter, "ssm", f"parameter{folder}")
                if not each.role.allows(Request("ssm:GetParametersByPath", arn)):
                    yield f"{each.resource}: may use the {store} and not read its address"
                elif not each.told(folder):
                    yield f"{each.resource}: is not told that addresses are in {folder}"


def grants(role: Role, action: str) -> bool:
    return any(
        each["Effect"] == "Allow" and like(action, each.get("Action", [])) for each in role.inline
    )


def without_network(stack: Stack) -> Iterator[str]:
    """Yield workloads that may connect to a store but are not in its client security group."""
    clients = {
        each.name for each in stack.recording.of_type(GROUP) if each.name.endswith("-clients")
    }
    for each in workloads(stack):
        prefix = "standby-" if "standby-" in each.resource.name else ""
        for store, action in CONNECTIONS.items():
            group = f"{prefix}{store}-clients"
            if group in clients and grants(each.role, action) and group not in each.groups:
                yield f"{each.resource}: may use the {store} and is not in {group}"


def without_publisher(stack: Stack) -> Iterator[str]:
    """Yield alarms on custom metrics that no metric filter and no role may write."""
    filtered = {
        each.inputs["metricTransformation"]["namespace"]
        for each in stack.recording.of_type("aws:cloudwatch/logMetricFilter:LogMetricFilter")
    }
    for alarm in stack.recording.of_type("aws:cloudwatch/metricAlarm:MetricAlarm"):
        for namespace in sorted(set(namespaces(alarm.inputs)) - filtered):
            if namespace.startswith(("AWS/", "/aws/", "ECS/")):
                continue
            keys: dict[str, Sequence[str]] = {"cloudwatch:namespace": [namespace]}
            request = Request("cloudwatch:PutMetricData", "*", keys)
            if not any(role.allows(request) for role in writers(stack, namespace)):
                yield f"{alarm}: no role may write metrics of {namespace}"


def writers(stack: Stack, namespace: str) -> Iterator[Role]:
    """Yield the roles of workloads; of Synthetics for its own namespace."""
    if namespace == "CloudWatchSynthetics":
        for each in stack.recording.of_type("aws:synthetics/canary:Canary"):
            yield stack.role_of(each.inputs["executionRoleArn"])
    else:
        for found in workloads(stack):
            yield found.role


def namespaces(inputs: Mapping[str, Any]) -> Iterator[str]:
    if "namespace" in inputs:
        yield inputs["namespace"]
    for query in inputs.get("metricQueries", []):
        if "metric" in query:
            yield query["metric"]["namespace"]
