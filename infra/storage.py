"""Buckets: what each is for, how it ages, who may write to it."""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
from pulumi_aws import s3

from infra.bucket import BucketArgs, BucketPlan, only_over_tls, private_bucket
from infra.policy import Statement, allow, document
from infra.scope import Scope

LOAD_BALANCER_LOGS = "load-balancer"  # folders of the log bucket
BUCKET_LOGS = "buckets"


@dataclass(frozen=True, slots=True)
class Ageing:
    """Ages in days at which objects get cheaper to keep, or go."""

    infrequent_access: int
    archive: int
    noncurrent: int  # an overwritten or deleted version
    logs: int
    release_lock: int | None = None  # how long a release is fixed; None: there are none


def plan_buckets(ageing: Ageing) -> list[BucketPlan]:
    """Let what is read less and less get cheaper to keep; models are read whenever one starts."""
    infrequent = (ageing.infrequent_access, "STANDARD_IA")
    archive = (ageing.archive, "GLACIER_IR")
    releases = BucketPlan("releases", "serving", (), locked=ageing.release_lock)
    return [
        BucketPlan("data", "training", (infrequent, archive)),
        BucketPlan("features", "serving", (infrequent,)),
        BucketPlan("models", "serving", ()),
        *([releases] if releases.locked else ()),
        BucketPlan("logs", "shared", (infrequent,), expires=ageing.logs, own_key=False),
    ]


def bucket_policy(scope: Scope, purpose: str) -> str:
    """Refuse plain HTTP; let AWS write logs to the bucket that is for them."""
    return document(
        only_over_tls(scope.bucket_arn(purpose)),
        *(log_delivery(scope) if purpose == "logs" else ()),
    )


def read_releases(scope: Scope) -> list[Statement]:
    """Allow to fetch what was released; the right to the key is the reader's already."""
    bucket = scope.bucket_arn("releases")
    return [allow(["s3:ListBucket"], [bucket]), allow(["s3:GetObject"], [f"{bucket}/*"])]


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

        self.buckets: dict[str, s3.Bucket] = {}
        self.policies: dict[str, s3.BucketPolicy] = {}
        for plan in plan_buckets(args.ageing):
            self.buckets[plan.purpose], self.policies[plan.purpose] = private_bucket(
                f"{name}-{plan.purpose}", self._bucket(plan), self.child
            )
        self._log_accesses()
        self.register_outputs({purpose: each.id for purpose, each in self.buckets.items()})

    def _bucket(self, plan: BucketPlan) -> BucketArgs:
        classification = "internal" if plan.purpose == "logs" else self.args.data_classification
        return BucketArgs(
            name=self.args.scope.bucket(plan.purpose),
            plan=plan,
            policy=bucket_policy(self.args.scope, plan.purpose),
            key_arn=self.args.key_arn,
            noncurrent_days=self.args.ageing.noncurrent,
            protected=self.args.protected,
            tags={
                **self.args.tags,
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
