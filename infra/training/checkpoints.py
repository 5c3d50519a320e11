"""S3 bucket of training checkpoints, from which interrupted jobs resume."""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
from pulumi_aws import s3

from infra.aws.bucket import (
    BUCKET_LOGS,
    BucketArgs,
    BucketPlan,
    deny_insecure_transport,
    private_bucket,
)
from infra.aws.policy_document import document
from infra.context import Context
from infra.deployment import Deployment

PURPOSE = "checkpoints"


@dataclass(frozen=True, slots=True)
class CheckpointsArgs:
    context: Context
    days: int
    key_arn: pulumi.Input[str]
    log_bucket: pulumi.Input[str]
    depends_on: Sequence[pulumi.Resource] = ()  # policy of the log bucket


class Checkpoints(pulumi.ComponentResource):
    """Bucket whose objects expire after a retention period."""

    def __init__(
        self, name: str, args: CheckpointsArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("plimsoll:infra:Checkpoints", name, None, opts)
        self.tags = args.context.tags("checkpoints", "training")
        bucket_args = BucketArgs(
            name=args.context.bucket(PURPOSE),
            plan=BucketPlan(PURPOSE, "training", (), expires=args.days),
            policy=document(deny_insecure_transport(args.context.bucket_arn(PURPOSE))),
            key_arn=args.key_arn,
            noncurrent_days=1,  # checkpoints are overwritten
            protected=args.context.protected,
            tags=self.tags,
        )
        self.bucket, _ = private_bucket(name, bucket_args, pulumi.ResourceOptions(parent=self))
        s3.BucketLogging(
            name,
            bucket=self.bucket.id,
            target_bucket=args.log_bucket,
            target_prefix=f"{BUCKET_LOGS}/{PURPOSE}/",
            opts=pulumi.ResourceOptions(parent=self, depends_on=args.depends_on),
        )
        self.register_outputs({"bucket": self.bucket.id, "arn": self.bucket.arn})


def add_checkpoints(
    d: Deployment, log_bucket: pulumi.Input[str], depends_on: Sequence[pulumi.Resource]
) -> None:
    """Availability: checkpoints in S3 outlive the instance and the zone that wrote them."""
    if d.settings.training or d.settings.model_registry:
        days = d.settings.storage.checkpoint_days
        args = CheckpointsArgs(d.context, days, d.keys["data"], log_bucket, depends_on)
        checkpoints = d.create(Checkpoints, "checkpoints", args)
        d.outputs["checkpoints_bucket"] = checkpoints.bucket.bucket
