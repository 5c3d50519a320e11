"""IAM roles that the eks package creates for a cluster, its nodes and its pods.

Source: pulumi/pulumi-eks, nodejs/eks, read 2026-11-24.
"""

import json
from collections.abc import Sequence
from typing import Any

from costing.graph.preview.packages.component import Child, Component
from costing.graph.preview.packages.names import short_hash
from costing.model import UNKNOWN

POLICY = "arn:aws:iam::aws:policy/"
NODE_POLICIES = (
    "AmazonEKSWorkerNodePolicy",
    "AmazonEKS_CNI_Policy",
    "AmazonEC2ContainerRegistryReadOnly",
)
AUTO_MODE_POLICIES = (
    "AmazonEKSComputePolicy",
    "AmazonEKSBlockStoragePolicy",
    "AmazonEKSLoadBalancingPolicy",
    "AmazonEKSNetworkingPolicy",
)


def cluster_role(component: Component, *, auto: bool) -> tuple[Child | None, Any]:
    given = component.inputs.get("serviceRole")
    if given is not None:
        found = component.resource_of(given)
        return found, found.output("arn") if found else UNKNOWN
    policies = ["AmazonEKSClusterPolicy", *(AUTO_MODE_POLICIES if auto else ())]
    actions = ["sts:AssumeRole", "sts:TagSession"]
    made = role(component, "eksRole", "eks.amazonaws.com", policies, actions)
    return made, made.output("arn")


def role(
    component: Component,
    which: str,
    service: str,
    policies: Sequence[str],
    actions: Sequence[str] = ("sts:AssumeRole",),
) -> Child:
    """Declare a service's role inside a component, as the provider does."""
    name = f"{component.name}-{which}"
    part = component.add("eks:index:ServiceRole", name, {}, custom=False)
    principal = {"Service": [service]}
    statement = {"Action": list(actions), "Effect": "Allow", "Principal": principal}
    document = {"Version": "2012-10-17", "Statement": [statement]}
    made = component.add(
        "aws:iam/role:Role",
        f"{name}-role",
        {"assumeRolePolicy": json.dumps(document), "tags": component.inputs.get("tags")},
        part,
    )
    for policy in policies:
        arn = f"{POLICY}{policy}"
        component.add(
            "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
            f"{name}-{short_hash(arn)}",
            {"policyArn": arn, "role": made.output("name")},
            part,
        )
    return made


def instance_roles(component: Component, *, has_nodes: bool) -> tuple[list[Any], Any]:
    """Return the roles of the cluster's instances and the instance profile of default nodes."""
    several = component.items("instanceRoles")
    if several:
        found = [component.resource_of(each) for each in several]
        return [each.reference for each in found if each], UNKNOWN
    given = component.resource_of(component.inputs.get("instanceRole"))
    wanted = component.given("createInstanceRole", not component.given("skipDefaultNodeGroup"))
    if given is None and not wanted:
        return [], UNKNOWN
    made = given or role(component, "instanceRole", "ec2.amazonaws.com", NODE_POLICIES)
    profile = None
    if given is None or has_nodes:
        profile = component.add(
            "aws:iam/instanceProfile:InstanceProfile",
            f"{component.name}-instanceProfile",
            {"role": made.output("name")},
        )
    return [made.reference], profile.output("name") if profile else UNKNOWN
