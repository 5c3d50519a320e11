"""What makes sure that somebody hears of it."""

from collections.abc import Iterator

from costing.graph import Resource, at
from costing.model import UNKNOWN
from policies.finding import Finding
from policies.reading.stack import Stack
from policies.reading.tokens import (
    CLUSTER_INSTANCE,
    COMPOSITE_ALARM,
    DATABASE,
    DATABASE_CLUSTER,
    GROUP,
    LOAD_BALANCERS,
    METRIC_ALARM,
    REPLICATION_GROUP,
)
from policies.reading.values import (
    Truth,
    all_of,
    any_of,
    blocks,
    equal,
    found,
    is_open,
    not_,
    one_of,
    read,
    refuse,
)
from policies.rule import resource_rule, stack_rule

ALARMS_PAGE = (
    "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html"
)
MOST_QUERIES = 20  # of one alarm

# The part, and the dimensions by which a metric is the part's.
TIERS = {
    **dict.fromkeys(LOAD_BALANCERS, ("LoadBalancer",)),
    GROUP: ("AutoScalingGroupName",),
    DATABASE: ("DBInstanceIdentifier",),
    DATABASE_CLUSTER: ("DBClusterIdentifier",),
    REPLICATION_GROUP: ("ReplicationGroupId", "CacheClusterId"),
    "aws:sagemaker/endpoint:Endpoint": ("EndpointName",),
}


@stack_rule(
    types=tuple(TIERS),
    concern="availability",
    severity="medium",
    fix="a cloudwatch.MetricAlarm with the part in its dimensions, and alarm_actions",
    same_intent_as=(),
    url=ALARMS_PAGE,
    production=True,
)
def tiers_watched_by_alarms(part: Resource, stack: Stack) -> Iterator[Finding]:
    """Each part that requests pass through has an alarm: what nobody watches fails unseen."""
    watched = any_of(seen(part, dimension, stack) for dimension in TIERS[part.type])
    if part.type == DATABASE_CLUSTER:
        instances = stack.attached(part, "clusterIdentifier", CLUSTER_INSTANCE).found
        each = (seen(instance, "DBInstanceIdentifier", stack) for instance in instances)
        watched = any_of([watched, *each])
    because = f"no alarm watches {part.name}"
    yield from found(not_(watched), part, "", "an alarm", because=because)


def seen(part: Resource, dimension: str, stack: Stack) -> Truth:
    """Whether some alarm's metric is the part's; UNKNOWN where an alarm's dimension is open."""
    open_ = False
    for path in (
        f"dimensions.{dimension}",
        *(f"metricQueries[{i}].metric.dimensions.{dimension}" for i in range(MOST_QUERIES)),
    ):
        alarms = stack.attached(part, path, METRIC_ALARM)
        if alarms.found:
            return True
        open_ = open_ or bool(alarms.open)
    return UNKNOWN if open_ else False


@stack_rule(
    types=(METRIC_ALARM, COMPOSITE_ALARM),
    concern="availability",
    severity="high",
    fix="alarm_actions=[topic.arn]",
    same_intent_as=(),
    url=ALARMS_PAGE,
)
def alarms_act(alarm: Resource, stack: Stack) -> Iterator[Finding]:
    """An alarm tells somebody, or is part of one that does."""
    actions = read(alarm, "alarmActions", [])
    acts = UNKNOWN if is_open(actions) else bool(actions)
    told = any_of([acts, part_of_another(alarm, stack)])
    yield from found(not_(told), alarm, "alarmActions", "a topic, or another action")


def part_of_another(alarm: Resource, stack: Stack) -> Truth:
    return any_of(
        names(composite, alarm, stack)
        for composite in stack.of_type(COMPOSITE_ALARM)
        if composite.urn != alarm.urn
    )


def names(composite: Resource, alarm: Resource, stack: Stack) -> Truth:
    """Whether a composite alarm's rule speaks of this alarm."""
    referred = stack.graph.referred.get(alarm.urn, ())
    if any(each.urn == composite.urn and path == "alarmRule" for each, path in referred):
        return True
    rule = at(composite.inputs, "alarmRule")
    if is_open(rule):
        return False if composite.references.get("alarmRule") else UNKNOWN
    name = read(alarm, "name")
    if is_open(name):
        return UNKNOWN
    return name is not None and str(name) in str(rule)


@resource_rule(
    types=(METRIC_ALARM, COMPOSITE_ALARM),
    concern="availability",
    severity="high",
    fix="leave actions_enabled out",
    same_intent_as=("CKV_AWS_319",),
    url=ALARMS_PAGE,
)
def alarm_actions_enabled(alarm: Resource) -> Iterator[Finding]:
    """An alarm's actions are on."""
    yield from refuse(alarm, "actionsEnabled", False, wanted=True)


# Metrics that are not told any more when what they count is gone.
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


@resource_rule(
    types=(METRIC_ALARM,),
    concern="availability",
    severity="medium",
    fix='treat_missing_data="breaching"',
    same_intent_as=(),
    url="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html",
    production=True,
)
def silence_is_taken_for_failure(alarm: Resource) -> Iterator[Finding]:
    """An alarm on how many are left sounds when nothing is told any more: then none is left."""
    path = "treatMissingData"
    counted = any_of(one_of(each, LIVENESS) for each in metrics(alarm))
    low = one_of(read(alarm, "comparisonOperator"), LOW)
    breaching = equal(read(alarm, path), "breaching")
    yield from found(all_of([counted, low, not_(breaching)]), alarm, path, "breaching")


def metrics(alarm: Resource) -> Iterator[object]:
    yield read(alarm, "metricName")
    for query in blocks(alarm, "metricQueries"):
        yield at(query, "metric.metricName")
