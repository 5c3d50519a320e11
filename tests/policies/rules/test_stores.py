"""Databases, caches, file systems, keys."""

from typing import Any

from costing.graph.resource import Resource
from costing.model import UNKNOWN
from policies.engine.selectors.tokens import (
    DATABASE,
    DATABASE_CLUSTER,
    FILE_SYSTEM,
    KEY,
    REPLICATION_GROUP,
)
from policies.rules.efs import efs_file_system_encrypted
from policies.rules.elasticache import (
    elasticache_replication_group_encryption_at_rest,
    elasticache_replication_group_encryption_in_transit,
)
from policies.rules.kms import kms_key_rotation
from policies.rules.rds.encryption import rds_storage_encrypted
from tests.policies.row import Row, declare


def one(kind: str, **inputs: Any) -> list[Resource]:
    return [declare(kind, "store", inputs)]


ROWS = [
    Row(rds_storage_encrypted, None, one(DATABASE, storageEncrypted=True)),
    Row(rds_storage_encrypted, None, one(DATABASE, replicateSourceDb=UNKNOWN)),
    Row(rds_storage_encrypted, None, one(DATABASE_CLUSTER, storageEncrypted=True)),
    Row(rds_storage_encrypted, None, one(DATABASE_CLUSTER, engineMode="serverless")),
    Row(rds_storage_encrypted, "violation", one(DATABASE)),
    Row(rds_storage_encrypted, "violation", one(DATABASE, storageEncrypted=False)),
    Row(rds_storage_encrypted, "violation", one(DATABASE_CLUSTER, engineMode="provisioned")),
    Row(rds_storage_encrypted, "unknown", one(DATABASE, storageEncrypted=UNKNOWN)),
    Row(rds_storage_encrypted, "unknown", one(DATABASE_CLUSTER, engineMode=UNKNOWN)),
    Row(
        elasticache_replication_group_encryption_at_rest,
        None,
        one(REPLICATION_GROUP, atRestEncryptionEnabled=True),
    ),
    Row(
        elasticache_replication_group_encryption_at_rest,
        None,
        one(REPLICATION_GROUP, atRestEncryptionEnabled="true"),
    ),
    Row(
        elasticache_replication_group_encryption_at_rest,
        None,
        one(REPLICATION_GROUP, engine="valkey"),
    ),
    Row(
        elasticache_replication_group_encryption_at_rest,
        None,
        one(REPLICATION_GROUP, globalReplicationGroupId="g"),
    ),
    Row(elasticache_replication_group_encryption_at_rest, "violation", one(REPLICATION_GROUP)),
    Row(
        elasticache_replication_group_encryption_at_rest,
        "violation",
        one(REPLICATION_GROUP, engine="valkey", atRestEncryptionEnabled=False),
    ),
    Row(
        elasticache_replication_group_encryption_at_rest,
        "unknown",
        one(REPLICATION_GROUP, engine=UNKNOWN),
    ),
    Row(
        elasticache_replication_group_encryption_at_rest,
        "unknown",
        one(REPLICATION_GROUP, atRestEncryptionEnabled=UNKNOWN),
    ),
    Row(
        elasticache_replication_group_encryption_in_transit,
        None,
        one(REPLICATION_GROUP, transitEncryptionEnabled=True),
    ),
    Row(
        elasticache_replication_group_encryption_in_transit,
        None,
        one(REPLICATION_GROUP, globalReplicationGroupId="g"),
    ),
    Row(elasticache_replication_group_encryption_in_transit, "violation", one(REPLICATION_GROUP)),
    Row(
        elasticache_replication_group_encryption_in_transit,
        "unknown",
        one(REPLICATION_GROUP, transitEncryptionEnabled=UNKNOWN),
    ),
    Row(efs_file_system_encrypted, None, one(FILE_SYSTEM, encrypted=True)),
    Row(efs_file_system_encrypted, "violation", one(FILE_SYSTEM)),
    Row(efs_file_system_encrypted, "violation", one(FILE_SYSTEM, encrypted=False)),
    Row(efs_file_system_encrypted, "unknown", one(FILE_SYSTEM, encrypted=UNKNOWN)),
    Row(kms_key_rotation, None, one(KEY, enableKeyRotation=True)),
    Row(kms_key_rotation, None, one(KEY, customerMasterKeySpec="RSA_2048")),
    Row(kms_key_rotation, None, one(KEY, customKeyStoreId="cks-1")),
    Row(kms_key_rotation, "violation", one(KEY)),
    Row(
        kms_key_rotation,
        "violation",
        one(KEY, customerMasterKeySpec="SYMMETRIC_DEFAULT", enableKeyRotation=False),
    ),
    Row(kms_key_rotation, "unknown", one(KEY, enableKeyRotation=UNKNOWN)),
    Row(kms_key_rotation, "unknown", one(KEY, customerMasterKeySpec=UNKNOWN)),
]
