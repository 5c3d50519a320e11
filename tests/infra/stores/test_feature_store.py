from dataclasses import replace

import pytest

from infra.deployment import Deployment
from infra.stores.feature_store import add_feature_store
from tests.infra.alone import alone, permissions_of
from tests.infra.recorder import Recording, Registered
from tests.infra.stacks import STACKS

TABLE = "aws:dynamodb/table:Table"
TARGET = "aws:appautoscaling/target:Target"
ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"


def table(recording: Recording) -> Registered:
    return recording.one(TABLE, "feature-store")


def scaled(recording: Recording) -> dict[str, Registered]:
    """Return the targets that are the table's own; endpoints and functions have theirs."""
    targets = recording.of_type(TARGET)
    return {each.name: each for each in targets if each.name.startswith("feature-store-")}


def feature_store(d: Deployment) -> None:
    add_feature_store(d, None)


def with_store(**settings: object) -> Recording:
    return alone(feature_store, changes={"plimsoll:feature_store": settings})


@pytest.mark.parametrize("stack", STACKS)
def test_table_is_encrypted_with_point_in_time_recovery(stack: str) -> None:
    store = table(alone(feature_store, stack))
    assert store.inputs["serverSideEncryption"]["enabled"] is True
    key = store.inputs["serverSideEncryption"]["kmsKeyArn"]
    assert alone(feature_store, stack).follow(key).name == "keys-data"
    assert store.inputs["pointInTimeRecovery"]["enabled"] is True


@pytest.mark.parametrize(("stack", "kept"), [("prod", True), ("dev", False)])
def test_prod_table_has_deletion_protection(stack: str, *, kept: bool) -> None:
    assert table(alone(feature_store, stack)).inputs["deletionProtectionEnabled"] is kept


def test_serving_may_only_read_the_table() -> None:
    name = table(alone(feature_store)).inputs["name"]
    [statement] = [
        each
        for each in permissions_of(feature_store)
        if any(action.startswith("dynamodb:") for action in each["Action"])
    ]
    assert statement["Resource"] == [f"arn:aws:dynamodb:us-east-1:123456789012:table/{name}"]
    assert not any(word in str(statement["Action"]) for word in ("Put", "Write", "Delete"))


def test_on_demand_table_has_no_scaling() -> None:
    recording = with_store()
    assert table(recording).inputs["billingMode"] == "PAY_PER_REQUEST"
    assert "readCapacity" not in table(recording).inputs
    assert scaled(recording) == {}


def test_provisioned_capacity_scales_within_bounds() -> None:
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


def test_replicas_have_key_recovery_and_alarm() -> None:
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


def test_throttling_fires_alarm() -> None:
    recording = alone(feature_store)
    for direction in ("read", "write"):
        alarm = recording.one(ALARM, f"feature-store-{direction}-throttled")
        assert alarm.inputs["dimensions"] == {"TableName": table(recording).inputs["name"]}
        assert alarm.inputs["threshold"] == 0


def test_no_table_without_settings() -> None:
    def without_store(d: Deployment) -> None:
        settings = d.settings.model_copy(update={"feature_store": None})
        feature_store(replace(d, settings=settings))

    assert alone(without_store).of_type(TABLE) == []
