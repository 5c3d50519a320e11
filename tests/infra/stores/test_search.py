import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infra.configuration import SettingsError
from infra.deployment import Deployment
from infra.stores.search import add_search, plan_nodes
from infra.stores.settings import SearchSettings
from tests.infra.alone import alone, subnets
from tests.infra.recorder import Recording, Registered
from tests.infra.stacks import ZONES

DOMAIN = "aws:opensearch/domain:Domain"
GROUP = "aws:cloudwatch/logGroup:LogGroup"


def domain(recording: Recording) -> Registered:
    return recording.one(DOMAIN, "search")


def search(d: Deployment) -> None:
    add_search(d, subnets("data"))


def with_search(**settings: Any) -> Recording:
    return alone(search, changes={"plimsoll:search": settings})


@given(st.integers(1, 30), st.integers(2, 6))
def test_nodes_spread_over_at_most_three_zones(nodes: int, zones: int) -> None:
    plan = plan_nodes(SearchSettings(nodes=nodes), zones)
    spread = min(nodes, zones, 3)
    assert plan["zone_awareness_enabled"] is (spread > 1)
    if spread > 1:
        assert plan["zone_awareness_config"] == {"availability_zone_count": spread}


def test_prod_domain_has_zone_awareness_and_masters() -> None:
    recording = alone(search)
    plan = domain(recording).inputs["clusterConfig"]
    assert plan["instanceCount"] == 3
    assert plan["zoneAwarenessConfig"] == {"availabilityZoneCount": 3}
    assert (plan["dedicatedMasterEnabled"], plan["dedicatedMasterCount"]) == (True, 3)
    subnets = recording.referred(domain(recording).inputs["vpcOptions"]["subnetIds"])
    assert [each.name for each in subnets] == [f"network-data-{zone}" for zone in ZONES]


def test_ultrawarm_nodes_are_optional() -> None:
    assert "warmEnabled" not in domain(alone(search)).inputs["clusterConfig"]
    warm = domain(alone(search, "everything")).inputs["clusterConfig"]
    assert (warm["warmEnabled"], warm["warmCount"]) == (True, 2)


def test_domain_is_encrypted_at_rest_and_in_transit() -> None:
    inputs = domain(alone(search)).inputs
    assert alone(search).follow(inputs["encryptAtRest"]["kmsKeyId"]).name == "keys-data"
    assert inputs["nodeToNodeEncryption"] == {"enabled": True}
    assert inputs["domainEndpointOptions"]["enforceHttps"] is True


def test_master_user_is_a_role_that_requires_mfa() -> None:
    recording = alone(search)
    security = domain(recording).inputs["advancedSecurityOptions"]
    assert security["internalUserDatabaseEnabled"] is False
    role = recording.follow(security["masterUserOptions"])
    [statement] = json.loads(role.inputs["assumeRolePolicy"])["Statement"]
    assert statement["Condition"]["Bool"] == {"aws:MultiFactorAuthPresent": "true"}


def test_access_policy_allows_own_account_only() -> None:
    [statement] = json.loads(domain(alone(search)).inputs["accessPolicies"])["Statement"]
    assert statement["Principal"] == {"AWS": "arn:aws:iam::123456789012:root"}
    name = domain(alone(search)).inputs["domainName"]
    assert statement["Resource"] == f"arn:aws:es:us-east-1:123456789012:domain/{name}/*"


def test_every_log_type_has_a_log_group() -> None:
    recording = alone(search)
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


def test_storage_alarm_fires_at_a_quarter_free() -> None:
    recording = with_search(volume_gb=200)
    alarm = recording.one("aws:cloudwatch/metricAlarm:MetricAlarm", "search-volume")
    assert alarm.inputs["threshold"] == 50 * 1024
    assert alarm.inputs["comparisonOperator"] == "LessThanThreshold"


@pytest.mark.parametrize(
    ("settings", "line"),
    [
        ({"nodes": 4}, "plimsoll:search.nodes: 4 nodes cannot be spread evenly over 3 zones; "),
        ({"nodes": 2}, "plimsoll:search.nodes: 2 is below one data node per zone (3); "),
        (
            {"warm_nodes": 1},
            "plimsoll:search.warm_nodes: 1 is below the minimum of OpenSearch Service (2)",
        ),
        (
            {"warm_nodes": 2, "dedicated_master_type": None},
            "plimsoll:search.warm_nodes: 2 UltraWarm nodes require",
        ),
        (
            {"dedicated_master_type": None},
            "plimsoll:search.dedicated_master_type: null is not allowed by profile prod",
        ),
    ],
)
def test_invalid_search_setting_is_rejected(settings: dict[str, Any], line: str) -> None:
    with pytest.raises(SettingsError) as caught:
        with_search(**settings)
    assert str(caught.value).startswith(line)
