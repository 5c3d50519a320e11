"""awsx: load balancers, ECS services, repositories, trails.

What the provider makes of the same arguments (pulumi/pulumi-awsx, awsx, read 2026-11-24).
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from costing.model import UNKNOWN
from costing.preview import values
from costing.preview.lookups import Unanswered
from costing.preview.remote.component import Child, Component
from costing.preview.remote.fargate import smallest
from costing.preview.values import Output

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
HTTPS = 443


def short_hash(text: str) -> str:
    """Return what awsx puts in names of children."""
    return hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()[:8]


# Load balancers


def application_load_balancer(component: Component) -> dict[str, Any]:
    group = None
    stated = component.inputs.get("defaultSecurityGroup") or {}
    groups = component.inputs.get("securityGroups")
    if groups is None and not stated.get("skip"):
        if stated.get("securityGroupId") is not None:
            groups = [stated["securityGroupId"]]
        else:
            group = component.add(
                "aws:ec2/securityGroup:SecurityGroup", component.name, stated.get("args") or {}
            )
            groups = [group.id]
    protocol = http(component.given("listener") or {})
    several = component.given("listeners")
    if several:
        protocol = http(several[0]) if len(several) > 1 else {}
    return {
        **load_balancer(
            component,
            {"securityGroups": groups},
            {"targetType": "ip", **protocol},
            protocol or http({}),
        ),
        "defaultSecurityGroup": group.reference if group else None,
    }


def network_load_balancer(component: Component) -> dict[str, Any]:
    port = component.inputs.get("defaultTargetGroupPort", 80)
    own = {"loadBalancerType": "network", "enableHttp2": False, "idleTimeout": 0}
    return load_balancer(
        component, own, {"protocol": "TCP", "port": port}, {"protocol": "TCP", "port": 80}
    )


def http(listener: Mapping[str, Any]) -> dict[str, Any]:
    """Return port and protocol of a listener of which one, or neither, may be stated."""
    port, protocol = listener.get("port"), listener.get("protocol")
    if port is None and protocol is None:
        return {"port": 80, "protocol": "HTTP"}
    if protocol is None:
        return {"port": port, "protocol": "HTTPS" if port == HTTPS else "HTTP"}
    return {"port": port or (HTTPS if protocol == "HTTPS" else 80), "protocol": protocol}


def load_balancer(
    component: Component,
    own: Mapping[str, Any],
    target: Mapping[str, Any],
    listener: Mapping[str, Any],
) -> dict[str, Any]:
    """Declare a load balancer with its default target group and its listeners."""
    not_its = ("subnetIds", "subnets", "defaultTargetGroup", "defaultTargetGroupPort")
    rest = component.without(*not_its, "listener", "listeners", "defaultSecurityGroup")
    ids, vpc = subnets_of(component)
    balancer = component.add(
        "aws:lb/loadBalancer:LoadBalancer", component.name, {**rest, "subnets": ids, **own}
    )
    stated = component.inputs.get("defaultTargetGroup") or {}
    group = component.add(
        "aws:lb/targetGroup:TargetGroup", component.name, {"vpcId": vpc, **target, **stated}
    )
    forward = [{"type": "forward", "targetGroupArn": group.output("arn")}]
    wanted = component.items("listeners") or [component.inputs.get("listener") or {}]
    listeners = [
        component.add(
            "aws:lb/listener:Listener",
            f"{component.name}-{number}",
            {
                "defaultActions": forward,
                **listener,
                **(http(values.plain(each)) if target.get("targetType") == "ip" else {}),
                **each,
                "loadBalancerArn": balancer.output("arn"),
            },
        )
        for number, each in enumerate(wanted)
    ]
    return {
        "loadBalancer": balancer.reference,
        "defaultTargetGroup": group.reference,
        "listeners": [each.reference for each in listeners],
        "vpcId": vpc,
    }


def subnets_of(component: Component) -> tuple[Any, Any]:
    """Return the ids of a load balancer's subnets, and their VPC."""
    mappings = component.items("subnetMappings")
    if mappings:
        return None, component.vpc_of(mappings[0].get("subnetId"))
    given = component.items("subnets")
    if given:
        found = [component.resource_of(each) for each in given]
        return [each.id if each else UNKNOWN for each in found], component.vpc_of(given[0])
    ids = component.inputs.get("subnetIds")
    each = component.items("subnetIds")
    return ids if ids is not None else UNKNOWN, component.vpc_of(each[0]) if each else UNKNOWN


