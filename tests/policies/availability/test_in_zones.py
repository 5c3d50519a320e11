"""Stores, brokers and firewalls: what each must be to lose a zone and go on."""

from typing import Any

from costing.graph import Resource
from costing.model import UNKNOWN
from policies.availability.dax import accelerator_nodes_in_three_zones
from policies.availability.dms import replication_instance_has_standby
from policies.availability.docdb import (
    DOCUMENTS,
    GRAPHS,
    INSTANCES,
    cluster_has_second_instance,
    document_database_deletion_protected,
)
from policies.availability.efs import file_system_in_more_than_one_zone
from policies.availability.eks import cluster_deletion_protected
from policies.availability.fsx import (
    ASSOCIATION,
    IN_ZONES,
    LUSTRE,
    fast_files_have_copies,
    serving_files_not_scratch,
    shared_files_in_two_zones,
)
from policies.availability.kinesis import stream_keeps_a_week
from policies.availability.lambda_ import function_in_two_zones
from policies.availability.memorydb import memory_database_has_replica
from policies.availability.mq import broker_in_two_zones
from policies.availability.msk import kafka_brokers_in_three_zones, kafka_messages_replicated
from policies.availability.networkfirewall import FIREWALL, firewall_in_two_zones
from policies.availability.rds_zones import database_cluster_in_two_zones
from policies.availability.replacement import (
    automated_backups_outlive_the_database,
    replacement_before_deletion,
)
from policies.reading.backups import SELECTION
from policies.reading.tokens import (
    DATABASE,
    DATABASE_CLUSTER,
    EKS_CLUSTER,
    FILE_SYSTEM,
    FUNCTION,
    KAFKA_CLUSTER,
    LOAD_BALANCERS,
    STREAM,
    SUBNET,
)
from tests.policies.row import Row, declare

BROKER = "aws:mq/broker:Broker"
DAX = "aws:dax/cluster:Cluster"
REPLICATION = "aws:dms/replicationInstance:ReplicationInstance"
MEMORY = "aws:memorydb/cluster:Cluster"
KAFKA_CONFIGURATION = "aws:msk/configuration:Configuration"
TRAINING = {"tags": {"workload": "training"}}


def one(kind: str, **inputs: Any) -> list[Resource]:
    return [declare(kind, "part", inputs)]


def subnet(zone: object) -> Resource:
    name = f"in-{zone}" if isinstance(zone, str) else "somewhere"
    return declare(SUBNET, name, {} if zone is None else {"availabilityZone": zone})


A, B, C, NOWHERE = subnet("a"), subnet("b"), subnet("c"), subnet(UNKNOWN)
TWIN = declare(SUBNET, "twin", {"availabilityZone": "a"})


def placed(kind: str, path: str, *subnets: Resource, **inputs: Any) -> list[Resource]:
    outer, _, inner = path.partition(".")
    stated = {outer: {inner: [*subnets]}} if inner else {outer: [*subnets]}
    return [*subnets, declare(kind, "part", {**stated, **inputs})]


def documents(kind: str, *zones: Any) -> list[Resource]:
    cluster = declare(kind, "docs")
    instances = [
        declare(
            INSTANCES[kind],
            f"instance-{index}",
            {"clusterIdentifier": cluster, **({} if zone is None else {"availabilityZone": zone})},
        )
        for index, zone in enumerate(zones)
    ]
    return [cluster, *instances]


def fire(*subnets: Resource) -> list[Resource]:
    mappings = [{"subnetId": each} for each in subnets]
    return [*subnets, declare(FIREWALL, "part", {"subnetMappings": mappings})]


def kafka(brokers: Any, *subnets: Resource) -> list[Resource]:
    return placed(
        KAFKA_CLUSTER, "brokerNodeGroupInfo.clientSubnets", *subnets, numberOfBrokerNodes=brokers
    )


FILES = declare(LUSTRE, "fast", {"deploymentType": "PERSISTENT_2"})
BEHIND = declare(ASSOCIATION, "bucket", {"fileSystemId": FILES})

