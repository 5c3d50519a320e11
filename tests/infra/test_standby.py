"""Standby region: replication, own components and DNS failover."""

import json
from typing import Any

import pytest

from infra.configuration import SettingsError, read_settings
from infra.context import STANDBY, Context
from infra.operations.replication import replication_permissions
from infra.region import standby_settings
from tests.infra.recorder import Recording, Registered, lookups
from tests.infra.stacks import changed, configuration, recorded, run

PRIMARY = Context("plimsoll", "global", "us-east-1", "210987654321")
STANDBY_CONTEXT = Context("plimsoll", "global", "us-west-2", "210987654321")
CLUSTER = "aws:rds/cluster:Cluster"
REPLICATION = "aws:s3/bucketReplicationConfig:BucketReplicationConfig"
RECORD = "aws:route53/record:Record"
SIGNATURE, SECRET = "4dabf18193072939515e22adb298388d", "1b47061264138c4ac30d75fd1eb44270"
BUCKET = "aws:s3/bucket:Bucket"


@pytest.fixture(scope="module")
def stack() -> Recording:
    return recorded("global")


@pytest.fixture(scope="module")
def pilot() -> Recording:
    changes = {
        "standby.mode": "pilot_light",
        "standby.replication_time_control": False,
        "plimsoll:recovery": {"critical": {}},
    }
    return run(changed("global", changes))


def of_component(recording: Recording, component: str) -> list[Registered]:
    return [each for each in recording.resources if each.parent.endswith(f"::{component}")]


def test_standby_settings_differ_in_place_and_size() -> None:
    settings = read_settings(configuration("global"), "plimsoll")
    there = standby_settings(settings)
    differing = {
        name
        for name in type(settings).model_fields
        if getattr(there, name) != getattr(settings, name)
    }
    assert differing == {
        "region", "network", "load_balancer", "serving", "cache", "account_wide"
    }  # fmt: skip
    assert (there.region, str(there.network.cidr)) == ("us-west-2", "10.41.0.0/16")
    assert there.serving
    assert settings.serving
    assert there.serving.instance_types == settings.serving.instance_types
    assert (there.serving.min_size, there.serving.max_size) == (3, settings.serving.max_size)


def test_standby_keys_are_replicas(stack: Recording) -> None:
    replicas = stack.of_type("aws:kms/replicaKey:ReplicaKey")
    assert replicas
    for each in replicas:
        primary = stack.follow(each.inputs["primaryKeyArn"])
        assert primary.inputs["multiRegion"] is True
        assert each.name == f"{STANDBY}{primary.name}"
        assert each.protect


def test_buckets_replicate_to_standby_region(stack: Recording) -> None:
    for purpose in ("data", "features", "models"):
        config = stack.one(REPLICATION, f"replication-{purpose}")
        assert stack.follow(config.inputs["bucket"]).name == f"storage-{purpose}"
        [rule] = config.inputs["rules"]
        destination = rule["destination"]
        assert stack.follow(destination["bucket"]).name == f"{STANDBY}storage-{purpose}"
        key = stack.follow(destination["encryptionConfiguration"]["replicaKmsKeyId"])
        assert key.name == f"{STANDBY}keys-data"
        assert rule["sourceSelectionCriteria"]["sseKmsEncryptedObjects"]["status"] == "Enabled"
        assert destination["replicationTime"]["time"]["minutes"] == 15


def test_replication_depends_on_versioning(stack: Recording) -> None:
    config = stack.one(REPLICATION, "replication-models")
    versioned = {
        urn.rpartition("::")[2] for urn in config.dependencies if "BucketVersioning" in urn
    }
    assert {"storage-models", f"{STANDBY}storage-models"} <= versioned


def test_replication_role_reads_source_and_writes_target() -> None:
    statements = replication_permissions(PRIMARY, STANDBY_CONTEXT, ("models",))
    [write] = [each for each in statements if "s3:ReplicateObject" in each["Action"]]
    assert write["Resource"] == [f"{STANDBY_CONTEXT.bucket_arn('models')}/*"]
    keys = {
        each["Condition"]["StringEquals"]["kms:ViaService"]: list(each["Action"])
        for each in statements
        if "Condition" in each
    }
    assert keys == {
        "s3.us-east-1.amazonaws.com": ["kms:Decrypt"],
        "s3.us-west-2.amazonaws.com": ["kms:Encrypt"],
    }


