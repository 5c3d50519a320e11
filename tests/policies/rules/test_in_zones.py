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
from policies.rules.docdb import (
    DOCUMENTS,
    GRAPHS,
    INSTANCES,
)
from policies.rules.fsx import (
    ASSOCIATION,
    IN_ZONES,
    LUSTRE,
)
from policies.rules.networkfirewall import FIREWALL
from tests.policies.row import Row, declare, name_of, one

BROKER = "aws:mq/broker:Broker"
DAX = "aws:dax/cluster:Cluster"
REPLICATION = "aws:dms/replicationInstance:ReplicationInstance"
MEMORY = "aws:memorydb/cluster:Cluster"
KAFKA_CONFIGURATION = "aws:msk/configuration:Configuration"
SERVING = {"tags": {"workload": "serving"}}
TRAINING = {"tags": {"workload": "training"}}


def subnet(zone: object) -> Resource:
    name = f"in-{zone}" if isinstance(zone, str) else "somewhere"
    return declare(SUBNET, name, {} if zone is None else {"availabilityZone": zone})


A, B, C, NOWHERE = subnet("a"), subnet("b"), subnet("c"), subnet(UNKNOWN)
TWIN = declare(SUBNET, "twin", {"availabilityZone": "a"})


def placed(kind: str, path: str, *subnets: Resource, **inputs: Any) -> list[Resource]:
    outer, _, inner = path.partition(".")
    specified = {outer: {inner: [*subnets]}} if inner else {outer: [*subnets]}
    return [*subnets, declare(kind, name_of(kind), {**specified, **inputs})]


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
    return [*subnets, declare(FIREWALL, "firewall", {"subnetMappings": mappings})]


def kafka(brokers: Any, *subnets: Resource) -> list[Resource]:
    return placed(
        KAFKA_CLUSTER, "brokerNodeGroupInfo.clientSubnets", *subnets, numberOfBrokerNodes=brokers
    )


FILES = declare(LUSTRE, "fast", {"deploymentType": "PERSISTENT_2"})
BEHIND = declare(ASSOCIATION, "bucket", {"fileSystemId": FILES})