ROWS = [
    Row(broker_in_two_zones, None, one(BROKER, deploymentMode="CLUSTER_MULTI_AZ")),
    Row(broker_in_two_zones, "violation", one(BROKER)),
    Row(broker_in_two_zones, "undecided", one(BROKER, deploymentMode=UNKNOWN)),
    Row(replication_instance_has_standby, None, one(REPLICATION, multiAz=True)),
    Row(replication_instance_has_standby, "violation", one(REPLICATION)),
    Row(replication_instance_has_standby, "undecided", one(REPLICATION, multiAz=UNKNOWN)),
    Row(accelerator_nodes_in_three_zones, None, one(DAX, replicationFactor=3)),
    Row(
        accelerator_nodes_in_three_zones,
        None,
        one(DAX, replicationFactor=3, availabilityZones=["a", "b", "c"]),
    ),
    Row(accelerator_nodes_in_three_zones, "violation", one(DAX, replicationFactor=1)),
    Row(
        accelerator_nodes_in_three_zones,
        "violation",
        one(DAX, replicationFactor=3, availabilityZones=["a", "a", "b"]),
    ),
    Row(accelerator_nodes_in_three_zones, "undecided", one(DAX, replicationFactor=UNKNOWN)),
    *(
        row
        for kind in (DOCUMENTS, GRAPHS)
        for row in (
            Row(cluster_has_second_instance, None, documents(kind, "a", "b")),
            Row(cluster_has_second_instance, None, documents(kind, None, None)),
            Row(cluster_has_second_instance, "violation", documents(kind)),
            Row(cluster_has_second_instance, "violation", documents(kind, "a")),
            Row(cluster_has_second_instance, "violation", documents(kind, "a", "a")),
            Row(cluster_has_second_instance, "undecided", documents(kind, "a", UNKNOWN)),
        )
    ),
    Row(document_database_deletion_protected, None, one(DOCUMENTS, deletionProtection=True)),
    Row(document_database_deletion_protected, "violation", one(DOCUMENTS)),
    Row(
        document_database_deletion_protected,
        "undecided",
        one(DOCUMENTS, deletionProtection=UNKNOWN),
    ),
    Row(cluster_deletion_protected, None, one(EKS_CLUSTER, deletionProtection=True)),
    Row(cluster_deletion_protected, "violation", one(EKS_CLUSTER)),
    Row(cluster_deletion_protected, "undecided", one(EKS_CLUSTER, deletionProtection=UNKNOWN)),
    Row(stream_keeps_a_week, None, one(STREAM, retentionPeriod=168)),
    Row(stream_keeps_a_week, None, one(STREAM, retentionPeriod=48), {"hours": 48}),
    Row(stream_keeps_a_week, "violation", one(STREAM)),
    Row(stream_keeps_a_week, "undecided", one(STREAM, retentionPeriod=UNKNOWN)),
    Row(function_in_two_zones, None, one(FUNCTION)),
    Row(function_in_two_zones, None, placed(FUNCTION, "vpcConfig.subnetIds", A, B)),
    Row(function_in_two_zones, "violation", placed(FUNCTION, "vpcConfig.subnetIds", A, TWIN)),
    Row(function_in_two_zones, "undecided", placed(FUNCTION, "vpcConfig.subnetIds", A, NOWHERE)),
    Row(firewall_in_two_zones, None, fire(A, B)),
    Row(
        firewall_in_two_zones,
        None,
        one(
            FIREWALL,
            availabilityZoneMappings=[
                {"availabilityZoneId": "use1-az1"},
                {"availabilityZoneId": "use1-az2"},
            ],
        ),
    ),
    Row(firewall_in_two_zones, "violation", fire(A)),
    Row(firewall_in_two_zones, "undecided", one(FIREWALL, subnetMappings=UNKNOWN)),
    Row(file_system_in_more_than_one_zone, None, one(FILE_SYSTEM)),
    Row(file_system_in_more_than_one_zone, "violation", one(FILE_SYSTEM, availabilityZoneName="a")),
    Row(
        file_system_in_more_than_one_zone,
        "undecided",
        one(FILE_SYSTEM, availabilityZoneName=UNKNOWN),
    ),
    *(
        row
        for kind in IN_ZONES
        for row in (
            Row(shared_files_in_two_zones, None, one(kind, deploymentType="MULTI_AZ_1")),
            Row(shared_files_in_two_zones, "violation", one(kind, deploymentType="SINGLE_AZ_2")),
            Row(shared_files_in_two_zones, "undecided", one(kind, deploymentType=UNKNOWN)),
        )
    ),
    Row(fast_files_have_copies, None, [FILES, BEHIND]),
    Row(fast_files_have_copies, None, one(LUSTRE, importPath="s3://models")),
    Row(
        fast_files_have_copies,
        None,
        one(LUSTRE, deploymentType="PERSISTENT_2", automaticBackupRetentionDays=7),
    ),
    Row(
        fast_files_have_copies,
        None,
        [FILES, declare(SELECTION, "all", {"resources": ["*"]})],
    ),
    Row(fast_files_have_copies, "violation", [FILES]),
    Row(
        fast_files_have_copies,
        "violation",
        one(LUSTRE, deploymentType="SCRATCH_2", automaticBackupRetentionDays=7),
    ),
    Row(
        fast_files_have_copies,
        "undecided",
        [FILES, declare(ASSOCIATION, "some", {"fileSystemId": UNKNOWN})],
    ),
    Row(serving_files_not_scratch, None, [FILES]),
    Row(serving_files_not_scratch, None, one(LUSTRE, deploymentType="SCRATCH_2", **TRAINING)),
    Row(serving_files_not_scratch, "violation", one(LUSTRE)),
    Row(serving_files_not_scratch, "undecided", one(LUSTRE, deploymentType=UNKNOWN)),
    Row(memory_database_has_replica, None, one(MEMORY)),
    Row(memory_database_has_replica, "violation", one(MEMORY, numReplicasPerShard=0)),
    Row(memory_database_has_replica, "undecided", one(MEMORY, numReplicasPerShard=UNKNOWN)),
    Row(kafka_brokers_in_three_zones, None, kafka(6, A, B, C)),
    Row(kafka_brokers_in_three_zones, "violation", kafka(6, A, B)),
    Row(kafka_brokers_in_three_zones, "violation", kafka(4, A, B, C)),
    Row(kafka_brokers_in_three_zones, "undecided", kafka(UNKNOWN, A, B, C)),
    Row(kafka_messages_replicated, None, one(KAFKA_CONFIGURATION, serverProperties="a=b")),
    Row(
        kafka_messages_replicated,
        None,
        one(KAFKA_CONFIGURATION, serverProperties="min.insync.replicas = 2\n"),
    ),
    Row(
        kafka_messages_replicated,
        "violation",
        one(KAFKA_CONFIGURATION, serverProperties="a=b\nmin.insync.replicas=1"),
    ),
    Row(
        kafka_messages_replicated,
        "violation",
        one(KAFKA_CONFIGURATION, serverProperties="default.replication.factor=2"),
    ),
    Row(kafka_messages_replicated, "undecided", one(KAFKA_CONFIGURATION, serverProperties=UNKNOWN)),
    Row(database_cluster_in_two_zones, None, one(DATABASE_CLUSTER)),
    Row(database_cluster_in_two_zones, None, one(DATABASE_CLUSTER, availabilityZones=["a", "b"])),
    Row(database_cluster_in_two_zones, "violation", one(DATABASE_CLUSTER, availabilityZones=["a"])),
    Row(
        database_cluster_in_two_zones,
        "undecided",
        one(DATABASE_CLUSTER, availabilityZones=["a", UNKNOWN]),
    ),
    Row(automated_backups_outlive_the_database, None, one(DATABASE, deleteAutomatedBackups=False)),
    Row(automated_backups_outlive_the_database, None, one(DATABASE, replicateSourceDb="primary")),
    Row(automated_backups_outlive_the_database, "violation", one(DATABASE)),
    Row(
        automated_backups_outlive_the_database,
        "undecided",
        one(DATABASE, deleteAutomatedBackups=UNKNOWN),
    ),
    Row(replacement_before_deletion, None, one(LOAD_BALANCERS[0])),
    Row(replacement_before_deletion, None, one(LOAD_BALANCERS[0], name="part-0a1b2c3")),
    Row(replacement_before_deletion, "violation", one(LOAD_BALANCERS[0], name="front")),
    Row(
        replacement_before_deletion,
        "violation",
        [declare(DATABASE, "db", delete_before_replace=True)],
    ),
    Row(replacement_before_deletion, "undecided", one(DATABASE, identifier=UNKNOWN)),
]
