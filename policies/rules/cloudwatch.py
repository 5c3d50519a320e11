"""Rules for Amazon CloudWatch."""

from collections.abc import Iterator

from costing.graph.resource import Resource, at
from costing.model import UNKNOWN
from policies.engine.finding import Finding
from policies.engine.logic import (
    Truth,
    all_of,
    any_of,
    at_least,
    at_most,
    blocks,
    equal,
    found,
    is_unknown,
    names_resources,
    not_,
    one_of,
    read,
)
from policies.engine.rule import Rule, resource_rule, stack_rule
from policies.engine.selectors.serving import serving
from policies.engine.selectors.tokens import (
    CLUSTER_INSTANCE,
    COMPOSITE_ALARM,
    DATABASE,
    DATABASE_CLUSTER,
    GROUP,
    LOAD_BALANCER,
    LOG_GROUP,
    METRIC_ALARM,
    REPLICATION_GROUP,
    SAGEMAKER_ENDPOINT,
)
from policies.engine.stack import Stack
from policies.rules._shared.input_rules import input_rule, must_not_be

ALARMS_PAGE = (
    "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html"
)
ALARMS = (METRIC_ALARM, COMPOSITE_ALARM)
MOST_QUERIES = 20  # metrics of one alarm
# Monitored types, and the dimensions that identify a resource.
TIERS = {
    LOAD_BALANCER: ("LoadBalancer",),
    GROUP: ("AutoScalingGroupName",),
    DATABASE: ("DBInstanceIdentifier",),
    DATABASE_CLUSTER: ("DBClusterIdentifier",),
    REPLICATION_GROUP: ("ReplicationGroupId", "CacheClusterId"),
    SAGEMAKER_ENDPOINT: ("EndpointName",),
}
# Metrics without data points once the resource they count is gone.
LIVENESS = (
    "HealthyHostCount",
    "GroupInServiceInstances",
    "GroupInServiceCapacity",
    "HealthyStateDNS",
    "HealthyStateRouting",
    "RunningTaskCount",
    "ActiveControllerCount",
)
LOW = ("LessThanThreshold", "LessThanOrEqualToThreshold")
LONGEST = 3653  # days: ten years, the longest retention of CloudWatch

YEAR = 365  # days


@stack_rule(
    types=tuple(TIERS),
    concern="availability",
    severity="medium",
    title="Load balancer, database or cache that serves requests has no CloudWatch alarm",
    risk="Its failure is noticed by users first.",
    fix=("add a cloudwatch.MetricAlarm with the resource in its dimensions, and alarm_actions"),
    aws_docs=ALARMS_PAGE,
    production=True,
)
def cloudwatch_alarm_for_each_serving_tier(part: Resource, stack: Stack) -> Iterator[Finding]:
    monitored = any_of(seen(part, dimension, stack) for dimension in TIERS[part.type])
    if part.type == DATABASE_CLUSTER:
        instances = stack.attached(part, "clusterIdentifier", CLUSTER_INSTANCE).found
        each = (seen(instance, "DBInstanceIdentifier", stack) for instance in instances)
        monitored = any_of([monitored, *each])
    because = f"no CloudWatch alarm has {part.name} in its dimensions"
    broken = all_of([serving(stack, part), not_(monitored)])
    yield from found(broken, part, "", "an alarm", because=because)


def seen(part: Resource, dimension: str, stack: Stack) -> Truth:
    """Return whether an alarm uses a metric of the resource; UNKNOWN for unknown dimensions."""
    open_ = False
    for path in (
        f"dimensions.{dimension}",
        *(f"metricQueries[{i}].metric.dimensions.{dimension}" for i in range(MOST_QUERIES)),
    ):
        alarms = stack.attached(part, path, METRIC_ALARM)
        if alarms.found:
            return True
        open_ = open_ or bool(alarms.unknown)
    return UNKNOWN if open_ else False


@stack_rule(
    types=(METRIC_ALARM, COMPOSITE_ALARM),
    concern="availability",
    severity="high",
    title="CloudWatch alarm has no action",
    risk="No one is notified when the alarm fires.",
    fix="alarm_actions=[topic.arn]",
    aws_docs=ALARMS_PAGE,
)
def cloudwatch_alarm_has_actions(alarm: Resource, stack: Stack) -> Iterator[Finding]:
    actions = read(alarm, "alarmActions", [])
    acts = UNKNOWN if is_unknown(actions) else bool(actions)
    told = any_of([acts, part_of_another(alarm, stack)])
    yield from found(not_(told), alarm, "alarmActions", "an SNS topic or another action")


