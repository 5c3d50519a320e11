import json

import pytest

from tests.infra.recorder import Recording, Registered
from tests.infra.stacks import STACKS, changed, recorded, run

TABLE = "aws:dynamodb/table:Table"
TARGET = "aws:appautoscaling/target:Target"
ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"


def table(recording: Recording) -> Registered:
    return recording.one(TABLE, "feature-store")


def scaled(recording: Recording) -> dict[str, Registered]:
    """Return the targets that are the table's own; endpoints and functions have theirs."""
    targets = recording.of_type(TARGET)
    return {each.name: each for each in targets if each.name.startswith("feature-store-")}


def with_store(**settings: object) -> Recording:
    return run(changed("prod", {"plimsoll:feature_store": settings}))


@pytest.mark.parametrize("stack", STACKS)
def test_features_are_encrypted_with_our_key_and_can_be_had_back(stack: str) -> None:
    store = table(recorded(stack))
    assert store.inputs["serverSideEncryption"]["enabled"] is True
    key = store.inputs["serverSideEncryption"]["kmsKeyArn"]
    assert recorded(stack).follow(key).name == "keys-data"
    assert store.inputs["pointInTimeRecovery"]["enabled"] is True


@pytest.mark.parametrize(("stack", "kept"), [("prod", True), ("dev", False)])
def test_production_s_features_are_not_deleted_by_mistake(stack: str, *, kept: bool) -> None:
    assert table(recorded(stack)).inputs["deletionProtectionEnabled"] is kept


def test_serving_may_read_that_table_and_write_none() -> None:
    policy = recorded("prod").one("aws:iam/rolePolicy:RolePolicy", "serving").inputs["policy"]
    name = table(recorded("prod")).inputs["name"]
    [statement] = [
        each
        for each in json.loads(policy)["Statement"]
        if any(action.startswith("dynamodb:") for action in each["Action"])
    ]
    assert statement["Resource"] == [f"arn:aws:dynamodb:us-east-1:123456789012:table/{name}"]
    assert not any(word in str(statement["Action"]) for word in ("Put", "Write", "Delete"))


def test_by_the_request_there_are_no_units_to_scale() -> None:
    recording = with_store()
    assert table(recording).inputs["billingMode"] == "PAY_PER_REQUEST"
    assert "readCapacity" not in table(recording).inputs
    assert scaled(recording) == {}


def test_stated_units_are_scaled_within_their_bounds_and_left_to_autoscaling() -> None:
    recording = with_store(capacity={"min_read": 20, "max_read": 80, "target_percent": 60})
    store = table(recording)
    assert store.inputs["billingMode"] == "PROVISIONED"
    assert store.inputs["readCapacity"] == 20
    assert set(store.ignore_changes) == {"readCapacity", "writeCapacity"}
    targets = scaled(recording)
    read = targets["feature-store-read"]
    assert (read.inputs["minCapacity"], read.inputs["maxCapacity"]) == (20, 80)
    assert set(targets) == {"feature-store-read", "feature-store-write"}
    for each in targets.values():
        assert each.inputs["resourceId"] == f"table/{store.inputs['name']}"
    for policy in recording.of_type("aws:appautoscaling/policy:Policy"):
        if policy.name in targets:
            scaling = policy.inputs["targetTrackingScalingPolicyConfiguration"]
            assert scaling["targetValue"] == 60


def test_a_global_table_has_a_key_recovery_and_an_alarm_in_each_region() -> None:
    recording = with_store(replica_regions=["us-west-2", "eu-west-1"])
    store = table(recording)
    assert store.inputs["streamViewType"] == "NEW_AND_OLD_IMAGES"
    for replica, region in zip(store.inputs["replicas"], ("us-west-2", "eu-west-1"), strict=True):
        assert replica["regionName"] == region
        assert replica["pointInTimeRecovery"] is True
        key = recording.follow(replica["kmsKeyArn"])
        assert key.inputs["region"] == region
        assert key.inputs["enableKeyRotation"] is True
    behind = [
        each.inputs["dimensions"]["ReceivingRegion"]
        for each in recording.of_type(ALARM)
        if each.inputs.get("metricName") == "ReplicationLatency"
        and each.name.startswith("feature-store")
    ]
    assert sorted(behind) == ["eu-west-1", "us-west-2"]


def test_throttling_of_the_table_is_heard() -> None:
    recording = recorded("prod")
    for direction in ("read", "write"):
        alarm = recording.one(ALARM, f"feature-store-{direction}-throttled")
        assert alarm.inputs["dimensions"] == {"TableName": table(recording).inputs["name"]}
        assert alarm.inputs["threshold"] == 0


def test_without_its_settings_there_is_none() -> None:
    config = changed("prod", {})
    del config["plimsoll:feature_store"]
    assert run(config).of_type(TABLE) == []
