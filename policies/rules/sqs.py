"""Rules for Amazon SQS."""

from collections.abc import Iterator

from costing.graph.resource import Resource
from policies.engine.finding import Finding
from policies.engine.logic import all_of, equal, found, given, not_, read
from policies.engine.rule import Rule, resource_rule
from policies.engine.selectors.changes import put_at
from policies.engine.selectors.keys import A_KEY_OF_OURS, own_key
from policies.engine.selectors.tokens import QUEUE

SQS = "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide"


@resource_rule(
    types=(QUEUE,),
    concern="security",
    severity="medium",
    title="SQS queue is not encrypted",
    risk="Stored messages can be read from the underlying storage.",
    fix="sqs_managed_sse_enabled=True, or kms_master_key_id=key.id",
    same_intent_as=("CKV_AWS_27",),
    aws_docs=f"{SQS}/sqs-server-side-encryption.html",
    remedy=put_at("sqsManagedSseEnabled", value=True),
)
def sqs_queue_encryption(queue: Resource) -> Iterator[Finding]:
    path = "sqsManagedSseEnabled"
    off = equal(read(queue, path), option=False)
    broken = all_of([off, not_(given(queue, "kmsMasterKeyId"))])
    yield from found(broken, queue, path, expected=True)


@resource_rule(
    types=(QUEUE,),
    concern="security",
    severity="low",
    title="SQS queue uses the AWS managed KMS key",
    risk=(
        "Other accounts and services cannot use the queue, and the key's policy cannot be changed."
    ),
    fix="kms_master_key_id=key.id, not alias/aws/sqs",
    same_intent_as=("CKV2_AWS_73",),
    aws_docs=f"{SQS}/sqs-key-management.html",
)
def sqs_queue_customer_managed_key(queue: Resource) -> Iterator[Finding]:
    path = "kmsMasterKeyId"
    broken = all_of([given(queue, path), not_(own_key(queue, path))])
    yield from found(broken, queue, path, A_KEY_OF_OURS)


RULES: tuple[Rule, ...] = (
    sqs_queue_encryption,
    sqs_queue_customer_managed_key,
)