def part_of_another(alarm: Resource, stack: Stack) -> Truth:
    return any_of(
        names(composite, alarm, stack)
        for composite in stack.of_type(COMPOSITE_ALARM)
        if composite.urn != alarm.urn
    )


def names(composite: Resource, alarm: Resource, stack: Stack) -> Truth:
    """Return whether the rule of a composite alarm names this alarm."""
    referred = stack.graph.referred.get(alarm.urn, ())
    if any(each.urn == composite.urn and path == "alarmRule" for each, path in referred):
        return True
    rule = at(composite.inputs, "alarmRule")
    if is_unknown(rule):
        return False if names_resources(composite, "alarmRule", *ALARMS) else UNKNOWN
    name = read(alarm, "name")
    if is_unknown(name):
        return UNKNOWN
    return name is not None and str(name) in str(rule)


@resource_rule(
    types=(METRIC_ALARM,),
    concern="availability",
    severity="medium",
    title="CloudWatch alarm on a minimum does not treat missing data as breaching",
    risk=("If the metric stops because nothing is running any more, the alarm stays silent."),
    fix='treat_missing_data="breaching"',
    aws_docs="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html",
    production=True,
)
def cloudwatch_alarm_treats_missing_data_as_breaching(alarm: Resource) -> Iterator[Finding]:
    path = "treatMissingData"
    counted = any_of(one_of(each, LIVENESS) for each in metrics(alarm))
    low = one_of(read(alarm, "comparisonOperator"), LOW)
    breaching = equal(read(alarm, path), "breaching")
    yield from found(all_of([counted, low, not_(breaching)]), alarm, path, "breaching")


def metrics(alarm: Resource) -> Iterator[object]:
    yield read(alarm, "metricName")
    for query in blocks(alarm, "metricQueries"):
        yield at(query, "metric.metricName")


@resource_rule(
    types=(LOG_GROUP,),
    concern="cost",
    severity="medium",
    title="CloudWatch Logs log group has no retention period",
    risk="Logs are kept, and charged, forever.",
    fix="retention_in_days=365",
    same_intent_as=("CKV_AWS_66",),
    aws_docs="https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/Working-with-log-groups-and-streams.html",
    settings={
        "minimum_days": "minimum retention period, in days",
        "maximum_days": "maximum retention period, in days",
    },
)
def cloudwatch_log_group_retention(
    group: Resource, *, minimum_days: int = 1, maximum_days: int = LONGEST
) -> Iterator[Finding]:
    days = read(group, "retentionInDays", 0)
    bounded = all_of([at_least(days, max(minimum_days, 1)), at_most(days, maximum_days)])
    delivery = equal(read(group, "logGroupClass"), "DELIVERY")  # always retains two days
    broken = all_of([not_(delivery), not_(bounded)])
    yield from found(broken, group, "retentionInDays", f"{minimum_days} to {maximum_days} days")


@resource_rule(
    types=("aws:cloudwatch/logGroup:LogGroup",),
    concern="security",
    severity="low",
    title="CloudWatch log group keeps logs for less than a year",
    risk="An attack that is noticed late cannot be investigated.",
    fix="retention_in_days=365",
    same_intent_as=("CKV_AWS_338", "cloudwatch_log_group_retention_policy_specific_days_enabled"),
    aws_docs="https://docs.aws.amazon.com/securityhub/latest/userguide/cloudwatch-controls.html",
    regulated=True,
)
def cloudwatch_log_group_one_year(resource: Resource) -> Iterator[Finding]:
    path = "retentionInDays"
    days = read(resource, path, 0)
    kept = any_of([equal(days, 0), at_least(days, YEAR)])
    yield from found(not_(kept), resource, path, f"at least {YEAR} days")


RULES: tuple[Rule, ...] = (
    cloudwatch_alarm_for_each_serving_tier,
    cloudwatch_alarm_has_actions,
    input_rule(
        "cloudwatch-alarm-actions-enabled",
        must_not_be("actionsEnabled", False, expected=True),
        types=(METRIC_ALARM, COMPOSITE_ALARM),
        concern="availability",
        severity="high",
        title="CloudWatch alarm has its actions disabled",
        risk="No one is notified when the alarm fires.",
        fix="remove actions_enabled, or set it to True",
        same_intent_as=("CKV_AWS_319",),
        aws_docs=ALARMS_PAGE,
    ),
    cloudwatch_alarm_treats_missing_data_as_breaching,
    cloudwatch_log_group_retention,
    cloudwatch_log_group_one_year,
)
