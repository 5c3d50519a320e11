"""Observability: alarms that reach someone, and one page that shows them all."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pulumi
from pulumi_aws import cloudwatch, sns

from infra.alarms import Alarm, Event
from infra.dashboard import dashboard_body
from infra.policy import document
from infra.scope import Scope

PUBLISHERS = ("budgets", "cloudwatch", "costalerts")


def topic_policy(scope: Scope, topic: str) -> str:
    arn = scope.arn("sns", topic)
    return document(
        {
            "Sid": "AlarmsPublish",
            "Effect": "Allow",
            "Principal": {"Service": [f"{each}.amazonaws.com" for each in PUBLISHERS]},
            "Action": "sns:Publish",
            "Resource": arn,
            "Condition": {"StringEquals": {"aws:SourceAccount": scope.account}},
        },
        {
            # EventBridge gives a topic no context that a condition could look at.
            "Sid": "EventsPublish",
            "Effect": "Allow",
            "Principal": {"Service": "events.amazonaws.com"},
            "Action": "sns:Publish",
            "Resource": arn,
        },
    )


@dataclass(frozen=True, slots=True)
class ObservabilityArgs:
    scope: Scope
    watched: Mapping[str, Sequence[Alarm]]  # by the component that wants to be watched
    heard: Mapping[str, Sequence[Event]]  # likewise
    emails: Sequence[str]
    key_arn: pulumi.Input[str]
    tags: Mapping[str, str]
    dashboard: bool = True  # one shows all regions: its name is the account's, not a region's
    elsewhere: Sequence[pulumi.Input[str]] = ()  # ARNs of another region's alarms, to show as well


class Observability(pulumi.ComponentResource):
    """An encrypted topic with the people who hear it, and what sets it off.

    A component with several alarms tells once that it is in trouble, not once an alarm.
    """

    def __init__(
        self, name: str, args: ObservabilityArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("plimsoll:infra:Observability", name, None, opts)
        self.name, self.args = name, args
        self.child = pulumi.ResourceOptions(parent=self)

        self.topic_arn = self._topic()
        self.alarms: list[cloudwatch.MetricAlarm] = []
        self.names: list[pulumi.Output[str]] = []  # of what tells
        for component, events in args.heard.items():
            self._events(component, events)
        for component, wanted in args.watched.items():
            self._watch(component, wanted)
        self.alarm_arns = [alarm.arn for alarm in self.alarms]
        if args.dashboard:
            self._dashboard()
        self.register_outputs({"topic_arn": self.topic_arn})

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

    def _watch(self, component: str, wanted: Sequence[Alarm]) -> None:
        """Make a component's alarms; several are told as one."""
        alone = len(wanted) == 1
        made = [self._alarm(f"{component}-{alarm.name}", alarm, tells=alone) for alarm in wanted]
        self.alarms.extend(made)
        if alone:
            self.names.append(made[0].name)
        elif made:
            self.names.append(self._together(component, made))

    def _alarm(self, name: str, alarm: Alarm, *, tells: bool) -> cloudwatch.MetricAlarm:
        return cloudwatch.MetricAlarm(
            name,
            alarm_description=alarm.meaning,
            evaluation_periods=alarm.minutes // alarm.every,
            datapoints_to_alarm=alarm.of_them,
            treat_missing_data=alarm.missing,
            alarm_actions=[self.topic_arn] if tells else None,
            ok_actions=[self.topic_arn] if tells else None,
            tags=self.args.tags,
            opts=self.child,
            **(learnt_bound(alarm) if alarm.learnt else fixed_bound(alarm)),
        )

    def _together(
        self, component: str, alarms: Sequence[cloudwatch.MetricAlarm]
    ) -> pulumi.Output[str]:
        rule = pulumi.Output.all(*(alarm.name for alarm in alarms)).apply(
            lambda names: " OR ".join(f'ALARM("{name}")' for name in names)
        )
        return cloudwatch.CompositeAlarm(
            component,
            alarm_name=f"{self.args.scope.prefix}-{component}",
            alarm_description=f"Something is wrong with the {component}: see which of its alarms",
            alarm_rule=rule,
            alarm_actions=[self.topic_arn],
            ok_actions=[self.topic_arn],
            tags=self.args.tags,
            opts=self.child,
        ).alarm_name

    def _events(self, component: str, events: Sequence[Event]) -> None:
        counted: list[Alarm] = []
        for event in events:
            name = f"{component}-{event.name}"
            rule = cloudwatch.EventRule(
                name,
                description=event.meaning,
                event_pattern=json.dumps(event.pattern),
                tags=self.args.tags,
                opts=self.child,
            )
            if event.more_than is None:
                cloudwatch.EventTarget(
                    name,
                    rule=rule.name,
                    arn=self.topic_arn,
                    input_transformer=told(event),
                    opts=self.child,
                )
            else:
                counted.append(too_many(event, rule.name))
        self._watch(f"{component}-events", counted)

    def _dashboard(self) -> None:
        arns = pulumi.Output.all(*self.alarm_arns, *self.args.elsewhere)
        cloudwatch.Dashboard(
            self.name,
            dashboard_name=self.args.scope.prefix,
            dashboard_body=arns.apply(dashboard_body),
            opts=self.child,
        )


def fixed_bound(alarm: Alarm) -> dict[str, Any]:
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
        "period": 60 * alarm.every,
    }


def learnt_bound(alarm: Alarm) -> dict[str, Any]:
    """Return the inputs of an alarm whose bound CloudWatch learns from two weeks of the metric."""
    above = alarm.fires == "above"
    return {
        "comparison_operator": ("GreaterThanUpperThreshold" if above else "LessThanLowerThreshold"),
        "threshold_metric_id": "normal",
        "metric_queries": [
            {
                "id": "normal",
                "label": f"{alarm.metric} (normal)",
                "expression": f"ANOMALY_DETECTION_BAND(seen, {alarm.threshold:g})",
                "return_data": True,
            },
            {
                "id": "seen",
                "return_data": True,
                "metric": {
                    "namespace": alarm.namespace,
                    "metric_name": alarm.metric,
                    "dimensions": alarm.dimensions,
                    "stat": alarm.statistic,
                    "period": 60 * alarm.every,
                },
            },
        ],
    }


def told(event: Event) -> cloudwatch.EventTargetInputTransformerArgsDict:
    """Say in words what has happened, instead of handing on the event's JSON."""
    return {
        "input_paths": {"account": "$.account", "region": "$.region", "time": "$.time"},
        "input_template": json.dumps(f"{event.meaning} (<account>, <region>, <time>)"),
    }


def too_many(event: Event, rule: pulumi.Input[str]) -> Alarm:
    return Alarm(
        name=event.name,
        meaning=event.meaning,
        namespace="AWS/Events",
        metric="MatchedEvents",
        dimensions={"RuleName": rule},
        statistic="Sum",
        threshold=float(event.more_than or 0),
        of_them=1,
    )
