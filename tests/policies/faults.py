"""Faults that tests put into the shipped production stack."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from costing.graph.resource import Graph, Resource

LAUNCH_TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate"
GROUP = "aws:autoscaling/group:Group"
CLUSTER = "aws:rds/cluster:Cluster"
CACHE = "aws:elasticache/replicationGroup:ReplicationGroup"
BALANCER = "aws:lb/loadBalancer:LoadBalancer"
TARGETS = "aws:lb/targetGroup:TargetGroup"
DISTRIBUTION = "mixedInstancesPolicy.instancesDistribution"


@dataclass(frozen=True)
class Break:
    """A change of the first resource of a type, and the rules that it breaks."""

    rules: frozenset[str]
    type: str
    change: Callable[[Resource], Resource | None]  # None: it is taken out
    every: bool = False  # all of the type, not the first alone

    def of(self, graph: Graph) -> Graph:
        meant = graph.of_type(self.type)[: None if self.every else 1]
        changed = (self.change(each) if each in meant else each for each in graph.resources)
        return replace(graph, resources=tuple(filter(None, changed)))

    def __str__(self) -> str:
        return "+".join(sorted(self.rules))


def put(path: str, value: object) -> Callable[[Resource], Resource]:
    return lambda resource: replace(
        resource, inputs=placed(resource.inputs, path.split("."), value)
    )


def placed(value: Any, path: list[str], put_in: object) -> Any:
    """Return a copy with another value at the path; digits are places in a list."""
    if not path:
        return put_in
    key, *rest = path
    if isinstance(value, list):
        place = int(key)
        return [*value[:place], placed(value[place], rest, put_in), *value[place + 1 :]]
    held: Mapping[str, Any] = value or {}
    return {**held, key: placed(held.get(key), rest, put_in)}


def without(path: str) -> Callable[[Resource], Resource]:
    return put(path, None)


def gone(_: Resource) -> None:
    return None


def unprotected(resource: Resource) -> Resource:
    return replace(resource, protect=False)


def two_zones(group: Resource) -> Resource:
    listed = group.inputs["vpcZoneIdentifiers"]
    return replace(group, inputs={**group.inputs, "vpcZoneIdentifiers": listed[:2]})


SECURITY_GROUP = "aws:ec2/securityGroup:SecurityGroup"
INGRESS_RULE = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
EGRESS_RULE = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"
INSIDE = {
    "description": "From inside",
    "fromPort": 443,
    "toPort": 443,
    "protocol": "tcp",
    "cidrBlocks": ["10.0.0.0/8"],
}


def opens(port: int, protocol: str = "tcp") -> Callable[[Resource], Resource]:
    """Open a rule to the internet."""

    def change(rule: Resource) -> Resource:
        named = {"description": rule.inputs["description"], "cidrIpv4": "0.0.0.0/0"}
        ports = {"ipProtocol": protocol, "fromPort": port, "toPort": port}
        group = {"securityGroupId": rule.inputs["securityGroupId"]}
        return replace(rule, inputs={**group, **named, **ports})

    return change


BLOCK = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"


def broken(
    rules: str, kind: str, change: Callable[[Resource], Resource | None], *, every: bool = False
) -> Break:
    return Break(frozenset(rules.split()), kind, change, every)
