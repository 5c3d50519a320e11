"""Checkpoints: where training that loses its machine starts again, on whichever machine that is."""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
from pulumi_aws import s3

from infra.bucket import BucketArgs, BucketPlan, private_bucket
from infra.scope import Scope
from infra.storage import BUCKET_LOGS, bucket_policy

PURPOSE = "checkpoints"


@dataclass(frozen=True, slots=True)
class CheckpointsArgs:
    scope: Scope
    days: int
    key_arn: pulumi.Input[str]
    log_bucket: pulumi.Input[str]
    after: pulumi.Resource  # what lets logs be written there
    protected: bool
    tags: Mapping[str, str]


class Checkpoints(pulumi.ComponentResource):
    """A bucket that forgets: a checkpoint is of use until its job is done."""

    def __init__(
        self, name: str, args: CheckpointsArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("plimsoll:infra:Checkpoints", name, None, opts)
        bucket_args = BucketArgs(
            name=args.scope.bucket(PURPOSE),
            plan=BucketPlan(PURPOSE, "training", (), expires=args.days),
            policy=bucket_policy(args.scope, PURPOSE),
            key_arn=args.key_arn,
            noncurrent_days=1,  # each overwrites the last
            protected=args.protected,
            tags=args.tags,
        )
        self.bucket, _ = private_bucket(name, bucket_args, pulumi.ResourceOptions(parent=self))
        s3.BucketLogging(
            name,
            bucket=self.bucket.id,
            target_bucket=args.log_bucket,
            target_prefix=f"{BUCKET_LOGS}/{PURPOSE}/",
            opts=pulumi.ResourceOptions(parent=self, depends_on=[args.after]),
        )
        self.register_outputs({"bucket": self.bucket.id})
