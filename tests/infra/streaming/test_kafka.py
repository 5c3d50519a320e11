import pytest
from hypothesis import given
from hypothesis import strategies as st

from infra.deployment import Deployment
from infra.streaming.kafka import add_kafka, server_properties
from infra.streaming.settings import KafkaSettings
from tests.infra.alone import alone, permissions_of, subnets
from tests.infra.recorder import Recording, Registered
from tests.infra.stacks import ZONES

CLUSTER = "aws:msk/cluster:Cluster"
ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"


def properties(settings: KafkaSettings, zones: int) -> dict[str, str]:
    return dict(line.split("=") for line in server_properties(settings, zones).splitlines())


def kafka(d: Deployment) -> None:
    add_kafka(d, subnets("data"))


def cluster(recording: Recording) -> Registered:
    return recording.one(CLUSTER, "kafka")


@given(st.integers(2, 6), st.integers(1, 10))
def test_writes_tolerate_one_broker_failure(zones: int, brokers: int) -> None:
    found = properties(KafkaSettings(brokers_per_zone=brokers), zones)
    replicas, in_sync = found["default.replication.factor"], found["min.insync.replicas"]
    assert int(replicas) == min(3, zones * brokers)
    assert int(in_sync) == int(replicas) - 1
    assert found["unclean.leader.election.enable"] == "false"


def test_three_zones_have_three_replicas() -> None:
    found = properties(KafkaSettings(), 3)
    assert (found["default.replication.factor"], found["min.insync.replicas"]) == ("3", "2")


def test_brokers_are_in_every_zone() -> None:
    recording = alone(kafka, "everything", {"kafka.brokers_per_zone": 2})
    group = cluster(recording).inputs["brokerNodeGroupInfo"]
    assert cluster(recording).inputs["numberOfBrokerNodes"] == 6
    subnets = recording.referred(group["clientSubnets"])
    assert [each.name for each in subnets] == [f"network-data-{zone}" for zone in ZONES]


def test_clients_use_tls_and_iam_only() -> None:
    inputs = cluster(alone(kafka, "everything")).inputs
    assert inputs["clientAuthentication"] == {"sasl": {"iam": True}, "unauthenticated": False}
    transit = inputs["encryptionInfo"]["encryptionInTransit"]
    assert transit == {"clientBroker": "TLS", "inCluster": True}
    key = inputs["encryptionInfo"]["encryptionAtRestKmsKeyArn"]
    assert alone(kafka, "everything").follow(key).name == "keys-data"


@pytest.mark.parametrize(("tiered", "mode"), [(True, "TIERED"), (False, "LOCAL")])
def test_tiered_storage_follows_setting(mode: str, *, tiered: bool) -> None:
    recording = alone(kafka, "everything", {"kafka.tiered_storage": tiered})
    assert cluster(recording).inputs["storageMode"] == mode


def test_storage_scales_to_maximum() -> None:
    recording = alone(kafka, "everything", {"kafka.max_volume_gb": 500})
    target = recording.one("aws:appautoscaling/target:Target", "kafka")
    assert recording.follow(target.inputs["resourceId"]) == cluster(recording)
    assert target.inputs["maxCapacity"] == 500
    assert cluster(recording).ignore_changes == (
        "brokerNodeGroupInfo.storageInfo.ebsStorageInfo.volumeSize",
    )


def test_serving_may_write_topics() -> None:
    recording = alone(kafka, "everything")
    [statement] = [
        each
        for each in permissions_of(kafka, "everything")
        if "kafka-cluster:WriteData" in each["Action"]
    ]
    name = cluster(recording).inputs["clusterName"]
    assert statement["Resource"] == [f"arn:aws:kafka:us-east-1:123456789012:topic/{name}/*"]


def test_every_broker_and_consumer_has_alarms() -> None:
    recording = alone(kafka, "everything")
    watched = [
        each.inputs["dimensions"]
        for each in recording.of_type(ALARM)
        if each.inputs.get("namespace") == "AWS/Kafka"
    ]
    assert {each["Cluster Name"] for each in watched} == {cluster(recording).inputs["clusterName"]}
    assert {each["Broker ID"] for each in watched if "Broker ID" in each} == {"1", "2", "3"}
    assert [each["Topic"] for each in watched if "Topic" in each] == ["predictions"]
