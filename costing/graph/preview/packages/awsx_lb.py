"""Expand awsx.lb: load balancers with their target groups and listeners.

Source: pulumi/pulumi-awsx, awsx/lb, read 2026-11-24.
"""

from collections.abc import Mapping
from typing import Any

from costing.graph.preview import values
from costing.graph.preview.packages.component import Component
from costing.graph.preview.packages.default_vpc import default_vpc
from costing.model import UNKNOWN

HTTPS = 443


def application_load_balancer(component: Component) -> dict[str, Any]:
    group = None
    specified = component.inputs.get("defaultSecurityGroup") or {}
    groups = component.inputs.get("securityGroups")
    if groups is None and not specified.get("skip"):
        if specified.get("securityGroupId") is not None:
            groups = [specified["securityGroupId"]]
        else:
            group = component.add(
                "aws:ec2/securityGroup:SecurityGroup", component.name, specified.get("args") or {}
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
    """Return port and protocol of a listener; one or both may be missing from the inputs."""
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
    specified = component.inputs.get("defaultTargetGroup") or {}
    group = component.add(
        "aws:lb/targetGroup:TargetGroup", component.name, {"vpcId": vpc, **target, **specified}
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
    if ids is None:
        network = default_vpc(component)
        return network.subnet_ids, network.id
    each = component.items("subnetIds")
    return ids, component.vpc_of(each[0]) if each else UNKNOWN


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
