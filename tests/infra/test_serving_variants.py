import json
from collections.abc import Mapping
from typing import Any

import pytest

from infra.candidate import candidate_settings, plan_shares, runbook
from infra.configuration import SettingsError, read
from infra.settings import CandidateSettings, ServingSettings
from tests.infra.recorder import Recording, Registered
from tests.infra.stacks import changed, recorded, run

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


def everything() -> Recording:
    return recorded("everything")


def guards(name: str) -> list[Registered]:
    alarms = everything().of_type(ALARM)
    return [each for each in alarms if each.name.startswith(f"{name}-release-")]


def test_a_release_is_turned_back_by_alarms_of_its_own_targets() -> None:
    recording = everything()
    for name in ("serving", "serving-candidate"):
        group = recording.one(GROUP, name)
        preferences = group.inputs["instanceRefresh"]["preferences"]
        assert preferences["autoRollback"] is True
        names = {each.inputs["name"] for each in guards(name)}
        assert set(preferences["alarmSpecification"]["alarms"]) == names
        [target] = recording.referred(group.inputs["targetGroupArns"])
        for each in guards(name):
            assert target in recording.referred(each.inputs["dimensions"])
            assert each.inputs["alarmActions"]


def test_a_candidate_gets_its_share_and_clients_stay_where_they_were_sent() -> None:
    recording = everything()
    [action] = recording.one(RULE, "serving").inputs["actions"]
    shares = {
        recording.follow(each["arn"]).name: each["weight"]
        for each in action["forward"]["targetGroups"]
    }
    assert shares == {"serving": 80, "serving-candidate": 20}
    assert action["forward"]["stickiness"] == {"enabled": True, "duration": 3600}


def test_without_a_candidate_the_fleet_gets_all() -> None:
    recording = recorded("prod")
    [action] = recording.one(RULE, "serving").inputs["actions"]
    assert recording.follow(action["targetGroupArn"]).name == "serving"
    assert [each.name for each in recording.of_type(GROUP)] == ["serving"]


def test_shares_add_up_whatever_the_weight_and_need_not_stick() -> None:
    for weight in (0, 5, 50, 100):
        stated = CandidateSettings(container_image="a:2", weight_percent=weight, sticky_minutes=0)
        share = plan_shares("fleet", "candidate", stated)
        assert share == {
            "target_groups": [
                {"arn": "fleet", "weight": 100 - weight},
                {"arn": "candidate", "weight": weight},
            ]
        }


def test_a_candidate_is_as_the_fleet_but_for_what_is_stated() -> None:
    serving = ServingSettings(
        instance_types=("m7g.large", "m6g.large"),
        min_size=6,
        max_size=24,
        on_demand_base=5,
        spot_percent=50,
        port=8080,
    )
    own = candidate_settings(serving, CandidateSettings(container_image="a:2"))
    assert (own.container_image, own.min_size, own.max_size) == ("a:2", 3, 6)
    assert own.on_demand_base == 3  # never more than there are
    assert (own.port, own.instance_types) == (8080, serving.instance_types)


def test_an_alarm_of_the_candidate_starts_what_takes_its_share_away() -> None:
    recording = everything()
    rule = recording.one("aws:cloudwatch/eventRule:EventRule", "serving-candidate-rollback")
    pattern = json.loads(rule.inputs["eventPattern"])
    assert pattern["detail"] == {"state": {"value": ["ALARM"]}}
    alarms = [recording.follow(each).name for each in pattern["resources"]]
    assert sorted(alarms) == sorted(each.name for each in guards("serving-candidate"))
    target = recording.one(
        "aws:cloudwatch/eventTarget:EventTarget", "serving-candidate-rollback"
    ).inputs
    document = recording.one("aws:ssm/document:Document", "serving-candidate-rollback").inputs
    assert target["arn"].endswith(f":automation-definition/{document['name']}:$DEFAULT")
    assert recording.follow(target["roleArn"]).name == "serving-candidate-rollback-start"
    taken_from = {each.name for each in recording.referred(document["content"])}
    assert taken_from == {"serving", "serving-candidate"}


