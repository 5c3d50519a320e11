import json
from collections.abc import Mapping
from typing import Any

import pytest

from infra.configuration import SettingsError, read_settings
from infra.deployment import Deployment
from infra.serving.candidate import candidate_settings, runbook, weighted_forward
from infra.serving.serving import add_serving
from infra.serving.settings import CandidateSettings, ServingSettings
from tests.infra.alone import alone, listener, subnets
from tests.infra.recorder import Recording, Registered
from tests.infra.stacks import changed, recorded

GROUP = "aws:autoscaling/group:Group"
RULE = "aws:lb/listenerRule:ListenerRule"
ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"
SHIFT = "aws:arczonalshift/zonalAutoshiftConfiguration:ZonalAutoshiftConfiguration"
POLICY = "aws:autoscaling/policy:Policy"
ONE_TYPE = {
    "serving.instance_types": ["g6.xlarge"],
    "serving.spot_percent": 0,
    "serving.warm_pool": {"min_size": 2},
}


def serving(d: Deployment) -> None:
    add_serving(d, subnets("private"), listener(), [])


def everything() -> Recording:
    return recorded("everything")


def rollback_alarms(name: str) -> list[Registered]:
    alarms = everything().of_type(ALARM)
    return [each for each in alarms if each.name.startswith(f"{name}-release-")]


def test_instance_refresh_uses_alarms_of_own_targets() -> None:
    recording = everything()
    for name in ("serving", "serving-candidate"):
        group = recording.one(GROUP, name)
        preferences = group.inputs["instanceRefresh"]["preferences"]
        assert preferences["autoRollback"] is True
        names = {each.inputs["name"] for each in rollback_alarms(name)}
        assert set(preferences["alarmSpecification"]["alarms"]) == names
        [target] = recording.referred(group.inputs["targetGroupArns"])
        for each in rollback_alarms(name):
            assert target in recording.referred(each.inputs["dimensions"])
            assert each.inputs["alarmActions"]


def test_candidate_has_weight_and_stickiness() -> None:
    recording = everything()
    [action] = recording.one(RULE, "serving").inputs["actions"]
    shares = {
        recording.follow(each["arn"]).name: each["weight"]
        for each in action["forward"]["targetGroups"]
    }
    assert shares == {"serving": 80, "serving-next": 20}
    assert action["forward"]["stickiness"] == {"enabled": True, "duration": 3600}


def test_fleet_gets_all_requests_without_candidate() -> None:
    recording = recorded("prod")
    [action] = recording.one(RULE, "serving").inputs["actions"]
    assert recording.follow(action["targetGroupArn"]).name == "serving"
    assert [each.name for each in recording.of_type(GROUP)] == ["serving"]


def test_weights_sum_to_100_without_stickiness() -> None:
    for weight in (0, 5, 50, 100):
        candidate = CandidateSettings(
            container_image="serving:2", weight_percent=weight, stickiness_minutes=0
        )
        share = weighted_forward("fleet", "candidate", candidate)
        assert share == {
            "target_groups": [
                {"arn": "fleet", "weight": 100 - weight},
                {"arn": "candidate", "weight": weight},
            ]
        }


def test_candidate_inherits_fleet_settings() -> None:
    settings = ServingSettings(
        instance_types=("m7g.large", "m6g.large"),
        min_size=6,
        max_size=24,
        on_demand_base=5,
        spot_percent=50,
        port=8080,
    )
    own = candidate_settings(settings, CandidateSettings(container_image="serving:2"))
    assert (own.container_image, own.min_size, own.max_size) == ("serving:2", 3, 6)
    assert own.on_demand_base == 3  # never more than there are
    assert (own.port, own.instance_types) == (8080, settings.instance_types)


def test_candidate_alarm_starts_rollback() -> None:
    recording = everything()
    rule = recording.one("aws:cloudwatch/eventRule:EventRule", "serving-candidate-rollback")
    pattern = json.loads(rule.inputs["eventPattern"])
    assert pattern["detail"] == {"state": {"value": ["ALARM"]}}
    alarms = [recording.follow(each).name for each in pattern["resources"]]
    assert sorted(alarms) == sorted(each.name for each in rollback_alarms("serving-candidate"))
    target = recording.one(
        "aws:cloudwatch/eventTarget:EventTarget", "serving-candidate-rollback"
    ).inputs
    document = recording.one("aws:ssm/document:Document", "serving-candidate-rollback").inputs
    assert target["arn"].endswith(f":automation-definition/{document['name']}:$DEFAULT")
    assert recording.follow(target["roleArn"]).name == "serving-candidate-rollback-start"
    taken_from = {each.name for each in recording.referred(document["content"])}
    assert taken_from == {"serving", "serving-next"}


