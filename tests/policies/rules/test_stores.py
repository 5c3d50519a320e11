"""Databases, caches, file systems, keys."""

from costing.model import UNKNOWN
from policies.engine.selectors.tokens import (
    DATABASE,
    DATABASE_CLUSTER,
    FILE_SYSTEM,
    KEY,
    REPLICATION_GROUP,
)
from tests.policies.row import Row, one

ROWS = [
    Row("rds-storage-encrypted", None, one(DATABASE, storageEncrypted=True)),
    Row("rds-storage-encrypted", None, one(DATABASE, replicateSourceDb=UNKNOWN)),
    Row("rds-storage-encrypted", None, one(DATABASE_CLUSTER, storageEncrypted=True)),
    Row("rds-storage-encrypted", None, one(DATABASE_CLUSTER, engineMode="serverless")),
    Row("rds-storage-encrypted", "violation", one(DATABASE)),
    Row("rds-storage-encrypted", "violation", one(DATABASE, storageEncrypted=False)),
    Row("rds-storage-encrypted", "violation", one(DATABASE_CLUSTER, engineMode="provisioned")),
    Row("rds-storage-encrypted", "unknown", one(DATABASE, storageEncrypted=UNKNOWN)),
    Row("rds-storage-encrypted", "unknown", one(DATABASE_CLUSTER, engineMode=UNKNOWN)),
    Row(
        "elasticache-replication-group-encryption-at-rest",
        None,
        one(REPLICATION_GROUP, atRestEncryptionEnabled=True),
    ),
    Row(
        "elasticache-replication-group-encryption-at-rest",
        None,
        one(REPLICATION_GROUP, atRestEncryptionEnabled="true"),
    ),
    Row(
        "elasticache-replication-group-encryption-at-rest",
        None,
        one(REPLICATION_GROUP, engine="valkey"),
    ),
    Row(
        "elasticache-replication-group-encryption-at-rest",
        None,
        one(REPLICATION_GROUP, globalReplicationGroupId="g"),
    ),
    Row("elasticache-replication-group-encryption-at-rest", "violation", one(REPLICATION_GROUP)),
    Row(
        "elasticache-replication-group-encryption-at-rest",
        "violation",
        one(REPLICATION_GROUP, engine="valkey", atRestEncryptionEnabled=False),
    ),
    Row(
        "elasticache-replication-group-encryption-at-rest",
        "unknown",
        one(REPLICATION_GROUP, engine=UNKNOWN),
    ),
    Row(
        "elasticache-replication-group-encryption-at-rest",
        "unknown",
        one(REPLICATION_GROUP, atRestEncryptionEnabled=UNKNOWN),
    ),
    Row(
        "elasticache-replication-group-encryption-in-transit",
        None,
        one(REPLICATION_GROUP, transitEncryptionEnabled=True),
    ),
    Row(
        "elasticache-replication-group-encryption-in-transit",
        None,
        one(REPLICATION_GROUP, globalReplicationGroupId="g"),
    ),
    Row("elasticache-replication-group-encryption-in-transit", "violation", one(REPLICATION_GROUP)),
    Row(
        "elasticache-replication-group-encryption-in-transit",
        "unknown",
        one(REPLICATION_GROUP, transitEncryptionEnabled=UNKNOWN),
    ),
    Row("efs-file-system-encrypted", None, one(FILE_SYSTEM, encrypted=True)),
    Row("efs-file-system-encrypted", "violation", one(FILE_SYSTEM)),
    Row("efs-file-system-encrypted", "violation", one(FILE_SYSTEM, encrypted=False)),
    Row("efs-file-system-encrypted", "unknown", one(FILE_SYSTEM, encrypted=UNKNOWN)),
    Row("kms-key-rotation", None, one(KEY, enableKeyRotation=True)),
    Row("kms-key-rotation", None, one(KEY, customerMasterKeySpec="RSA_2048")),
    Row("kms-key-rotation", None, one(KEY, customKeyStoreId="cks-1")),
    Row("kms-key-rotation", "violation", one(KEY)),
    Row(
        "kms-key-rotation",
        "violation",
        one(KEY, customerMasterKeySpec="SYMMETRIC_DEFAULT", enableKeyRotation=False),
    ),
    Row("kms-key-rotation", "unknown", one(KEY, enableKeyRotation=UNKNOWN)),
    Row("kms-key-rotation", "unknown", one(KEY, customerMasterKeySpec=UNKNOWN)),
]
