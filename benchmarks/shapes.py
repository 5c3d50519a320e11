"""Stacks whose steps once grew faster than the stack: repeated names, one resource of many others.

Each shape is a function of an index: the state of one resource, in an export as of `states`.
"""

import json
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from benchmarks.states import STACK, TAGS, one
from costing.graph.schema.input_types import InputType, resource_type
from costing.resources import FREE, PRICED

ACCOUNT = "123456789012"
REFERRING = ("Id", "Arn", "Name", "name", "Identifier", "Ids", "Arns", "Names")
MOST_INPUTS = 12
ROLE, VPC = "aws:iam/role:Role", "aws:ec2/vpc:Vpc"
TRUST = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": {"Service": "ec2.amazonaws.com"},
                "Action": "sts:AssumeRole",
            }
        ],
    }
)
IN_VPC: tuple[tuple[str, Mapping[str, Any]], ...] = (
    ("aws:ec2/subnet:Subnet", {"cidrBlock": "10.0.0.0/24", "availabilityZone": "us-east-1a"}),
    ("aws:ec2/securityGroup:SecurityGroup", {"description": "bench"}),
    ("aws:ec2/routeTable:RouteTable", {}),
    ("aws:lb/targetGroup:TargetGroup", {"port": 443, "protocol": "HTTPS"}),
    ("aws:ec2/vpcEndpoint:VpcEndpoint", {"serviceName": "com.amazonaws.us-east-1.s3"}),
    ("aws:ec2/networkAcl:NetworkAcl", {}),
)


def state(
    kind: str, name: str, inputs: Mapping[str, Any], uses: Mapping[str, list[str]]
) -> dict[str, Any]:
    """Return a state; `uses`: URNs by the input that refers to them."""
    arn = f"arn:aws:bench:us-east-1:{ACCOUNT}:{name}"
    return {
        "urn": urn(kind, name),
        "custom": True,
        "id": f"{name}-id",
        "type": kind,
        "inputs": {**inputs, "__defaults": []},
        "outputs": {**inputs, "arn": arn, "tagsAll": TAGS, "region": "us-east-1"},
        "parent": STACK,
        "dependencies": sorted({each for urns in uses.values() for each in urns}),
        "propertyDependencies": {key: uses.get(key, []) for key in inputs},
    }


def urn(kind: str, name: str) -> str:
    return f"urn:pulumi:bench::bench::{kind}::{name}"


@cache
def kinds() -> tuple[str, ...]:
    return tuple(kind for kind in sorted({*PRICED, *FREE}) if resource_type(kind) is not None)


def varied(index: int, among: int | None = None) -> dict[str, Any]:
    """Return a resource of one of all types; resources of different types have the same name.

    `among`: number of types, all of them by default.
    Its inputs refer to others by name, as in a state that an import wrote: without dependencies.
    """
    every = kinds()[:: len(kinds()) // among] if among else kinds()
    kind, number = every[index % len(every)], index // len(every)
    schema = resource_type(kind)
    few = [*schema.inputs.items()][:MOST_INPUTS] if schema else []
    inputs = {key: value for key, type_ in few if (value := given(key, type_, number)) is not None}
    return {
        **state(kind, f"web-{number}", {**inputs, "tags": TAGS}, {}),
        "propertyDependencies": {},
    }


def given(key: str, type_: InputType, number: int) -> Any:  # noqa: ANN401 (JSON)
    """Return a value for an input of a scalar type; None for others."""
    if type_.plain is str:
        return f"web-{number}" if key.endswith(REFERRING) else f"{key}-1"
    return {bool: True, int: 1}.get(type_.plain) if type_.plain else None


def one_vpc(index: int) -> dict[str, Any]:
    """Return a VPC, then its subnets, security groups and others."""
    if index == 0:
        return state(VPC, "main", {"cidrBlock": "10.0.0.0/8", "tags": TAGS}, {})
    kind, inputs = IN_VPC[index % len(IN_VPC)]
    within = {**inputs, "vpcId": "main-id", "tags": TAGS}
    if "cidrBlock" in inputs:
        within["cidrBlock"] = f"10.{index // 6 // 256 % 256}.{index // 6 % 256}.0/24"
    return state(kind, f"member-{index}", within, {"vpcId": [urn(VPC, "main")]})


def one_role(index: int) -> dict[str, Any]:
    """Return a role, then the attachments of policies to it."""
    if index == 0:
        return state(ROLE, "main", {"name": "main", "assumeRolePolicy": TRUST, "tags": TAGS}, {})
    policy = f"arn:aws:iam::{ACCOUNT}:policy/p-{index}"
    kind = "aws:iam/rolePolicyAttachment:RolePolicyAttachment"
    inputs = {"role": "main", "policyArn": policy}
    return state(kind, f"attachment-{index}", inputs, {"role": [urn(ROLE, "main")]})


SHAPES: Mapping[str, Callable[[int], dict[str, Any]]] = {
    "uniform": one,
    "varied": varied,
    "one VPC": one_vpc,
    "one role": one_role,
}
