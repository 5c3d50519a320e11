"""A bucket as the platform makes each: private, encrypted, versioned, ageing, locked if wished."""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
from pulumi_aws import s3

from infra.policy import Statement


@dataclass(frozen=True, slots=True)
class BucketPlan:
    purpose: str
    workload: str
    tiers: tuple[tuple[int, str], ...]  # age in days, storage class
    expires: int | None = None  # age in days
    # Load balancers and S3 itself write logs to no bucket encrypted by a key of ours.
    own_key: bool = True
    # Days in which nobody without the right to bypass it deletes or overwrites a version.
    locked: int | None = None


@dataclass(frozen=True, slots=True)
class BucketArgs:
    name: str  # shared by all accounts of a partition
    plan: BucketPlan
    policy: str
    key_arn: pulumi.Input[str]
    noncurrent_days: int  # how long an overwritten or deleted version is kept
    protected: bool
    tags: Mapping[str, str]


def only_over_tls(bucket_arn: str) -> Statement:
    return {
        "Sid": "OnlyOverTls",
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": [bucket_arn, f"{bucket_arn}/*"],
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }


def lifecycle_rule(
    plan: BucketPlan, noncurrent_days: int
) -> s3.BucketLifecycleConfigurationRuleArgsDict:
    rule: s3.BucketLifecycleConfigurationRuleArgsDict = {
        "id": "age",
        "status": "Enabled",
        "filter": {"prefix": ""},
        "transitions": [{"days": age, "storage_class": to} for age, to in plan.tiers],
        "noncurrent_version_expiration": {"noncurrent_days": noncurrent_days},
        "abort_incomplete_multipart_upload": {"days_after_initiation": 7},
    }
    if plan.expires is not None:
        rule["expiration"] = {"days": plan.expires}
    return rule


def private_bucket(
    name: str, args: BucketArgs, child: pulumi.ResourceOptions
) -> tuple[s3.Bucket, s3.BucketPolicy]:
    """Make a bucket and all that closes and keeps it; each of these has the bucket's own name."""
    bucket = s3.Bucket(
        name,
        bucket=args.name,
        force_destroy=not args.protected,
        object_lock_enabled=True if args.plan.locked else None,
        tags=args.tags,
        opts=pulumi.ResourceOptions.merge(child, pulumi.ResourceOptions(protect=args.protected)),
    )
    policy = close(name, args, bucket.id, child)
    keep(name, args, bucket.id, child)
    return bucket, policy


def close(
    name: str, args: BucketArgs, bucket: pulumi.Output[str], child: pulumi.ResourceOptions
) -> s3.BucketPolicy:
    """Shut the bucket off from the public, from ACLs, from what its policy refuses."""
    block = s3.BucketPublicAccessBlock(
        name,
        bucket=bucket,
        block_public_acls=True,
        block_public_policy=True,
        ignore_public_acls=True,
        restrict_public_buckets=True,
        opts=child,
    )
    s3.BucketOwnershipControls(
        name, bucket=bucket, rule={"object_ownership": "BucketOwnerEnforced"}, opts=child
    )
    # S3 refuses two such changes of one bucket at a time.
    return s3.BucketPolicy(name, bucket=bucket, policy=args.policy, opts=after(child, block))


def keep(
    name: str, args: BucketArgs, bucket: pulumi.Output[str], child: pulumi.ResourceOptions
) -> None:
    """Encrypt what is in the bucket, keep its versions, let it age."""
    versioning = s3.BucketVersioning(
        name, bucket=bucket, versioning_configuration={"status": "Enabled"}, opts=child
    )
    own: s3.BucketServerSideEncryptionConfigurationRuleArgsDict = {
        "apply_server_side_encryption_by_default": {
            "sse_algorithm": "aws:kms",
            "kms_master_key_id": args.key_arn,
        },
        "bucket_key_enabled": True,
    }
    managed: s3.BucketServerSideEncryptionConfigurationRuleArgsDict = {
        "apply_server_side_encryption_by_default": {"sse_algorithm": "AES256"}
    }
    s3.BucketServerSideEncryptionConfiguration(
        name, bucket=bucket, rules=[own if args.plan.own_key else managed], opts=child
    )
    s3.BucketLifecycleConfiguration(
        name,
        bucket=bucket,
        rules=[lifecycle_rule(args.plan, args.noncurrent_days)],
        opts=after(child, versioning),
    )
    if args.plan.locked:
        s3.BucketObjectLockConfiguration(
            name,
            bucket=bucket,
            rule={"default_retention": {"mode": "GOVERNANCE", "days": args.plan.locked}},
            opts=after(child, versioning),
        )


def after(child: pulumi.ResourceOptions, *first: pulumi.Resource) -> pulumi.ResourceOptions:
    return pulumi.ResourceOptions.merge(child, pulumi.ResourceOptions(depends_on=list(first)))
