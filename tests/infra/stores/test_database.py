import pytest
from hypothesis import given
from hypothesis import strategies as st

from infra.configuration import SettingsError
from infra.context import Context
from infra.deployment import Deployment
from infra.stores.database import add_database, plan_capacity, plan_instances, serving_user
from infra.stores.settings import CapacityUnits
from tests.infra.alone import alone, permissions_of, subnets
from tests.infra.recorder import Recording, Registered
from tests.infra.stacks import STACKS, ZONES

CLUSTER = "aws:rds/cluster:Cluster"
INSTANCE = "aws:rds/clusterInstance:ClusterInstance"
zone_lists = st.lists(st.text("abcdef", min_size=1), min_size=2, max_size=6, unique=True)


def database(d: Deployment) -> None:
    add_database(d, subnets("data"), None)


def cluster(stack: str) -> tuple[Recording, Registered]:
    return alone(database, stack), alone(database, stack).one(CLUSTER, "database")


@given(zone_lists, st.integers(2, 16))
def test_failover_reader_is_in_another_zone(zones: list[str], count: int) -> None:
    writer, *readers = plan_instances(zones, count)
    assert writer.promotion_tier == 0
    assert readers[0].zone != writer.zone
    assert all(reader.promotion_tier == 1 for reader in readers)


@given(zone_lists, st.integers(1, 16))
def test_instances_are_spread_evenly(zones: list[str], count: int) -> None:
    per_zone = [sum(plan.zone == zone for plan in plan_instances(zones, count)) for zone in zones]
    assert max(per_zone) - min(per_zone) <= 1


def test_prod_instances_are_one_class_in_two_zones() -> None:
    instances = alone(database).of_type(INSTANCE)
    assert [each.inputs["availabilityZone"] for each in instances] == ZONES[:2]
    assert {each.inputs["instanceClass"] for each in instances} == {"db.r8g.large"}


@pytest.mark.parametrize("stack", STACKS)
def test_instances_are_private(stack: str) -> None:
    recording, store = cluster(stack)
    for each in recording.of_type(INSTANCE):
        assert recording.follow(each.inputs["clusterIdentifier"]) == store
        assert each.inputs["engine"] == store.inputs["engine"] == "aurora-postgresql"
        assert each.inputs["publiclyAccessible"] is False
    group = recording.follow(store.inputs["dbSubnetGroupName"])
    subnets = recording.referred(group.inputs["subnetIds"])
    assert [each.name for each in subnets] == [f"network-data-{zone}" for zone in ZONES]


@pytest.mark.parametrize("stack", STACKS)
def test_cluster_is_encrypted_with_managed_password(stack: str) -> None:
    _, store = cluster(stack)
    assert store.inputs["storageEncrypted"] is True
    assert store.inputs["manageMasterUserPassword"] is True
    assert store.inputs["iamDatabaseAuthenticationEnabled"] is True
    assert store.inputs["backupRetentionPeriod"] == {"prod": 14, "dev": 1}[stack]


def test_prod_cluster_has_deletion_protection() -> None:
    _, store = cluster("prod")
    assert store.inputs["deletionProtection"] is True
    assert store.inputs["skipFinalSnapshot"] is False
    assert store.inputs["finalSnapshotIdentifier"] == "plimsoll-prod-final"
    assert store.inputs["deleteAutomatedBackups"] is False


def test_dev_cluster_has_no_final_snapshot() -> None:
    _, store = cluster("dev")
    assert store.inputs["deletionProtection"] is False
    assert store.inputs["skipFinalSnapshot"] is True
    assert "finalSnapshotIdentifier" not in store.inputs


@pytest.mark.parametrize("stack", STACKS)
def test_cluster_requires_tls(stack: str) -> None:
    recording, store = cluster(stack)
    group = recording.follow(store.inputs["dbClusterParameterGroupName"])
    assert group.inputs["family"] == "aurora-postgresql17"
    assert {"name": "rds.force_ssl", "value": "1"} in group.inputs["parameters"]


