import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infra.configuration import SettingsError
from infra.search import plan_nodes
from infra.settings import SearchSettings
from tests.infra.recorder import Recording, Registered
from tests.infra.stacks import ZONES, changed, recorded, run

DOMAIN = "aws:opensearch/domain:Domain"
GROUP = "aws:cloudwatch/logGroup:LogGroup"


def domain(recording: Recording) -> Registered:
    return recording.one(DOMAIN, "search")


def with_search(**settings: Any) -> Recording:
    return run(changed("prod", {"plimsoll:search": settings}))


@given(st.integers(1, 30), st.integers(2, 6))
def test_nodes_are_in_as_many_zones_as_they_are_many_and_in_three_at_most(
    nodes: int, zones: int
) -> None:
    plan = plan_nodes(SearchSettings(nodes=nodes), zones)
    spread = min(nodes, zones, 3)
    assert plan["zone_awareness_enabled"] is (spread > 1)
    if spread > 1:
        assert plan["zone_awareness_config"] == {"availability_zone_count": spread}


def test_production_has_a_node_in_each_zone_and_three_masters_apart() -> None:
    recording = recorded("prod")
    plan = domain(recording).inputs["clusterConfig"]
    assert plan["instanceCount"] == 3
    assert plan["zoneAwarenessConfig"] == {"availabilityZoneCount": 3}
    assert (plan["dedicatedMasterEnabled"], plan["dedicatedMasterCount"]) == (True, 3)
    subnets = recording.referred(domain(recording).inputs["vpcOptions"]["subnetIds"])
    assert [each.name for each in subnets] == [f"network-data-{zone}" for zone in ZONES]


def test_warm_nodes_are_a_setting() -> None:
    assert "warmEnabled" not in domain(recorded("prod")).inputs["clusterConfig"]
    warm = domain(recorded("everything")).inputs["clusterConfig"]
    assert (warm["warmEnabled"], warm["warmCount"]) == (True, 2)


def test_content_is_encrypted_at_rest_between_nodes_and_on_the_way() -> None:
    inputs = domain(recorded("prod")).inputs
    assert recorded("prod").follow(inputs["encryptAtRest"]["kmsKeyId"]).name == "keys-data"
    assert inputs["nodeToNodeEncryption"] == {"enabled": True}
    assert inputs["domainEndpointOptions"]["enforceHttps"] is True


def test_nobody_has_a_password_and_one_role_with_a_second_factor_says_who_sees_what() -> None:
    recording = recorded("prod")
    security = domain(recording).inputs["advancedSecurityOptions"]
    assert security["internalUserDatabaseEnabled"] is False
    role = recording.follow(security["masterUserOptions"])
    [statement] = json.loads(role.inputs["assumeRolePolicy"])["Statement"]
    assert statement["Condition"]["Bool"] == {"aws:MultiFactorAuthPresent": "true"}


def test_only_the_account_s_own_are_let_in() -> None:
    [statement] = json.loads(domain(recorded("prod")).inputs["accessPolicies"])["Statement"]
    assert statement["Principal"] == {"AWS": "arn:aws:iam::123456789012:root"}
    name = domain(recorded("prod")).inputs["domainName"]
    assert statement["Resource"] == f"arn:aws:es:us-east-1:123456789012:domain/{name}/*"


def test_every_log_has_a_group_of_ours_that_opensearch_may_write_to() -> None:
    recording = recorded("prod")
    groups = {
        each["logType"]: recording.follow(each["cloudwatchLogGroupArn"])
        for each in domain(recording).inputs["logPublishingOptions"]
    }
    kinds = {"AUDIT_LOGS", "ES_APPLICATION_LOGS", "INDEX_SLOW_LOGS", "SEARCH_SLOW_LOGS"}
    assert set(groups) == kinds
    policy = recording.one("aws:cloudwatch/logResourcePolicy:LogResourcePolicy", "search")
    [statement] = json.loads(policy.inputs["policyDocument"])["Statement"]
    prefix = statement["Resource"].rpartition(":")[2].removesuffix("*")
    assert all(each.inputs["name"].startswith(prefix) for each in groups.values())


def test_a_volume_that_fills_is_heard_at_a_quarter_left() -> None:
    recording = with_search(volume_gb=200)
    alarm = recording.one("aws:cloudwatch/metricAlarm:MetricAlarm", "search-volume")
    assert alarm.inputs["threshold"] == 50 * 1024
    assert alarm.inputs["comparisonOperator"] == "LessThanThreshold"


@pytest.mark.parametrize(
    ("settings", "line"),
    [
        ({"nodes": 4}, "plimsoll:search.nodes is 4, not as many in each of 3 zones"),
        ({"nodes": 2}, "plimsoll:search.nodes is 2, and profile prod needs 3"),
        ({"warm_nodes": 1}, "plimsoll:search.warm_nodes is 1, and OpenSearch wants 2"),
        ({"warm_nodes": 2, "master_type": None}, "plimsoll:search.warm_nodes is 2, and warm nodes"),
        ({"master_type": None}, "plimsoll:search.master_type is null, and profile prod needs"),
    ],
)
def test_a_domain_that_would_not_hold_is_refused(settings: dict[str, Any], line: str) -> None:
    with pytest.raises(SettingsError) as caught:
        with_search(**settings)
    assert str(caught.value).startswith(line)
