import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infra.aws.alarm import Alarm, anomaly_band
from infra.configuration import SettingsError, read_settings
from infra.context import Context
from infra.operations.dashboard import dashboard_body
from infra.operations.observability import add_model_alarms, notification, topic_policy
from infra.serving.alarms import serving_events
from tests.infra.alone import alone
from tests.infra.recorder import Recording, Registered
from tests.infra.stacks import STACKS, ZONES, changed, recorded

ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"
COMPOSITE = "aws:cloudwatch/compositeAlarm:CompositeAlarm"
CONTEXT = Context("plimsoll", "prod", "us-east-1", "123456789012")
# Where silence means that nothing is left to speak.
LIVENESS = {"GroupInServiceInstances", "HealthyHostCount", "UnHealthyHostCount"}


def watching(recording: Recording, *kinds: str) -> list[Registered]:
    """Return the alarms that a person is to hear; not those that turn a release back."""
    return [each for each in recording.of_type(*kinds) if each.parent.endswith("::observability")]


@pytest.mark.parametrize("stack", STACKS)
def test_rollback_alarms_have_actions(stack: str) -> None:
    recording = recorded(stack)
    for alarm in recording.of_type(ALARM):
        if alarm not in watching(recording, ALARM):
            assert alarm.inputs["alarmActions"]


@pytest.mark.parametrize("stack", STACKS)
def test_every_alarm_notifies_alarm_and_ok_states(stack: str) -> None:
    """Each alarm notifies itself or through the composite alarm of its component."""
    recording = recorded(stack)
    topic = recording.one("aws:sns/topic:Topic", "observability")
    notifying = [
        alarm for alarm in watching(recording, ALARM, COMPOSITE) if alarm.inputs.get("alarmActions")
    ]
    for alarm in notifying:
        assert recording.follow(alarm.inputs["alarmActions"]) == topic
        assert recording.follow(alarm.inputs["okActions"]) == topic
    rules = [alarm.inputs.get("alarmRule") for alarm in notifying]
    reached = [*notifying, *recording.referred(rules)]
    for alarm in watching(recording, ALARM):
        assert reached.count(alarm) == 1, alarm.name
        assert alarm.inputs["alarmDescription"]
    [subscription] = recording.of_type("aws:sns/topicSubscription:TopicSubscription")
    assert recording.follow(subscription.inputs["topic"]) == topic
    assert subscription.inputs["protocol"] == "email"


@pytest.mark.parametrize("stack", STACKS)
def test_composite_alarm_covers_component_alarms(stack: str) -> None:
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
def test_every_tier_has_alarms(stack: str) -> None:
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
def test_missing_health_metrics_are_breaching(stack: str) -> None:
    for alarm in recorded(stack).of_type(ALARM):
        if alarm.inputs.get("metricName") in LIVENESS:
            assert alarm.inputs["treatMissingData"] == "breaching"


def test_fleet_below_minimum_size_fires_alarm() -> None:
    alarm = recorded("prod").one(ALARM, "serving-instances-in-service").inputs
    assert alarm["comparisonOperator"] == "LessThanThreshold"
    assert alarm["threshold"] == 6


@pytest.mark.parametrize("stack", STACKS)
def test_group_enables_the_metric_of_its_alarm(stack: str) -> None:
    group = recorded(stack).one("aws:autoscaling/group:Group", "serving")
    assert "GroupInServiceInstances" in group.inputs["enabledMetrics"]


def test_topic_policy_limits_publishers() -> None:
    services, events = json.loads(topic_policy(CONTEXT, "plimsoll-prod-alarms"))["Statement"]
    assert services["Principal"]["Service"] == [
        "budgets.amazonaws.com",
        "cloudwatch.amazonaws.com",
        "costalerts.amazonaws.com",
    ]
    assert services["Condition"] == {"StringEquals": {"aws:SourceAccount": "123456789012"}}
    assert events["Principal"]["Service"] == "events.amazonaws.com"
    for statement in (services, events):
        assert statement["Action"] == "sns:Publish"
        assert statement["Resource"] == "arn:aws:sns:us-east-1:123456789012:plimsoll-prod-alarms"


