"""Scaling policies, read from the resources of a graph.

https://docs.aws.amazon.com/autoscaling/ec2/userguide/as-scaling-target-tracking.html,
https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_PredictiveScalingConfiguration.html.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from costing.aws.scaling_schedules import Cron, cron
from costing.errors import InputError
from costing.graph.follow import referrers
from costing.graph.resource import Graph, Resource, at
from costing.model import hidden

ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"

Metric = Literal["cpu", "requests"]
METRICS: Mapping[str, Metric] = {
    "ASGAverageCPUUtilization": "cpu",
    "ASGCPUUtilization": "cpu",
    "ASGTotalCPUUtilization": "cpu",
    "ECSServiceAverageCPUUtilization": "cpu",
    "CPUUtilization": "cpu",
    "ALBRequestCountPerTarget": "requests",
    "ALBRequestCount": "requests",
    "RequestCountPerTarget": "requests",
}
COOLDOWN = 300.0  # seconds, AWS's default of both kinds of scaling
UNCHANGED = -1


@dataclass(frozen=True, slots=True)
class TargetTracking:
    name: str
    metric: Metric
    target: float  # percent, or requests per minute and instance
    scales_in: bool
    out_cooldown: float  # seconds
    in_cooldown: float


@dataclass(frozen=True, slots=True)
class Step:
    low: float  # bounds of the metric above the alarm's threshold
    high: float
    adjustment: float


@dataclass(frozen=True, slots=True)
class StepScaling:
    name: str
    metric: Metric
    kind: str  # "ChangeInCapacity", "PercentChangeInCapacity", "ExactCapacity"
    threshold: float
    above: bool  # the alarm fires above the threshold
    minutes: int  # until it fires
    steps: tuple[Step, ...]
    cooldown: float


@dataclass(frozen=True, slots=True)
class Scheduled:
    name: str
    recurrence: Cron
    least: int | None
    most: int | None
    desired: int | None


@dataclass(frozen=True, slots=True)
class Predictive:
    name: str
    metric: Metric
    target: float
    scales: bool  # False: forecasts only
    buffer: float  # seconds before the hour


Policy = TargetTracking | StepScaling | Scheduled | Predictive


def read(graph: Graph, policy: Resource, found: list[Policy], others: list[str]) -> None:
    """Add a policy, or the reason that it is not replayed."""
    kind = policy.inputs.get("policyType") or "SimpleScaling"
    made: Policy | None = None
    reason = f"policy type {kind}"
    if kind == "TargetTrackingScaling":
        made, reason = target_tracking(policy)
    elif kind in {"StepScaling", "SimpleScaling"}:
        made, reason = step_scaling(graph, policy)
    elif kind == "PredictiveScaling":
        made, reason = predictive(policy)
    if made is not None:
        found.append(made)
    else:
        others.append(f"{policy.name}: {reason}")


def target_tracking(policy: Resource) -> tuple[TargetTracking | None, str]:
    block = first_block(
        policy, "targetTrackingConfiguration", "targetTrackingScalingPolicyConfiguration"
    )
    metric = metric_of(block)
    target = number(block.get("targetValue"))
    if metric is None or target is None:
        return None, f"metric {metric_name(block) or 'unknown'}"
    return (
        TargetTracking(
            policy.name,
            metric,
            target,
            block.get("disableScaleIn") is not True,
            number(block.get("scaleOutCooldown"), 0.0) or 0.0,
            number(block.get("scaleInCooldown"), 0.0) or 0.0,
        ),
        "",
    )


def step_scaling(graph: Graph, policy: Resource) -> tuple[StepScaling | None, str]:
    block = first_block(policy, "stepScalingPolicyConfiguration") or policy.inputs
    alarms = referrers(graph, policy, ALARM)
    if not alarms:
        return None, "no alarm of this stack triggers it"
    alarm = alarms[0].inputs
    metric, threshold = METRICS.get(str(alarm.get("metricName"))), number(alarm.get("threshold"))
    if metric is None or threshold is None:
        return None, f"metric {alarm.get('metricName')}"
    above = str(alarm.get("comparisonOperator", "")).startswith("Greater")
    period = number(alarm.get("period"), 60.0) or 60.0
    periods = whole(alarm.get("evaluationPeriods"), 1)
    steps = tuple(
        Step(
            number(each.get("metricIntervalLowerBound"), float("-inf")) or 0.0,
            infinite(number(each.get("metricIntervalUpperBound"), float("inf"))),
            number(each.get("scalingAdjustment"), 0.0) or 0.0,
        )
        for each in block.get("stepAdjustments") or ()
        if isinstance(each, Mapping)
    ) or (
        Step(float("-inf"), float("inf"), number(policy.inputs.get("scalingAdjustment"), 0) or 0),
    )
    return (
        StepScaling(
            policy.name,
            metric,
            str(block.get("adjustmentType") or "ChangeInCapacity"),
            threshold,
            above,
            max(int(period * periods // 60), 1),
            steps,
            number(block.get("cooldown"), COOLDOWN) or 0.0,
        ),
        "",
    )


def infinite(value: float | None) -> float:
    return float("inf") if value is None else value


def predictive(policy: Resource) -> tuple[Predictive | None, str]:
    block = first_block(policy, "predictiveScalingConfiguration")
    specification = block.get("metricSpecification")
    if not isinstance(specification, Mapping):
        return None, "metric specification unknown"
    names = [
        at(specification, f"{key}.predefinedMetricType")
        for key in (
            "predefinedMetricPairSpecification",
            "predefinedLoadMetricSpecification",
            "predefinedScalingMetricSpecification",
        )
    ]
    metric = next((METRICS[each] for each in names if each in METRICS), None)
    target = number(specification.get("targetValue"))
    if metric is None or target is None:
        return None, f"metric {next(filter(None, names), 'unknown')}"
    scales = block.get("mode", "ForecastOnly") == "ForecastAndScale"
    buffer = number(block.get("schedulingBufferTime"), 300.0) or 0.0
    return Predictive(policy.name, metric, target, scales, buffer), ""


def schedule(action: Resource, found: list[Policy], others: list[str]) -> None:
    block = action.inputs.get("scalableTargetAction")
    inputs = block if isinstance(block, Mapping) else action.inputs
    text = action.inputs.get("recurrence") or action.inputs.get("schedule")
    try:
        recurrence = cron(five_fields(str(text)))
    except InputError as error:
        others.append(f"{action.name}: {error}")
        return
    sizes = [
        None if each is None or each == UNCHANGED else int(each)
        for each in (
            number(inputs.get(first, inputs.get(second)))
            for first, second in (
                ("minSize", "minCapacity"),
                ("maxSize", "maxCapacity"),
                ("desiredCapacity", ""),
            )
        )
    ]
    found.append(Scheduled(action.name, recurrence, *sizes))


def five_fields(text: str) -> str:
    """Return a Unix recurrence of `cron(0 8 ? * MON-FRI *)`, which has a year at the end."""
    inner = text.removeprefix("cron(").removesuffix(")")
    return " ".join(inner.split()[:5]).replace("?", "*")


def first_block(resource: Resource, *paths: str) -> Mapping[str, Any]:
    for path in paths:
        value = resource.inputs.get(path)
        if isinstance(value, list) and value:
            (value, *_) = value
        if isinstance(value, Mapping):
            return value
    return {}


def metric_name(block: Mapping[str, Any]) -> str | None:
    for path in (
        "predefinedMetricSpecification.predefinedMetricType",
        "customizedMetricSpecification.metricName",
    ):
        value = at(block, path)
        if isinstance(value, str):
            return value
    return None


def metric_of(block: Mapping[str, Any]) -> Metric | None:
    return METRICS.get(metric_name(block) or "")


def number(value: object, default: float | None = None) -> float | None:
    if value is None or hidden(value):
        return default
    try:
        return float(str(value))
    except ValueError:
        return default


def whole(value: object, default: int) -> int:
    found = number(value)
    return default if found is None else int(found)


def policy_lines(policies: Sequence[Policy]) -> Iterator[str]:
    """Yield each policy in one line."""
    for each in policies:
        match each:
            case TargetTracking():
                yield f"target tracking {each.name}: {each.metric} at {each.target:g}"
            case StepScaling():
                yield f"step scaling {each.name}: {each.metric} at {each.threshold:g}"
            case Predictive():
                mode = "forecast and scale" if each.scales else "forecast only"
                yield f"predictive scaling {each.name}: {each.metric} at {each.target:g}, {mode}"
            case Scheduled():
                yield f"scheduled action {each.name}"
