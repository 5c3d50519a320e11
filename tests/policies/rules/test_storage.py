"""Rules for object, file and backup storage."""

import json

from costing.model import SECRET, UNKNOWN
from policies.rules.backup import backup_plan_minimum_retention, backup_vault_lock
from policies.rules.datasync import datasync_location_no_secret_key, datasync_task_logging
from policies.rules.dlm import (
    dlm_cross_region_event_copy_customer_managed_key,
    dlm_cross_region_schedule_customer_managed_key,
)
from policies.rules.efs import efs_automatic_backups
from policies.rules.fsx import (
    fsx_automatic_backups,
    fsx_copies_tags_to_backups,
    fsx_copies_tags_to_volumes,
    fsx_windows_audit_logs,
)
from policies.rules.s3.settings import (
    s3_account_public_access_block,
    s3_acl_no_global_permissions_view,
    s3_bucket_event_notifications,
    s3_bucket_mfa_delete,
    s3_bucket_object_lock,
    s3_bucket_policy_no_lockout,
    s3_directory_bucket_lifecycle,
    s3_multi_region_access_point_public_access_block,
    s3_object_customer_managed_key,
)
from policies.rules.storagegateway import (
    storagegateway_nfs_clients_restricted,
    storagegateway_share_kms_encryption,
    storagegateway_smb_encryption,
)
from policies.rules.transfer import transfer_connector_logging, transfer_server_logging
from tests.policies.row import Row, declare, of_inputs

