"""Rules for object, file and backup storage."""

import json

from costing.model import SECRET, UNKNOWN
from tests.policies.row import Row, declare, of_input, of_inputs

ROWS = [
    *of_input(
        "datasync-location-no-secret-key",
        "secretKey",
        passes=[None, SECRET],
        fails=["wJalrXUtnFEMI"],
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
    *of_input(
        "storagegateway-share-kms-encryption",
        "kmsEncrypted",
        passes=[True],
        fails=[False, None],
        kind="aws:storagegateway/nfsFileShare:NfsFileShare",
    ),
    *of_input(
        "storagegateway-nfs-clients-restricted",
        "clientLists",
        passes=[["10.0.0.0/16"]],
        fails=[["0.0.0.0/0"]],
    ),
    *of_input(
        "storagegateway-smb-encryption",
        "smbSecurityStrategy",
        passes=[None, "MandatoryEncryption"],
        fails=["ClientSpecified"],
    ),
    *of_inputs(
        "fsx-copies-tags-to-backups",
        "aws:fsx/openZfsFileSystem:OpenZfsFileSystem",
        passes=[{"copyTagsToBackups": True}, {"automaticBackupRetentionDays": 0}],
        fails=[{}],
        unknown=[{"copyTagsToBackups": UNKNOWN}],
    ),
    *of_input(
        "fsx-copies-tags-to-volumes", "copyTagsToVolumes", passes=[True], fails=[False, None]
    ),
    *of_input(
        "fsx-automatic-backups",
        "automaticBackupRetentionDays",
        passes=[None],
        fails=[0],
        kind="aws:fsx/windowsFileSystem:WindowsFileSystem",
    ),
    *of_input(
        "fsx-windows-audit-logs",
        "auditLogConfiguration.fileAccessAuditLogLevel",
        passes=["SUCCESS_AND_FAILURE"],
        fails=[None],
    ),
    *of_input(
        "efs-automatic-backups", "backupPolicy.status", passes=[None, "ENABLED"], fails=["DISABLED"]
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
    *of_input(
        "s3-object-customer-managed-key",
        "kmsKeyId",
        passes=["value"],
        fails=[None],
        kind="aws:s3/bucketObject:BucketObject",
    ),
    *of_input("s3-bucket-object-lock", "objectLockEnabled", passes=[True], fails=[None]),
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
    *of_input(
        "s3-bucket-mfa-delete",
        "versioningConfiguration.mfaDelete",
        passes=["Enabled"],
        fails=["Disabled", None],
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
    *of_input("transfer-connector-logging", "loggingRole", passes=["value"], fails=[None]),
    *of_input(
        "transfer-server-logging",
        "loggingRole",
        passes=["arn:aws:iam::123456789012:role/logs"],
        fails=[None],
    ),
]
