import pytest
from hypothesis import given
from hypothesis import strategies as st

from infra.deployment import Deployment
from infra.stores.cache import add_cache, plan_zones
from tests.infra.alone import alone, permissions_of, subnets
from tests.infra.recorder import Recording, Registered
from tests.infra.stacks import STACKS, ZONES

ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"


def only_cache(d: Deployment) -> None:
    add_cache(d, subnets("data"))


def cache(stack: str) -> tuple[Recording, Registered]:
    kind = "aws:elasticache/replicationGroup:ReplicationGroup"
    return alone(only_cache, stack), alone(only_cache, stack).one(kind, "cache")


@given(st.lists(st.text("abcdef", min_size=1), min_size=2, unique=True), st.integers(2, 6))
def test_replica_is_in_another_zone_than_primary(zones: list[str], nodes: int) -> None:
    primary, replica, *_ = plan_zones(zones, nodes)
    assert replica != primary


def test_prod_cache_fails_over_to_another_zone() -> None:
    _, group = cache("prod")
    assert group.inputs["automaticFailoverEnabled"] is True
    assert group.inputs["multiAzEnabled"] is True
    assert group.inputs["numCacheClusters"] == 3
    assert group.inputs["preferredCacheClusterAzs"] == ZONES
    assert group.inputs["snapshotRetentionLimit"] == 7
    assert group.inputs["finalSnapshotIdentifier"] == "plimsoll-prod-final"


def test_single_node_has_no_failover() -> None:
    _, group = cache("dev")
    assert group.inputs["automaticFailoverEnabled"] is False
    assert group.inputs["multiAzEnabled"] is False


@pytest.mark.parametrize("stack", STACKS)
def test_cache_is_encrypted_at_rest_and_in_transit(stack: str) -> None:
    _, group = cache(stack)
    assert group.inputs["atRestEncryptionEnabled"] is True
    assert group.inputs["transitEncryptionEnabled"] is True
    assert group.inputs["transitEncryptionMode"] == "required"


@pytest.mark.parametrize("stack", STACKS)
def test_cache_user_uses_iam_authentication(stack: str) -> None:
    recording, group = cache(stack)
    users = recording.one("aws:elasticache/userGroup:UserGroup", "cache")
    user = recording.one("aws:elasticache/user:User", "cache")
    assert group.inputs["userGroupIds"] == [users.inputs["userGroupId"]]
    assert users.inputs["userIds"] == [user.inputs["userId"]] == [user.inputs["userName"]]
    assert user.inputs["authenticationMode"] == {"type": "iam"}
    [statement] = permissions_of(only_cache, stack)
    assert statement["Resource"][1].endswith(f":user:{user.inputs['userId']}")


@pytest.mark.parametrize(("stack", "nodes"), [("prod", 3), ("dev", 1)])
def test_every_cache_node_has_alarms(stack: str, nodes: int) -> None:
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
