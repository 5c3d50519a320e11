"""Databases, warehouses, caches, and what moves between them."""

from collections.abc import Iterator
from typing import Any

from costing.graph.resource import Resource
from costing.model import SECRET, UNKNOWN
from policies.engine.selectors.tokens import (
    CLUSTER_INSTANCE,
    DATABASE,
    DATABASE_CLUSTER,
    WAREHOUSE,
)
from policies.rules.dax import (
    CLUSTER,
)
from policies.rules.rds.access import (
    NEPTUNE,
    NEPTUNE_INSTANCE,
    PARAMETER_GROUP,
)
from policies.rules.rds.encryption import (
    GLOBAL_CLUSTERS,
    OF_THE_SAME_MAKE,
)
from tests.policies.row import Row, declare, of_inputs

ON, OFF, OPEN = {"storageEncrypted": True}, {"storageEncrypted": False}, UNKNOWN


def parameters(**values: Any) -> dict[str, Any]:
    return {"parameters": [{"name": key, "value": value} for key, value in values.items()]}


def in_group(group: dict[str, Any], **inputs: Any) -> list[Resource]:
    made = declare(PARAMETER_GROUP, "group", group)
    database = {"engine": "postgres", "parameterGroupName": made, **inputs}
    return [made, declare(DATABASE, "database", database)]


def forced(value: Any) -> dict[str, Any]:
    return {"parameters": [{"name": "rds.force_ssl", "value": value}]}


def tls() -> Iterator[Row]:
    rule = "rds-instance-tls-required"
    yield Row(rule, None, in_group(forced("1")))
    yield Row(rule, None, in_group(parameters(require_secure_transport="ON"), engine="mysql"))
    yield Row(rule, "violation", in_group(forced("0")))
    yield Row(rule, "violation", in_group(forced("0"), engineVersion="16.3"))
    yield Row(rule, "violation", in_group(parameters(log_statement="ddl"), engineVersion="14.9"))
    yield Row(rule, "violation", in_group({"family": "postgres14", **parameters(a="b")}))
    yield Row(rule, None, in_group({"family": "postgres16", **parameters(a="b")}))
    yield Row(rule, "unknown", in_group(parameters(log_statement="ddl")))
    primary = declare(DATABASE, "primary", {"engine": "oracle-ee"})
    yield Row(rule, None, [primary, declare(DATABASE, "copy", {"replicateSourceDb": primary})])
    yield Row(rule, "unknown", in_group(forced(UNKNOWN)))
    yield Row(rule, "unknown", in_group({"parameters": [UNKNOWN]}))
    yield from of_inputs(
        rule,
        DATABASE,
        passes=[
            {"engine": "postgres", "engineVersion": "15"},
            {"engine": "postgres", "engineVersion": "16.3", "parameterGroupName": "default.a"},
            {"engine": "mariadb", "engineVersion": "11.8.2"},
            {"engine": "oracle-ee"},
        ],
        fails=[
            {"engine": "postgres", "engineVersion": "14.9"},
            {"engine": "mariadb", "engineVersion": "11.4.1"},
            {"engine": "mysql", "engineVersion": "8.4", "parameterGroupName": "default.mysql8.4"},
            {"engine": "sqlserver-se", "engineVersion": "16.00"},
        ],
        unknown=[
            {"engine": UNKNOWN},
            {"engine": "postgres"},
            {"engine": "postgres", "engineVersion": UNKNOWN},
            {"engine": "postgres", "parameterGroupName": "elsewhere"},
        ],
    )


def restored(*, encrypted: bool) -> list[Resource]:
    old = declare(DATABASE, "old", {"engine": "postgres", "storageEncrypted": encrypted})
    snapshot = declare("aws:rds/snapshot:Snapshot", "snapshot", {"dbInstanceIdentifier": old})
    return [old, snapshot, declare(DATABASE, "new", {"snapshotIdentifier": snapshot})]