def target_group_attachment(component: Component) -> dict[str, Any]:
    group = component.resource_of(component.inputs.get("targetGroup"))
    arn = group.output("arn") if group else component.inputs.get("targetGroupArn")
    function = component.resource_of(component.inputs.get("lambda"))
    function_arn = function.output("arn") if function else component.inputs.get("lambdaArn")
    permission = None
    if function_arn is not None:
        permission = component.add(
            "aws:lambda/permission:Permission",
            component.name,
            {
                "action": "lambda:InvokeFunction",
                "function": function.id if function else function_arn,
                "principal": "elasticloadbalancing.amazonaws.com",
                "sourceArn": arn,
            },
        )
    attachment = component.add(
        "aws:lb/targetGroupAttachment:TargetGroupAttachment",
        component.name,
        {**target_of(component, function_arn), "targetGroupArn": arn},
        depends_on=[permission] if permission else [],
    )
    return {
        "targetGroupAttachment": attachment.reference,
        "lambdaPermission": permission.reference if permission else None,
    }


def target_of(component: Component, function_arn: Any) -> dict[str, Any]:
    instance = component.resource_of(component.inputs.get("instance"))
    if instance is not None:
        zone = instance.recorded.declared.inputs.get("availabilityZone", UNKNOWN)
        return {"targetId": instance.id, "availabilityZone": zone}
    if "instanceId" in component.inputs:
        return {"targetId": component.inputs["instanceId"], "availabilityZone": UNKNOWN}
    return {"targetId": function_arn}


