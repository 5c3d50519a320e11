"""Groups that scale, with their policies, as a resource graph declares them."""

from dataclasses import dataclass
from typing import Literal

from costing.graph.follow import referrers
from costing.graph.resource import Graph, Resource
from costing.plan.group_capacity import GroupCapacity, capacity_of
from costing.plan.scaling_policies import Policy, read, schedule, whole
from costing.resources._shared.application_autoscaling import targets
from costing.resources._shared.priced_resource import Links

GROUP, SERVICE = "aws:autoscaling/group:Group", "aws:ecs/service:Service"
POLICY, SCHEDULE = "aws:autoscaling/policy:Policy", "aws:autoscaling/schedule:Schedule"
APPLICATION_POLICY = "aws:appautoscaling/policy:Policy"
APPLICATION_SCHEDULE = "aws:appautoscaling/scheduledAction:ScheduledAction"


@dataclass(frozen=True, slots=True)
class ScaledGroup:
    resource: Resource
    kind: Literal["Auto Scaling group", "ECS service"]
    least: int
    most: int
    desired: int
    capacity: GroupCapacity
    policies: tuple[Policy, ...]
    not_replayed: tuple[str, ...]  # policies on other metrics, and unknown ones

    @property
    def usage_key(self) -> str:
        return f"{self.resource.type}::{self.resource.name}"


def scaled_groups(graph: Graph) -> list[ScaledGroup]:
    """Return Auto Scaling groups and ECS services, by URN."""
    found = [auto_scaling_group(graph, each) for each in graph.of_type(GROUP)]
    found += [service for each in graph.of_type(SERVICE) if (service := ecs_service(graph, each))]
    return sorted(found, key=lambda each: each.resource.urn)


def auto_scaling_group(graph: Graph, group: Resource) -> ScaledGroup:
    policies: list[Policy] = []
    others: list[str] = []
    for each in named(graph, group, POLICY, "autoscalingGroupName"):
        read(graph, each, policies, others)
    for each in named(graph, group, SCHEDULE, "autoscalingGroupName"):
        schedule(each, policies, others)
    least = whole(group.inputs.get("minSize"), 0)
    most = whole(group.inputs.get("maxSize"), least)
    desired = whole(group.inputs.get("desiredCapacity"), least)
    capacity = capacity_of(graph, group)
    return ScaledGroup(
        group, "Auto Scaling group", least, most, desired, capacity, tuple(policies), tuple(others)
    )


def ecs_service(graph: Graph, service: Resource) -> ScaledGroup | None:
    """Return None for a service that runs one task per instance."""
    if service.inputs.get("schedulingStrategy") == "DAEMON":
        return None
    policies: list[Policy] = []
    others: list[str] = []
    desired = whole(service.inputs.get("desiredCount"), 1)
    least = most = desired
    for target in targets(Links(graph, service), (f"service/{service.name}",)):
        least = whole(target.inputs.get("minCapacity"), least)
        most = whole(target.inputs.get("maxCapacity"), max(most, least))
        same = target.inputs.get("resourceId")
        for each in graph.of_type(APPLICATION_POLICY):
            if belongs(graph, each, target, same):
                read(graph, each, policies, others)
        for each in graph.of_type(APPLICATION_SCHEDULE):
            if belongs(graph, each, target, same):
                schedule(each, policies, others)
    desired = min(max(desired, least), most)
    capacity = capacity_of(graph, service)
    return ScaledGroup(
        service, "ECS service", least, most, desired, capacity, tuple(policies), tuple(others)
    )


def named(graph: Graph, group: Resource, kind: str, path: str) -> list[Resource]:
    """Return resources that refer to a group; else those whose input is its name."""
    found = referrers(graph, group, kind, path)
    name = group.inputs.get("name") or group.id
    if found or not isinstance(name, str):
        return found
    return [each for each in graph.of_type(kind) if each.inputs.get(path) == name]


def belongs(graph: Graph, policy: Resource, target: Resource, same: object) -> bool:
    if policy in referrers(graph, target, policy.type, "resourceId"):
        return True
    return isinstance(same, str) and policy.inputs.get("resourceId") == same
