"""S3 buckets of data, features, models, releases and logs."""

from dataclasses import dataclass

import pulumi
from pulumi_aws import s3

from infra.aws.bucket import (
    BUCKET_LOGS,
    CANARY,
    LOAD_BALANCER_LOGS,
    BucketArgs,
    BucketPlan,
    deny_insecure_transport,
    private_bucket,
)
from infra.aws.policy_document import Statement, allow, document
from infra.context import Context
from infra.deployment import Deployment


@dataclass(frozen=True, slots=True)
class Retention:
    """Ages of lifecycle transitions and expirations, days."""

    infrequent_access: int
    archive: int
    noncurrent: int  # versions
    logs: int
    release_lock: int | None = None  # Object Lock; None: no releases bucket


def plan_buckets(retention: Retention) -> list[BucketPlan]:
    """Return the buckets; models have no transitions because every start reads them."""
    infrequent = (retention.infrequent_access, "STANDARD_IA")
    archive = (retention.archive, "GLACIER_IR")
    releases = BucketPlan("releases", "serving", (), locked=retention.release_lock)
    return [
        BucketPlan("data", "training", (infrequent, archive)),
        BucketPlan("features", "serving", (infrequent,)),
        BucketPlan("models", "serving", ()),
        *([releases] if releases.locked else ()),
        BucketPlan(
            "logs",
            "shared",
            (infrequent,),
            expires=retention.logs,
            customer_key=False,
            prefixes=tuple(f"{each}/" for each in (LOAD_BALANCER_LOGS, BUCKET_LOGS, CANARY)),
        ),
    ]


def bucket_policy(context: Context, purpose: str) -> str:
    """Deny insecure transport; allow log delivery to the log bucket."""
    return document(
        deny_insecure_transport(context.bucket_arn(purpose)),
        *(log_delivery(context) if purpose == "logs" else ()),
    )


def read_releases(context: Context) -> list[Statement]:
    """Allow reading released models; readers have the key permission already."""
    bucket = context.bucket_arn("releases")
    return [allow(["s3:ListBucket"], [bucket]), allow(["s3:GetObject"], [f"{bucket}/*"])]


def log_delivery(context: Context) -> tuple[Statement, Statement]:
    """Allow delivery of load balancer and S3 access logs (2026-11).

    https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
    https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html
    """
    folder = f"/{LOAD_BALANCER_LOGS}/AWSLogs/{context.account}/*"
    load_balancers = context.arn("elasticloadbalancing", "loadbalancer/*")
    return (
        {
            "Sid": "AllowLoadBalancerLogs",
            "Effect": "Allow",
            "Principal": {"Service": "logdelivery.elasticloadbalancing.amazonaws.com"},
            "Action": "s3:PutObject",
            "Resource": context.bucket_arn("logs", folder),
            "Condition": {"ArnLike": {"aws:SourceArn": load_balancers}},
        },
        {
            "Sid": "AllowServerAccessLogs",
            "Effect": "Allow",
            "Principal": {"Service": "logging.s3.amazonaws.com"},
            "Action": "s3:PutObject",
            "Resource": context.bucket_arn("logs", f"/{BUCKET_LOGS}/*"),
            "Condition": {"StringEquals": {"aws:SourceAccount": context.account}},
        },
    )


@dataclass(frozen=True, slots=True)
class StorageArgs:
    context: Context
    retention: Retention
    key_arn: pulumi.Input[str]


class Storage(pulumi.ComponentResource):
    """Private, encrypted, versioned buckets with server access logging to the log bucket."""

    def __init__(
        self, name: str, args: StorageArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("plimsoll:infra:Storage", name, None, opts)
        self.name, self.args = name, args
        self.tags = args.context.tags("storage", "shared")
        self.child = pulumi.ResourceOptions(parent=self)

        self.buckets: dict[str, s3.Bucket] = {}
        self.policies: dict[str, s3.BucketPolicy] = {}
        for plan in plan_buckets(args.retention):
            self.buckets[plan.purpose], self.policies[plan.purpose] = private_bucket(
                f"{name}-{plan.purpose}", self._bucket(plan), self.child
            )
        self._log_accesses()
        self.register_outputs({purpose: each.id for purpose, each in self.buckets.items()})

    def _bucket(self, plan: BucketPlan) -> BucketArgs:
        classification = (
            "internal" if plan.purpose == "logs" else self.args.context.data_classification
        )
        return BucketArgs(
            name=self.args.context.bucket(plan.purpose),
            plan=plan,
            policy=bucket_policy(self.args.context, plan.purpose),
            key_arn=self.args.key_arn,
            noncurrent_days=self.args.retention.noncurrent,
            protected=self.args.context.protected,
            tags={
                **self.tags,
                "workload": plan.workload,
                "data-classification": classification,
            },
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


def add_storage(d: Deployment) -> Storage:
    """Availability: S3 stores objects in three zones; versions allow undoing deletions."""
    settings = d.settings.storage
    retention = Retention(
        infrequent_access=settings.infrequent_access_days,
        archive=settings.archive_days,
        noncurrent=settings.noncurrent_days,
        logs=settings.log_days,
        release_lock=settings.release_lock_days,
    )
    storage = d.create(Storage, "storage", StorageArgs(d.context, retention, d.keys["data"]))
    for purpose, bucket in storage.buckets.items():
        d.outputs[f"{purpose}_bucket"] = bucket.bucket
    return storage
