import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infra.kafka import server_properties
from infra.settings import KafkaSettings
from tests.infra.recorder import Recording, Registered
from tests.infra.stacks import ZONES, changed, recorded, run

CLUSTER = "aws:msk/cluster:Cluster"
ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"


def properties(settings: KafkaSettings, zones: int) -> dict[str, str]:
    return dict(line.split("=") for line in server_properties(settings, zones).splitlines())


def cluster(recording: Recording) -> Registered:
    return recording.one(CLUSTER, "kafka")


@given(st.integers(2, 6), st.integers(1, 10))
def test_writes_go_on_with_one_broker_lost_and_none_is_acknowledged_by_one_alone(
    zones: int, brokers: int
) -> None:
    found = properties(KafkaSettings(brokers_per_zone=brokers), zones)
    replicas, in_sync = found["default.replication.factor"], found["min.insync.replicas"]
    assert int(replicas) == min(3, zones * brokers)
    assert int(in_sync) == int(replicas) - 1
    assert found["unclean.leader.election.enable"] == "false"


def test_three_zones_hold_three_copies() -> None:
    found = properties(KafkaSettings(), 3)
    assert (found["default.replication.factor"], found["min.insync.replicas"]) == ("3", "2")


def test_brokers_are_in_every_zone() -> None:
    recording = run(changed("everything", {"kafka.brokers_per_zone": 2}))
    group = cluster(recording).inputs["brokerNodeGroupInfo"]
    assert cluster(recording).inputs["numberOfBrokerNodes"] == 6
    subnets = recording.referred(group["clientSubnets"])
    assert [each.name for each in subnets] == [f"network-data-{zone}" for zone in ZONES]


def test_clients_come_over_tls_and_sign_in_with_iam_only() -> None:
    inputs = cluster(recorded("everything")).inputs
    assert inputs["clientAuthentication"] == {"sasl": {"iam": True}, "unauthenticated": False}
    transit = inputs["encryptionInfo"]["encryptionInTransit"]
    assert transit == {"clientBroker": "TLS", "inCluster": True}
    key = inputs["encryptionInfo"]["encryptionAtRestKmsKeyArn"]
    assert recorded("everything").follow(key).name == "keys-data"


@pytest.mark.parametrize(("tiered", "mode"), [(True, "TIERED"), (False, "LOCAL")])
def test_tiered_storage_is_a_setting(mode: str, *, tiered: bool) -> None:
    recording = run(changed("everything", {"kafka.tiered_storage": tiered}))
    assert cluster(recording).inputs["storageMode"] == mode


def test_volumes_grow_to_the_stated_size_and_the_program_leaves_them_alone() -> None:
    recording = run(changed("everything", {"kafka.max_volume_gb": 500}))
    target = recording.one("aws:appautoscaling/target:Target", "kafka")
    assert recording.follow(target.inputs["resourceId"]) == cluster(recording)
    assert target.inputs["maxCapacity"] == 500
    assert cluster(recording).ignore_changes == (
        "brokerNodeGroupInfo.storageInfo.ebsStorageInfo.volumeSize",
    )


def test_serving_joins_the_clients_and_may_write_topics_of_that_cluster() -> None:
    recording = recorded("everything")
    template = recording.one("aws:ec2/launchTemplate:LaunchTemplate", "serving")
    groups = recording.referred(template.inputs["networkInterfaces"])
    assert "kafka-clients" in {each.name for each in groups}
    policy = recording.one("aws:iam/rolePolicy:RolePolicy", "serving").inputs["policy"]
    [statement] = [
        each
        for each in json.loads(policy)["Statement"]
        if "kafka-cluster:WriteData" in each["Action"]
    ]
    name = cluster(recording).inputs["clusterName"]
    assert statement["Resource"] == [f"arn:aws:kafka:us-east-1:123456789012:topic/{name}/*"]


def test_every_broker_and_every_named_consumer_is_watched() -> None:
    recording = recorded("everything")
    watched = [
        each.inputs["dimensions"]
        for each in recording.of_type(ALARM)
        if each.inputs.get("namespace") == "AWS/Kafka"
    ]
    assert {each["Cluster Name"] for each in watched} == {cluster(recording).inputs["clusterName"]}
    assert {each["Broker ID"] for each in watched if "Broker ID" in each} == {"1", "2", "3"}
    assert [each["Topic"] for each in watched if "Topic" in each] == ["predictions"]