def test_no_lag_alarms_without_time_control(pilot: Recording) -> None:
    [rule] = pilot.one(REPLICATION, "replication-data").inputs["rules"]
    assert "replicationTime" not in rule["destination"]
    alarms = pilot.of_type("aws:cloudwatch/metricAlarm:MetricAlarm")
    assert not [each for each in alarms if each.name.startswith("replication-")]


def test_global_database_has_one_writer_region(stack: Recording) -> None:
    [everywhere] = stack.of_type("aws:rds/globalCluster:GlobalCluster")
    home, away = stack.one(CLUSTER, "database"), stack.one(CLUSTER, f"{STANDBY}database")
    for each in (home, away):
        assert stack.follow(each.inputs["globalClusterIdentifier"]) == everywhere
        assert each.inputs["engineVersion"] == everywhere.inputs["engineVersion"]
        assert "engineVersion" in each.ignore_changes
        assert "manageMasterUserPassword" not in each.inputs  # AWS refuses it here
    assert home.inputs["masterUsername"]
    assert not {"masterUsername", "masterPassword", "databaseName"} & set(away.inputs)
    assert away.inputs["sourceRegion"] == "us-east-1"
    assert stack.follow(away.inputs["kmsKeyId"]).name == f"{STANDBY}keys-database"


def test_standby_cluster_depends_on_writer(stack: Recording) -> None:
    away = stack.one(CLUSTER, f"{STANDBY}database")
    after = {urn.rpartition("::")[2] for urn in away.dependencies if "ClusterInstance" in urn}
    assert {"database-0", "database-1"} <= after


def test_global_database_password_is_a_secret(stack: Recording, pilot: Recording) -> None:
    home = stack.one(CLUSTER, "database")
    assert "masterPassword" in home.ignore_changes
    again = pilot.one(CLUSTER, "database")
    first, second = (each.inputs["masterPassword"] for each in (home, again))
    assert first[SIGNATURE] == second[SIGNATURE] == SECRET
    assert first["value"] != second["value"]
    assert not set("/@ ") & set(first["value"])  # which AWS takes in no password


def test_dns_fails_over_to_standby_region(stack: Recording) -> None:
    home, away = stack.one(RECORD, "load-balancer"), stack.one(RECORD, f"{STANDBY}load-balancer")
    assert home.inputs["name"] == away.inputs["name"]
    assert home.inputs["failoverRoutingPolicies"] == [{"type": "PRIMARY"}]
    assert away.inputs["failoverRoutingPolicies"] == [{"type": "SECONDARY"}]
    assert home.inputs["setIdentifier"] != away.inputs["setIdentifier"]
    check = stack.follow(home.inputs["healthCheckId"])
    assert check.inputs["type"] == "HTTPS"
    assert check.inputs["requestInterval"] == 10
    assert stack.follow(check.inputs["fqdn"]).name == "load-balancer"  # not the name itself


def test_certificates_share_one_validation_record(stack: Recording) -> None:
    validations = stack.of_type("aws:acm/certificateValidation:CertificateValidation")
    assert len(validations) == 2
    for each in validations:
        proof = stack.follow(each.inputs["validationRecordFqdns"])
        assert proof.name == "load-balancer-validation"


def test_both_regions_use_same_parameter_names(stack: Recording) -> None:
    names: dict[str, set[str]] = {"primary": set(), "standby": set()}
    for each in stack.of_type("aws:ssm/parameter:Parameter"):
        there = each.name.startswith(STANDBY) or each.inputs.get("region") == "us-west-2"
        names["standby" if there else "primary"].add(each.inputs["name"])
    assert names["standby"]
    assert names["standby"] <= names["primary"]


def test_feature_store_replica_uses_standby_key(
    stack: Recording,
) -> None:
    table = stack.one("aws:dynamodb/table:Table", "feature-store")
    [replica] = table.inputs["replicas"]
    assert replica["regionName"] == "us-west-2"
    assert stack.follow(replica["kmsKeyArn"]).name == f"{STANDBY}keys-data"


def test_images_replicate_to_standby_region(stack: Recording) -> None:
    [config] = stack.of_type("aws:ecr/replicationConfiguration:ReplicationConfiguration")
    [rule] = config.inputs["replicationConfiguration"]["rules"]
    assert [each["region"] for each in rule["destinations"]] == ["us-west-2"]