ROWS = [
    *of_inputs(
        datasync_location_no_secret_key,
        "aws:datasync/locationObjectStorage:LocationObjectStorage",
        passes=[{}, {"secretKey": SECRET}],
        fails=[{"secretKey": "wJalrXUtnFEMI"}],
        unknown=[{"secretKey": UNKNOWN}],
    ),
    *of_inputs(
        datasync_task_logging,
        "aws:datasync/task:Task",
        passes=[{"cloudwatchLogGroupArn": "value"}],
        fails=[{}, {"cloudwatchLogGroupArn": "value", "options": {"logLevel": "OFF"}}],
        unknown=[
            {"cloudwatchLogGroupArn": UNKNOWN},
            {"cloudwatchLogGroupArn": "value", "options": {"logLevel": UNKNOWN}},
        ],
    ),
    *of_inputs(
        storagegateway_share_kms_encryption,
        "aws:storagegateway/nfsFileShare:NfsFileShare",
        passes=[{"kmsEncrypted": True}],
        fails=[{"kmsEncrypted": False}, {}],
        unknown=[{"kmsEncrypted": UNKNOWN}],
    ),
    *of_inputs(
        storagegateway_nfs_clients_restricted,
        "aws:storagegateway/nfsFileShare:NfsFileShare",
        passes=[{"clientLists": ["10.0.0.0/16"]}],
        fails=[{"clientLists": ["0.0.0.0/0"]}],
        unknown=[{"clientLists": UNKNOWN}],
    ),
    *of_inputs(
        storagegateway_smb_encryption,
        "aws:storagegateway/gateway:Gateway",
        passes=[{}, {"smbSecurityStrategy": "MandatoryEncryption"}],
        fails=[{"smbSecurityStrategy": "ClientSpecified"}],
        unknown=[{"smbSecurityStrategy": UNKNOWN}],
    ),
    *of_inputs(
        fsx_copies_tags_to_backups,
        "aws:fsx/openZfsFileSystem:OpenZfsFileSystem",
        passes=[{"copyTagsToBackups": True}, {"automaticBackupRetentionDays": 0}],
        fails=[{}],
        unknown=[{"copyTagsToBackups": UNKNOWN}],
    ),
    *of_inputs(
        fsx_copies_tags_to_volumes,
        "aws:fsx/openZfsFileSystem:OpenZfsFileSystem",
        passes=[{"copyTagsToVolumes": True}],
        fails=[{"copyTagsToVolumes": False}, {}],
        unknown=[{"copyTagsToVolumes": UNKNOWN}],
    ),
    *of_inputs(
        fsx_automatic_backups,
        "aws:fsx/windowsFileSystem:WindowsFileSystem",
        passes=[{}],
        fails=[{"automaticBackupRetentionDays": 0}],
        unknown=[{"automaticBackupRetentionDays": UNKNOWN}],
    ),
    *of_inputs(
        fsx_windows_audit_logs,
        "aws:fsx/windowsFileSystem:WindowsFileSystem",
        passes=[{"auditLogConfiguration": {"fileAccessAuditLogLevel": "SUCCESS_AND_FAILURE"}}],
        fails=[{}],
        unknown=[{"auditLogConfiguration": {"fileAccessAuditLogLevel": UNKNOWN}}],
    ),
    *of_inputs(
        efs_automatic_backups,
        "aws:efs/backupPolicy:BackupPolicy",
        passes=[{}, {"backupPolicy": {"status": "ENABLED"}}],
        fails=[{"backupPolicy": {"status": "DISABLED"}}],
        unknown=[{"backupPolicy": {"status": UNKNOWN}}],
    ),
    Row(
        backup_vault_lock,
        None,
        [
            declare("aws:backup/vault:Vault", "it"),
            declare(
                "aws:backup/vaultLockConfiguration:VaultLockConfiguration",
                "other",
                {"backupVaultName": declare("aws:backup/vault:Vault", "it")},
            ),
        ],
    ),
    Row(backup_vault_lock, "violation", [declare("aws:backup/vault:Vault", "it")]),
    Row(
        backup_vault_lock,
        "unknown",
        [
            declare("aws:backup/vault:Vault", "it"),
            declare(
                "aws:backup/vaultLockConfiguration:VaultLockConfiguration",
                "other",
                {"backupVaultName": UNKNOWN},
            ),
        ],
    ),
    *of_inputs(
        backup_plan_minimum_retention,
        "aws:backup/plan:Plan",
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
        s3_object_customer_managed_key,
        "aws:s3/bucketObject:BucketObject",
        passes=[{"kmsKeyId": "value"}],
        fails=[{}],
        unknown=[{"kmsKeyId": UNKNOWN}],
    ),
    *of_inputs(
        s3_bucket_object_lock,
        "aws:s3/bucket:Bucket",
        passes=[{"objectLockEnabled": True}],
        fails=[{}],
        unknown=[{"objectLockEnabled": UNKNOWN}],
    ),
    Row(
        s3_bucket_event_notifications,
        None,
        [
            declare("aws:s3/bucket:Bucket", "it"),
            declare(
                "aws:s3/bucketNotification:BucketNotification",
                "other",
                {"bucket": declare("aws:s3/bucket:Bucket", "it")},
            ),
        ],
    ),
    Row(s3_bucket_event_notifications, "violation", [declare("aws:s3/bucket:Bucket", "it")]),
    Row(
        s3_bucket_event_notifications,
        "unknown",
        [
            declare("aws:s3/bucket:Bucket", "it"),
            declare("aws:s3/bucketNotification:BucketNotification", "other", {"bucket": UNKNOWN}),
        ],
    ),
    *of_inputs(
        s3_account_public_access_block,
        "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock",
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
        s3_multi_region_access_point_public_access_block,
        "aws:s3control/multiRegionAccessPoint:MultiRegionAccessPoint",
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
        s3_acl_no_global_permissions_view,
        "aws:s3/bucketAcl:BucketAcl",
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
        s3_bucket_mfa_delete,
        "aws:s3/bucketVersioning:BucketVersioning",
        passes=[{"versioningConfiguration": {"mfaDelete": "Enabled"}}],
        fails=[{"versioningConfiguration": {"mfaDelete": "Disabled"}}, {}],
        unknown=[{"versioningConfiguration": {"mfaDelete": UNKNOWN}}],
    ),
    Row(
        s3_directory_bucket_lifecycle,
        None,
        [
            declare("aws:s3/directoryBucket:DirectoryBucket", "it"),
            declare(
                "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
                "other",
                {"bucket": declare("aws:s3/directoryBucket:DirectoryBucket", "it")},
            ),
        ],
    ),
    Row(
        s3_directory_bucket_lifecycle,
        "violation",
        [declare("aws:s3/directoryBucket:DirectoryBucket", "it")],
    ),
    Row(
        s3_directory_bucket_lifecycle,
        "unknown",
        [
            declare("aws:s3/directoryBucket:DirectoryBucket", "it"),
            declare(
                "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
                "other",
                {"bucket": UNKNOWN},
            ),
        ],
    ),
    *of_inputs(
        s3_bucket_policy_no_lockout,
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
        dlm_cross_region_event_copy_customer_managed_key,
        "aws:dlm/lifecyclePolicy:LifecyclePolicy",
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
        dlm_cross_region_schedule_customer_managed_key,
        "aws:dlm/lifecyclePolicy:LifecyclePolicy",
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
        transfer_connector_logging,
        "aws:transfer/connector:Connector",
        passes=[{"loggingRole": "value"}],
        fails=[{}],
        unknown=[{"loggingRole": UNKNOWN}],
    ),
    *of_inputs(
        transfer_server_logging,
        "aws:transfer/server:Server",
        passes=[{"loggingRole": "arn:aws:iam::123456789012:role/logs"}],
        fails=[{}],
        unknown=[{"loggingRole": UNKNOWN}],
    ),
]
