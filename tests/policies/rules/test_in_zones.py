"""Stores, brokers and firewalls: what each must be to lose a zone and go on."""

from typing import Any

from costing.graph.resource import Resource
from costing.model import UNKNOWN
from policies.engine.selectors.backups import SELECTION
from policies.engine.selectors.tokens import (
    DATABASE,
    DATABASE_CLUSTER,
    EKS_CLUSTER,
    FILE_SYSTEM,
    FUNCTION,
    KAFKA_CLUSTER,
    LOAD_BALANCER,
    STREAM,
    SUBNET,
)
from policies.rules.cross_service.protection import resource_create_before_delete
from policies.rules.dax import dax_cluster_three_nodes
from policies.rules.dms import dms_replication_instance_multi_az
from policies.rules.docdb import (
    DOCUMENTS,
    GRAPHS,
    INSTANCES,
    docdb_cluster_deletion_protection,
    docdb_cluster_two_instances,
)
from policies.rules.efs import efs_file_system_multi_az
from policies.rules.eks import eks_cluster_deletion_protection
from policies.rules.fsx import (
    ASSOCIATION,
    IN_ZONES,
    LUSTRE,
    fsx_file_system_multi_az,
    fsx_lustre_backup_or_data_repository,
    fsx_lustre_no_scratch_for_serving,
)
from policies.rules.kinesis import kinesis_stream_retention_seven_days
from policies.rules.lambda_ import lambda_function_two_zones
from policies.rules.memorydb import memorydb_cluster_replica
from policies.rules.mq import mq_broker_multi_az
from policies.rules.msk import msk_cluster_three_zones, msk_configuration_replication
from policies.rules.networkfirewall import FIREWALL, network_firewall_two_zones
from policies.rules.rds.availability import rds_cluster_two_zones
from policies.rules.rds.backups import rds_retain_automated_backups_after_deletion
from tests.policies.row import Row, declare