@pytest.mark.parametrize("stack", STACKS)
def test_only_client_group_reaches_cluster(stack: str) -> None:
    recording, store = cluster(stack)
    own = recording.follow(store.inputs["vpcSecurityGroupIds"])
    rules = [
        rule
        for rule in recording.of_type("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule")
        if recording.follow(rule.inputs["securityGroupId"]) == own
    ]
    assert [
        (recording.follow(rule.inputs["referencedSecurityGroupId"]).name, rule.inputs["toPort"])
        for rule in rules
    ] == [("database-clients", 5432)]


@pytest.mark.parametrize("stack", STACKS)
def test_instances_depend_on_log_group(stack: str) -> None:
    recording, store = cluster(stack)
    group = recording.one("aws:cloudwatch/logGroup:LogGroup", "database")
    assert recording.follow(group.inputs["name"]) == store
    assert group.inputs["name"].startswith("/aws/rds/cluster/")
    assert group.inputs["name"].endswith("/postgresql")
    for each in recording.of_type(INSTANCE):
        assert any(urn.endswith("LogGroup::database") for urn in each.dependencies)


@pytest.mark.parametrize(
    ("storage", "expected"), [("aurora", None), ("aurora-iopt1", "aurora-iopt1")]
)
def test_aurora_standard_storage_type_is_omitted(storage: str, expected: str | None) -> None:
    recording = alone(database, changes={"database.storage": storage})
    assert recording.one(CLUSTER, "database").inputs.get("storageType") == expected


@pytest.mark.parametrize("stack", STACKS)
def test_serving_may_connect_as_published_user(stack: str) -> None:
    recording = alone(database, stack)
    user = recording.one("aws:ssm/parameter:Parameter", "database-user").inputs
    assert user["name"] == f"/plimsoll/{stack}/database/user"
    assert user["insecureValue"] == serving_user(
        Context("plimsoll", stack, "us-east-1", "123456789012")
    )
    [statement] = permissions_of(database, stack)
    assert statement["Resource"].endswith(f":dbuser:*/{user['insecureValue']}")


def test_replica_lag_alarm_requires_reader() -> None:
    watched = {
        stack: {
            alarm.inputs.get("metricName")
            for alarm in alone(database, stack).of_type("aws:cloudwatch/metricAlarm:MetricAlarm")
            if alarm.inputs.get("namespace") == "AWS/RDS"
        }
        for stack in STACKS
    }
    assert watched["prod"] == {"CPUUtilization", "AuroraReplicaLagMaximum"}
    assert watched["dev"] == {"CPUUtilization"}


def serverless(**units: float) -> Recording:
    changes = {"database.instance_class": "db.serverless", "database.serverless": units}
    return alone(database, changes=changes)


def test_serverless_cluster_has_capacity_range() -> None:
    recording = serverless(min_capacity=1, max_capacity=16)
    store = recording.one(CLUSTER, "database")
    capacity = store.inputs["serverlessv2ScalingConfiguration"]
    assert capacity == {"minCapacity": 1.0, "maxCapacity": 16.0}
    instances = recording.of_type(INSTANCE)
    assert {each.inputs["instanceClass"] for each in instances} == {"db.serverless"}
    assert len(instances) == 2


def test_auto_pause_requires_zero_minimum() -> None:
    idle = plan_capacity(CapacityUnits(min_capacity=0, max_capacity=4, auto_pause_minutes=10))
    assert idle is not None
    assert idle["seconds_until_auto_pause"] == 600
    assert plan_capacity(None) is None


def test_serverless_requires_its_instance_class() -> None:
    with pytest.raises(
        SettingsError, match=r"^plimsoll:database.serverless: instance class db.serverless needs"
    ):
        alone(database, changes={"database.instance_class": "db.serverless"})
    with pytest.raises(
        SettingsError, match=r"db.r8g.large has no capacity range; remove serverless"
    ):
        alone(database, changes={"database.serverless": {"max_capacity": 4}})
    with pytest.raises(
        SettingsError, match=r"^plimsoll:database.serverless.min_capacity: 0 is not"
    ):
        serverless(min_capacity=0, max_capacity=4)
