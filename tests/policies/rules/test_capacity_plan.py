"""Rule that compares fleets with the stack's capacity plan."""

from typing import Any

import pytest

from costing.graph.resource import Resource
from costing.model import UNKNOWN
from tests.policies.row import Row, declare, findings, rule_of

RULE = "fleet-matches-plan"
GROUP = "aws:autoscaling/group:Group"
TYPES = ("m7g.large", "c7g.large")
PLAN = {
    "decisions": {
        "serving.instance_types": TYPES,
        "serving.on_demand_base": ("2",),
        "serving.spot_percent": ("70",),
        "serving.min_size": ("3",),
        "serving.max_size": ("9",),
        "serving.cpu_target_percent": ("57.5",),
    }
}
TRAINING = {
    "decisions": {
        "training.instance_types": TYPES,
        "training.spot_max_vcpus": ("32",),
        "training.on_demand_max_vcpus": ("8",),
    }
}


def group(base: int = 2, on_demand: object = 30, **inputs: Any) -> Resource:
    overrides = inputs.pop("overrides", [{"instanceType": each} for each in TYPES])
    policy = {
        "instancesDistribution": {
            "onDemandBaseCapacity": base,
            "onDemandPercentageAboveBaseCapacity": on_demand,
        },
        "launchTemplate": {"overrides": overrides},
    }
    given = {"minSize": 3, "maxSize": 9, "mixedInstancesPolicy": policy}
    return declare(GROUP, "serving", {**given, **inputs})


def with_policy(target: float) -> list[Resource]:
    fleet = group()
    metric = {"predefinedMetricType": "ASGAverageCPUUtilization"}
    tracking = {"predefinedMetricSpecification": metric, "targetValue": target}
    inputs = {"autoscalingGroupName": fleet, "targetTrackingConfiguration": tracking}
    return [fleet, declare("aws:autoscaling/policy:Policy", "cpu", inputs)]


def alone(kind: str) -> list[Resource]:
    """Return a group with one instance type, of its launch template."""
    template = declare("aws:ec2/launchTemplate:LaunchTemplate", "web", {"instanceType": kind})
    inputs = {"minSize": 3, "maxSize": 9, "launchTemplate": {"id": template}}
    return [template, declare(GROUP, "serving", inputs)]


def nodes(*types: str) -> Resource:
    scaling = {"minSize": 3, "maxSize": 9}
    inputs = {"instanceTypes": [*types], "scalingConfig": scaling}
    return declare("aws:eks/nodeGroup:NodeGroup", "serving", inputs)


def environment(kind: str, vcpus: object, *types: str) -> Resource:
    name = {"SPOT": "training-spot", "EC2": "training-on-demand"}[kind]
    inputs = {"type": kind, "maxVcpus": vcpus, "instanceTypes": [*(types or TYPES)]}
    kind = "aws:batch/computeEnvironment:ComputeEnvironment"
    return declare(kind, name, {"computeResources": inputs})


ONE_TYPE = {"decisions": {"serving.instance_types": ("m7g.large",), "serving.spot_percent": ("0",)}}

ROWS = [
    Row(RULE, None, [group()]),
    Row(RULE, None, [group()], PLAN),
    Row(RULE, None, [group(overrides=[{"instanceType": each} for each in TYPES[::-1]])], PLAN),
    Row(RULE, None, [group(minSize="3")], PLAN),
    Row(RULE, None, with_policy(57.5), PLAN),
    Row(RULE, None, [nodes(*TYPES)], PLAN),
    Row(RULE, None, alone("m7g.large"), ONE_TYPE),
    Row(RULE, None, [environment("SPOT", 32), environment("EC2", 8)], TRAINING),
    Row(RULE, "violation", [declare(GROUP, "other", {"minSize": 3})], PLAN),
    Row(RULE, "violation", [group(base=0)], PLAN),
    Row(RULE, "violation", [group(on_demand=100)], PLAN),
    Row(RULE, "violation", [group(minSize=4)], PLAN),
    Row(RULE, "violation", [group(maxSize=8)], PLAN),
    Row(RULE, "violation", [group(overrides=[{"instanceType": "m7g.large"}])], PLAN),
    Row(RULE, "violation", with_policy(50), PLAN),
    Row(RULE, "violation", [nodes("m7g.large")], PLAN),
    Row(RULE, "violation", alone("c7g.large"), ONE_TYPE),
    Row(RULE, "violation", [environment("SPOT", 64), environment("EC2", 8)], TRAINING),
    Row(RULE, "violation", [environment("EC2", 8, "m7g.large")], TRAINING),
    Row(RULE, "unknown", [group(minSize=UNKNOWN)], PLAN),
    Row(RULE, "unknown", [group(on_demand=UNKNOWN)], PLAN),
    Row(RULE, "unknown", [group(overrides=UNKNOWN)], PLAN),
    Row(RULE, "unknown", [environment("SPOT", UNKNOWN), environment("EC2", 8)], TRAINING),
]


@pytest.mark.parametrize(
    ("stack", "message"),
    [
        ([group(minSize=4)], "min_size of serving is 4"),
        (with_policy(50), "cpu_target_percent of serving is 50"),
        ([nodes("m7g.large")], "instance_types of serving is m7g.large"),
        ([], "the plan is for fleet serving, and the stack has none of this name"),
    ],
)
def test_finding_names_the_decision(stack: list[Resource], message: str) -> None:
    [found] = findings(rule_of(RULE), stack, PLAN)
    assert found.what == message
