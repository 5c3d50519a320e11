"""Rules for object, file and backup storage."""

import json

from costing.model import SECRET, UNKNOWN
from tests.policies.row import Row, declare, of_inputs

ROWS = [
    *of_inputs(
        "datasync-location-no-secret-key",
        passes=[{}, {"secretKey": SECRET}],
        fails=[{"secretKey": "wJalrXUtnFEMI"}],
        unknown=[{"secretKey": UNKNOWN}],
    ),
    *of_inputs(
        "datasync-task-logging",
        passes=[{"cloudwatchLogGroupArn": "value"}],
        fails=[{}, {"cloudwatchLogGroupArn": "value", "options": {"logLevel": "OFF"}}],
        unknown=[
            {"cloudwatchLogGroupArn": UNKNOWN},
            {"cloudwatchLogGroupArn": "value", "options": {"logLevel": UNKNOWN}},
        ],
    ),
    *of_inputs(
        "storagegateway-share-kms-encryption",
        "aws:storagegateway/nfsFileShare:NfsFileShare",
        passes=[{"kmsEncrypted": True}],
        fails=[{"kmsEncrypted": False}, {}],
        unknown=[{"kmsEncrypted": UNKNOWN}],
    ),
    *of_inputs(
        "storagegateway-nfs-clients-restricted",
        passes=[{"clientLists": ["10.0.0.0/16"]}],
        fails=[{"clientLists": ["0.0.0.0/0"]}],
        unknown=[{"clientLists": UNKNOWN}],
    ),
    *of_inputs(
        "storagegateway-smb-encryption",
        passes=[{}, {"smbSecurityStrategy": "MandatoryEncryption"}],
        fails=[{"smbSecurityStrategy": "ClientSpecified"}],
        unknown=[{"smbSecurityStrategy": UNKNOWN}],
    ),
    *of_inputs(
        "fsx-copies-tags-to-backups",
        "aws:fsx/openZfsFileSystem:OpenZfsFileSystem",
        passes=[{"copyTagsToBackups": True}, {"automaticBackupRetentionDays": 0}],
        fails=[{}],
        unknown=[{"copyTagsToBackups": UNKNOWN}],
    ),
    *of_inputs(
        "fsx-copies-tags-to-volumes",
        passes=[{"copyTagsToVolumes": True}],
        fails=[{"copyTagsToVolumes": False}, {}],
        unknown=[{"copyTagsToVolumes": UNKNOWN}],
    ),
    *of_inputs(
        "fsx-automatic-backups",
        "aws:fsx/windowsFileSystem:WindowsFileSystem",
        passes=[{}],
        fails=[{"automaticBackupRetentionDays": 0}],
        unknown=[{"automaticBackupRetentionDays": UNKNOWN}],
    ),
    *of_inputs(
        "fsx-windows-audit-logs",
        passes=[{"auditLogConfiguration": {"fileAccessAuditLogLevel": "SUCCESS_AND_FAILURE"}}],
        fails=[{}],
        unknown=[{"auditLogConfiguration": {"fileAccessAuditLogLevel": UNKNOWN}}],
    ),
    *of_inputs(
        "efs-automatic-backups",
        passes=[{}, {"backupPolicy": {"status": "ENABLED"}}],
        fails=[{"backupPolicy": {"status": "DISABLED"}}],
        unknown=[{"backupPolicy": {"status": UNKNOWN}}],
    ),
    Row(
        "backup-vault-lock",
        None,
        [
            declare("aws:backup/vault:Vault", "vault"),
            declare(
                "aws:backup/vaultLockConfiguration:VaultLockConfiguration",
                "other",
                {"backupVaultName": declare("aws:backup/vault:Vault", "vault")},
            ),
        ],
    ),
    Row("backup-vault-lock", "violation", [declare("aws:backup/vault:Vault", "vault")]),
    Row(
        "backup-vault-lock",
        "unknown",
        [
            declare("aws:backup/vault:Vault", "vault"),
            declare(
                "aws:backup/vaultLockConfiguration:VaultLockConfiguration",
                "other",
                {"backupVaultName": UNKNOWN},
            ),
        ],
    ),
    *of_inputs(
        "backup-plan-minimum-retention",
        passes=[
            {
                "rules": [
                    {"ruleName": "daily", "targetVaultName": "a", "lifecycle": {"deleteAfter": 35}}
                ]
            },
            {"rules": [{"ruleName": "daily", "targetVaultName": "a"}]},
        ],
        fails=[
            {
                "rules": [
                    {"ruleName": "daily", "targetVaultName": "a", "lifecycle": {"deleteAfter": 1}}
                ]
            }
        ],
        unknown=[{"rules": UNKNOWN}],
    ),
    *of_inputs(
        "s3-object-customer-managed-key",
        "aws:s3/bucketObject:BucketObject",
        passes=[{"kmsKeyId": "value"}],
        fails=[{}],
        unknown=[{"kmsKeyId": UNKNOWN}],
    ),
    *of_inputs(
        "s3-bucket-object-lock",
        passes=[{"objectLockEnabled": True}],
        fails=[{}],
        unknown=[{"objectLockEnabled": UNKNOWN}],
    ),
    Row(
        "s3-bucket-event-notifications",
        None,
        [
            declare("aws:s3/bucket:Bucket", "bucket"),
            declare(
                "aws:s3/bucketNotification:BucketNotification",
                "other",
                {"bucket": declare("aws:s3/bucket:Bucket", "bucket")},
            ),
        ],
    ),
    Row("s3-bucket-event-notifications", "violation", [declare("aws:s3/bucket:Bucket", "bucket")]),
    Row(
        "s3-bucket-event-notifications",
        "unknown",
        [
            declare("aws:s3/bucket:Bucket", "bucket"),
            declare("aws:s3/bucketNotification:BucketNotification", "other", {"bucket": UNKNOWN}),
        ],
    ),
    *of_inputs(
        "s3-account-public-access-block",
        passes=[
            {
                "blockPublicAcls": True,
                "blockPublicPolicy": True,
                "ignorePublicAcls": True,
                "restrictPublicBuckets": True,
            }
        ],
        fails=[
            {
                "blockPublicPolicy": True,
                "ignorePublicAcls": True,
                "restrictPublicBuckets": True,
                "blockPublicAcls": False,
            },
            {
                "blockPublicAcls": True,
                "ignorePublicAcls": True,
                "restrictPublicBuckets": True,
                "blockPublicPolicy": False,
            },
            {
                "blockPublicAcls": True,
                "blockPublicPolicy": True,
                "restrictPublicBuckets": True,
                "ignorePublicAcls": False,
            },
            {
                "blockPublicAcls": True,
                "blockPublicPolicy": True,
                "ignorePublicAcls": True,
                "restrictPublicBuckets": False,
            },
        ],
        unknown=[
            {
                "blockPublicPolicy": True,
                "ignorePublicAcls": True,
                "restrictPublicBuckets": True,
                "blockPublicAcls": UNKNOWN,
            },
            {
                "blockPublicAcls": True,
                "ignorePublicAcls": True,
                "restrictPublicBuckets": True,
                "blockPublicPolicy": UNKNOWN,
            },
            {
                "blockPublicAcls": True,
                "blockPublicPolicy": True,
                "restrictPublicBuckets": True,
                "ignorePublicAcls": UNKNOWN,
            },
            {
                "blockPublicAcls": True,
                "blockPublicPolicy": True,
                "ignorePublicAcls": True,
                "restrictPublicBuckets": UNKNOWN,
            },
        ],
    ),
    *of_inputs(
        "s3-multi-region-access-point-public-access-block",
        passes=[{}],
        fails=[
            {"details": {"publicAccessBlock": {"blockPublicAcls": False}}},
            {"details": {"publicAccessBlock": {"blockPublicPolicy": False}}},
            {"details": {"publicAccessBlock": {"ignorePublicAcls": False}}},
            {"details": {"publicAccessBlock": {"restrictPublicBuckets": False}}},
        ],
        unknown=[
            {"details": {"publicAccessBlock": {"blockPublicAcls": UNKNOWN}}},
            {"details": {"publicAccessBlock": {"blockPublicPolicy": UNKNOWN}}},
            {"details": {"publicAccessBlock": {"ignorePublicAcls": UNKNOWN}}},
            {"details": {"publicAccessBlock": {"restrictPublicBuckets": UNKNOWN}}},
        ],
    ),
    *of_inputs(
        "s3-acl-no-global-permissions-view",
        passes=[
            {},
            {
                "accessControlPolicy": {
                    "grants": [
                        {
                            "grantee": {"type": "CanonicalUser", "id": "a"},
                            "permission": "FULL_CONTROL",
                        }
                    ]
                }
            },
        ],
        fails=[
            {
                "accessControlPolicy": {
                    "grants": [
                        {
                            "grantee": {
                                "type": "Group",
                                "uri": "http://acs.amazonaws.com/groups/global/AllUsers",
                            },
                            "permission": "READ_ACP",
                        }
                    ]
                }
            }
        ],
        unknown=[{"accessControlPolicy": {"grants": UNKNOWN}}],
    ),
    *of_inputs(
        "s3-bucket-mfa-delete",
        passes=[{"versioningConfiguration": {"mfaDelete": "Enabled"}}],
        fails=[{"versioningConfiguration": {"mfaDelete": "Disabled"}}, {}],
        unknown=[{"versioningConfiguration": {"mfaDelete": UNKNOWN}}],
    ),
    Row(
        "s3-directory-bucket-lifecycle",
        None,
        [
            declare("aws:s3/directoryBucket:DirectoryBucket", "directory-bucket"),
            declare(
                "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
                "other",
                {"bucket": declare("aws:s3/directoryBucket:DirectoryBucket", "directory-bucket")},
            ),
        ],
    ),
    Row(
        "s3-directory-bucket-lifecycle",
        "violation",
        [declare("aws:s3/directoryBucket:DirectoryBucket", "directory-bucket")],
    ),
    Row(
        "s3-directory-bucket-lifecycle",
        "unknown",
        [
            declare("aws:s3/directoryBucket:DirectoryBucket", "directory-bucket"),
            declare(
                "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
                "other",
                {"bucket": UNKNOWN},
            ),
        ],
    ),
    *of_inputs(
        "s3-bucket-policy-no-lockout",
        "aws:s3/bucketPolicy:BucketPolicy",
        passes=[
            {
                "policy": json.dumps(
                    {
                        "Statement": [
                            {
                                "Effect": "Deny",
                                "Principal": "*",
                                "Action": "s3:PutBucketPolicy",
                                "Resource": "*",
                                "Condition": {"Bool": {"aws:SecureTransport": "false"}},
                            }
                        ]
                    }
                )
            },
            {
                "policy": json.dumps(
                    {
                        "Statement": [
                            {
                                "Effect": "Deny",
                                "Principal": "*",
                                "Action": "s3:GetObject",
                                "Resource": "*",
                            }
                        ]
                    }
                )
            },
        ],
        fails=[
            {
                "policy": json.dumps(
                    {
                        "Statement": [
                            {
                                "Effect": "Deny",
                                "Principal": {"AWS": "*"},
                                "Action": "s3:*",
                                "Resource": "*",
                            }
                        ]
                    }
                )
            }
        ],
        unknown=[{"policy": UNKNOWN}],
    ),
    *of_inputs(
        "dlm-cross-region-event-copy-customer-managed-key",
        passes=[
            {},
            {
                "policyDetails": {
                    "action": {
                        "name": "copy",
                        "crossRegionCopies": [
                            {
                                "target": "us-west-2",
                                "encryptionConfiguration": {
                                    "encrypted": True,
                                    "cmkArn": "arn:aws:kms:us-east-1:123456789012:key/1",
                                },
                            }
                        ],
                    }
                }
            },
        ],
        fails=[
            {
                "policyDetails": {
                    "action": {"name": "copy", "crossRegionCopies": [{"target": "us-west-2"}]}
                }
            }
        ],
        unknown=[{"policyDetails": {"action": {"name": "copy", "crossRegionCopies": UNKNOWN}}}],
    ),
    *of_inputs(
        "dlm-cross-region-schedule-customer-managed-key",
        passes=[
            {},
            {
                "policyDetails": {
                    "schedules": [
                        {
                            "name": "daily",
                            "crossRegionCopyRules": [
                                {
                                    "target": "us-west-2",
                                    "encrypted": True,
                                    "cmkArn": "arn:aws:kms:us-east-1:123456789012:key/1",
                                }
                            ],
                        }
                    ]
                }
            },
        ],
        fails=[
            {
                "policyDetails": {
                    "schedules": [
                        {
                            "name": "daily",
                            "crossRegionCopyRules": [{"target": "us-west-2", "encrypted": True}],
                        }
                    ]
                }
            }
        ],
        unknown=[{"policyDetails": {"schedules": UNKNOWN}}],
    ),
    *of_inputs(
        "transfer-connector-logging",
        passes=[{"loggingRole": "value"}],
        fails=[{}],
        unknown=[{"loggingRole": UNKNOWN}],
    ),
    *of_inputs(
        "transfer-server-logging",
        passes=[{"loggingRole": "arn:aws:iam::123456789012:role/logs"}],
        fails=[{}],
        unknown=[{"loggingRole": UNKNOWN}],
    ),
]