ROWS = [
    Row("mq-broker-multi-az", None, one(BROKER, deploymentMode="CLUSTER_MULTI_AZ")),
    Row("mq-broker-multi-az", "violation", one(BROKER)),
    Row("mq-broker-multi-az", "unknown", one(BROKER, deploymentMode=UNKNOWN)),
    Row("dms-replication-instance-multi-az", None, one(REPLICATION, multiAz=True)),
    Row("dms-replication-instance-multi-az", "violation", one(REPLICATION)),
    Row("dms-replication-instance-multi-az", "unknown", one(REPLICATION, multiAz=UNKNOWN)),
    Row("dax-cluster-three-nodes", None, one(DAX, replicationFactor=3)),
    Row(
        "dax-cluster-three-nodes",
        None,
        one(DAX, replicationFactor=3, availabilityZones=["a", "b", "c"]),
    ),
    Row("dax-cluster-three-nodes", "violation", one(DAX, replicationFactor=1)),
    Row(
        "dax-cluster-three-nodes",
        "violation",
        one(DAX, replicationFactor=3, availabilityZones=["a", "a", "b"]),
    ),
    Row("dax-cluster-three-nodes", "unknown", one(DAX, replicationFactor=UNKNOWN)),
    *(
        row
        for kind in (DOCUMENTS, GRAPHS)
        for row in (
            Row("docdb-cluster-two-instances", None, documents(kind, "a", "b")),
            Row("docdb-cluster-two-instances", None, documents(kind, None, None)),
            Row("docdb-cluster-two-instances", "violation", documents(kind)),
            Row("docdb-cluster-two-instances", "violation", documents(kind, "a")),
            Row("docdb-cluster-two-instances", "violation", documents(kind, "a", "a")),
            Row("docdb-cluster-two-instances", "unknown", documents(kind, "a", UNKNOWN)),
        )
    ),
    Row("docdb-cluster-deletion-protection", None, one(DOCUMENTS, deletionProtection=True)),
    Row("docdb-cluster-deletion-protection", "violation", one(DOCUMENTS)),
    Row(
        "docdb-cluster-deletion-protection",
        "unknown",
        one(DOCUMENTS, deletionProtection=UNKNOWN),
    ),
    Row("eks-cluster-deletion-protection", None, one(EKS_CLUSTER, deletionProtection=True)),
    Row("eks-cluster-deletion-protection", "violation", one(EKS_CLUSTER)),
    Row("eks-cluster-deletion-protection", "unknown", one(EKS_CLUSTER, deletionProtection=UNKNOWN)),
    Row("kinesis-stream-retention-seven-days", None, one(STREAM, retentionPeriod=168)),
    Row(
        "kinesis-stream-retention-seven-days", None, one(STREAM, retentionPeriod=48), {"hours": 48}
    ),
    Row("kinesis-stream-retention-seven-days", "violation", one(STREAM)),
    Row("kinesis-stream-retention-seven-days", "unknown", one(STREAM, retentionPeriod=UNKNOWN)),
    Row("lambda-function-two-zones", None, one(FUNCTION)),
    Row("lambda-function-two-zones", None, placed(FUNCTION, "vpcConfig.subnetIds", A, B)),
    Row("lambda-function-two-zones", "violation", placed(FUNCTION, "vpcConfig.subnetIds", A, TWIN)),
    Row(
        "lambda-function-two-zones", "unknown", placed(FUNCTION, "vpcConfig.subnetIds", A, NOWHERE)
    ),
    Row("network-firewall-two-zones", None, fire(A, B)),
    Row(
        "network-firewall-two-zones",
        None,
        one(
            FIREWALL,
            availabilityZoneMappings=[
                {"availabilityZoneId": "use1-az1"},
                {"availabilityZoneId": "use1-az2"},
            ],
        ),
    ),
    Row("network-firewall-two-zones", "violation", fire(A)),
    Row("network-firewall-two-zones", "unknown", one(FIREWALL, subnetMappings=UNKNOWN)),
    Row("efs-file-system-multi-az", None, one(FILE_SYSTEM)),
    Row("efs-file-system-multi-az", "violation", one(FILE_SYSTEM, availabilityZoneName="a")),
    Row(
        "efs-file-system-multi-az",
        "unknown",
        one(FILE_SYSTEM, availabilityZoneName=UNKNOWN),
    ),
    *(
        row
        for kind in IN_ZONES
        for row in (
            Row("fsx-file-system-multi-az", None, one(kind, deploymentType="MULTI_AZ_1")),
            Row("fsx-file-system-multi-az", "violation", one(kind, deploymentType="SINGLE_AZ_2")),
            Row("fsx-file-system-multi-az", "unknown", one(kind, deploymentType=UNKNOWN)),
        )
    ),
    Row("fsx-lustre-backup-or-data-repository", None, [FILES, BEHIND]),
    Row("fsx-lustre-backup-or-data-repository", None, one(LUSTRE, importPath="s3://models")),
    Row(
        "fsx-lustre-backup-or-data-repository",
        None,
        one(LUSTRE, deploymentType="PERSISTENT_2", automaticBackupRetentionDays=7),
    ),
    Row(
        "fsx-lustre-backup-or-data-repository",
        None,
        [FILES, declare(SELECTION, "all", {"resources": ["*"]})],
    ),
    Row("fsx-lustre-backup-or-data-repository", "violation", [FILES]),
    Row(
        "fsx-lustre-backup-or-data-repository",
        "violation",
        one(LUSTRE, deploymentType="SCRATCH_2", automaticBackupRetentionDays=7),
    ),
    Row(
        "fsx-lustre-backup-or-data-repository",
        "unknown",
        [FILES, declare(ASSOCIATION, "some", {"fileSystemId": UNKNOWN})],
    ),
    Row("fsx-lustre-no-scratch-for-serving", None, [FILES]),
    Row(
        "fsx-lustre-no-scratch-for-serving",
        None,
        one(LUSTRE, deploymentType="SCRATCH_2", **TRAINING),
    ),
    Row("fsx-lustre-no-scratch-for-serving", None, one(LUSTRE)),
    Row("fsx-lustre-no-scratch-for-serving", "violation", one(LUSTRE, **SERVING)),
    Row(
        "fsx-lustre-no-scratch-for-serving",
        "unknown",
        one(LUSTRE, deploymentType=UNKNOWN, **SERVING),
    ),
    Row("memorydb-cluster-replica", None, one(MEMORY)),
    Row("memorydb-cluster-replica", "violation", one(MEMORY, numReplicasPerShard=0)),
    Row("memorydb-cluster-replica", "unknown", one(MEMORY, numReplicasPerShard=UNKNOWN)),
    Row("msk-cluster-three-zones", None, kafka(6, A, B, C)),
    Row("msk-cluster-three-zones", "violation", kafka(6, A, B)),
    Row("msk-cluster-three-zones", "violation", kafka(4, A, B, C)),
    Row("msk-cluster-three-zones", "unknown", kafka(UNKNOWN, A, B, C)),
    Row("msk-configuration-replication", None, one(KAFKA_CONFIGURATION, serverProperties="a=b")),
    Row(
        "msk-configuration-replication",
        None,
        one(KAFKA_CONFIGURATION, serverProperties="min.insync.replicas = 2\n"),
    ),
    Row(
        "msk-configuration-replication",
        "violation",
        one(KAFKA_CONFIGURATION, serverProperties="a=b\nmin.insync.replicas=1"),
    ),
    Row(
        "msk-configuration-replication",
        "violation",
        one(KAFKA_CONFIGURATION, serverProperties="default.replication.factor=2"),
    ),
    Row(
        "msk-configuration-replication",
        "unknown",
        one(KAFKA_CONFIGURATION, serverProperties=UNKNOWN),
    ),
    Row("rds-cluster-two-zones", None, one(DATABASE_CLUSTER)),
    Row("rds-cluster-two-zones", None, one(DATABASE_CLUSTER, availabilityZones=["a", "b"])),
    Row("rds-cluster-two-zones", "violation", one(DATABASE_CLUSTER, availabilityZones=["a"])),
    Row(
        "rds-cluster-two-zones",
        "unknown",
        one(DATABASE_CLUSTER, availabilityZones=["a", UNKNOWN]),
    ),
    Row(
        "rds-retain-automated-backups-after-deletion",
        None,
        one(DATABASE, deleteAutomatedBackups=False),
    ),
    Row(
        "rds-retain-automated-backups-after-deletion",
        None,
        one(DATABASE, replicateSourceDb="primary"),
    ),
    Row("rds-retain-automated-backups-after-deletion", "violation", one(DATABASE)),
    Row(
        "rds-retain-automated-backups-after-deletion",
        "unknown",
        one(DATABASE, deleteAutomatedBackups=UNKNOWN),
    ),
    Row("resource-create-before-delete", None, one(LOAD_BALANCER)),
    Row("resource-create-before-delete", None, one(LOAD_BALANCER, name="load-balancer-0a1b2c3")),
    Row("resource-create-before-delete", "violation", one(LOAD_BALANCER, name="front")),
    Row(
        "resource-create-before-delete",
        "violation",
        [declare(DATABASE, "db", delete_before_replace=True)],
    ),
    Row("resource-create-before-delete", "unknown", one(DATABASE, identifier=UNKNOWN)),
]
