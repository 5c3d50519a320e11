"""CloudWatch alarms and EventBridge events that components declare.

A component declares alarms and events; the observability component creates them and notifies.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import pulumi
from pulumi_aws import cloudwatch

from infra.aws.runbook import described
from infra.context import Context


@dataclass(frozen=True, slots=True)
class Alarm:
    """Metric alarm, with a static threshold or an anomaly detection band."""

    name: str  # within its component: "unhealthy-hosts"
    description: str  # the condition and, if useful, the first thing to check
    namespace: str
    metric: str
    dimensions: Mapping[str, pulumi.Input[str]]
    threshold: float  # with anomaly detection the width of the band, standard deviations
    fires: Literal["above", "below"] = "above"
    statistic: str = "Average"  # or "p99"
    minutes: int = 5  # evaluation window
    datapoints: int = 3  # breaching datapoints that fire the alarm
    period_minutes: int = 1
    # A metric that stops when the resource fails must treat missing data as breaching.
    missing: Literal["breaching", "notBreaching"] = "notBreaching"
    anomaly_detection: bool = False
    share_of_quota: bool = False  # threshold in percent of the metric's service quota


@dataclass(frozen=True, slots=True)
class Event:
    """EventBridge event that notifies each time, or fires an alarm above a count."""

    name: str  # within its component: "backup-failed"
    description: str
    pattern: Mapping[str, Any]  # EventBridge event pattern
    max_count: int | None = None  # in five minutes; None: notify of each event


def static_threshold(alarm: Alarm) -> dict[str, Any]:
    """Return the MetricAlarm inputs of an alarm with a static threshold."""
    percentile = alarm.statistic.startswith("p")
    above = alarm.fires == "above"
    return {
        "namespace": alarm.namespace,
        "metric_name": alarm.metric,
        "dimensions": alarm.dimensions,
        "statistic": None if percentile else alarm.statistic,
        "extended_statistic": alarm.statistic if percentile else None,
        "comparison_operator": "GreaterThanThreshold" if above else "LessThanThreshold",
        "threshold": alarm.threshold,
        "period": 60 * alarm.period_minutes,
    }


def anomaly_band(alarm: Alarm) -> dict[str, Any]:
    """Return the MetricAlarm inputs of an anomaly detection alarm."""
    above = alarm.fires == "above"
    return {
        "comparison_operator": ("GreaterThanUpperThreshold" if above else "LessThanLowerThreshold"),
        "threshold_metric_id": "band",
        "metric_queries": [
            {
                "id": "band",
                "label": f"{alarm.metric} (expected)",
                "expression": f"ANOMALY_DETECTION_BAND(metric, {alarm.threshold:g})",
                "return_data": True,
            },
            {
                "id": "metric",
                "return_data": True,
                "metric": {
                    "namespace": alarm.namespace,
                    "metric_name": alarm.metric,
                    "dimensions": alarm.dimensions,
                    "stat": alarm.statistic,
                    "period": 60 * alarm.period_minutes,
                },
            },
        ],
    }


def share_of_quota(alarm: Alarm) -> dict[str, Any]:
    """Return the MetricAlarm inputs of an alarm on the share of a service quota."""
    return {
        "comparison_operator": "GreaterThanThreshold",
        "threshold": alarm.threshold,
        "metric_queries": [
            {
                "id": "percent",
                "label": f"{alarm.metric} (percent of quota)",
                "expression": "usage / SERVICE_QUOTA(usage) * 100",
                "return_data": True,
            },
            {
                "id": "usage",
                "return_data": False,
                "metric": {
                    "namespace": alarm.namespace,
                    "metric_name": alarm.metric,
                    "dimensions": alarm.dimensions,
                    "stat": alarm.statistic,
                    "period": 60 * alarm.period_minutes,
                },
            },
        ],
    }


def metric_of(alarm: Alarm) -> dict[str, Any]:
    """Return the MetricAlarm inputs of an alarm's metric and threshold."""
    if alarm.share_of_quota:
        return share_of_quota(alarm)
    return anomaly_band(alarm) if alarm.anomaly_detection else static_threshold(alarm)


def spot_interruptions(instances: int) -> Event:
    """Return the event of frequent Spot interruptions; a few are normal."""
    return Event(
        name="spot-interruptions",
        description="Many Spot interruptions at once: add instance types",
        pattern={
            "source": ["aws.ec2"],
            "detail-type": [
                "EC2 Instance Rebalance Recommendation",
                "EC2 Spot Instance Interruption Warning",
            ],
        },
        max_count=max(2, instances // 2),
    )


def rollback_alarm(
    name: str, alarm: Alarm, context: Context, tags: Mapping[str, str], opts: pulumi.ResourceOptions
) -> cloudwatch.MetricAlarm:
    """Create an alarm that rolls back a deployment.

    The deployment refers to it by its physical name, and it also notifies the alarm topic.
    """
    # The topic is created last, by the observability component.
    topic = context.arn("sns", f"{context.prefix}-alarms")
    return cloudwatch.MetricAlarm(
        f"{name}-{alarm.name}",
        name=f"{context.prefix}-{name}-{alarm.name}",
        alarm_description=described(alarm.description, f"{name}-{alarm.name}"),
        evaluation_periods=alarm.minutes,
        datapoints_to_alarm=alarm.datapoints,
        treat_missing_data=alarm.missing,
        alarm_actions=[topic],
        ok_actions=[topic],
        tags=tags,
        opts=opts,
        **static_threshold(alarm),
    )
