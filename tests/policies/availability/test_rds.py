from typing import Any

from costing.graph import Resource
from costing.model import UNKNOWN
from policies.availability.rds import (
    WITH_FINAL_SNAPSHOT,
    aurora_reader_of_writers_class_in_another_zone,
    database_deletion_protected,
    database_final_snapshot,
    database_has_backups,
    database_has_standby,
)
from policies.reading.tokens import CLUSTER_INSTANCE, DATABASE, DATABASE_CLUSTER
from tests.policies.row import Row, declare, findings


def one(kind: str, **inputs: Any) -> list[Resource]:
    return [declare(kind, "database", inputs)]


CLUSTER = declare(DATABASE_CLUSTER, "metadata", {"engine": "aurora-postgresql"})


def aurora(*instances: Resource, cluster: Resource = CLUSTER) -> list[Resource]:
    return [cluster, *instances]


def instance(
    name: str, zone: Any, size: Any = "db.r6g.large", tier: Any = None, of: Any = CLUSTER
) -> Resource:
    inputs = {"clusterIdentifier": of, "instanceClass": size}
    inputs |= {"availabilityZone": zone} if zone is not None else {}
    inputs |= {} if tier is None else {"promotionTier": tier}
    return declare(CLUSTER_INSTANCE, name, inputs)


A, B = instance("writer", "us-east-1a"), instance("reader", "us-east-1b")
SERVERLESS = declare(
    DATABASE_CLUSTER, "old", {"engine": "aurora-mysql", "engineMode": "serverless"}
)
PAIRED = aurora_reader_of_writers_class_in_another_zone

ROWS = [
    Row(database_has_standby, None, one(DATABASE, multiAz=True)),
    Row(database_has_standby, None, one(DATABASE, replicateSourceDb="primary")),
    Row(database_has_standby, "violation", one(DATABASE)),
    Row(database_has_standby, "violation", one(DATABASE, multiAz=False)),
    Row(database_has_standby, "undecided", one(DATABASE, multiAz=UNKNOWN)),
    Row(database_has_backups, None, one(DATABASE, backupRetentionPeriod=7)),
    Row(database_has_backups, None, one(DATABASE, backupRetentionPeriod="35")),
    Row(database_has_backups, None, one(DATABASE, replicateSourceDb="primary")),
    Row(database_has_backups, None, one(DATABASE_CLUSTER)),
    Row(database_has_backups, "violation", one(DATABASE)),
    Row(database_has_backups, "violation", one(DATABASE, backupRetentionPeriod=0)),
    Row(database_has_backups, "violation", one(DATABASE_CLUSTER, backupRetentionPeriod=0)),
    Row(database_has_backups, "undecided", one(DATABASE, backupRetentionPeriod=UNKNOWN)),
    *(
        row
        for kind in (DATABASE, DATABASE_CLUSTER)
        for row in (
            Row(database_deletion_protected, None, one(kind, deletionProtection=True)),
            Row(database_deletion_protected, "violation", one(kind)),
            Row(database_deletion_protected, "violation", one(kind, deletionProtection=False)),
            Row(database_deletion_protected, "undecided", one(kind, deletionProtection=UNKNOWN)),
        )
    ),
    *(
        row
        for kind in WITH_FINAL_SNAPSHOT
        for row in (
            Row(database_final_snapshot, None, one(kind)),
            Row(database_final_snapshot, None, one(kind, skipFinalSnapshot=False)),
            Row(database_final_snapshot, "violation", one(kind, skipFinalSnapshot=True)),
            Row(database_final_snapshot, "undecided", one(kind, skipFinalSnapshot=UNKNOWN)),
        )
    ),
    Row(
        database_final_snapshot,
        None,
        one(DATABASE, skipFinalSnapshot=True, replicateSourceDb="primary"),
    ),
    Row(PAIRED, None, aurora(A, B)),
    Row(PAIRED, None, aurora(A, B, instance("reports", "us-east-1a", "db.t4g.medium", tier=15))),
    Row(
        PAIRED, None, aurora(cluster=declare(DATABASE_CLUSTER, "multi-az", {"engine": "postgres"}))
    ),
    Row(PAIRED, None, aurora(cluster=SERVERLESS)),
    Row(PAIRED, "violation", aurora()),
    Row(PAIRED, "violation", aurora(A)),
    Row(PAIRED, "violation", aurora(A, instance("reader", "us-east-1a"))),
    Row(PAIRED, "violation", aurora(A, instance("reader", "us-east-1b", "db.t4g.medium"))),
    Row(PAIRED, "violation", aurora(A, instance("reader", "us-east-1b", tier=2))),
    Row(PAIRED, "violation", aurora(A, B, instance("small", "us-east-1c", "db.t4g.medium"))),
    Row(PAIRED, "undecided", aurora(A, instance("reader", None))),
    Row(PAIRED, "undecided", aurora(A, instance("reader", UNKNOWN))),
    Row(PAIRED, "undecided", aurora(A, instance("reader", "us-east-1b", UNKNOWN))),
    Row(PAIRED, "undecided", aurora(A, instance("reader", "us-east-1b", of=UNKNOWN))),
    Row(PAIRED, "undecided", one(DATABASE_CLUSTER, engine=UNKNOWN)),
]


def test_a_lone_writer_is_named_with_its_class_and_zone() -> None:
    [found] = findings(PAIRED, aurora(A))

    assert found.message == (
        "metadata has only db.r6g.large in us-east-1a; wanted: an equal reader in another zone"
    )
