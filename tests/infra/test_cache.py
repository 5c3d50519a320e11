import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infra.cache import plan_zones
from tests.infra.recorder import Recording, Registered
from tests.infra.stacks import STACKS, ZONES, recorded

ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"


def cache(stack: str) -> tuple[Recording, Registered]:
    kind = "aws:elasticache/replicationGroup:ReplicationGroup"
    return recorded(stack), recorded(stack).one(kind, "cache")


@given(st.lists(st.text("abcdef", min_size=1), min_size=2, unique=True), st.integers(2, 6))
def test_a_replica_is_in_another_zone_than_the_primary(zones: list[str], nodes: int) -> None:
    primary, replica, *_ = plan_zones(zones, nodes)
    assert replica != primary


def test_in_production_the_cache_fails_over_to_another_zone() -> None:
    _, group = cache("prod")
    assert group.inputs["automaticFailoverEnabled"] is True
    assert group.inputs["multiAzEnabled"] is True
    assert group.inputs["numCacheClusters"] == 3
    assert group.inputs["preferredCacheClusterAzs"] == ZONES
    assert group.inputs["snapshotRetentionLimit"] == 7
    assert group.inputs["finalSnapshotIdentifier"] == "plimsoll-prod-final"


def test_a_single_node_cannot_fail_over() -> None:
    _, group = cache("dev")
    assert group.inputs["automaticFailoverEnabled"] is False
    assert group.inputs["multiAzEnabled"] is False


@pytest.mark.parametrize("stack", STACKS)
def test_the_cache_is_encrypted_at_rest_and_on_the_way(stack: str) -> None:
    _, group = cache(stack)
    assert group.inputs["atRestEncryptionEnabled"] is True
    assert group.inputs["transitEncryptionEnabled"] is True
    assert group.inputs["transitEncryptionMode"] == "required"


@pytest.mark.parametrize("stack", STACKS)
def test_its_one_user_signs_in_with_iam_and_serving_may(stack: str) -> None:
    recording, group = cache(stack)
    users = recording.one("aws:elasticache/userGroup:UserGroup", "cache")
    user = recording.one("aws:elasticache/user:User", "cache")
    assert group.inputs["userGroupIds"] == [users.inputs["userGroupId"]]
    assert users.inputs["userIds"] == [user.inputs["userId"]] == [user.inputs["userName"]]
    assert user.inputs["authenticationMode"] == {"type": "iam"}
    policy = recording.one("aws:iam/rolePolicy:RolePolicy", "serving").inputs["policy"]
    [statement] = [
        each for each in json.loads(policy)["Statement"] if each["Action"] == "elasticache:Connect"
    ]
    assert statement["Resource"][1].endswith(f":user:{user.inputs['userId']}")


@pytest.mark.parametrize(("stack", "nodes"), [("prod", 3), ("dev", 1)])
def test_every_node_is_watched_by_the_name_elasticache_gives_it(stack: str, nodes: int) -> None:
    recording, group = cache(stack)
    alarms = [
        alarm
        for alarm in recording.of_type(ALARM)
        if alarm.inputs.get("namespace") == "AWS/ElastiCache"
    ]
    watched = {alarm.inputs["dimensions"]["CacheClusterId"] for alarm in alarms}
    assert {name[-4:] for name in watched} == {f"-{number:03}" for number in range(1, nodes + 1)}
    assert {str(recording.follow(name)) for name in watched} == {str(group)}
    assert len(alarms) == 2 * nodes
