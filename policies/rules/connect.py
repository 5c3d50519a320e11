"""Rules for Amazon Connect."""

from policies.engine.rule import Rule
from policies.rules._shared.input_rules import input_is, input_rule, must_be, must_be_given

RULES: tuple[Rule, ...] = (
    input_rule(
        "connect-video-storage-customer-managed-key",
        must_be_given(
            "storageConfig.kinesisVideoStreamConfig.encryptionConfig.keyId",
            "a customer managed key",
            when=input_is("storageConfig.storageType", "KINESIS_VIDEO_STREAM"),
        ),
        types=("aws:connect/instanceStorageConfig:InstanceStorageConfig",),
        concern="security",
        severity="low",
        title="Connect video stream (AWS) is not encrypted with a customer managed key",
        risk="Access to recordings cannot be restricted through a key policy.",
        fix='storage_config={"kinesis_video_stream_config": {"encryption_config": '
        '{"encryption_type": "KMS", "key_id": key.arn}}}',
        same_intent_as=("CKV_AWS_269",),
        aws_docs="https://docs.aws.amazon.com/connect/latest/adminguide/encryption-at-rest.html",
    ),
    input_rule(
        "connect-s3-storage-customer-managed-key",
        must_be_given(
            "storageConfig.s3Config.encryptionConfig.keyId",
            "a customer managed key",
            when=input_is("storageConfig.storageType", "S3"),
        ),
        types=("aws:connect/instanceStorageConfig:InstanceStorageConfig",),
        concern="security",
        severity="low",
        title="Connect S3 storage (AWS) is not encrypted with a customer managed key",
        risk="Access to recordings cannot be restricted through a key policy.",
        fix='storage_config={"s3_config": {"encryption_config": {"encryption_type": "KMS", '
        '"key_id": key.arn}}}',
        same_intent_as=("CKV_AWS_270",),
        aws_docs="https://docs.aws.amazon.com/connect/latest/adminguide/encryption-at-rest.html",
    ),
    input_rule(
        "connect-instance-flow-logs",
        must_be("contactFlowLogsEnabled", True),
        types=("aws:connect/instance:Instance",),
        concern="operations",
        severity="medium",
        title="Connect instance (AWS) has no flow logs",
        risk="Failures of contact flows leave no record.",
        fix="contact_flow_logs_enabled=True",
        aws_docs="https://docs.aws.amazon.com/securityhub/latest/userguide/connect-controls.html",
    ),
)
