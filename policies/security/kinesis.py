"""What keeps streams from being read."""

from collections.abc import Iterator, Mapping
from typing import Any

from costing.graph import Resource
from policies.finding import Finding
from policies.reading.changes import put_at
from policies.reading.stack import Stack
from policies.reading.streams import sourced
from policies.reading.tokens import DELIVERY_STREAM, STREAM
from policies.reading.values import all_of, equal, found, not_, read, want
from policies.rule import Settings, resource_rule


def by_aws_key(stream: Resource, _stack: Stack, _settings: Settings) -> Mapping[str, Any]:
    key = read(stream, "kmsKeyId", "alias/aws/kinesis")
    return {**stream.inputs, "encryptionType": "KMS", "kmsKeyId": key}


@resource_rule(
    types=(STREAM,),
    concern="security",
    severity="high",
    fix='encryption_type="KMS", kms_key_id=key.arn',
    same_intent_as=("CKV_AWS_43",),
    url="https://docs.aws.amazon.com/streams/latest/dev/server-side-encryption.html",
    remedy=by_aws_key,
)
def stream_encrypted(stream: Resource) -> Iterator[Finding]:
    """Records are encrypted while a stream holds them."""
    yield from want(stream, "encryptionType", "KMS")


@resource_rule(
    types=(DELIVERY_STREAM,),
    concern="security",
    severity="high",
    fix='server_side_encryption={"enabled": True}',
    same_intent_as=("CKV_AWS_240",),
    url="https://docs.aws.amazon.com/firehose/latest/dev/encryption.html",
    remedy=put_at("serverSideEncryption.enabled", value=True),
)
def delivery_stream_encrypted(stream: Resource) -> Iterator[Finding]:
    """Records are encrypted while Firehose holds them; those of a stream are where they are."""
    path = "serverSideEncryption.enabled"
    plain = not_(equal(read(stream, path), option=True))
    yield from found(all_of([plain, not_(sourced(stream))]), stream, path, wanted=True)
