import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infra.alarms import Alarm, Event
from infra.configuration import read
from infra.dashboard import dashboard_body
from infra.observability import learnt_bound, told, topic_policy
from infra.scope import Scope
from infra.serving_alarms import serving_events
from tests.infra.recorder import Recording, Registered
from tests.infra.stacks import STACKS, ZONES, changed, recorded, run

ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"
COMPOSITE = "aws:cloudwatch/compositeAlarm:CompositeAlarm"
SCOPE = Scope("plimsoll", "prod", "us-east-1", "123456789012")
# Where silence means that nothing is left to speak.
LIVENESS = {"GroupInServiceInstances", "HealthyHostCount", "UnHealthyHostCount"}


def watching(recording: Recording, *kinds: str) -> list[Registered]:
    """Return the alarms that a person is to hear; not those that turn a release back."""
    return [each for each in recording.of_type(*kinds) if each.parent.endswith("::observability")]


@pytest.mark.parametrize("stack", STACKS)
def test_an_alarm_that_is_not_for_people_acts_by_itself(stack: str) -> None:
    recording = recorded(stack)
    for alarm in recording.of_type(ALARM):
        if alarm not in watching(recording, ALARM):
            assert alarm.inputs["alarmActions"]


@pytest.mark.parametrize("stack", STACKS)
def test_every_alarm_reaches_a_person_and_says_when_it_is_over(stack: str) -> None:
    """Itself, or the alarm that tells for all of its component."""
    recording = recorded(stack)
    topic = recording.one("aws:sns/topic:Topic", "observability")
    tells = [
        alarm for alarm in watching(recording, ALARM, COMPOSITE) if alarm.inputs.get("alarmActions")
    ]
    for alarm in tells:
        assert recording.follow(alarm.inputs["alarmActions"]) == topic
        assert recording.follow(alarm.inputs["okActions"]) == topic
    together = [alarm.inputs.get("alarmRule") for alarm in tells]
    reached = [*tells, *recording.referred(together)]
    for alarm in watching(recording, ALARM):
        assert reached.count(alarm) == 1, alarm.name
        assert alarm.inputs["alarmDescription"]
    [heard] = recording.of_type("aws:sns/topicSubscription:TopicSubscription")
    assert recording.follow(heard.inputs["topic"]) == topic
    assert heard.inputs["protocol"] == "email"


@pytest.mark.parametrize("stack", STACKS)
def test_a_component_tells_once_that_it_is_in_trouble(stack: str) -> None:
    recording = recorded(stack)
    for composite in recording.of_type(COMPOSITE):
        alarms = recording.referred(composite.inputs["alarmRule"])
        assert len(alarms) > 1
        assert all(alarm.name.startswith(f"{composite.name}-") for alarm in alarms)


def metrics(alarm: Registered) -> Iterator[Mapping[str, Any]]:
    if "metricName" in alarm.inputs:
        yield alarm.inputs
    for query in alarm.inputs.get("metricQueries", []):
        if "metric" in query:
            yield query["metric"]


@pytest.mark.parametrize("stack", STACKS)
def test_every_tier_is_watched(stack: str) -> None:
    recording = recorded(stack)
    watched = {
        (recording.referred(metric["dimensions"])[0].type, metric["metricName"])
        for alarm in recording.of_type(ALARM)
        for metric in metrics(alarm)
        if recording.referred(metric["dimensions"])
    }
    assert watched >= {
        ("aws:autoscaling/group:Group", "CPUUtilization"),
        ("aws:autoscaling/group:Group", "GroupInServiceInstances"),
        ("aws:ec2/natGateway:NatGateway", "ErrorPortAllocation"),
        ("aws:elasticache/replicationGroup:ReplicationGroup", "EngineCPUUtilization"),
        ("aws:lb/loadBalancer:LoadBalancer", "HTTPCode_ELB_5XX_Count"),
        ("aws:lb/loadBalancer:LoadBalancer", "RequestCount"),
        ("aws:lb/loadBalancer:LoadBalancer", "TargetResponseTime"),
        ("aws:lb/loadBalancer:LoadBalancer", "UnHealthyHostCount"),
        ("aws:rds/cluster:Cluster", "CPUUtilization"),
    }


@pytest.mark.parametrize("stack", STACKS)
def test_silence_of_a_sign_of_life_is_an_alarm(stack: str) -> None:
    for alarm in recorded(stack).of_type(ALARM):
        if alarm.inputs.get("metricName") in LIVENESS:
            assert alarm.inputs["treatMissingData"] == "breaching"


def test_fewer_instances_than_the_minimum_are_an_alarm() -> None:
    alarm = recorded("prod").one(ALARM, "serving-instances-in-service").inputs
    assert alarm["comparisonOperator"] == "LessThanThreshold"
    assert alarm["threshold"] == 6


