"""Kinesis data stream of events with several independent consumers."""

from dataclasses import dataclass

import pulumi
from pulumi_aws import kinesis

from infra.aws.alarm import Alarm
from infra.aws.parameter import publish
from infra.aws.policy_document import Statement, allow, allow_key
from infra.context import Context
from infra.deployment import Deployment
from infra.streaming.settings import KinesisSettings


def stream_name(context: Context) -> str:
    """Return the stream name, which policies refer to before deployment."""
    return f"{context.prefix}-events"


def stream_arn(context: Context) -> str:
    return context.arn("kinesis", f"stream/{stream_name(context)}")


def write_events(context: Context) -> list[Statement]:
    actions = ["kinesis:DescribeStreamSummary", "kinesis:PutRecord", "kinesis:PutRecords"]
    return [allow(actions, [stream_arn(context)]), allow_key(context, "data", "kinesis")]


def read_events(context: Context) -> list[Statement]:
    actions = [
        "kinesis:DescribeStream",
        "kinesis:DescribeStreamSummary",
        "kinesis:GetRecords",
        "kinesis:GetShardIterator",
        "kinesis:ListShards",
    ]
    return [allow(actions, [stream_arn(context)]), allow_key(context, "data", "kinesis")]


@dataclass(frozen=True, slots=True)
class StreamArgs:
    context: Context
    settings: KinesisSettings
    key_arn: pulumi.Input[str]


class Stream(pulumi.ComponentResource):
    """Encrypted Kinesis data stream, on-demand unless a number of shards is set."""

    def __init__(
        self, name: str, args: StreamArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("plimsoll:infra:Stream", name, None, opts)
        self.tags = args.context.tags("stream", "shared")
        settings = args.settings
        self.child = pulumi.ResourceOptions(parent=self)
        self.stream = kinesis.Stream(
            name,
            name=stream_name(args.context),
            stream_mode_details={"stream_mode": "PROVISIONED" if settings.shards else "ON_DEMAND"},
            shard_count=settings.shards,
            retention_period=settings.retention_hours,
            encryption_type="KMS",
            kms_key_id=args.key_arn,
            enforce_consumer_deletion=not args.context.protected,
            tags=self.tags,
            opts=pulumi.ResourceOptions(parent=self, protect=args.context.protected),
        )
        self.arn = self.stream.arn
        self.alarms = stream_alarms(self.stream.name, settings)
        publish(name, args.context, {"name": self.stream.name}, self.tags, self.child)
        self.register_outputs({"arn": self.arn})


def stream_alarms(stream: pulumi.Output[str], settings: KinesisSettings) -> list[Alarm]:
    throttled = [
        Alarm(
            name=f"{direction}-throttled",
            description=f"{direction.title()} requests are throttled: add shards or check keys",
            namespace="AWS/Kinesis",
            metric=f"{direction.title()}ProvisionedThroughputExceeded",
            dimensions={"StreamName": stream},
            statistic="Sum",
            threshold=0,
        )
        for direction in ("read", "write")
    ]
    lag = Alarm(
        name="lag",
        description=f"A consumer is {settings.lag_seconds} seconds behind; records expire after "
        f"{settings.retention_hours} hours",
        namespace="AWS/Kinesis",
        metric="GetRecords.IteratorAgeMilliseconds",
        dimensions={"StreamName": stream},
        statistic="Maximum",
        threshold=settings.lag_seconds * 1000,
    )
    return [*throttled, lag]


def add_stream(d: Deployment) -> Stream | None:
    """Availability: Kinesis acknowledges a record when it is stored in three zones."""
    settings = d.settings.kinesis
    if settings is None:
        return None
    stream = d.create(Stream, "stream", StreamArgs(d.context, settings, d.keys["data"]))
    d.allow_clients(write_events(d.context), store=stream)
    d.outputs["stream"] = stream.stream.name
    return stream
