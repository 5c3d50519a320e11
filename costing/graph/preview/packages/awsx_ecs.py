"""Expand awsx.ecs: services and task definitions.

Source: pulumi/pulumi-awsx, awsx/ecs, read 2026-11-24.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from costing.graph.preview import values
from costing.graph.preview.lookups import Unanswered
from costing.graph.preview.packages.component import Child, Component
from costing.graph.preview.packages.default_vpc import default_vpc
from costing.graph.preview.packages.fargate import smallest
from costing.graph.preview.packages.names import short_hash
from costing.graph.preview.values import Output
from costing.model import UNKNOWN

EXECUTION_POLICY = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
TASKS = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Action": "sts:AssumeRole",
            "Principal": {"Service": "ecs-tasks.amazonaws.com"},
            "Effect": "Allow",
            "Sid": "",
        }
    ],
}


def fargate_service(component: Component) -> dict[str, Any]:
    definition, made = task_of(component, "FARGATE")
    launch = None if component.inputs.get("capacityProviderStrategies") else "FARGATE"
    if component.given("useClusterDefaultCapacityProviderStrategy"):
        launch = None
    network = component.inputs.get("networkConfiguration")
    if network is None:
        network = default_network(component)
    inputs = {"desiredCount": 1, **service_inputs(component, definition, made)}
    service = component.add(
        "aws:ecs/service:Service",
        component.name,
        {**inputs, "networkConfiguration": network, "launchType": launch},
    )
    return {"service": service.reference, "taskDefinition": made.get("taskDefinition")}


def ec2_service(component: Component) -> dict[str, Any]:
    definition, made = task_of(component, "EC2")
    inputs = service_inputs(component, definition, made)
    service = component.add(
        "aws:ecs/service:Service", component.name, {**inputs, "launchType": "EC2"}
    )
    return {"service": service.reference, "taskDefinition": made.get("taskDefinition")}


def task_of(component: Component, kind: str) -> tuple[Any, Mapping[str, Any]]:
    """Return a service's task definition, and the outputs of the one created for it."""
    arguments = component.inputs.get("taskDefinitionArgs")
    if arguments is None:
        return component.inputs.get("taskDefinition"), {}
    token = "FargateTaskDefinition" if kind == "FARGATE" else "EC2TaskDefinition"
    part = component.part(f"awsx:ecs:{token}", values.opened(arguments))
    made = task_definition(part, kind)
    (child,) = part.children(part.urn, "aws:ecs/taskDefinition:TaskDefinition")
    return child.output("arn"), made


def service_inputs(
    component: Component, definition: Any, made: Mapping[str, Any]
) -> dict[str, Any]:
    rest = component.without(
        "taskDefinitionArgs",
        "continueBeforeSteadyState",
        "assignPublicIp",
        "useClusterDefaultCapacityProviderStrategy",
    )
    balancers = component.inputs.get("loadBalancers") or made.get("loadBalancers") or None
    waits = not component.given("continueBeforeSteadyState", default=False)
    own = {"taskDefinition": definition, "loadBalancers": balancers, "waitForSteadyState": waits}
    return {**rest, **own}


def default_network(component: Component) -> dict[str, Any]:
    """Return the default network of a service: the account's default VPC."""
    vpc = default_vpc(component)
    group = component.add(
        "aws:ec2/securityGroup:SecurityGroup",
        f"{component.name}-sg",
        {
            "vpcId": vpc.id,
            "ingress": [
                {
                    "fromPort": 0,
                    "toPort": 0,
                    "protocol": "-1",
                    "cidrBlocks": ["0.0.0.0/0"],
                    "ipv6CidrBlocks": ["::/0"],
                }
            ],
            "egress": [
                {
                    "fromPort": 0,
                    "toPort": 65535,
                    "protocol": "tcp",
                    "cidrBlocks": ["0.0.0.0/0"],
                    "ipv6CidrBlocks": ["::/0"],
                }
            ],
        },
    )
    public = component.inputs.get("assignPublicIp", False)
    return {"subnets": vpc.subnet_ids, "assignPublicIp": public, "securityGroups": [group.id]}


