"""Observability: alarms that reach someone, and one page that shows them all."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
from pulumi_aws import cloudwatch, sns

from infra.alarms import Alarm
from infra.policy import document
from infra.scope import Scope

WIDTH, HEIGHT, COLUMNS = 8, 6, 3  # of a widget, and how many side by side in a dashboard's 24


def topic_policy(scope: Scope, topic: str) -> str:
    return document(
        {
            "Sid": "AlarmsPublish",
            "Effect": "Allow",
            "Principal": {"Service": ["budgets.amazonaws.com", "cloudwatch.amazonaws.com"]},
            "Action": "sns:Publish",
            "Resource": scope.arn("sns", topic),
            "Condition": {"StringEquals": {"aws:SourceAccount": scope.account}},
        }
    )


def dashboard_body(alarm_arns: Sequence[str], region: str) -> str:
    """Show the state of all alarms on top, and below it each alarm's metric and its bound."""
    rows = -(-len(alarm_arns) // (2 * COLUMNS))
    states = {
        "type": "alarm",
        "x": 0,
        "y": 0,
        "width": WIDTH * COLUMNS,
        "height": rows + 1,
        "properties": {"title": "Alarms", "alarms": list(alarm_arns)},
    }
    metrics = [
        {
            "type": "metric",
            "x": WIDTH * (index % COLUMNS),
            "y": rows + 1 + HEIGHT * (index // COLUMNS),
            "width": WIDTH,
            "height": HEIGHT,
            "properties": {
                "title": arn.rpartition(":")[2],
                "region": region,
                "annotations": {"alarms": [arn]},
            },
        }
        for index, arn in enumerate(alarm_arns)
    ]
    return json.dumps({"widgets": [states, *metrics]})


@dataclass(frozen=True, slots=True)
class ObservabilityArgs:
    scope: Scope
    watched: Mapping[str, Sequence[Alarm]]  # by the component that wants to be watched
    emails: Sequence[str]
    key_arn: pulumi.Input[str]
    tags: Mapping[str, str]


class Observability(pulumi.ComponentResource):
    """An encrypted topic with the people who hear it, and what sets it off."""

    def __init__(
        self, name: str, args: ObservabilityArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("plimsoll:infra:Observability", name, None, opts)
        self.name, self.args = name, args
        self.child = pulumi.ResourceOptions(parent=self)

        self.topic_arn = self._topic()
        alarms = [
            self._alarm(f"{component}-{alarm.name}", alarm)
            for component, wanted in args.watched.items()
            for alarm in wanted
        ]
        arns = pulumi.Output.all(*(alarm.arn for alarm in alarms))
        self.dashboard = cloudwatch.Dashboard(
            name,
            dashboard_name=args.scope.prefix,
            dashboard_body=arns.apply(lambda known: dashboard_body(known, args.scope.region)),
            opts=self.child,
        ).dashboard_name
        self.register_outputs({"topic_arn": self.topic_arn, "dashboard": self.dashboard})

    def _topic(self) -> pulumi.Output[str]:
        scope, topic = self.args.scope, f"{self.args.scope.prefix}-alarms"
        arn = sns.Topic(
            self.name,
            name=topic,
            kms_master_key_id=self.args.key_arn,
            tags=self.args.tags,
            opts=self.child,
        ).arn
        policy = topic_policy(scope, topic)
        sns.TopicPolicy(self.name, arn=arn, policy=policy, opts=self.child)
        for index, email in enumerate(self.args.emails):
            sns.TopicSubscription(
                f"{self.name}-{index}", topic=arn, protocol="email", endpoint=email, opts=self.child
            )
        return arn

    def _alarm(self, name: str, alarm: Alarm) -> cloudwatch.MetricAlarm:
        percentile = alarm.statistic.startswith("p")
        above = alarm.fires == "above"
        return cloudwatch.MetricAlarm(
            name,
            alarm_description=alarm.meaning,
            namespace=alarm.namespace,
            metric_name=alarm.metric,
            dimensions=alarm.dimensions,
            statistic=None if percentile else alarm.statistic,
            extended_statistic=alarm.statistic if percentile else None,
            comparison_operator="GreaterThanThreshold" if above else "LessThanThreshold",
            threshold=alarm.threshold,
            period=60,
            evaluation_periods=alarm.minutes,
            datapoints_to_alarm=alarm.of_them,
            treat_missing_data=alarm.missing,
            alarm_actions=[self.topic_arn],
            ok_actions=[self.topic_arn],
            tags=self.args.tags,
            opts=self.child,
        )