def test_every_prod_zone_has_a_healthy_host_alarm() -> None:
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
def test_anomaly_alarm_uses_detection_band(
    fires: Literal["above", "below"], comparison: str
) -> None:
    drift = Alarm(
        "drift", "Inputs change", "shop/prod", "Drift", {}, 2.5, fires=fires, anomaly_detection=True
    )
    bound = anomaly_band(drift)
    assert bound["comparison_operator"] == comparison
    [band] = [each for each in bound["metric_queries"] if "expression" in each]
    [seen] = [each for each in bound["metric_queries"] if "metric" in each]
    assert band["id"] == bound["threshold_metric_id"]
    assert band["expression"] == f"ANOMALY_DETECTION_BAND({seen['id']}, 2.5)"
    assert (seen["metric"]["namespace"], seen["metric"]["metric_name"]) == ("shop/prod", "Drift")
    assert "threshold" not in bound


def test_model_metrics_have_anomaly_alarms() -> None:
    drift = {
        "name": "FeatureDrift",
        "alarm_description": "Inputs are not what the model was trained on",
    }
    recording = alone(add_model_alarms, changes={"observability.model_metrics": [drift]})
    alarm = recording.one(ALARM, "models-FeatureDrift").inputs
    [seen] = [each["metric"] for each in alarm["metricQueries"] if "metric" in each]
    assert (seen["namespace"], seen["metricName"]) == ("plimsoll/prod", "FeatureDrift")
    topic = recording.one("aws:sns/topic:Topic", "observability")
    assert recording.follow(alarm["alarmActions"]) == topic  # in no composite alarm


def test_spot_interruptions_fire_alarm() -> None:
    recording = recorded("prod")
    rule = recording.one("aws:cloudwatch/eventRule:EventRule", "serving-spot-interruptions")
    alarm = recording.one(ALARM, "serving-events-spot-interruptions").inputs
    assert recording.follow(alarm["dimensions"]["RuleName"]) == rule
    assert alarm["metricName"] == "MatchedEvents"
    settings = read_settings(changed("prod", {"serving.spot_percent": 0}), "plimsoll")
    assert settings.serving
    assert serving_events(settings.serving) == []


def test_event_notification_is_readable_text() -> None:
    transformer = notification("Something is lost")
    paths, template = transformer["input_paths"], transformer["input_template"]
    assert isinstance(paths, dict)
    text = json.loads(str(template))
    assert text.startswith("Something is lost")
    assert {f"<{name}>" for name in paths} == set(re.findall(r"<\w+>", text))


@given(st.integers(0, 60))
def test_dashboard_widgets_do_not_overlap(count: int) -> None:
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
def test_dashboard_shows_every_alarm(stack: str) -> None:
    recording = recorded(stack)
    body = recording.one("aws:cloudwatch/dashboard:Dashboard", "observability").inputs[
        "dashboardBody"
    ]
    assert recording.referred(json.loads(body)) == watching(recording, ALARM)


def test_vcpu_quotas_of_the_fleets_have_alarms() -> None:
    recording = recorded("gpu-inference")
    found = {
        query["metric"]["dimensions"]["Class"]: each.inputs["threshold"]
        for each in recording.of_type("aws:cloudwatch/metricAlarm:MetricAlarm")
        for query in each.inputs.get("metricQueries", ())
        if query.get("metric", {}).get("namespace") == "AWS/Usage"
    }
    assert found == {"G/OnDemand": 80, "G/Spot": 80}


def test_spark_job_may_publish_the_metric_of_its_alarm() -> None:
    policy = recorded("prod").one("aws:iam/rolePolicy:RolePolicy", "spark").inputs["policy"]
    [publish] = [each for each in json.loads(policy)["Statement"]
                 if "cloudwatch:PutMetricData" in each["Action"]]  # fmt: skip
    assert publish["Condition"]["StringEquals"] == {"cloudwatch:namespace": "plimsoll/prod"}


def test_metric_of_a_spark_job_needs_a_workflow() -> None:
    drift = [{"name": "Drift", "alarm_description": "drifts", "publisher": "spark"}]
    with pytest.raises(SettingsError, match="no workflow runs the Spark job"):
        read_settings(changed("dev", {"observability.model_metrics": drift}), "plimsoll")