def test_each_region_has_its_own_backups(stack: Recording) -> None:
    kept = {
        stack.follow(each.inputs["planId"]).name: {
            resource.name for resource in stack.referred(each.inputs["resources"])
        }
        for each in stack.of_type("aws:backup/selection:Selection")
    }
    assert {"database", "feature-store"} <= kept["recovery-critical"]
    assert f"{STANDBY}database" in kept[f"{STANDBY}recovery-critical"]
    assert f"{STANDBY}storage-models" in kept[f"{STANDBY}recovery-standard"]
    there = stack.one("aws:backup/selection:Selection", f"{STANDBY}recovery-critical")
    assert (
        STANDBY_CONTEXT.arn("dynamodb", "table/plimsoll-global-feature-store")
        in there.inputs["resources"]
    )


def test_standby_backups_have_no_copies() -> None:
    copied = {
        "copy_region": "eu-west-1",
        "critical": {"copy_keep_days": 14},
        "standard": {"copy_keep_days": 14},
    }
    there = standby_settings(
        read_settings(changed("global", {"recovery": copied}), "plimsoll")
    ).recovery
    assert there.copy_region is None
    for each in (there.critical, there.standard):
        assert each
        assert each.copy_keep_days is None


def test_standby_alarms_use_own_topic_and_shared_dashboard(
    stack: Recording,
) -> None:
    topic = stack.one("aws:sns/topic:Topic", f"{STANDBY}observability")
    composite = stack.one("aws:cloudwatch/compositeAlarm:CompositeAlarm", f"{STANDBY}serving")
    assert stack.follow(composite.inputs["alarmActions"]) == topic
    [dashboard] = stack.of_type("aws:cloudwatch/dashboard:Dashboard")
    shown = {each.name for each in stack.referred(json.loads(dashboard.inputs["dashboardBody"]))}
    assert f"{STANDBY}serving-instances-in-service" in shown


def test_detection_in_both_regions_and_one_trail(stack: Recording) -> None:
    for kind in ("aws:guardduty/detector:Detector", "aws:cfg/recorder:Recorder"):
        assert [each.name.startswith(STANDBY) for each in stack.of_type(kind)] == [False, True]
    assert len(stack.of_type("aws:cloudtrail/trail:Trail")) == 1
    recorders = stack.of_type("aws:cfg/recorder:Recorder")
    assert [each.inputs["recordingGroup"]["includeGlobalResourceTypes"] for each in recorders] == [
        True,
        False,
    ]
    channels = stack.of_type("aws:cfg/deliveryChannel:DeliveryChannel")
    assert len({stack.follow(each.inputs["s3BucketName"]).name for each in channels}) == 1


def test_pilot_light_has_data_and_no_compute(pilot: Recording) -> None:
    there = [
        each for each in pilot.resources if STANDBY in each.provider or "standby" in each.provider
    ]
    kinds = {each.type for each in there}
    assert {CLUSTER, BUCKET, "aws:kms/replicaKey:ReplicaKey"} <= kinds
    assert not kinds & {
        "aws:autoscaling/group:Group",
        "aws:ec2/natGateway:NatGateway",
        "aws:elasticache/replicationGroup:ReplicationGroup",
        "aws:lb/loadBalancer:LoadBalancer",
    }
    assert pilot.one(RECORD, "load-balancer").inputs.get("failoverRoutingPolicies") is None


def test_warm_standby_extends_pilot_light(stack: Recording, pilot: Recording) -> None:
    assert {str(each) for each in pilot.resources} <= {str(each) for each in stack.resources}


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        (
            {"standby.zones": ["us-west-2a", "us-west-2b", "us-west-2f"]},
            "plimsoll:standby.zones: us-west-2f is not available in us-west-2; use ",
        ),
        (
            {"standby.zones": 6, "standby.min_size": 6},
            "plimsoll:standby.zones: 6 zones are more than us-west-2 has (4",
        ),
    ],
)
def test_missing_standby_zone_names_the_setting(changes: dict[str, Any], line: str) -> None:
    zones = {"network.zones": ["us-east-1a", "us-east-1b", "us-east-1c"]}
    with pytest.raises(SettingsError) as caught:
        run(changed("global", {**zones, **changes}), lookups(zones="abcd"))
    assert str(caught.value).startswith(line)