ROWS = [
    Row("rds-storage-encrypted", None, restored(encrypted=True)),
    Row("rds-storage-encrypted", "violation", restored(encrypted=False)),
    Row(
        "rds-storage-encrypted",
        "unknown",
        [declare(DATABASE, "new", {"snapshotIdentifier": "rds:old"})],
    ),
    *tls(),
    *of_inputs(
        "rds-storage-encrypted", GLOBAL_CLUSTERS[0], passes=[{"sourceDbClusterIdentifier": "c"}]
    ),
    *(
        row
        for kind in (*GLOBAL_CLUSTERS, *OF_THE_SAME_MAKE)
        for row in of_inputs("rds-storage-encrypted", kind, passes=[ON], fails=[{}, OFF])
    ),
    *(
        row
        for kind in (DATABASE, CLUSTER_INSTANCE, DATABASE_CLUSTER, NEPTUNE_INSTANCE)
        for row in of_inputs(
            "rds-not-publicly-accessible",
            kind,
            passes=[{}, {"publiclyAccessible": False}],
            fails=[{"publiclyAccessible": True}, {"publiclyAccessible": "true"}],
            unknown=[{"publiclyAccessible": OPEN}],
        )
    ),
    *of_inputs(
        "rds-iam-database-authentication",
        DATABASE,
        passes=[
            {"engine": "postgres", "iamDatabaseAuthenticationEnabled": True},
            {"engine": "oracle-ee"},
        ],
        fails=[
            {"engine": "mysql"},
            {"engine": "mariadb", "iamDatabaseAuthenticationEnabled": False},
        ],
        unknown=[{"engine": OPEN}, {"iamDatabaseAuthenticationEnabled": OPEN}],
    ),
    *of_inputs(
        "rds-iam-database-authentication",
        DATABASE_CLUSTER,
        passes=[{"engine": "aurora-mysql", "iamDatabaseAuthenticationEnabled": True}],
        fails=[{}, {"iamDatabaseAuthenticationEnabled": False}],
    ),
    *of_inputs(
        "rds-iam-database-authentication",
        NEPTUNE,
        passes=[{"iamDatabaseAuthenticationEnabled": True}],
        fails=[{}],
    ),
    *of_inputs(
        "rds-snapshot-not-public",
        "aws:rds/snapshot:Snapshot",
        passes=[{}, {"sharedAccounts": ["123456789012"]}],
        fails=[{"sharedAccounts": ["all"]}],
        unknown=[{"sharedAccounts": [UNKNOWN]}],
    ),
    *(
        row
        for rule, inputs, others in (
            (
                "dax-cluster-encryption-at-rest",
                {"serverSideEncryption": {"enabled": True}},
                {"serverSideEncryption": {"enabled": False}},
            ),
            (
                "dax-cluster-encryption-in-transit",
                {"clusterEndpointEncryptionType": "TLS"},
                {"clusterEndpointEncryptionType": "NONE"},
            ),
        )
        for row in of_inputs(
            rule,
            CLUSTER,
            passes=[inputs],
            fails=[{}, others],
            unknown=[dict.fromkeys(inputs, UNKNOWN)],
        )
    ),
    *of_inputs(
        "athena-workgroup-enforces-configuration",
        passes=[{}, {"configuration": {"enforceWorkgroupConfiguration": True}}],
        fails=[{"configuration": {"enforceWorkgroupConfiguration": False}}],
        unknown=[{"configuration": UNKNOWN}],
    ),
    *of_inputs(
        "rds-performance-insights",
        DATABASE,
        passes=[
            {"engine": "mysql", "instanceClass": "db.t3.micro"},
            {"engine": "mariadb", "instanceClass": "db.t4g.small"},
            {"engine": "db2-se", "instanceClass": "db.m6i.large"},
        ],
        fails=[
            {"engine": "mysql", "instanceClass": "db.t3.medium"},
            {"engine": "postgres", "instanceClass": "db.t3.micro"},
        ],
        unknown=[
            {"engine": OPEN, "instanceClass": "db.m7g.large"},
            {"engine": OPEN, "instanceClass": "db.t3.micro"},
        ],
    ),
    *of_inputs(
        "rds-performance-insights",
        CLUSTER_INSTANCE,
        passes=[{"engine": "aurora-mysql", "instanceClass": "db.t3.medium"}],
        fails=[
            {"engine": "aurora-mysql", "instanceClass": "db.t4g.medium"},
            {"engine": "aurora-postgresql", "instanceClass": "db.t3.medium"},
        ],
    ),
    *of_inputs(
        "rds-performance-insights-customer-managed-key",
        CLUSTER_INSTANCE,
        passes=[
            {},
            {"performanceInsightsEnabled": False},
            {"performanceInsightsEnabled": True, "performanceInsightsKmsKeyId": "arn:aws:kms:k"},
        ],
        fails=[
            {"performanceInsightsEnabled": True},
            {"performanceInsightsEnabled": True, "performanceInsightsKmsKeyId": "alias/aws/rds"},
        ],
        unknown=[
            {"performanceInsightsEnabled": OPEN},
            {"performanceInsightsEnabled": True, "performanceInsightsKmsKeyId": OPEN},
        ],
    ),
    *of_inputs(
        "rds-instance-ca-certificate-current",
        DATABASE,
        passes=[{}, {"caCertIdentifier": "rds-ca-rsa4096-g1"}],
        fails=[{"caCertIdentifier": "rds-ca-2019"}],
        unknown=[{"caCertIdentifier": OPEN}],
    ),
    *of_inputs(
        "elasticache-replication-group-authentication",
        passes=[
            {"transitEncryptionEnabled": True, "userGroupIds": ["serving"]},
            {"transitEncryptionEnabled": True, "authToken": SECRET},
            {"globalReplicationGroupId": "g"},
        ],
        fails=[
            {},
            {"transitEncryptionEnabled": True},
            {"authToken": SECRET},
            {"transitEncryptionEnabled": False, "userGroupIds": ["serving"]},
        ],
        unknown=[
            {"transitEncryptionEnabled": True, "userGroupIds": OPEN},
            {"transitEncryptionEnabled": OPEN, "userGroupIds": ["serving"]},
        ],
    ),
    *of_inputs(
        "memorydb-cluster-encryption-in-transit",
        passes=[{}, {"tlsEnabled": True}],
        fails=[{"tlsEnabled": False}],
        unknown=[{"tlsEnabled": OPEN}],
    ),
    *of_inputs(
        "redshift-cluster-encrypted",
        passes=[{}, {"encrypted": "true"}],
        fails=[{"encrypted": "false"}, {"encrypted": False}],
        unknown=[{"encrypted": OPEN}],
    ),
    *of_inputs(
        "redshift-not-publicly-accessible",
        WAREHOUSE,
        passes=[{}],
        fails=[{"publiclyAccessible": True}],
        unknown=[{"publiclyAccessible": OPEN}],
    ),
    *of_inputs(
        "redshift-cluster-subnet-group",
        passes=[{"clusterSubnetGroupName": "data"}],
        fails=[{}, {"clusterSubnetGroupName": ""}],
        unknown=[{"clusterSubnetGroupName": OPEN}],
    ),
    *of_inputs(
        "redshift-parameter-group-ssl-required",
        passes=[parameters(require_ssl="true"), parameters(require_ssl=True)],
        fails=[{}, parameters(require_ssl="false"), parameters(enable_user_activity_logging=True)],
        unknown=[parameters(require_ssl=OPEN), {"parameters": OPEN}],
    ),
    *of_inputs(
        "docdb-cluster-parameter-group-tls",
        passes=[{}, parameters(tls="enabled"), parameters(audit_logs="enabled")],
        fails=[parameters(tls="disabled")],
        unknown=[parameters(tls=OPEN)],
    ),
    *of_inputs(
        "dms-replication-instance-not-public",
        passes=[{}, {"publiclyAccessible": False}],
        fails=[{"publiclyAccessible": True}],
        unknown=[{"publiclyAccessible": OPEN}],
    ),
    *of_inputs(
        "athena-workgroup-result-encryption",
        passes=[
            {
                "configuration": {
                    "resultConfiguration": {
                        "encryptionConfiguration": {"encryptionOption": "SSE_KMS"}
                    }
                }
            }
        ],
        fails=[{}, {"configuration": {"resultConfiguration": {"outputLocation": "s3://b"}}}],
        unknown=[{"configuration": OPEN}],
    ),
    *of_inputs(
        "athena-database-encryption",
        passes=[{"encryptionConfiguration": {"encryptionOption": "SSE_S3"}}],
        fails=[{}],
        unknown=[{"encryptionConfiguration": OPEN}],
    ),
]