def test_the_runbook_gives_all_to_the_fleet_and_nothing_to_the_candidate() -> None:
    book = json.loads(runbook("rule", "fleet", "candidate", "role"))
    assert book["assumeRole"] == "role"
    [step] = book["mainSteps"]
    assert (step["inputs"]["Api"], step["inputs"]["RuleArn"]) == ("ModifyRule", "rule")
    [action] = step["inputs"]["Actions"]
    assert action["ForwardConfig"]["TargetGroups"] == [
        {"TargetGroupArn": "fleet", "Weight": 100},
        {"TargetGroupArn": "candidate", "Weight": 0},
    ]


def test_what_takes_it_away_changes_rules_of_this_component_only() -> None:
    recording = everything()
    policy = recording.one("aws:iam/rolePolicy:RolePolicy", "serving-candidate-rollback").inputs
    [change] = json.loads(policy["policy"])["Statement"]
    assert change["Action"] == ["elasticloadbalancing:ModifyRule"]
    assert change["Condition"] == {"StringEquals": {"aws:ResourceTag/component": "serving"}}
    role = recording.one("aws:iam/role:Role", "serving-candidate-rollback").inputs["name"]
    document = recording.one("aws:ssm/document:Document", "serving-candidate-rollback").inputs
    assert json.loads(document["content"])["assumeRole"].endswith(f":role/{role}")


def test_production_leaves_a_zone_by_itself_and_tries_it_against_its_alarms() -> None:
    recording = recorded("prod")
    shift = recording.one(SHIFT, "serving")
    assert recording.follow(shift.inputs["resourceArn"]).name == "load-balancer"
    assert shift.inputs["zonalAutoshiftStatus"] == "ENABLED"
    alarms = [recording.follow(each["alarmIdentifier"]) for each in shift.inputs["outcomeAlarms"]]
    assert all(each.type == ALARM for each in alarms)
    assert recorded("dev").of_type(SHIFT) == []


@pytest.mark.parametrize(
    ("mode", "stated"), [("scale", "ForecastAndScale"), ("forecast", "ForecastOnly")]
)
def test_load_that_comes_every_day_is_foreseen(mode: str, stated: str) -> None:
    recording = run(changed("prod", {"serving.predictive": mode}))
    policy = recording.one(POLICY, "serving-foreseen").inputs
    configuration = policy["predictiveScalingConfiguration"]
    assert configuration["mode"] == stated
    assert configuration["schedulingBufferTime"] == "180"  # a model loads that long
    assert configuration["metricSpecification"]["targetValue"] == 50


def test_where_it_is_off_nothing_is_foreseen() -> None:
    names = {each.name for each in recorded("dev").of_type(POLICY)}
    assert "serving-foreseen" not in names


def test_a_warm_pool_is_of_one_type_on_demand() -> None:
    recording = run(changed("prod", ONE_TYPE))
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
            "plimsoll:serving.warm_pool wants one instance type on demand: leave one in "
            "instance_types and set spot_percent to 0, or leave warm_pool out"
        ),
    ),
    (
        {"serving.candidate": {"container_image": "a:2", "min_size": 9}},
        "plimsoll:serving.candidate.min_size is 9, over max_size 6: raise max_size",
    ),
    (
        {"serving.candidate": {"container_image": "a:2", "min_size": 2}},
        "plimsoll:serving.candidate.min_size is 2, and profile prod needs 3: raise it, ",
    ),
    (
        {"serving.candidate": {"container_image": "a:2", "weight": 2}},
        "plimsoll:serving.candidate.weight is no setting; nearest: weight_percent",
    ),
]


@pytest.mark.parametrize(("changes", "line"), WRONG, ids=[line for _, line in WRONG])
def test_a_wrong_setting_is_one_line_that_names_it(changes: Mapping[str, Any], line: str) -> None:
    with pytest.raises(SettingsError) as caught:
        read(changed("prod", changes), "plimsoll")
    assert str(caught.value).startswith(line)
