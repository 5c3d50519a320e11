"""Rule that compares fleets with the capacity plan that the stack names (`plimsoll:plan`)."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from types import MappingProxyType
from typing import Any

from costing.aws.launch_templates import first_template
from costing.graph.resource import Resource
from costing.model import UNKNOWN
from policies.engine.finding import Finding
from policies.engine.logic import Truth, blocks, equal, found, is_set, is_unknown, not_, read
from policies.engine.rule import Rule, whole_stack_rule
from policies.engine.selectors.tokens import GROUP, NODE_GROUP
from policies.engine.stack import Stack

ENVIRONMENT = "aws:batch/computeEnvironment:ComputeEnvironment"
POLICY = "aws:autoscaling/policy:Policy"
MIXED = "mixedInstancesPolicy"
DISTRIBUTION = f"{MIXED}.instancesDistribution"
METRIC = "targetTrackingConfiguration.predefinedMetricSpecification.predefinedMetricType"
TARGET = "targetTrackingConfiguration.targetValue"
METRICS = {
    "requests_per_target": "ALBRequestCountPerTarget",
    "cpu_target_percent": "ASGAverageCPUUtilization",
}

Place = tuple[Resource, str, Any]  # resource, path, value; several values as a sequence


def instance_types(group: Resource, stack: Stack) -> Iterator[Place]:
    """Yield the types of an Auto Scaling group: of its overrides, else of its launch template."""
    overrides = [*blocks(group, f"{MIXED}.launchTemplate.overrides")]
    if overrides:
        types = [UNKNOWN if is_unknown(each) else each.get("instanceType") for each in overrides]
        yield group, f"{MIXED}.launchTemplate.overrides", types
        return
    template = first_template(partial(stack.follow, group))
    if isinstance(template, Resource):
        yield template, "instanceType", [read(template, "instanceType")]
    elif template is UNKNOWN:
        yield group, "launchTemplate", UNKNOWN


def spot_percent(group: Resource, _: Stack) -> Iterator[Place]:
    path = f"{DISTRIBUTION}.onDemandPercentageAboveBaseCapacity"
    share = read(group, path, 100)
    yield group, path, UNKNOWN if is_unknown(share) else 100 - int(share)


def on_demand_base(group: Resource, _: Stack) -> Iterator[Place]:
    if is_set(group, MIXED):  # without it, all instances are on demand
        path = f"{DISTRIBUTION}.onDemandBaseCapacity"
        yield group, path, read(group, path, 0)


def target(metric: str) -> Callable[[Resource, Stack], Iterator[Place]]:
    """Return the reader of the target values of a group's policies for a metric."""

    def values(group: Resource, stack: Stack) -> Iterator[Place]:
        policies = stack.attached(group, "autoscalingGroupName", POLICY)
        for policy in (*policies.found, *policies.unknown):
            tracks = equal(read(policy, METRIC), metric)
            certain = tracks is True and policy in policies.found
            if tracks is not False:
                yield policy, TARGET, read(policy, TARGET) if certain else UNKNOWN

    return values


def plain(path: str) -> Callable[[Resource, Stack], Iterator[Place]]:
    return lambda fleet, _: iter([(fleet, path, read(fleet, path))])


def vcpus(kind: str) -> Callable[[Resource, Stack], Iterator[Place]]:
    """Return the reader of the vCPUs of compute environments of a kind: SPOT or EC2."""

    def values(environment: Resource, _: Stack) -> Iterator[Place]:
        given, path = read(environment, "computeResources.type"), "computeResources.maxVcpus"
        if is_unknown(given):
            yield environment, path, UNKNOWN
        elif str(given).upper() == kind:
            yield environment, path, read(environment, path)

    return values


# Type → setting of a plan → reader of its values in a fleet.
READERS: Mapping[str, Mapping[str, Callable[[Resource, Stack], Iterator[Place]]]] = {
    GROUP: {
        "instance_types": instance_types,
        "on_demand_base": on_demand_base,
        "spot_percent": spot_percent,
        "min_size": plain("minSize"),
        "max_size": plain("maxSize"),
        **{setting: target(metric) for setting, metric in METRICS.items()},
    },
    NODE_GROUP: {
        "instance_types": plain("instanceTypes"),
        "min_size": plain("scalingConfig.minSize"),
        "max_size": plain("scalingConfig.maxSize"),
    },
    ENVIRONMENT: {
        "instance_types": plain("computeResources.instanceTypes"),
        "spot_max_vcpus": vcpus("SPOT"),
        "on_demand_max_vcpus": vcpus("EC2"),
    },
}


@whole_stack_rule(
    types=tuple(READERS),
    concern="cost",
    severity="medium",
    title="EC2 Auto Scaling or AWS Batch fleet differs from the stack's capacity plan",
    risk="Cost and availability differ from those that the plan gives.",
    fix="make a new plan with plimsoll plan WORKLOAD --write STACK, or set the plan's value",
    aws_docs="https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-mixed-instances-groups.html",
    settings={
        "decisions": "values of the plan by FLEET.SETTING, such as serving.min_size: [6]; set "
        "from the file that plimsoll:plan names"
    },
)
def fleet_matches_plan(
    stack: Stack,
    *,
    decisions: Mapping[str, tuple[str, ...]] = MappingProxyType({}),
) -> Iterator[Finding]:
    for name in dict.fromkeys(key.rpartition(".")[0] for key in decisions):
        fleets = fleets_of(stack, name)
        if not fleets:
            because = f"the plan is for fleet {name}, and the stack has none of this name"
            yield from found(True, stack.whole, "", f"a fleet {name}", because=because)
        for key, planned in decisions.items():
            group, _, setting = key.rpartition(".")
            for fleet in fleets if group == name else ():
                yield from compared(fleet, stack, setting, planned)


def fleets_of(stack: Stack, name: str) -> Sequence[Resource]:
    """Return the fleets of a name; else those whose name begins with it, "training-spot"."""
    every = stack.of_type(*READERS)
    own = [each for each in every if each.name == name]
    return own or [each for each in every if each.name.startswith(f"{name}-")]


def compared(
    fleet: Resource, stack: Stack, setting: str, planned: tuple[str, ...]
) -> Iterator[Finding]:
    reader = READERS[fleet.type].get(setting)
    for resource, path, value in reader(fleet, stack) if reader else ():
        yield from found(
            not_(same(value, planned)),
            resource,
            path,
            f"the plan's {shown(planned)}",
            actual=value,
            because=f"{setting} of {fleet.name} is {shown(value)}",
        )


def same(value: object, planned: tuple[str, ...]) -> Truth:
    """Compare a value with the plan's; the order of several does not matter."""
    each = value if isinstance(value, list | tuple) else [value]
    if any(map(is_unknown, each)):
        return UNKNOWN
    return {*map(as_text, each)} == {*map(as_text, planned)}


def as_text(value: object) -> str:
    """Return a number without a trailing zero: 50 and 50.0 are the same."""
    text = str(value)
    return text.rstrip("0").rstrip(".") if "." in text and text[0].isdigit() else text


def shown(value: object) -> str:
    return ", ".join(map(as_text, value)) if isinstance(value, list | tuple) else as_text(value)


RULES: tuple[Rule, ...] = (fleet_matches_plan,)
