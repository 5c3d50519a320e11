"""The stream: Kinesis, for events that several read at their own pace."""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
from pulumi_aws import kinesis

from infra.alarms import Alarm
from infra.parameters import publish
from infra.policy import Statement, allow
from infra.roles import allow_key
from infra.scope import Scope
from infra.settings import KinesisSettings


def stream_name(scope: Scope) -> str:
    """Return a name that policies can have before the stream is there."""
    return f"{scope.prefix}-events"


def stream_arn(scope: Scope) -> str:
    return scope.arn("kinesis", f"stream/{stream_name(scope)}")


def write_events(scope: Scope) -> list[Statement]:
    actions = ["kinesis:DescribeStreamSummary", "kinesis:PutRecord", "kinesis:PutRecords"]
    return [allow(actions, [stream_arn(scope)]), allow_key(scope, "data", "kinesis")]


def read_events(scope: Scope) -> list[Statement]:
    actions = [
        "kinesis:DescribeStream",
        "kinesis:DescribeStreamSummary",
        "kinesis:GetRecords",
        "kinesis:GetShardIterator",
        "kinesis:ListShards",
    ]
    return [allow(actions, [stream_arn(scope)]), allow_key(scope, "data", "kinesis")]


@dataclass(frozen=True, slots=True)
class StreamArgs:
    scope: Scope
    settings: KinesisSettings
    key_arn: pulumi.Input[str]
    protected: bool
    tags: Mapping[str, str]


class Stream(pulumi.ComponentResource):
    """A stream that Kinesis keeps in three zones; on demand it also makes room by itself."""

    def __init__(
        self, name: str, args: StreamArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("plimsoll:infra:Stream", name, None, opts)
        settings = args.settings
        self.child = pulumi.ResourceOptions(parent=self)
        self.stream = kinesis.Stream(
            name,
            name=stream_name(args.scope),
            stream_mode_details={"stream_mode": "PROVISIONED" if settings.shards else "ON_DEMAND"},
            shard_count=settings.shards,
            retention_period=settings.retention_hours,
            encryption_type="KMS",
            kms_key_id=args.key_arn,
            enforce_consumer_deletion=not args.protected,
            tags=args.tags,
            opts=pulumi.ResourceOptions(parent=self, protect=args.protected),
        )
        self.arn = self.stream.arn
        self.alarms = stream_alarms(self.stream.name, settings)
        publish(name, args.scope, {"name": self.stream.name}, args.tags, self.child)
        self.register_outputs({"arn": self.arn})


def stream_alarms(stream: pulumi.Output[str], settings: KinesisSettings) -> list[Alarm]:
    refused = [
        Alarm(
            name=f"{direction}-refused",
            meaning=f"The stream has no room to {direction}: shards lack, or one key has it all",
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
        meaning=f"A reader is {settings.lag_seconds} seconds behind; what it has not read in "
        f"{settings.retention_hours} hours is lost",
        namespace="AWS/Kinesis",
        metric="GetRecords.IteratorAgeMilliseconds",
        dimensions={"StreamName": stream},
        statistic="Maximum",
        threshold=settings.lag_seconds * 1000,
    )
    return [*refused, lag]