# ECS


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
    """Return a service's task definition, and the outputs of the one made for it."""
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
    """Return where a service runs that says nothing of it: in the account's default VPC."""
    group = component.add(
        "aws:ec2/securityGroup:SecurityGroup",
        f"{component.name}-sg",
        {
            "vpcId": UNKNOWN,
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
    return {"subnets": UNKNOWN, "assignPublicIp": public, "securityGroups": [group.id]}


def fargate_task_definition(component: Component) -> dict[str, Any]:
    return task_definition(component, "FARGATE")


def ec2_task_definition(component: Component) -> dict[str, Any]:
    return task_definition(component, "EC2")


def task_definition(component: Component, kind: str) -> dict[str, Any]:
    containers = containers_of(component)
    group = log_group(component)
    task, task_arn = role(component, "task", "taskRole", [])
    execution, execution_arn = role(component, "execution", "executionRole", [EXECUTION_POLICY])
    # The text holds the log group's name, and so is known after deploying only.
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
        raise Unanswered(f"{component.name}: state either container or containers")
    if several is not None:
        return {name: values.opened(each) for name, each in values.opened(several).items()}
    container = values.opened(one)
    return {str(values.plain(container.get("name")) or "container"): container}


def log_group(component: Component) -> Child | None:
    stated = values.opened(component.inputs.get("logGroup") or {})
    if stated.get("skip") or stated.get("existing") is not None:
        return None
    return component.add(
        "aws:cloudwatch/logGroup:LogGroup", component.name, values.opened(stated.get("args") or {})
    )


def role(
    component: Component, which: str, argument: str, policies: Sequence[str]
) -> tuple[Child | None, Any]:
    """Return a role of a task, made unless one is given, and its ARN."""
    stated = values.opened(component.inputs.get(argument) or {})
    if stated.get("skip"):
        return None, None
    if stated.get("roleArn") is not None:
        return None, stated["roleArn"]
    arguments = {"assumeRolePolicy": json.dumps(TASKS), **values.opened(stated.get("args") or {})}
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
    """Return the load balancers of a service: the target groups that its containers name."""
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


# ECR, CloudTrail


def repository(component: Component) -> dict[str, Any]:
    name = component.name.lower()
    made = component.add(
        "aws:ecr/repository:Repository", name, component.without("lifecyclePolicy")
    )
    stated = component.given("lifecyclePolicy") or {}
    policy = None
    if not stated.get("skip"):
        policy = component.add(
            "aws:ecr/lifecyclePolicy:LifecyclePolicy",
            name,
            {"repository": made.output("name"), "policy": lifecycle(stated.get("rules"))},
        )
    return {
        "repository": made.reference,
        "lifecyclePolicy": policy.reference if policy else None,
        "url": made.output("repositoryUrl"),
    }


def lifecycle(rules: Sequence[Mapping[str, Any]] | None) -> str:
    untagged = {
        "description": "remove untagged images",
        "tagStatus": "untagged",
        "maximumNumberOfImages": 1,
    }
    ordered = sorted(rules or [untagged], key=lambda rule: rule.get("tagStatus") == "any")
    each = [expiry(rule, priority) for priority, rule in enumerate(ordered, 1)]
    return json.dumps({"rules": each}, separators=(",", ":"))


def expiry(rule: Mapping[str, Any], priority: int) -> dict[str, Any]:
    status = rule.get("tagStatus")
    selection: dict[str, Any] = {"tagStatus": status}
    if status not in ("any", "untagged"):
        selection = {"tagStatus": "tagged", "tagPrefixList": rule.get("tagPrefixList")}
    count = rule.get("maximumNumberOfImages")
    if count is not None:
        selection |= {"countType": "imageCountMoreThan", "countNumber": count}
    else:
        age = rule.get("maximumAgeLimit")
        selection |= {"countType": "sinceImagePushed", "countNumber": age, "countUnit": "days"}
    described = {"description": rule["description"]} if rule.get("description") else {}
    return {
        "rulePriority": priority,
        **described,
        "selection": selection,
        "action": {"type": "expire"},
    }


def image(component: Component) -> dict[str, Any]:
    """An image is built elsewhere; here it only has a name."""
    tag = component.given("imageName") or component.given("imageTag") or f"{component.name}-image"
    made = component.add(
        "docker-build:index:Image",
        str(tag),
        {"push": True, "context": {"location": component.given("context", ".")}},
    )
    return {"imageUri": made.output("ref")}


def trail(component: Component) -> dict[str, Any]:
    stated = values.opened(component.inputs.get("s3Bucket") or {})
    bucket = None
    name = values.opened(stated.get("existing") or {}).get("name", UNKNOWN)
    if stated.get("existing") is None:
        arguments = {"forceDestroy": True, **values.opened(stated.get("args") or {})}
        bucket = component.add("aws:s3/bucket:Bucket", component.name, arguments)
        name = bucket.output("bucket")
    policy = component.add(
        "aws:s3/bucketPolicy:BucketPolicy", component.name, {"bucket": name, "policy": UNKNOWN}
    )
    logs = component.inputs.get("cloudWatchLogsGroup")
    group = None
    if logs is not None and not values.opened(logs).get("skip", False):
        arguments = values.opened(values.opened(logs).get("args") or {})
        group = component.add("aws:cloudwatch/logGroup:LogGroup", component.name, arguments)
    made = component.add(
        "aws:cloudtrail/trail:Trail",
        component.name,
        {**component.without("s3Bucket", "cloudWatchLogsGroup"), "s3BucketName": name},
        depends_on=[policy],
    )
    return {
        "trail": made.reference,
        "bucket": bucket.reference if bucket else None,
        "logGroup": group.reference if group else None,
    }
