import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from infra.operations.off_hours import (
    DAYS,
    WEEK,
    days_of,
    eventbridge_cron,
    minutes_of_week,
    plan_mute_windows,
)
from infra.operations.settings import OffHoursSettings
from tests.infra.recorder import Recording
from tests.infra.stacks import recorded


@pytest.fixture(scope="module")
def stack() -> Recording:
    return recorded("dev")


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
def test_cron_days_are_parsed(text: str, days: set[int]) -> None:
    assert days_of(text) == days


@pytest.mark.parametrize("wrong", ["0 25 * * MON", "0 8 1 * MON", "0 8 * * MONDAY", "0 8 * *"])
def test_invalid_cron_is_rejected(wrong: str) -> None:
    with pytest.raises(ValidationError):
        OffHoursSettings(stop=wrong)


def test_work_week_has_night_and_weekend_windows() -> None:
    nights, weekend = plan_mute_windows(OffHoursSettings())
    assert (nights.cron, nights.duration) == ("cron(0 20 * * MON,TUE,WED,THU)", "PT11H")
    assert (weekend.cron, weekend.duration) == ("cron(0 20 * * FRI)", "PT59H")


hours, minutes = st.integers(0, 23), st.integers(0, 59)
some_days = st.sets(st.sampled_from(DAYS), min_size=1).map(lambda days: ",".join(sorted(days)))
crons = st.builds(lambda m, h, days: f"{m} {h} * * {days}", minutes, hours, some_days)


@given(crons, crons)
def test_mute_windows_end_at_start_times(stop: str, start: str) -> None:
    windows = plan_mute_windows(OffHoursSettings(stop=stop, start=start))
    starts = set(minutes_of_week(start))
    stops = set()
    for window in windows:
        hour, minute = re.fullmatch(r"PT(\d+)H(?:(\d+)M)?", window.duration).groups()  # type: ignore[union-attr]
        length = int(hour) * 60 + int(minute or 0)
        for begin in minutes_of_week(window.cron[5:-1]):
            stops.add(begin)
            assert (begin + length) % WEEK in starts
            assert not any(0 < (each - begin) % WEEK < length for each in starts)
    assert stops == set(minutes_of_week(stop))


def test_eventbridge_cron_has_six_fields() -> None:
    assert eventbridge_cron("30 20 * * MON-FRI") == "cron(30 20 ? * MON-FRI *)"


def test_fleet_scales_to_zero_and_back(stack: Recording) -> None:
    group = stack.one("aws:autoscaling/group:Group", "serving")
    moments = {
        each.inputs["scheduledActionName"]: each
        for each in stack.of_type("aws:autoscaling/schedule:Schedule")
    }
    for moment, size in {"stop": 0, "start": group.inputs["minSize"]}.items():
        action = moments[moment].inputs
        assert (action["minSize"], action["desiredCapacity"]) == (size, size)
        assert action["maxSize"] == group.inputs["maxSize"]
        assert action["timeZone"] == "Europe/Berlin"
        assert str(group) in str(action["autoscalingGroupName"])


def test_scheduler_role_may_stop_and_start_database_only(
    stack: Recording,
) -> None:
    targets = {
        each.name: each.inputs["target"]
        for each in stack.of_type("aws:scheduler/schedule:Schedule")
    }
    assert {name: target["arn"].rpartition(":")[2] for name, target in targets.items()} == {
        "off-hours-database-stop": "stopDBCluster",
        "off-hours-database-start": "startDBCluster",
    }
    for target in targets.values():
        assert stack.referred(target["input"])[0].name == "database"
    policy = json.loads(stack.one("aws:iam/rolePolicy:RolePolicy", "off-hours").inputs["policy"])
    statement, key = policy["Statement"]
    assert "scheduler." in json.dumps(key["Condition"])
    assert statement["Action"] == ["rds:StartDBCluster", "rds:StopDBCluster"]
    assert statement["Condition"] == {"StringEquals": {"aws:ResourceTag/environment": "dev"}}


def test_alarms_are_muted_in_off_hours(stack: Recording) -> None:
    muted = {
        each.name
        for rule in stack.of_type("aws:cloudwatch/alarmMuteRule:AlarmMuteRule")
        for each in stack.referred(rule.inputs["muteTargets"]["alarmNames"])
    }
    alarms = stack.of_type(
        "aws:cloudwatch/metricAlarm:MetricAlarm", "aws:cloudwatch/compositeAlarm:CompositeAlarm"
    )
    notifying: dict[str, Any] = {
        each.name: each
        for each in alarms
        if each.inputs.get("alarmActions") and each.parent.endswith("::observability")
    }
    assert muted <= set(notifying)
    named = {
        name
        for rule in stack.of_type("aws:cloudwatch/alarmMuteRule:AlarmMuteRule")
        for name in rule.inputs["muteTargets"]["alarmNames"]
    }
    assert len(named) == len(notifying)


def test_no_schedules_without_off_hours() -> None:
    recording = recorded("prod")
    assert not recording.of_type("aws:cloudwatch/alarmMuteRule:AlarmMuteRule")
    assert not [each for each in recording.resources if each.name.startswith("off-hours")]
