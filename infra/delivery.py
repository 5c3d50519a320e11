"""Delivery: Firehose, which brings events into the lake a folder a day."""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
from pulumi_aws import cloudwatch, kinesis

from infra.alarms import Alarm
from infra.logs import LogKeeping, log_group
from infra.policy import Statement, allow, document
from infra.roles import allow_key, service_role
from infra.scope import Scope
from infra.settings import DeliverySettings
from infra.stream import read_events

DAY = "year=!{timestamp:yyyy}/month=!{timestamp:MM}/day=!{timestamp:dd}/"
EVENTS, UNDELIVERED = f"events/{DAY}", f"undelivered/!{{firehose:error-output-type}}/{DAY}"
LATE = 3  # buffers; what is older is stuck


def delivery_name(scope: Scope) -> str:
    """Return a name that policies can have before the delivery stream is there."""
    return f"{scope.prefix}-delivery"


def hand_over(scope: Scope) -> list[Statement]:
    """Allow to write to Firehose itself, where there is no stream to write to."""
    arn = scope.arn("firehose", f"deliverystream/{delivery_name(scope)}")
    return [allow(["firehose:PutRecord", "firehose:PutRecordBatch"], [arn])]


def delivery_permissions(scope: Scope, *, from_stream: bool) -> list[Statement]:
    bucket = scope.bucket_arn("data")
    objects = [f"{bucket}/events/*", f"{bucket}/undelivered/*"]
    logs = scope.arn("logs", f"log-group:{scope.path('delivery')}:*")
    return [
        allow(["s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads"], [bucket]),
        allow(["s3:AbortMultipartUpload", "s3:GetObject", "s3:PutObject"], objects),
        allow_key(scope, "data", "s3"),
        allow(["logs:PutLogEvents"], [logs]),
        *(read_events(scope) if from_stream else ()),
    ]


def trust(scope: Scope) -> str:
    """https://docs.aws.amazon.com/firehose/latest/dev/controlling-access.html (2026-11)."""
    return document(
        {
            "Effect": "Allow",
            "Principal": {"Service": "firehose.amazonaws.com"},
            "Action": "sts:AssumeRole",
            "Condition": {"StringEquals": {"sts:ExternalId": scope.account}},
        }
    )


@dataclass(frozen=True, slots=True)
class DeliveryArgs:
    scope: Scope
    settings: DeliverySettings
    stream_arn: pulumi.Input[str] | None  # what it reads; None: it is written to
    bucket_arn: pulumi.Input[str]
    key_arn: pulumi.Input[str]
    logs: LogKeeping
    tags: Mapping[str, str]


class Delivery(pulumi.ComponentResource):
    """Firehose, which tries again for a day, and puts aside what it could not deliver."""

    def __init__(
        self, name: str, args: DeliveryArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("plimsoll:infra:Delivery", name, None, opts)
        self.name, self.args = name, args
        self.child = pulumi.ResourceOptions(parent=self)
        from_stream = args.stream_arn is not None
        role, policy = service_role(
            name,
            trust(args.scope),
            delivery_permissions(args.scope, from_stream=from_stream),
            args.tags,
            self.child,
        )
        group = log_group(name, args.scope.path("delivery"), args.logs, args.tags, self.child)
        log = cloudwatch.LogStream(name, name="s3", log_group_name=group.name, opts=self.child)
        self.delivery = kinesis.FirehoseDeliveryStream(
            name,
            name=delivery_name(args.scope),
            destination="extended_s3",
            kinesis_source_configuration={
                "kinesis_stream_arn": args.stream_arn,
                "role_arn": role.arn,
            }
            if args.stream_arn is not None
            else None,
            # Records that come from a stream are encrypted there.
            server_side_encryption=None
            if from_stream
            else {
                "enabled": True,
                "key_type": "CUSTOMER_MANAGED_CMK",
                "key_arn": args.key_arn,
            },
            extended_s3_configuration=self._into_lake(role.arn, group.name, log.name),
            tags=args.tags,
            opts=pulumi.ResourceOptions(parent=self, depends_on=[policy]),
        )
        self.alarms = delivery_alarms(self.delivery.name, args.settings)
        self.register_outputs({"name": self.delivery.name})

    def _into_lake(
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
    seconds = LATE * settings.buffer_seconds
    return [
        Alarm(
            name="stale",
            meaning=f"Events have waited {seconds} seconds for the lake; a day, and they are lost",
            namespace="AWS/Firehose",
            metric="DeliveryToS3.DataFreshness",  # seconds
            dimensions={"DeliveryStreamName": delivery},
            statistic="Maximum",
            threshold=seconds,
        )
    ]
