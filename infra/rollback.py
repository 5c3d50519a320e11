"""Alarms that turn a release back: they are there before what they guard, and known by name."""

from collections.abc import Mapping

import pulumi
from pulumi_aws import cloudwatch

from infra.alarms import Alarm
from infra.observability import fixed_bound
from infra.scope import Scope


def rollback_alarm(
    name: str, alarm: Alarm, scope: Scope, tags: Mapping[str, str], child: pulumi.ResourceOptions
) -> cloudwatch.MetricAlarm:
    """Make an alarm that the release itself looks at; people hear of it as of any other."""
    topic = scope.arn("sns", f"{scope.prefix}-alarms")  # made last: it hears all components
    return cloudwatch.MetricAlarm(
        f"{name}-{alarm.name}",
        name=f"{scope.prefix}-{name}-{alarm.name}",
        alarm_description=alarm.meaning,
        evaluation_periods=alarm.minutes,
        datapoints_to_alarm=alarm.of_them,
        treat_missing_data=alarm.missing,
        alarm_actions=[topic],
        ok_actions=[topic],
        tags=tags,
        opts=child,
        **fixed_bound(alarm),
    )