BROKER = "aws:mq/broker:Broker"
DAX = "aws:dax/cluster:Cluster"
REPLICATION = "aws:dms/replicationInstance:ReplicationInstance"
MEMORY = "aws:memorydb/cluster:Cluster"
KAFKA_CONFIGURATION = "aws:msk/configuration:Configuration"
SERVING = {"tags": {"workload": "serving"}}
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
    specified = {outer: {inner: [*subnets]}} if inner else {outer: [*subnets]}
    return [*subnets, declare(kind, "part", {**specified, **inputs})]


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
    Row(mq_broker_multi_az, None, one(BROKER, deploymentMode="CLUSTER_MULTI_AZ")),
    Row(mq_broker_multi_az, "violation", one(BROKER)),
    Row(mq_broker_multi_az, "unknown", one(BROKER, deploymentMode=UNKNOWN)),
    Row(dms_replication_instance_multi_az, None, one(REPLICATION, multiAz=True)),
    Row(dms_replication_instance_multi_az, "violation", one(REPLICATION)),
    Row(dms_replication_instance_multi_az, "unknown", one(REPLICATION, multiAz=UNKNOWN)),
    Row(dax_cluster_three_nodes, None, one(DAX, replicationFactor=3)),
    Row(
        dax_cluster_three_nodes,
        None,
        one(DAX, replicationFactor=3, availabilityZones=["a", "b", "c"]),
    ),
    Row(dax_cluster_three_nodes, "violation", one(DAX, replicationFactor=1)),
    Row(
        dax_cluster_three_nodes,
        "violation",
        one(DAX, replicationFactor=3, availabilityZones=["a", "a", "b"]),
    ),
    Row(dax_cluster_three_nodes, "unknown", one(DAX, replicationFactor=UNKNOWN)),
    *(
        row
        for kind in (DOCUMENTS, GRAPHS)
        for row in (
            Row(docdb_cluster_two_instances, None, documents(kind, "a", "b")),
            Row(docdb_cluster_two_instances, None, documents(kind, None, None)),
            Row(docdb_cluster_two_instances, "violation", documents(kind)),
            Row(docdb_cluster_two_instances, "violation", documents(kind, "a")),
            Row(docdb_cluster_two_instances, "violation", documents(kind, "a", "a")),
            Row(docdb_cluster_two_instances, "unknown", documents(kind, "a", UNKNOWN)),
        )
    ),
    Row(docdb_cluster_deletion_protection, None, one(DOCUMENTS, deletionProtection=True)),
    Row(docdb_cluster_deletion_protection, "violation", one(DOCUMENTS)),
    Row(
        docdb_cluster_deletion_protection,
        "unknown",
        one(DOCUMENTS, deletionProtection=UNKNOWN),
    ),
    Row(eks_cluster_deletion_protection, None, one(EKS_CLUSTER, deletionProtection=True)),
    Row(eks_cluster_deletion_protection, "violation", one(EKS_CLUSTER)),
    Row(eks_cluster_deletion_protection, "unknown", one(EKS_CLUSTER, deletionProtection=UNKNOWN)),
    Row(kinesis_stream_retention_seven_days, None, one(STREAM, retentionPeriod=168)),
    Row(kinesis_stream_retention_seven_days, None, one(STREAM, retentionPeriod=48), {"hours": 48}),
    Row(kinesis_stream_retention_seven_days, "violation", one(STREAM)),
    Row(kinesis_stream_retention_seven_days, "unknown", one(STREAM, retentionPeriod=UNKNOWN)),
    Row(lambda_function_two_zones, None, one(FUNCTION)),
    Row(lambda_function_two_zones, None, placed(FUNCTION, "vpcConfig.subnetIds", A, B)),
    Row(lambda_function_two_zones, "violation", placed(FUNCTION, "vpcConfig.subnetIds", A, TWIN)),
    Row(lambda_function_two_zones, "unknown", placed(FUNCTION, "vpcConfig.subnetIds", A, NOWHERE)),
    Row(network_firewall_two_zones, None, fire(A, B)),
    Row(
        network_firewall_two_zones,
        None,
        one(
            FIREWALL,
            availabilityZoneMappings=[
                {"availabilityZoneId": "use1-az1"},
                {"availabilityZoneId": "use1-az2"},
            ],
        ),
    ),
    Row(network_firewall_two_zones, "violation", fire(A)),
    Row(network_firewall_two_zones, "unknown", one(FIREWALL, subnetMappings=UNKNOWN)),
    Row(efs_file_system_multi_az, None, one(FILE_SYSTEM)),
    Row(efs_file_system_multi_az, "violation", one(FILE_SYSTEM, availabilityZoneName="a")),
    Row(
        efs_file_system_multi_az,
        "unknown",
        one(FILE_SYSTEM, availabilityZoneName=UNKNOWN),
    ),
    *(
        row
        for kind in IN_ZONES
        for row in (
            Row(fsx_file_system_multi_az, None, one(kind, deploymentType="MULTI_AZ_1")),
            Row(fsx_file_system_multi_az, "violation", one(kind, deploymentType="SINGLE_AZ_2")),
            Row(fsx_file_system_multi_az, "unknown", one(kind, deploymentType=UNKNOWN)),
        )
    ),
    Row(fsx_lustre_backup_or_data_repository, None, [FILES, BEHIND]),
    Row(fsx_lustre_backup_or_data_repository, None, one(LUSTRE, importPath="s3://models")),
    Row(
        fsx_lustre_backup_or_data_repository,
        None,
        one(LUSTRE, deploymentType="PERSISTENT_2", automaticBackupRetentionDays=7),
    ),
    Row(
        fsx_lustre_backup_or_data_repository,
        None,
        [FILES, declare(SELECTION, "all", {"resources": ["*"]})],
    ),
    Row(fsx_lustre_backup_or_data_repository, "violation", [FILES]),
    Row(
        fsx_lustre_backup_or_data_repository,
        "violation",
        one(LUSTRE, deploymentType="SCRATCH_2", automaticBackupRetentionDays=7),
    ),
    Row(
        fsx_lustre_backup_or_data_repository,
        "unknown",
        [FILES, declare(ASSOCIATION, "some", {"fileSystemId": UNKNOWN})],
    ),
    Row(fsx_lustre_no_scratch_for_serving, None, [FILES]),
    Row(
        fsx_lustre_no_scratch_for_serving, None, one(LUSTRE, deploymentType="SCRATCH_2", **TRAINING)
    ),
    Row(fsx_lustre_no_scratch_for_serving, None, one(LUSTRE)),
    Row(fsx_lustre_no_scratch_for_serving, "violation", one(LUSTRE, **SERVING)),
    Row(
        fsx_lustre_no_scratch_for_serving,
        "unknown",
        one(LUSTRE, deploymentType=UNKNOWN, **SERVING),
    ),
    Row(memorydb_cluster_replica, None, one(MEMORY)),
    Row(memorydb_cluster_replica, "violation", one(MEMORY, numReplicasPerShard=0)),
    Row(memorydb_cluster_replica, "unknown", one(MEMORY, numReplicasPerShard=UNKNOWN)),
    Row(msk_cluster_three_zones, None, kafka(6, A, B, C)),
    Row(msk_cluster_three_zones, "violation", kafka(6, A, B)),
    Row(msk_cluster_three_zones, "violation", kafka(4, A, B, C)),
    Row(msk_cluster_three_zones, "unknown", kafka(UNKNOWN, A, B, C)),
    Row(msk_configuration_replication, None, one(KAFKA_CONFIGURATION, serverProperties="a=b")),
    Row(
        msk_configuration_replication,
        None,
        one(KAFKA_CONFIGURATION, serverProperties="min.insync.replicas = 2\n"),
    ),
    Row(
        msk_configuration_replication,
        "violation",
        one(KAFKA_CONFIGURATION, serverProperties="a=b\nmin.insync.replicas=1"),
    ),
    Row(
        msk_configuration_replication,
        "violation",
        one(KAFKA_CONFIGURATION, serverProperties="default.replication.factor=2"),
    ),
    Row(
        msk_configuration_replication,
        "unknown",
        one(KAFKA_CONFIGURATION, serverProperties=UNKNOWN),
    ),
    Row(rds_cluster_two_zones, None, one(DATABASE_CLUSTER)),
    Row(rds_cluster_two_zones, None, one(DATABASE_CLUSTER, availabilityZones=["a", "b"])),
    Row(rds_cluster_two_zones, "violation", one(DATABASE_CLUSTER, availabilityZones=["a"])),
    Row(
        rds_cluster_two_zones,
        "unknown",
        one(DATABASE_CLUSTER, availabilityZones=["a", UNKNOWN]),
    ),
    Row(
        rds_retain_automated_backups_after_deletion,
        None,
        one(DATABASE, deleteAutomatedBackups=False),
    ),
    Row(
        rds_retain_automated_backups_after_deletion,
        None,
        one(DATABASE, replicateSourceDb="primary"),
    ),
    Row(rds_retain_automated_backups_after_deletion, "violation", one(DATABASE)),
    Row(
        rds_retain_automated_backups_after_deletion,
        "unknown",
        one(DATABASE, deleteAutomatedBackups=UNKNOWN),
    ),
    Row(resource_create_before_delete, None, one(LOAD_BALANCER)),
    Row(resource_create_before_delete, None, one(LOAD_BALANCER, name="part-0a1b2c3")),
    Row(resource_create_before_delete, "violation", one(LOAD_BALANCER, name="front")),
    Row(
        resource_create_before_delete,
        "violation",
        [declare(DATABASE, "db", delete_before_replace=True)],
    ),
    Row(resource_create_before_delete, "unknown", one(DATABASE, identifier=UNKNOWN)),
]