def test_rollback_automation_resets_weights() -> None:
    book = json.loads(runbook("rule", "fleet", "candidate", "role"))
    assert book["assumeRole"] == "role"
    [step] = book["mainSteps"]
    assert (step["inputs"]["Api"], step["inputs"]["RuleArn"]) == ("ModifyRule", "rule")
    [action] = step["inputs"]["Actions"]
    assert action["ForwardConfig"]["TargetGroups"] == [
        {"TargetGroupArn": "fleet", "Weight": 100},
        {"TargetGroupArn": "candidate", "Weight": 0},
    ]


def test_rollback_role_modifies_own_rules_only() -> None:
    recording = everything()
    policy = recording.one("aws:iam/rolePolicy:RolePolicy", "serving-candidate-rollback").inputs
    [change] = json.loads(policy["policy"])["Statement"]
    assert change["Action"] == ["elasticloadbalancing:ModifyRule"]
    assert change["Condition"] == {"StringEquals": {"aws:ResourceTag/component": "serving"}}
    role = recording.one("aws:iam/role:Role", "serving-candidate-rollback").inputs["name"]
    document = recording.one("aws:ssm/document:Document", "serving-candidate-rollback").inputs
    assert json.loads(document["content"])["assumeRole"].endswith(f":role/{role}")


def test_zonal_autoshift_uses_rollback_alarms() -> None:
    recording = recorded("prod")
    shift = recording.one(SHIFT, "serving")
    assert recording.follow(shift.inputs["resourceArn"]).name == "load-balancer"
    assert shift.inputs["zonalAutoshiftStatus"] == "ENABLED"
    alarms = [recording.follow(each["alarmIdentifier"]) for each in shift.inputs["outcomeAlarms"]]
    assert all(each.type == ALARM for each in alarms)
    assert recorded("dev").of_type(SHIFT) == []


@pytest.mark.parametrize(
    ("mode", "expected"),
    [("forecast_and_scale", "ForecastAndScale"), ("forecast_only", "ForecastOnly")],
)
def test_predictive_scaling_mode_follows_setting(mode: str, expected: str) -> None:
    recording = alone(serving, changes={"serving.predictive_scaling": mode})
    policy = recording.one(POLICY, "serving-predictive").inputs
    configuration = policy["predictiveScalingConfiguration"]
    assert configuration["mode"] == expected
    assert configuration["schedulingBufferTime"] == "180"  # a model loads that long
    assert configuration["metricSpecification"]["targetValue"] == 50


def test_predictive_scaling_can_be_off() -> None:
    names = {each.name for each in recorded("dev").of_type(POLICY)}
    assert "serving-predictive" not in names


def test_warm_pool_has_one_on_demand_type() -> None:
    recording = alone(serving, changes=ONE_TYPE)
    group = recording.one(GROUP, "serving").inputs
    assert group["warmPool"]["poolState"] == "Stopped"
    assert group["warmPool"]["minSize"] == 2
    # EC2 Auto Scaling takes no mixed instances beside a warm pool, nor spot.
    assert "mixedInstancesPolicy" not in group
    template = recording.follow(group["launchTemplate"]["id"])
    assert template.inputs["instanceType"] == "g6.xlarge"


WRONG: list[tuple[Mapping[str, Any], str]] = [
    (
        {"serving.warm_pool": {}},
        (
            "plimsoll:serving.warm_pool: a warm pool requires a single On-Demand instance type; "
            "keep "
            "one of instance_types and set spot_percent to 0, or remove warm_pool"
        ),
    ),
    (
        {"serving.candidate": {"container_image": "serving:2", "min_size": 9}},
        "plimsoll:serving.candidate.min_size: 9 is above max_size (6); set at most 6, or raise ",
    ),
    (
        {"serving.candidate": {"container_image": "serving:2", "min_size": 2}},
        "plimsoll:serving.candidate.min_size: 2 is below the number of zones (3); set at least 3",
    ),
    (
        {"serving.candidate": {"container_image": "serving:2", "weight": 2}},
        'plimsoll:serving.candidate.weight: unknown setting; did you mean "weight_percent"?',
    ),
]


@pytest.mark.parametrize(("changes", "line"), WRONG, ids=[line for _, line in WRONG])
def test_invalid_setting_is_reported_in_one_line(changes: Mapping[str, Any], line: str) -> None:
    with pytest.raises(SettingsError) as caught:
        read_settings(changed("prod", changes), "plimsoll")
    assert str(caught.value).startswith(line)
