import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infra.configuration import SettingsError
from infra.database import plan_capacity, plan_instances, serving_user
from infra.scope import Scope
from infra.settings import CapacityUnits
from tests.infra.recorder import Recording, Registered
from tests.infra.stacks import STACKS, ZONES, changed, recorded, run

CLUSTER = "aws:rds/cluster:Cluster"
INSTANCE = "aws:rds/clusterInstance:ClusterInstance"
zone_lists = st.lists(st.text("abcdef", min_size=1), min_size=2, max_size=6, unique=True)


def cluster(stack: str) -> tuple[Recording, Registered]:
    return recorded(stack), recorded(stack).one(CLUSTER, "database")


@given(zone_lists, st.integers(2, 16))
def test_a_reader_that_takes_over_is_in_another_zone_than_the_writer(
    zones: list[str], count: int
) -> None:
    writer, *readers = plan_instances(zones, count)
    assert writer.promotion_tier == 0
    assert readers[0].zone != writer.zone
    assert all(reader.promotion_tier == 1 for reader in readers)


@given(zone_lists, st.integers(1, 16))
def test_no_zone_has_more_than_one_instance_more_than_another(zones: list[str], count: int) -> None:
    per_zone = [sum(plan.zone == zone for plan in plan_instances(zones, count)) for zone in zones]
    assert max(per_zone) - min(per_zone) <= 1


def test_in_production_writer_and_reader_are_of_one_class_in_two_zones() -> None:
    instances = recorded("prod").of_type(INSTANCE)
    assert [each.inputs["availabilityZone"] for each in instances] == ZONES[:2]
    assert {each.inputs["instanceClass"] for each in instances} == {"db.r8g.large"}


@pytest.mark.parametrize("stack", STACKS)
def test_instances_are_of_the_cluster_and_private(stack: str) -> None:
    recording, store = cluster(stack)
    for each in recording.of_type(INSTANCE):
        assert recording.follow(each.inputs["clusterIdentifier"]) == store
        assert each.inputs["engine"] == store.inputs["engine"] == "aurora-postgresql"
        assert each.inputs["publiclyAccessible"] is False
    group = recording.follow(store.inputs["dbSubnetGroupName"])
    subnets = recording.referred(group.inputs["subnetIds"])
    assert [each.name for each in subnets] == [f"network-data-{zone}" for zone in ZONES]


@pytest.mark.parametrize("stack", STACKS)
def test_data_is_encrypted_backed_up_and_opened_without_a_password_of_ours(stack: str) -> None:
    _, store = cluster(stack)
    assert store.inputs["storageEncrypted"] is True
    assert store.inputs["manageMasterUserPassword"] is True
    assert store.inputs["iamDatabaseAuthenticationEnabled"] is True
    assert store.inputs["backupRetentionPeriod"] == {"prod": 14, "dev": 1}[stack]


def test_in_production_the_cluster_outlives_a_destroy() -> None:
    _, store = cluster("prod")
    assert store.inputs["deletionProtection"] is True
    assert store.inputs["skipFinalSnapshot"] is False
    assert store.inputs["finalSnapshotIdentifier"] == "plimsoll-prod-final"
    assert store.inputs["deleteAutomatedBackups"] is False


def test_development_leaves_nothing_behind() -> None:
    _, store = cluster("dev")
    assert store.inputs["deletionProtection"] is False
    assert store.inputs["skipFinalSnapshot"] is True
    assert "finalSnapshotIdentifier" not in store.inputs


@pytest.mark.parametrize("stack", STACKS)
def test_connections_without_tls_are_refused(stack: str) -> None:
    recording, store = cluster(stack)
    group = recording.follow(store.inputs["dbClusterParameterGroupName"])
    assert group.inputs["family"] == "aurora-postgresql17"
    assert {"name": "rds.force_ssl", "value": "1"} in group.inputs["parameters"]


