"""Alarm topic, CloudWatch alarms, EventBridge rules and dashboard."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
from pulumi_aws import cloudwatch, sns

from infra.aws.alarm import Alarm, Event, metric_of
from infra.aws.policy_document import document, publish_metrics
from infra.aws.runbook import described
from infra.context import Context
from infra.deployment import Deployment
from infra.operations.dashboard import dashboard_body

PUBLISHERS = ("budgets", "cloudwatch", "costalerts")


def topic_policy(context: Context, topic: str) -> str:
    arn = context.arn("sns", topic)
    return document(
        {
            "Sid": "AllowAlarms",
            "Effect": "Allow",
            "Principal": {"Service": [f"{each}.amazonaws.com" for each in PUBLISHERS]},
            "Action": "sns:Publish",
            "Resource": arn,
            "Condition": {"StringEquals": {"aws:SourceAccount": context.account}},
        },
        {
            # EventBridge sets no condition keys for topics.
            "Sid": "AllowEvents",
            "Effect": "Allow",
            "Principal": {"Service": "events.amazonaws.com"},
            "Action": "sns:Publish",
            "Resource": arn,
        },
    )


@dataclass(frozen=True, slots=True)
class ObservabilityArgs:
    context: Context
    alarms: Mapping[str, Sequence[Alarm]]  # by component
    events: Mapping[str, Sequence[Event]]  # by component
    emails: Sequence[str]
    key_arn: pulumi.Input[str]
    dashboard: bool = True  # dashboards are global: one shows all regions
    other_alarm_arns: Sequence[pulumi.Input[str]] = ()  # of the standby region, for the dashboard


class Observability(pulumi.ComponentResource):
    """Encrypted SNS topic with email subscriptions, and the alarms and events that notify it.

    A component with several alarms notifies through one composite alarm.
    """

    def __init__(
        self, name: str, args: ObservabilityArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("plimsoll:infra:Observability", name, None, opts)
        self.name, self.args = name, args
        self.tags = args.context.tags("observability", "shared", "internal")
        self.child = pulumi.ResourceOptions(parent=self)

        self.topic_arn = self._topic()
        self.alarms: list[cloudwatch.MetricAlarm] = []
        self.names: list[pulumi.Output[str]] = []  # of notifying alarms
        for component, events in args.events.items():
            self._events(component, events)
        for component, alarms in args.alarms.items():
            self._component_alarms(component, alarms)
        self.alarm_arns = [alarm.arn for alarm in self.alarms]
        if args.dashboard:
            self._dashboard()
        self.register_outputs({"topic_arn": self.topic_arn})

    def _topic(self) -> pulumi.Output[str]:
        context, topic = self.args.context, f"{self.args.context.prefix}-alarms"
        arn = sns.Topic(
            self.name,
            name=topic,
            kms_master_key_id=self.args.key_arn,
            tags=self.tags,
            opts=self.child,
        ).arn
        policy = topic_policy(context, topic)
        sns.TopicPolicy(self.name, arn=arn, policy=policy, opts=self.child)
        for index, email in enumerate(self.args.emails):
            sns.TopicSubscription(
                f"{self.name}-{index}", topic=arn, protocol="email", endpoint=email, opts=self.child
            )
        return arn

    def _component_alarms(self, component: str, alarms: Sequence[Alarm]) -> None:
        """Create a component's alarms, and a composite alarm for several."""
        single = len(alarms) == 1
        created = [
            self._alarm(f"{component}-{alarm.name}", alarm, notify=single) for alarm in alarms
        ]
        self.alarms.extend(created)
        if single:
            self.names.append(created[0].name)
        elif created:
            self.names.append(self._composite(component, created))

    def _alarm(self, name: str, alarm: Alarm, *, notify: bool) -> cloudwatch.MetricAlarm:
        return cloudwatch.MetricAlarm(
            name,
            alarm_description=described(alarm.description, name),
            evaluation_periods=alarm.minutes // alarm.period_minutes,
            datapoints_to_alarm=alarm.datapoints,
            treat_missing_data=alarm.missing,
            alarm_actions=[self.topic_arn] if notify else None,
            ok_actions=[self.topic_arn] if notify else None,
            tags=self.tags,
            opts=self.child,
            **metric_of(alarm),
        )

    def _composite(
        self, component: str, alarms: Sequence[cloudwatch.MetricAlarm]
    ) -> pulumi.Output[str]:
        rule = pulumi.Output.all(*(alarm.name for alarm in alarms)).apply(
            lambda names: " OR ".join(f'ALARM("{name}")' for name in names)
        )
        return cloudwatch.CompositeAlarm(
            component,
            alarm_name=f"{self.args.context.prefix}-{component}",
            alarm_description=described(
                f"At least one alarm of component {component} is in ALARM state", component
            ),
            alarm_rule=rule,
            alarm_actions=[self.topic_arn],
            ok_actions=[self.topic_arn],
            tags=self.tags,
            opts=self.child,
        ).alarm_name

    def _events(self, component: str, events: Sequence[Event]) -> None:
        counted: list[Alarm] = []
        for event in events:
            name = f"{component}-{event.name}"
            rule = cloudwatch.EventRule(
                name,
                description=event.description,
                event_pattern=json.dumps(event.pattern),
                tags=self.tags,
                opts=self.child,
            )
            if event.max_count is None:
                cloudwatch.EventTarget(
                    name,
                    rule=rule.name,
                    arn=self.topic_arn,
                    input_transformer=notification(described(event.description, name)),
                    opts=self.child,
                )
            else:
                counted.append(count_alarm(event, rule.name))
        self._component_alarms(f"{component}-events", counted)

    def _dashboard(self) -> None:
        arns = pulumi.Output.all(*self.alarm_arns, *self.args.other_alarm_arns)
        cloudwatch.Dashboard(
            self.name,
            dashboard_name=self.args.context.prefix,
            dashboard_body=arns.apply(dashboard_body),
            opts=self.child,
        )


