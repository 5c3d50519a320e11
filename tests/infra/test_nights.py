import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from infra.nights import DAYS, WEEK, days_of, minutes_of_week, plan_silences, scheduled
from infra.settings import NightSettings
from tests.infra.recorder import Recording
from tests.infra.stacks import changed, configuration, run


@pytest.fixture(scope="module")
def sleeper() -> Recording:
    return run(changed("dev", {"plimsoll:nights_off": {"time_zone": "Europe/Berlin"}}))


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("MON-FRI", {1, 2, 3, 4, 5}),
        ("1-5", {1, 2, 3, 4, 5}),
        ("SAT,SUN", {0, 6}),
        ("FRI-MON", {5, 6, 0, 1}),
        ("7", {0}),
        ("*", {0, 1, 2, 3, 4, 5, 6}),
    ],
)
def test_days_are_read_as_cron_has_them(text: str, days: set[int]) -> None:
    assert days_of(text) == days


@pytest.mark.parametrize("wrong", ["0 25 * * MON", "0 8 1 * MON", "0 8 * * MONDAY", "0 8 * *"])
def test_what_is_no_time_of_days_is_refused(wrong: str) -> None:
    with pytest.raises(ValidationError):
        NightSettings(sleep=wrong)


def test_a_working_week_has_four_nights_and_a_weekend() -> None:
    nights, weekend = plan_silences(NightSettings())
    assert (nights.cron, nights.duration) == ("cron(0 20 * * MON,TUE,WED,THU)", "PT11H")
    assert (weekend.cron, weekend.duration) == ("cron(0 20 * * FRI)", "PT59H")


hours, minutes = st.integers(0, 23), st.integers(0, 59)
some_days = st.sets(st.sampled_from(DAYS), min_size=1).map(lambda days: ",".join(sorted(days)))
crons = st.builds(lambda m, h, days: f"{m} {h} * * {days}", minutes, hours, some_days)


@given(crons, crons)
def test_every_silence_ends_as_the_stack_wakes(sleep: str, wake: str) -> None:
    silences = plan_silences(NightSettings(sleep=sleep, wake=wake))
    wakes = set(minutes_of_week(wake))
    sleeps = set()
    for silence in silences:
        hour, minute = re.fullmatch(r"PT(\d+)H(?:(\d+)M)?", silence.duration).groups()  # type: ignore[union-attr]
        length = int(hour) * 60 + int(minute or 0)
        for begin in minutes_of_week(silence.cron[5:-1]):
            sleeps.add(begin)
            assert (begin + length) % WEEK in wakes
            assert not any(0 < (each - begin) % WEEK < length for each in wakes)
    assert sleeps == set(minutes_of_week(sleep))


def test_a_schedule_is_written_as_eventbridge_has_it() -> None:
    assert scheduled("30 20 * * MON-FRI") == "cron(30 20 ? * MON-FRI *)"


def test_the_fleet_goes_to_nothing_and_comes_back(sleeper: Recording) -> None:
    group = sleeper.one("aws:autoscaling/group:Group", "serving")
    moments = {
        each.inputs["scheduledActionName"]: each
        for each in sleeper.of_type("aws:autoscaling/schedule:Schedule")
    }
    for moment, size in {"sleep": 0, "wake": group.inputs["minSize"]}.items():
        action = moments[moment].inputs
        assert (action["minSize"], action["desiredCapacity"]) == (size, size)
        assert action["maxSize"] == group.inputs["maxSize"]
        assert action["timeZone"] == "Europe/Berlin"
        assert str(group) in str(action["autoscalingGroupName"])


def test_the_database_is_stopped_and_started_by_a_role_that_can_do_no_more(
    sleeper: Recording,
) -> None:
    targets = {
        each.name: each.inputs["target"]
        for each in sleeper.of_type("aws:scheduler/schedule:Schedule")
    }
    assert {name: target["arn"].rpartition(":")[2] for name, target in targets.items()} == {
        "nights-database-sleep": "stopDBCluster",
        "nights-database-wake": "startDBCluster",
    }
    for target in targets.values():
        assert sleeper.referred(target["input"])[0].name == "database"
    policy = json.loads(sleeper.one("aws:iam/rolePolicy:RolePolicy", "nights").inputs["policy"])
    statement, key = policy["Statement"]
    assert "scheduler." in json.dumps(key["Condition"])
    assert statement["Action"] == ["rds:StartDBCluster", "rds:StopDBCluster"]
    assert statement["Condition"] == {"StringEquals": {"aws:ResourceTag/environment": "dev"}}


def test_nobody_is_called_for_what_is_meant(sleeper: Recording) -> None:
    muted = {
        each.name
        for rule in sleeper.of_type("aws:cloudwatch/alarmMuteRule:AlarmMuteRule")
        for each in sleeper.referred(rule.inputs["muteTargets"]["alarmNames"])
    }
    alarms = sleeper.of_type(
        "aws:cloudwatch/metricAlarm:MetricAlarm", "aws:cloudwatch/compositeAlarm:CompositeAlarm"
    )
    tell: dict[str, Any] = {
        each.name: each
        for each in alarms
        if each.inputs.get("alarmActions") and each.parent.endswith("::observability")
    }
    assert muted <= set(tell)
    named = {
        name
        for rule in sleeper.of_type("aws:cloudwatch/alarmMuteRule:AlarmMuteRule")
        for name in rule.inputs["muteTargets"]["alarmNames"]
    }
    assert len(named) == len(tell)


def test_a_stack_that_does_not_sleep_has_no_schedule() -> None:
    stated = configuration("dev")
    stated.pop("plimsoll:nights_off", None)
    recording = run(stated)
    assert not recording.of_type("aws:cloudwatch/alarmMuteRule:AlarmMuteRule")
    assert not [each for each in recording.resources if each.name.startswith("nights")]
