"""Databases, caches, file systems, keys."""

from typing import Any

from costing.graph import Resource
from costing.model import UNKNOWN
from policies.reading.tokens import (
    DATABASE,
    DATABASE_CLUSTER,
    FILE_SYSTEM,
    KEY,
    REPLICATION_GROUP,
)
from policies.security.efs import file_system_encrypted
from policies.security.elasticache import cache_encrypted_at_rest, cache_encrypted_in_transit
from policies.security.kms import key_rotates
from policies.security.rds import database_encrypted
from tests.policies.row import Row, declare


def one(kind: str, **inputs: Any) -> list[Resource]:
    return [declare(kind, "store", inputs)]


ROWS = [
    Row(database_encrypted, None, one(DATABASE, storageEncrypted=True)),
    Row(database_encrypted, None, one(DATABASE, replicateSourceDb=UNKNOWN)),
    Row(database_encrypted, None, one(DATABASE_CLUSTER, storageEncrypted=True)),
    Row(database_encrypted, None, one(DATABASE_CLUSTER, engineMode="serverless")),
    Row(database_encrypted, "violation", one(DATABASE)),
    Row(database_encrypted, "violation", one(DATABASE, storageEncrypted=False)),
    Row(database_encrypted, "violation", one(DATABASE_CLUSTER, engineMode="provisioned")),
    Row(database_encrypted, "undecided", one(DATABASE, storageEncrypted=UNKNOWN)),
    Row(database_encrypted, "undecided", one(DATABASE_CLUSTER, engineMode=UNKNOWN)),
    Row(cache_encrypted_at_rest, None, one(REPLICATION_GROUP, atRestEncryptionEnabled=True)),
    Row(cache_encrypted_at_rest, None, one(REPLICATION_GROUP, atRestEncryptionEnabled="true")),
    Row(cache_encrypted_at_rest, None, one(REPLICATION_GROUP, engine="valkey")),
    Row(cache_encrypted_at_rest, None, one(REPLICATION_GROUP, globalReplicationGroupId="g")),
    Row(cache_encrypted_at_rest, "violation", one(REPLICATION_GROUP)),
    Row(
        cache_encrypted_at_rest,
        "violation",
        one(REPLICATION_GROUP, engine="valkey", atRestEncryptionEnabled=False),
    ),
    Row(cache_encrypted_at_rest, "undecided", one(REPLICATION_GROUP, engine=UNKNOWN)),
    Row(
        cache_encrypted_at_rest,
        "undecided",
        one(REPLICATION_GROUP, atRestEncryptionEnabled=UNKNOWN),
    ),
    Row(cache_encrypted_in_transit, None, one(REPLICATION_GROUP, transitEncryptionEnabled=True)),
    Row(cache_encrypted_in_transit, None, one(REPLICATION_GROUP, globalReplicationGroupId="g")),
    Row(cache_encrypted_in_transit, "violation", one(REPLICATION_GROUP)),
    Row(
        cache_encrypted_in_transit,
        "undecided",
        one(REPLICATION_GROUP, transitEncryptionEnabled=UNKNOWN),
    ),
    Row(file_system_encrypted, None, one(FILE_SYSTEM, encrypted=True)),
    Row(file_system_encrypted, "violation", one(FILE_SYSTEM)),
    Row(file_system_encrypted, "violation", one(FILE_SYSTEM, encrypted=False)),
    Row(file_system_encrypted, "undecided", one(FILE_SYSTEM, encrypted=UNKNOWN)),
    Row(key_rotates, None, one(KEY, enableKeyRotation=True)),
    Row(key_rotates, None, one(KEY, customerMasterKeySpec="RSA_2048")),
    Row(key_rotates, None, one(KEY, customKeyStoreId="cks-1")),
    Row(key_rotates, "violation", one(KEY)),
    Row(
        key_rotates,
        "violation",
        one(KEY, customerMasterKeySpec="SYMMETRIC_DEFAULT", enableKeyRotation=False),
    ),
    Row(key_rotates, "undecided", one(KEY, enableKeyRotation=UNKNOWN)),
    Row(key_rotates, "undecided", one(KEY, customerMasterKeySpec=UNKNOWN)),
]
