"""Rules for Amazon S3: settings."""

import json

from costing.model import UNKNOWN
from tests.policies.row import Row, declare, of_input, of_inputs

ROWS = [
    *of_inputs(
        "s3-object-no-public-acl",
        "aws:s3/bucketObjectv2:BucketObjectv2",
        passes=[{}, {"acl": "bucket-owner-full-control"}],
        fails=[{"acl": "public-read"}, {"acl": "authenticated-read"}],
        unknown=[{"acl": UNKNOWN}],
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
]
