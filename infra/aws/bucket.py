"""Private S3 buckets: encrypted, versioned, with lifecycle rules and optional Object Lock."""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
from pulumi_aws import s3

from infra.aws.policy_document import Statement

LOAD_BALANCER_LOGS = "load-balancer"  # prefixes in the log bucket
BUCKET_LOGS = "buckets"
CANARY = "canary"  # results
CODE = "code"  # not a log: kept as long as it is used


@dataclass(frozen=True, slots=True)
class BucketPlan:
    purpose: str
    workload: str
    transitions: tuple[tuple[int, str], ...]  # age in days, storage class
    expires: int | None = None  # age in days
    # Load balancers and S3 server access logging do not support a customer managed key.
    customer_key: bool = True
    # Key prefixes of the lifecycle rules; objects elsewhere in the bucket are kept.
    prefixes: tuple[str, ...] = ("",)
    locked: int | None = None  # Object Lock retention in governance mode, days


@dataclass(frozen=True, slots=True)
class BucketArgs:
    name: str  # physical, unique in the partition
    plan: BucketPlan
    policy: str
    key_arn: pulumi.Input[str]
    noncurrent_days: int  # retention of noncurrent versions
    protected: bool
    tags: Mapping[str, str]


def deny_insecure_transport(bucket_arn: str) -> Statement:
    return {
        "Sid": "DenyInsecureTransport",
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": [bucket_arn, f"{bucket_arn}/*"],
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }


def lifecycle_rules(
    plan: BucketPlan, noncurrent_days: int
) -> list[s3.BucketLifecycleConfigurationRuleArgsDict]:
    """Return a rule for each prefix, and one for old versions in the rest of the bucket."""
    rules = [lifecycle_rule(plan, noncurrent_days, each) for each in plan.prefixes]
    if plan.prefixes != ("",):
        rest = BucketPlan(plan.purpose, plan.workload, ())
        rules.append({**lifecycle_rule(rest, noncurrent_days), "id": "versions"})
    return rules


def lifecycle_rule(
    plan: BucketPlan, noncurrent_days: int, prefix: str = ""
) -> s3.BucketLifecycleConfigurationRuleArgsDict:
    rule: s3.BucketLifecycleConfigurationRuleArgsDict = {
        "id": f"age-{prefix}".rstrip("-/"),
        "status": "Enabled",
        "filter": {"prefix": prefix},
        "transitions": [{"days": age, "storage_class": to} for age, to in plan.transitions],
        "noncurrent_version_expiration": {"noncurrent_days": noncurrent_days},
        "abort_incomplete_multipart_upload": {"days_after_initiation": 7},
    }
    if plan.expires is not None:
        rule["expiration"] = {"days": plan.expires}
    return rule


def private_bucket(
    name: str, args: BucketArgs, opts: pulumi.ResourceOptions
) -> tuple[s3.Bucket, s3.BucketPolicy]:
    """Create a bucket and its configuration resources, all with the same logical name."""
    bucket = s3.Bucket(
        name,
        bucket=args.name,
        force_destroy=not args.protected,
        object_lock_enabled=True if args.plan.locked else None,
        tags=args.tags,
        opts=pulumi.ResourceOptions.merge(opts, pulumi.ResourceOptions(protect=args.protected)),
    )
    policy = restrict_access(name, args, bucket.id, opts)
    configure_objects(name, args, bucket.id, opts)
    return bucket, policy


def restrict_access(
    name: str, args: BucketArgs, bucket: pulumi.Output[str], opts: pulumi.ResourceOptions
) -> s3.BucketPolicy:
    """Block public access, disable ACLs and set the bucket policy."""
    block = s3.BucketPublicAccessBlock(
        name,
        bucket=bucket,
        block_public_acls=True,
        block_public_policy=True,
        ignore_public_acls=True,
        restrict_public_buckets=True,
        opts=opts,
    )
    s3.BucketOwnershipControls(
        name, bucket=bucket, rule={"object_ownership": "BucketOwnerEnforced"}, opts=opts
    )
    # S3 rejects concurrent changes of public access block and policy.
    return s3.BucketPolicy(name, bucket=bucket, policy=args.policy, opts=after(opts, block))


def configure_objects(
    name: str, args: BucketArgs, bucket: pulumi.Output[str], opts: pulumi.ResourceOptions
) -> None:
    """Configure versioning, encryption, lifecycle and Object Lock."""
    versioning = s3.BucketVersioning(
        name, bucket=bucket, versioning_configuration={"status": "Enabled"}, opts=opts
    )
    customer: s3.BucketServerSideEncryptionConfigurationRuleArgsDict = {
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
        name, bucket=bucket, rules=[customer if args.plan.customer_key else managed], opts=opts
    )
    s3.BucketLifecycleConfiguration(
        name,
        bucket=bucket,
        rules=lifecycle_rules(args.plan, args.noncurrent_days),
        opts=after(opts, versioning),
    )
    if args.plan.locked:
        s3.BucketObjectLockConfiguration(
            name,
            bucket=bucket,
            rule={"default_retention": {"mode": "GOVERNANCE", "days": args.plan.locked}},
            opts=after(opts, versioning),
        )


def after(opts: pulumi.ResourceOptions, *first: pulumi.Resource) -> pulumi.ResourceOptions:
    return pulumi.ResourceOptions.merge(opts, pulumi.ResourceOptions(depends_on=list(first)))