def fargate_task_definition(component: Component) -> dict[str, Any]:
    return task_definition(component, "FARGATE")


def ec2_task_definition(component: Component) -> dict[str, Any]:
    return task_definition(component, "EC2")


def task_definition(component: Component, kind: str) -> dict[str, Any]:
    containers = containers_of(component)
    group = log_group(component)
    task, task_arn = role(component, "task", "taskRole", [])
    execution, execution_arn = role(component, "execution", "executionRole", [EXECUTION_POLICY])
    # The text contains the log group's name, which is known only after deployment.
    text = Output(
        UNKNOWN,
        dependencies=component.made_of(
            [*containers.values(), [group.output("name") if group else None]]
        ),
    )
    size: dict[str, Any] = {}
    if kind == "FARGATE":
        cpu, memory = smallest([values.plain(each) for each in containers.values()])
        size = {"cpu": cpu, "memory": memory, "networkMode": "awsvpc"}
    rest = component.without("container", "containers", "logGroup", "taskRole", "executionRole")
    definition = component.add(
        "aws:ecs/taskDefinition:TaskDefinition",
        component.name,
        {
            "networkMode": "awsvpc",
            "family": text,
            **size,
            **rest,
            "requiresCompatibilities": [kind],
            "taskRoleArn": task_arn,
            "executionRoleArn": execution_arn,
            "containerDefinitions": text,
        },
    )
    return {
        "taskDefinition": definition.reference,
        "logGroup": group.reference if group else None,
        "taskRole": task.reference if task else None,
        "executionRole": execution.reference if execution else None,
        "loadBalancers": balancers_of(component, containers),
    }


def containers_of(component: Component) -> dict[str, dict[str, Any]]:
    one, several = component.inputs.get("container"), component.inputs.get("containers")
    if (one is None) == (several is None):
        raise Unanswered(f"{component.name}: set either container or containers")
    if several is not None:
        return {name: values.opened(each) for name, each in values.opened(several).items()}
    container = values.opened(one)
    return {str(values.plain(container.get("name")) or "container"): container}


def log_group(component: Component) -> Child | None:
    specified = values.opened(component.inputs.get("logGroup") or {})
    if specified.get("skip") or specified.get("existing") is not None:
        return None
    return component.add(
        "aws:cloudwatch/logGroup:LogGroup",
        component.name,
        values.opened(specified.get("args") or {}),
    )


def role(
    component: Component, which: str, argument: str, policies: Sequence[str]
) -> tuple[Child | None, Any]:
    """Return a task's role and its ARN; a role is created if none is specified."""
    specified = values.opened(component.inputs.get(argument) or {})
    if specified.get("skip"):
        return None, None
    if specified.get("roleArn") is not None:
        return None, specified["roleArn"]
    arguments = {
        "assumeRolePolicy": json.dumps(TASKS),
        **values.opened(specified.get("args") or {}),
    }
    attached = values.plain(arguments.pop("policyArns", list(policies)))
    name = f"{component.name}-{which}"
    made = component.add("aws:iam/role:Role", name, arguments)
    for policy in attached:
        component.add(
            "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
            f"{name}-{short_hash(policy)}",
            {"role": made.output("name"), "policyArn": policy},
        )
    return made, made.output("arn")


def balancers_of(
    component: Component, containers: Mapping[str, Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """Return the load balancers of a service, from the target groups of its containers."""
    found = []
    for name, container in containers.items():
        mappings = values.opened(container.get("portMappings") or [])
        for mapping in map(values.opened, mappings):
            group = component.resource_of(mapping.get("targetGroup"))
            if group is not None:
                found.append(
                    {
                        "containerName": name,
                        "containerPort": group.recorded.declared.inputs.get("port"),
                        "targetGroupArn": group.output("arn"),
                    }
                )
    return found