@pytest.mark.parametrize("stack", STACKS)
def test_only_the_client_group_reaches_the_cluster(stack: str) -> None:
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
def test_the_log_group_is_there_before_an_instance_writes_to_it(stack: str) -> None:
    recording, store = cluster(stack)
    group = recording.one("aws:cloudwatch/logGroup:LogGroup", "database")
    assert recording.follow(group.inputs["name"]) == store
    assert group.inputs["name"].startswith("/aws/rds/cluster/")
    assert group.inputs["name"].endswith("/postgresql")
    for each in recording.of_type(INSTANCE):
        assert any(urn.endswith("LogGroup::database") for urn in each.dependencies)


@pytest.mark.parametrize(
    ("storage", "stated"), [("aurora", None), ("aurora-iopt1", "aurora-iopt1")]
)
def test_standard_storage_is_left_unsaid(storage: str, stated: str | None) -> None:
    recording = run(changed("prod", {"database.storage": storage}))
    assert recording.one(CLUSTER, "database").inputs.get("storageType") == stated


@pytest.mark.parametrize("stack", STACKS)
def test_serving_may_sign_in_as_the_user_that_the_stack_publishes(stack: str) -> None:
    recording = recorded(stack)
    user = recording.one("aws:ssm/parameter:Parameter", "database-user").inputs
    assert user["name"] == f"/plimsoll/{stack}/database/user"
    assert user["insecureValue"] == serving_user(
        Scope("plimsoll", stack, "us-east-1", "123456789012")
    )
    policy = recording.one("aws:iam/rolePolicy:RolePolicy", "serving").inputs["policy"]
    [statement] = [
        each for each in json.loads(policy)["Statement"] if each["Action"] == "rds-db:connect"
    ]
    assert statement["Resource"].endswith(f":dbuser:*/{user['insecureValue']}")


def test_lag_is_watched_where_there_is_a_reader() -> None:
    watched = {
        stack: {
            alarm.inputs.get("metricName")
            for alarm in recorded(stack).of_type("aws:cloudwatch/metricAlarm:MetricAlarm")
            if alarm.inputs.get("namespace") == "AWS/RDS"
        }
        for stack in STACKS
    }
    assert watched["prod"] == {"CPUUtilization", "AuroraReplicaLagMaximum"}
    assert watched["dev"] == {"CPUUtilization"}


def serverless(**units: float) -> Recording:
    config = changed("prod", {"database.instance_class": "db.serverless"})
    stated = {**json.loads(config["plimsoll:database"]), "serverless": units}
    return run({**config, "plimsoll:database": json.dumps(stated)})


def test_a_serverless_cluster_has_as_many_instances_and_moves_between_its_bounds() -> None:
    recording = serverless(least=1, most=16)
    store = recording.one(CLUSTER, "database")
    capacity = store.inputs["serverlessv2ScalingConfiguration"]
    assert capacity == {"minCapacity": 1.0, "maxCapacity": 16.0}
    instances = recording.of_type(INSTANCE)
    assert {each.inputs["instanceClass"] for each in instances} == {"db.serverless"}
    assert len(instances) == 2


def test_it_stops_when_idle_only_where_it_may_have_no_capacity() -> None:
    idle = plan_capacity(CapacityUnits(least=0, most=4, pause_minutes=10))
    assert idle is not None
    assert idle["seconds_until_auto_pause"] == 600
    assert plan_capacity(None) is None


def test_serverless_capacity_and_its_class_go_together() -> None:
    with pytest.raises(SettingsError, match=r"^plimsoll:database.instance_class is db.serverless"):
        run(changed("prod", {"database.instance_class": "db.serverless"}))
    with pytest.raises(SettingsError, match=r"leave out plimsoll:database.serverless$"):
        run(changed("prod", {"database.serverless": {"most": 4}}))
    with pytest.raises(SettingsError, match=r"^plimsoll:database.serverless.least is 0, and prof"):
        serverless(least=0, most=4)
