"""Buckets: what each is for, how it ages, who may write to it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import pulumi
from pulumi_aws import s3

from infra.policy import Statement, document
from infra.scope import Scope

Purpose = Literal["data", "features", "models", "logs"]
LOAD_BALANCER_LOGS = "load-balancer"  # folders of the log bucket
BUCKET_LOGS = "buckets"


@dataclass(frozen=True, slots=True)
class Ageing:
    """Ages in days at which objects get cheaper to keep, or go."""

    infrequent_access: int
    archive: int
    noncurrent: int  # an overwritten or deleted version
    logs: int


@dataclass(frozen=True, slots=True)
class BucketPlan:
    purpose: Purpose
    workload: str
    tiers: tuple[tuple[int, str], ...]  # age in days, storage class
    expires: int | None = None  # age in days
    # Load balancers and S3 itself write logs to no bucket encrypted by a key of ours.
    own_key: bool = True


def plan_buckets(ageing: Ageing) -> list[BucketPlan]:
    """Let what is read less and less get cheaper to keep; models are read whenever one starts."""
    infrequent = (ageing.infrequent_access, "STANDARD_IA")
    archive = (ageing.archive, "GLACIER_IR")
    return [
        BucketPlan("data", "training", (infrequent, archive)),
        BucketPlan("features", "serving", (infrequent,)),
        BucketPlan("models", "serving", ()),
        BucketPlan("logs", "shared", (infrequent,), expires=ageing.logs, own_key=False),
    ]


def bucket_policy(scope: Scope, purpose: Purpose) -> str:
    """Refuse plain HTTP; let AWS write logs to the bucket that is for them."""
    return document(
        {
            "Sid": "OnlyOverTls",
            "Effect": "Deny",
            "Principal": "*",
            "Action": "s3:*",
            "Resource": [scope.bucket_arn(purpose), scope.bucket_arn(purpose, "/*")],
            "Condition": {"Bool": {"aws:SecureTransport": "false"}},
        },
        *(log_delivery(scope) if purpose == "logs" else ()),
    )


def log_delivery(scope: Scope) -> tuple[Statement, Statement]:
    """Return what the writers of access logs need (pages read 2026-11).

    https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
    https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html
    """
    folder = f"/{LOAD_BALANCER_LOGS}/AWSLogs/{scope.account}/*"
    load_balancers = scope.arn("elasticloadbalancing", "loadbalancer/*")
    return (
        {
            "Sid": "LoadBalancersWrite",
            "Effect": "Allow",
            "Principal": {"Service": "logdelivery.elasticloadbalancing.amazonaws.com"},
            "Action": "s3:PutObject",
            "Resource": scope.bucket_arn("logs", folder),
            "Condition": {"ArnLike": {"aws:SourceArn": load_balancers}},
        },
        {
            "Sid": "BucketsWrite",
            "Effect": "Allow",
            "Principal": {"Service": "logging.s3.amazonaws.com"},
            "Action": "s3:PutObject",
            "Resource": scope.bucket_arn("logs", f"/{BUCKET_LOGS}/*"),
            "Condition": {"StringEquals": {"aws:SourceAccount": scope.account}},
        },
    )


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


@dataclass(frozen=True, slots=True)
class StorageArgs:
    scope: Scope
    ageing: Ageing
    key_arn: pulumi.Input[str]
    protected: bool
    data_classification: str
    tags: Mapping[str, str]


class Storage(pulumi.ComponentResource):
    """Private, encrypted, versioned buckets, whose accesses the log bucket records."""

    def __init__(
        self, name: str, args: StorageArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("plimsoll:infra:Storage", name, None, opts)
        self.name, self.args = name, args
        self.child = pulumi.ResourceOptions(parent=self)

        self.buckets: dict[Purpose, s3.Bucket] = {}
        self.policies: dict[Purpose, s3.BucketPolicy] = {}
        for plan in plan_buckets(args.ageing):
            self.buckets[plan.purpose] = self._bucket(plan)
            self.policies[plan.purpose] = self._close(plan)
            self._keep(plan)
        self._log_accesses()
        self.register_outputs({purpose: each.id for purpose, each in self.buckets.items()})

    def _bucket(self, plan: BucketPlan) -> s3.Bucket:
        classification = "internal" if plan.purpose == "logs" else self.args.data_classification
        return s3.Bucket(
            f"{self.name}-{plan.purpose}",
            bucket=self.args.scope.bucket(plan.purpose),
            force_destroy=not self.args.protected,
            tags={
                **self.args.tags,
                "workload": plan.workload,
                "data-classification": classification,
            },
            opts=pulumi.ResourceOptions(parent=self, protect=self.args.protected),
        )

    def _close(self, plan: BucketPlan) -> s3.BucketPolicy:
        """Shut the bucket off from the public, from ACLs, from plain HTTP."""
        name, bucket = f"{self.name}-{plan.purpose}", self.buckets[plan.purpose].id
        block = s3.BucketPublicAccessBlock(
            name,
            bucket=bucket,
            block_public_acls=True,
            block_public_policy=True,
            ignore_public_acls=True,
            restrict_public_buckets=True,
            opts=self.child,
        )
        s3.BucketOwnershipControls(
            name,
            bucket=bucket,
            rule={"object_ownership": "BucketOwnerEnforced"},
            opts=self.child,
        )
        return s3.BucketPolicy(
            name,
            bucket=bucket,
            policy=bucket_policy(self.args.scope, plan.purpose),
            # S3 refuses two such changes of one bucket at a time.
            opts=pulumi.ResourceOptions(parent=self, depends_on=[block]),
        )

    def _keep(self, plan: BucketPlan) -> None:
        """Encrypt what is in the bucket, keep its versions, let it age."""
        name, bucket = f"{self.name}-{plan.purpose}", self.buckets[plan.purpose].id
        versioning = s3.BucketVersioning(
            name,
            bucket=bucket,
            versioning_configuration={"status": "Enabled"},
            opts=self.child,
        )
        s3.BucketServerSideEncryptionConfiguration(
            name,
            bucket=bucket,
            rules=[
                {
                    "apply_server_side_encryption_by_default": {
                        "sse_algorithm": "aws:kms",
                        "kms_master_key_id": self.args.key_arn,
                    },
                    "bucket_key_enabled": True,
                }
                if plan.own_key
                else {"apply_server_side_encryption_by_default": {"sse_algorithm": "AES256"}}
            ],
            opts=self.child,
        )
        s3.BucketLifecycleConfiguration(
            name,
            bucket=bucket,
            rules=[lifecycle_rule(plan, self.args.ageing.noncurrent)],
            opts=pulumi.ResourceOptions(parent=self, depends_on=[versioning]),
        )

    def _log_accesses(self) -> None:
        for purpose, bucket in self.buckets.items():
            if purpose != "logs":
                s3.BucketLogging(
                    f"{self.name}-{purpose}",
                    bucket=bucket.id,
                    target_bucket=self.buckets["logs"].id,
                    target_prefix=f"{BUCKET_LOGS}/{purpose}/",
                    opts=pulumi.ResourceOptions(parent=self, depends_on=[self.policies["logs"]]),
                )
