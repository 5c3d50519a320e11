import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infra.observability import dashboard_body, topic_policy
from infra.scope import Scope
from tests.infra.stacks import STACKS, recorded

ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"
# Where silence means that nothing is left to speak.
LIVENESS = {"GroupInServiceInstances", "UnHealthyHostCount"}


@pytest.mark.parametrize("stack", STACKS)
def test_every_alarm_reaches_a_person_and_says_when_it_is_over(stack: str) -> None:
    recording = recorded(stack)
    topic = recording.one("aws:sns/topic:Topic", "observability")
    for alarm in recording.of_type(ALARM):
        assert recording.follow(alarm.inputs["alarmActions"]) == topic
        assert recording.follow(alarm.inputs["okActions"]) == topic
        assert alarm.inputs["alarmDescription"]
    [heard] = recording.of_type("aws:sns/topicSubscription:TopicSubscription")
    assert recording.follow(heard.inputs["topic"]) == topic
    assert heard.inputs["protocol"] == "email"


@pytest.mark.parametrize("stack", STACKS)
def test_every_tier_is_watched(stack: str) -> None:
    recording = recorded(stack)
    watched = {
        (recording.referred(alarm.inputs["dimensions"])[0].type, alarm.inputs["metricName"])
        for alarm in recording.of_type(ALARM)
    }
    assert watched >= {
        ("aws:autoscaling/group:Group", "GroupInServiceInstances"),
        ("aws:ec2/natGateway:NatGateway", "ErrorPortAllocation"),
        ("aws:elasticache/replicationGroup:ReplicationGroup", "EngineCPUUtilization"),
        ("aws:lb/loadBalancer:LoadBalancer", "HTTPCode_ELB_5XX_Count"),
        ("aws:lb/loadBalancer:LoadBalancer", "UnHealthyHostCount"),
        ("aws:rds/cluster:Cluster", "CPUUtilization"),
    }


@pytest.mark.parametrize("stack", STACKS)
def test_silence_of_a_sign_of_life_is_an_alarm(stack: str) -> None:
    for alarm in recorded(stack).of_type(ALARM):
        if alarm.inputs["metricName"] in LIVENESS:
            assert alarm.inputs["treatMissingData"] == "breaching"


def test_fewer_instances_than_the_minimum_are_an_alarm() -> None:
    alarm = recorded("prod").one(ALARM, "serving-instances-in-service").inputs
    assert alarm["comparisonOperator"] == "LessThanThreshold"
    assert alarm["threshold"] == 6


@pytest.mark.parametrize("stack", STACKS)
def test_the_group_publishes_the_metric_that_its_alarm_watches(stack: str) -> None:
    group = recorded(stack).one("aws:autoscaling/group:Group", "serving")
    assert "GroupInServiceInstances" in group.inputs["enabledMetrics"]


def test_only_our_own_alarms_and_budgets_may_publish() -> None:
    scope = Scope("plimsoll", "prod", "us-east-1", "123456789012")
    [statement] = json.loads(topic_policy(scope, "plimsoll-prod-alarms"))["Statement"]
    assert statement["Principal"]["Service"] == [
        "budgets.amazonaws.com",
        "cloudwatch.amazonaws.com",
    ]
    assert statement["Resource"] == "arn:aws:sns:us-east-1:123456789012:plimsoll-prod-alarms"
    assert statement["Condition"] == {"StringEquals": {"aws:SourceAccount": "123456789012"}}


@given(st.integers(0, 60))
def test_widgets_of_a_dashboard_never_overlap(count: int) -> None:
    arns = [f"arn:aws:cloudwatch:us-east-1:123456789012:alarm:a{index}" for index in range(count)]
    widgets = json.loads(dashboard_body(arns, "us-east-1"))["widgets"]
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
    assert recording.referred(json.loads(body)) == recording.of_type(ALARM)
