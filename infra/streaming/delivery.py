"""Firehose delivery of events to the data bucket, with one prefix per day."""

from dataclasses import dataclass

import pulumi
from pulumi_aws import cloudwatch, kinesis

from infra.aws.alarm import Alarm
from infra.aws.log_group import log_group
from infra.aws.policy_document import Statement, allow, allow_key, document
from infra.aws.role import service_role
from infra.context import Context
from infra.deployment import Deployment
from infra.streaming.settings import DeliverySettings
from infra.streaming.stream import read_events

DAY = "year=!{timestamp:yyyy}/month=!{timestamp:MM}/day=!{timestamp:dd}/"
EVENTS, UNDELIVERED = f"events/{DAY}", f"undelivered/!{{firehose:error-output-type}}/{DAY}"
MAX_BUFFERS = 3  # buffer intervals until delivery counts as stalled


def delivery_name(context: Context) -> str:
    """Return the stream name, which policies refer to before deployment."""
    return f"{context.prefix}-delivery"


def put_records(context: Context) -> list[Statement]:
    """Allow writing to Firehose directly, without a Kinesis stream."""
    arn = context.arn("firehose", f"deliverystream/{delivery_name(context)}")
    return [allow(["firehose:PutRecord", "firehose:PutRecordBatch"], [arn])]


def delivery_permissions(context: Context, *, from_stream: bool) -> list[Statement]:
    bucket = context.bucket_arn("data")
    objects = [f"{bucket}/events/*", f"{bucket}/undelivered/*"]
    logs = context.arn("logs", f"log-group:{context.path('delivery')}:*")
    return [
        allow(["s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads"], [bucket]),
        allow(["s3:AbortMultipartUpload", "s3:GetObject", "s3:PutObject"], objects),
        allow_key(context, "data", "s3"),
        allow(["logs:PutLogEvents"], [logs]),
        *(read_events(context) if from_stream else ()),
    ]


def delivery_trust(context: Context) -> str:
    """Return the trust policy of Firehose on behalf of this account.

    https://docs.aws.amazon.com/firehose/latest/dev/controlling-access.html (2026-11)
    """
    return document(
        {
            "Effect": "Allow",
            "Principal": {"Service": "firehose.amazonaws.com"},
            "Action": "sts:AssumeRole",
            "Condition": {"StringEquals": {"sts:ExternalId": context.account}},
        }
    )


@dataclass(frozen=True, slots=True)
class DeliveryArgs:
    context: Context
    settings: DeliverySettings
    stream_arn: pulumi.Input[str] | None  # source; None: direct PUT
    bucket_arn: pulumi.Input[str]
    key_arn: pulumi.Input[str]


class Delivery(pulumi.ComponentResource):
    """Firehose stream to S3 with retries for a day and a prefix for failed records."""

    def __init__(
        self, name: str, args: DeliveryArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("plimsoll:infra:Delivery", name, None, opts)
        self.name, self.args = name, args
        self.tags = args.context.tags("delivery", "batch")
        self.child = pulumi.ResourceOptions(parent=self)
        from_stream = args.stream_arn is not None
        role, policy = service_role(
            name,
            delivery_trust(args.context),
            delivery_permissions(args.context, from_stream=from_stream),
            self.tags,
            self.child,
        )
        group = log_group(name, args.context.path("delivery"), args.context, self.tags, self.child)
        log = cloudwatch.LogStream(name, name="s3", log_group_name=group.name, opts=self.child)
        self.delivery = kinesis.FirehoseDeliveryStream(
            name,
            name=delivery_name(args.context),
            destination="extended_s3",
            kinesis_source_configuration={
                "kinesis_stream_arn": args.stream_arn,
                "role_arn": role.arn,
            }
            if args.stream_arn is not None
            else None,
            # Records of a Kinesis stream are encrypted there.
            server_side_encryption=None
            if from_stream
            else {
                "enabled": True,
                "key_type": "CUSTOMER_MANAGED_CMK",
                "key_arn": args.key_arn,
            },
            extended_s3_configuration=self._destination(role.arn, group.name, log.name),
            tags=self.tags,
            opts=pulumi.ResourceOptions(parent=self, depends_on=[policy]),
        )
        self.alarms = delivery_alarms(self.delivery.name, args.settings)
        self.register_outputs({"name": self.delivery.name, "arn": self.delivery.arn})

    def _destination(
        self, role: pulumi.Input[str], group: pulumi.Input[str], log: pulumi.Input[str]
    ) -> kinesis.FirehoseDeliveryStreamExtendedS3ConfigurationArgsDict:
        args = self.args
        return {
            "bucket_arn": args.bucket_arn,
            "role_arn": role,
            "prefix": EVENTS,
            "error_output_prefix": UNDELIVERED,
            "buffering_size": args.settings.buffer_mb,
            "buffering_interval": args.settings.buffer_seconds,
            "compression_format": "GZIP",
            "kms_key_arn": args.key_arn,
            "cloudwatch_logging_options": {
                "enabled": True,
                "log_group_name": group,
                "log_stream_name": log,
            },
        }


def delivery_alarms(delivery: pulumi.Output[str], settings: DeliverySettings) -> list[Alarm]:
    seconds = MAX_BUFFERS * settings.buffer_seconds
    return [
        Alarm(
            name="data-freshness",
            description=f"Delivery is {seconds} seconds late; records are lost after a day",
            namespace="AWS/Firehose",
            metric="DeliveryToS3.DataFreshness",  # seconds
            dimensions={"DeliveryStreamName": delivery},
            statistic="Maximum",
            threshold=seconds,
        )
    ]


def add_delivery(
    d: Deployment, stream_arn: pulumi.Input[str] | None, bucket_arn: pulumi.Input[str]
) -> None:
    """Availability: Firehose buffers in several zones and retries for a day."""
    if settings := d.settings.delivery:
        args = DeliveryArgs(d.context, settings, stream_arn, bucket_arn, d.keys["data"])
        d.create(Delivery, "delivery", args)
        if stream_arn is None:
            d.allow_clients(put_records(d.context))
