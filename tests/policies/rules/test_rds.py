from typing import Any

from costing.graph.resource import Resource
from costing.model import SECRET, UNKNOWN
from policies.engine.selectors.tokens import CLUSTER_INSTANCE, DATABASE, DATABASE_CLUSTER
from policies.rules.rds.backups import (
    WITH_FINAL_SNAPSHOT,
)
from tests.policies.row import Row, declare, findings, name_of, of_input, of_inputs, one, rule_of

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
PAIRED = "aurora-reader-matches-writer-class"


def at_cluster(kind: str, cluster: Resource) -> list[Resource]:
    return [cluster, declare(kind, name_of(kind), {"dbClusterIdentifier": cluster})]


SUBNET = "aws:ec2/subnet:Subnet"
PRIVATE = declare(SUBNET, "private", {"mapPublicIpOnLaunch": False})
PUBLIC = declare(SUBNET, "public", {"mapPublicIpOnLaunch": True})

ROWS = [
    Row("rds-instance-multi-az", None, one(DATABASE, multiAz=True)),
    Row("rds-instance-multi-az", None, one(DATABASE, replicateSourceDb="primary")),
    Row("rds-instance-multi-az", "violation", one(DATABASE)),
    Row("rds-instance-multi-az", "violation", one(DATABASE, multiAz=False)),
    Row("rds-instance-multi-az", "unknown", one(DATABASE, multiAz=UNKNOWN)),
    Row("rds-automated-backups", None, one(DATABASE, backupRetentionPeriod=7)),
    Row("rds-automated-backups", None, one(DATABASE, backupRetentionPeriod="35")),
    Row("rds-automated-backups", None, one(DATABASE, replicateSourceDb="primary")),
    Row("rds-automated-backups", None, one(DATABASE_CLUSTER)),
    Row("rds-automated-backups", "violation", one(DATABASE)),
    Row("rds-automated-backups", "violation", one(DATABASE, backupRetentionPeriod=0)),
    Row("rds-automated-backups", "violation", one(DATABASE_CLUSTER, backupRetentionPeriod=0)),
    Row("rds-automated-backups", "unknown", one(DATABASE, backupRetentionPeriod=UNKNOWN)),
    *(
        row
        for kind in (DATABASE, DATABASE_CLUSTER)
        for row in (
            Row("rds-deletion-protection", None, one(kind, deletionProtection=True)),
            Row("rds-deletion-protection", "violation", one(kind)),
            Row("rds-deletion-protection", "violation", one(kind, deletionProtection=False)),
            Row("rds-deletion-protection", "unknown", one(kind, deletionProtection=UNKNOWN)),
        )
    ),
    *(
        row
        for kind in WITH_FINAL_SNAPSHOT
        for row in (
            Row("rds-final-snapshot", None, one(kind)),
            Row("rds-final-snapshot", None, one(kind, skipFinalSnapshot=False)),
            Row("rds-final-snapshot", "violation", one(kind, skipFinalSnapshot=True)),
            Row("rds-final-snapshot", "unknown", one(kind, skipFinalSnapshot=UNKNOWN)),
        )
    ),
    Row(
        "rds-final-snapshot",
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
    Row(PAIRED, "unknown", aurora(A, instance("reader", None))),
    Row(PAIRED, "unknown", aurora(A, instance("reader", UNKNOWN))),
    Row(PAIRED, "unknown", aurora(A, instance("reader", "us-east-1b", UNKNOWN))),
    Row(PAIRED, "unknown", aurora(A, instance("reader", "us-east-1b", of=UNKNOWN))),
    Row(PAIRED, "unknown", one(DATABASE_CLUSTER, engine=UNKNOWN)),
    Row(
        "rds-cluster-snapshot-encrypted",
        None,
        [
            *at_cluster(
                "aws:rds/clusterSnapshot:ClusterSnapshot",
                declare("aws:rds/cluster:Cluster", "cluster", {"storageEncrypted": True}),
            )
        ],
    ),
    Row(
        "rds-cluster-snapshot-encrypted",
        "violation",
        [
            *at_cluster(
                "aws:rds/clusterSnapshot:ClusterSnapshot",
                declare("aws:rds/cluster:Cluster", "cluster", {"storageEncrypted": False}),
            )
        ],
    ),
    Row(
        "rds-cluster-snapshot-encrypted",
        "unknown",
        [
            declare(
                "aws:rds/clusterSnapshot:ClusterSnapshot",
                "cluster-snapshot",
                {"dbClusterIdentifier": UNKNOWN},
            )
        ],
    ),
    *of_input("rds-proxy-tls", "requireTls", passes=[True], fails=[False, None]),
    *of_inputs(
        "rds-proxy-iam-authentication",
        passes=[{"auths": [{"authScheme": "SECRETS", "iamAuth": "REQUIRED"}]}],
        fails=[{"auths": [{"authScheme": "SECRETS"}]}],
        unknown=[{"auths": UNKNOWN}],
    ),
    *of_input("rds-event-subscription-enabled", "enabled", passes=[None, True], fails=[False]),
    *of_input("rds-custom-engine-customer-managed-key", "kmsKeyId", passes=["value"], fails=[None]),
    *of_input(
        "rds-shard-group-not-public", "publiclyAccessible", passes=[None, False], fails=[True]
    ),
    Row(
        "rds-instance-private-subnet",
        None,
        [
            PRIVATE,
            declare("aws:rds/subnetGroup:SubnetGroup", "subnet-group", {"subnetIds": [PRIVATE]}),
        ],
    ),
    Row(
        "rds-instance-private-subnet",
        "violation",
        [
            PUBLIC,
            declare("aws:rds/subnetGroup:SubnetGroup", "subnet-group", {"subnetIds": [PUBLIC]}),
        ],
    ),
    Row(
        "rds-instance-private-subnet",
        "unknown",
        [declare("aws:rds/subnetGroup:SubnetGroup", "subnet-group", {"subnetIds": UNKNOWN})],
    ),
    *of_input(
        "rds-enhanced-monitoring",
        "monitoringInterval",
        passes=[60],
        fails=[None, 0],
        kind="aws:rds/instance:Instance",
    ),
    *of_inputs(
        "rds-security-groups-in-vpc",
        passes=[{"vpcSecurityGroupIds": ["sg-1"]}, {"dbSubnetGroupName": "private"}],
        fails=[{}],
        unknown=[{"vpcSecurityGroupIds": UNKNOWN}],
    ),
    *of_inputs(
        "rds-non-default-port",
        "aws:rds/instance:Instance",
        passes=[{"engine": "postgres", "port": 6543}, {"replicateSourceDb": "a"}],
        fails=[{"engine": "postgres", "port": 5432}, {"engine": "mysql"}],
        unknown=[{"engine": "postgres", "port": UNKNOWN}],
    ),
    *of_input(
        "rds-custom-administrator-name",
        "username",
        passes=["platform", None],
        fails=["admin"],
        kind="aws:rds/instance:Instance",
    ),
    *of_inputs(
        "rds-aurora-backtracking",
        passes=[
            {"engine": "aurora-mysql", "backtrackWindow": 86400},
            {"engine": "aurora-postgresql"},
        ],
        fails=[{"engine": "aurora-mysql"}],
        unknown=[{"engine": "aurora-mysql", "backtrackWindow": UNKNOWN}],
    ),
    *of_inputs(
        "rds-master-password-managed",
        "aws:rds/instance:Instance",
        passes=[{"manageMasterUserPassword": True}, {"password": SECRET}],
        fails=[{"password": "correct-horse"}],
        unknown=[{"password": UNKNOWN}],
    ),
    *of_inputs(
        "rds-postgresql-log-fdw-vulnerability",
        "aws:rds/instance:Instance",
        passes=[{"engine": "postgres", "engineVersion": "16.4"}, {"engine": "mysql"}],
        fails=[
            {"engine": "postgres", "engineVersion": "13.2"},
            {"engine": "aurora-postgresql", "engineVersion": "11.8"},
        ],
        unknown=[{"engine": "postgres", "engineVersion": UNKNOWN}],
    ),
]


def test_finding_names_class_and_zone_of_writer() -> None:
    [found] = findings(rule_of(PAIRED), aurora(A))

    assert found.message == (
        "metadata has only db.r6g.large in us-east-1a; "
        "expected a reader of the same class in another zone"
    )