def notification(description: str) -> cloudwatch.EventTargetInputTransformerArgsDict:
    """Return a transformer that sends the description instead of the event's JSON."""
    return {
        "input_paths": {"account": "$.account", "region": "$.region", "time": "$.time"},
        "input_template": json.dumps(f"{description} (<account>, <region>, <time>)"),
    }


def count_alarm(event: Event, rule: pulumi.Input[str]) -> Alarm:
    return Alarm(
        name=event.name,
        description=event.description,
        namespace="AWS/Events",
        metric="MatchedEvents",
        dimensions={"RuleName": rule},
        statistic="Sum",
        threshold=float(event.max_count or 0),
        datapoints=1,
    )


def add_observability(
    d: Deployment, other_alarm_arns: Sequence[pulumi.Input[str]] = ()
) -> Observability:
    """Availability: each region has its own topic; one dashboard shows both regions' alarms."""
    args = ObservabilityArgs(
        context=d.context,
        alarms=d.alarms,
        events=d.events,
        emails=d.settings.observability.alarm_emails,
        key_arn=d.keys["alarms"],
        dashboard=not d.is_standby,
        other_alarm_arns=other_alarm_arns,
    )
    observability = d.create(Observability, "observability", args)
    d.outputs["alarm_topic_arn"] = observability.topic_arn
    d.outputs["dashboard"] = d.context.prefix
    return observability


def allow_model_metrics(d: Deployment) -> None:
    """Allow the services created later to publish the metrics that the alarms read."""
    if d.settings.observability.model_metrics:
        d.allow_clients([publish_metrics(d.context.metrics)])


def add_model_alarms(d: Deployment) -> None:
    """Add anomaly detection alarms on the metrics that serving publishes."""
    d.alarms["models"] = [
        Alarm(
            name=metric.name,
            description=metric.alarm_description,
            namespace=d.context.metrics,
            metric=metric.name,
            dimensions={},
            threshold=metric.band_width,
            fires=metric.alarm_when,
            anomaly_detection=True,
            minutes=15,
            datapoints=10,
        )
        for metric in d.settings.observability.model_metrics
    ]
