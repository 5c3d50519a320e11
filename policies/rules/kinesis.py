"""Rules for Amazon Kinesis and Data Firehose."""

from collections.abc import Iterator, Mapping
from typing import Any

from costing.graph.resource import Resource
from policies.engine.finding import Finding
from policies.engine.logic import all_of, at_least, equal, found, not_, read
from policies.engine.rule import Rule, Settings, resource_rule
from policies.engine.selectors.changes import put_at
from policies.engine.selectors.streams import sourced
from policies.engine.selectors.tokens import DELIVERY_STREAM, STREAM
from policies.engine.stack import Stack
from policies.rules._shared.input_rules import input_rule, must_be, must_not_be

DAY, WEEK = 24, 168  # hours


def by_aws_key(stream: Resource, _stack: Stack, _settings: Settings) -> Mapping[str, Any]:
    key = read(stream, "kmsKeyId", "alias/aws/kinesis")
    return {**stream.inputs, "encryptionType": "KMS", "kmsKeyId": key}


@resource_rule(
    types=(DELIVERY_STREAM,),
    concern="security",
    severity="medium",
    title="Amazon Data Firehose stream is not encrypted",
    risk="Buffered records can be read from the underlying storage.",
    fix='server_side_encryption={"enabled": True}',
    same_intent_as=("CKV_AWS_240",),
    aws_docs="https://docs.aws.amazon.com/firehose/latest/dev/encryption.html",
    remedy=put_at("serverSideEncryption.enabled", value=True),
)
def firehose_delivery_stream_encryption(stream: Resource) -> Iterator[Finding]:
    path = "serverSideEncryption.enabled"
    plain = not_(equal(read(stream, path), option=True))
    yield from found(all_of([plain, not_(sourced(stream))]), stream, path, expected=True)


@resource_rule(
    types=(STREAM,),
    concern="availability",
    severity="medium",
    title="Kinesis data stream keeps records for less than seven days",
    risk="A consumer that fails on a Friday loses records over the weekend.",
    fix="retention_period=168",
    aws_docs="https://docs.aws.amazon.com/streams/latest/dev/kinesis-extended-retention.html",
    production=True,
    settings={"hours": "minimum retention period, in hours"},
)
def kinesis_stream_retention_seven_days(
    stream: Resource, *, hours: int = WEEK
) -> Iterator[Finding]:
    kept = at_least(read(stream, "retentionPeriod", DAY), hours)
    yield from found(not_(kept), stream, "retentionPeriod", f"at least {hours}")


RULES: tuple[Rule, ...] = (
    input_rule(
        "kinesis-stream-encryption",
        must_be("encryptionType", "KMS"),
        types=(STREAM,),
        concern="security",
        severity="high",
        title="Kinesis data stream is not encrypted",
        risk="Stored records can be read from the underlying storage.",
        fix='encryption_type="KMS", kms_key_id=key.arn',
        same_intent_as=("CKV_AWS_43",),
        aws_docs="https://docs.aws.amazon.com/streams/latest/dev/server-side-encryption.html",
        remedy=by_aws_key,
    ),
    firehose_delivery_stream_encryption,
    kinesis_stream_retention_seven_days,
    input_rule(
        "kinesis-analytics-snapshots",
        must_not_be(
            "applicationConfiguration.applicationSnapshotConfiguration.snapshotsEnabled",
            False,
            expected=True,
        ),
        types=("aws:kinesisanalyticsv2/application:Application",),
        concern="availability",
        severity="medium",
        title="Kinesis Analytics (Managed Flink) application takes no snapshots",
        risk="The state is lost when the application is updated or stopped.",
        fix='application_snapshot_configuration={"snapshots_enabled": True}',
        aws_docs="https://docs.aws.amazon.com/managed-flink/latest/java/how-fault-snapshot.html",
        production=True,
    ),
)
