"""Rules for Amazon Connect."""

from collections.abc import Iterator

from costing.graph.resource import Resource
from policies.engine.finding import Finding
from policies.engine.logic import all_of, equal, found, given, not_, read, require
from policies.engine.rule import Rule, resource_rule


@resource_rule(
    types=("aws:connect/instanceStorageConfig:InstanceStorageConfig",),
    concern="security",
    severity="low",
    title="Connect video stream (AWS) is not encrypted with a customer managed key",
    risk="Access to recordings cannot be restricted through a key policy.",
    fix=(
        'storage_config={"kinesis_video_stream_config": {"encryption_config": '
        '{"encryption_type": "KMS", "key_id": key.arn}}}'
    ),
    same_intent_as=("CKV_AWS_269",),
    aws_docs="https://docs.aws.amazon.com/connect/latest/adminguide/encryption-at-rest.html",
)
def connect_video_storage_customer_managed_key(resource: Resource) -> Iterator[Finding]:
    path = "storageConfig.kinesisVideoStreamConfig.encryptionConfig.keyId"
    guarded = equal(read(resource, "storageConfig.storageType"), "KINESIS_VIDEO_STREAM")
    broken = not_(given(resource, path))
    yield from found(all_of([guarded, broken]), resource, path, "a customer managed key")


@resource_rule(
    types=("aws:connect/instanceStorageConfig:InstanceStorageConfig",),
    concern="security",
    severity="low",
    title="Connect S3 storage (AWS) is not encrypted with a customer managed key",
    risk="Access to recordings cannot be restricted through a key policy.",
    fix=(
        'storage_config={"s3_config": {"encryption_config": {"encryption_type": "KMS", '
        '"key_id": key.arn}}}'
    ),
    same_intent_as=("CKV_AWS_270",),
    aws_docs="https://docs.aws.amazon.com/connect/latest/adminguide/encryption-at-rest.html",
)
def connect_s3_storage_customer_managed_key(resource: Resource) -> Iterator[Finding]:
    path = "storageConfig.s3Config.encryptionConfig.keyId"
    guarded = equal(read(resource, "storageConfig.storageType"), "S3")
    broken = not_(given(resource, path))
    yield from found(all_of([guarded, broken]), resource, path, "a customer managed key")


@resource_rule(
    types=("aws:connect/instance:Instance",),
    concern="operations",
    severity="medium",
    title="Connect instance (AWS) has no flow logs",
    risk="Failures of contact flows leave no record.",
    fix="contact_flow_logs_enabled=True",
    same_intent_as=(),
    aws_docs="https://docs.aws.amazon.com/securityhub/latest/userguide/connect-controls.html",
)
def connect_instance_flow_logs(resource: Resource) -> Iterator[Finding]:
    yield from require(resource, "contactFlowLogsEnabled", True)


RULES: tuple[Rule, ...] = (
    connect_video_storage_customer_managed_key,
    connect_s3_storage_customer_managed_key,
    connect_instance_flow_logs,
)