@pytest.mark.parametrize("stack", STACKS)
def test_the_group_publishes_the_metric_that_its_alarm_watches(stack: str) -> None:
    group = recorded(stack).one("aws:autoscaling/group:Group", "serving")
    assert "GroupInServiceInstances" in group.inputs["enabledMetrics"]


def test_only_our_own_alarms_budgets_and_events_may_publish() -> None:
    ours, events = json.loads(topic_policy(SCOPE, "plimsoll-prod-alarms"))["Statement"]
    assert ours["Principal"]["Service"] == [
        "budgets.amazonaws.com",
        "cloudwatch.amazonaws.com",
        "costalerts.amazonaws.com",
    ]
    assert ours["Condition"] == {"StringEquals": {"aws:SourceAccount": "123456789012"}}
    assert events["Principal"]["Service"] == "events.amazonaws.com"
    for statement in (ours, events):
        assert statement["Action"] == "sns:Publish"
        assert statement["Resource"] == "arn:aws:sns:us-east-1:123456789012:plimsoll-prod-alarms"


def test_every_zone_of_production_has_hosts_or_tells() -> None:
    recording = recorded("prod")
    zones = {
        alarm.inputs["dimensions"]["AvailabilityZone"]
        for alarm in recording.of_type(ALARM)
        if alarm.inputs.get("metricName") == "HealthyHostCount"
    }
    assert zones == set(ZONES)


@pytest.mark.parametrize(
    ("fires", "comparison"),
    [("above", "GreaterThanUpperThreshold"), ("below", "LessThanLowerThreshold")],
)
def test_a_learnt_bound_is_a_band_around_the_metric(
    fires: Literal["above", "below"], comparison: str
) -> None:
    drift = Alarm("drift", "Inputs change", "shop/prod", "Drift", {}, 2.5, fires=fires, learnt=True)
    bound = learnt_bound(drift)
    assert bound["comparison_operator"] == comparison
    [band] = [each for each in bound["metric_queries"] if "expression" in each]
    [seen] = [each for each in bound["metric_queries"] if "metric" in each]
    assert band["id"] == bound["threshold_metric_id"]
    assert band["expression"] == f"ANOMALY_DETECTION_BAND({seen['id']}, 2.5)"
    assert (seen["metric"]["namespace"], seen["metric"]["metric_name"]) == ("shop/prod", "Drift")
    assert "threshold" not in bound


def test_a_model_s_own_figures_are_watched_by_what_is_normal() -> None:
    drift = {"name": "FeatureDrift", "meaning": "Inputs are not what the model was trained on"}
    recording = run(changed("prod", {"observability.model_metrics": [drift]}))
    alarm = recording.one(ALARM, "models-FeatureDrift").inputs
    [seen] = [each["metric"] for each in alarm["metricQueries"] if "metric" in each]
    assert (seen["namespace"], seen["metricName"]) == ("plimsoll/prod", "FeatureDrift")
    topic = recording.one("aws:sns/topic:Topic", "observability")
    assert recording.follow(alarm["alarmActions"]) == topic  # alone, so it tells itself


def test_spot_capacity_taken_back_is_heard_where_there_is_any() -> None:
    recording = recorded("prod")
    rule = recording.one("aws:cloudwatch/eventRule:EventRule", "serving-spot-taken")
    alarm = recording.one(ALARM, "serving-events-spot-taken").inputs
    assert recording.follow(alarm["dimensions"]["RuleName"]) == rule
    assert alarm["metricName"] == "MatchedEvents"
    settings = read(changed("prod", {"serving.spot_percent": 0}), "plimsoll")
    assert serving_events(settings.serving) == []


def test_an_event_is_told_in_words() -> None:
    event = Event("lost", "Something is lost", {"source": ["aws.backup"]})
    transformer = told(event)
    paths, template = transformer["input_paths"], transformer["input_template"]
    assert isinstance(paths, dict)
    text = json.loads(str(template))
    assert text.startswith("Something is lost")
    assert {f"<{name}>" for name in paths} == set(re.findall(r"<\w+>", text))


@given(st.integers(0, 60))
def test_widgets_of_a_dashboard_never_overlap(count: int) -> None:
    arns = [f"arn:aws:cloudwatch:us-east-1:123456789012:alarm:a{index}" for index in range(count)]
    widgets = json.loads(dashboard_body(arns))["widgets"]
    cells = [
        (x, y)
        for widget in widgets
        for x in range(widget["x"], widget["x"] + widget["width"])
        for y in range(widget["y"], widget["y"] + widget["height"])
    ]
    assert len(cells) == len(set(cells))
    assert max(x for x, _ in cells) < 24
    assert widgets[0]["properties"]["alarms"] == arns


@pytest.mark.parametrize("stack", STACKS)
def test_the_dashboard_shows_every_alarm(stack: str) -> None:
    recording = recorded(stack)
    body = recording.one("aws:cloudwatch/dashboard:Dashboard", "observability").inputs[
        "dashboardBody"
    ]
    assert recording.referred(json.loads(body)) == watching(recording, ALARM)
