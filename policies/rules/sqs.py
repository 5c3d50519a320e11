"""Rules for Amazon SQS."""

from collections.abc import Iterator

from costing.graph.resource import Resource
from policies.engine.finding import Finding
from policies.engine.logic import all_of, any_of, equal, found, given, is_set, not_, one_of, read
from policies.engine.rule import Rule, resource_rule, stack_rule
from policies.engine.selectors.changes import put_at
from policies.engine.selectors.documents import statements
from policies.engine.selectors.tokens import QUEUE
from policies.engine.stack import Stack
from policies.rules._shared.input_rules import input_is_given, input_rule, must_be_own_key

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
    types=("aws:sqs/queuePolicy:QueuePolicy", "aws:sqs/queue:Queue"),
    concern="security",
    severity="medium",
    title="SQS queue policy allows all actions",
    risk="A sender can also read, purge and delete the queue.",
    fix='"Action": ["sqs:SendMessage"]',
    same_intent_as=("CKV_AWS_72",),
    aws_docs="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-security-best-practices.html",
)
def sqs_policy_no_wildcard_action(resource: Resource) -> Iterator[Finding]:
    for statement in statements(resource, "policy") if is_set(resource, "policy") else ():
        every = any_of(one_of(each, ("*", "sqs:*", "SQS:*")) for each in statement.actions)
        broken = all_of([statement.allows, every])
        because = f"{statement.path} allows all actions"
        yield from found(
            broken, resource, statement.path, "the actions that are needed", because=because
        )


@stack_rule(
    types=("aws:sqs/queue:Queue",),
    concern="availability",
    severity="low",
    title="SQS queue has no dead-letter queue",
    risk="Messages that cannot be handled are retried until they expire, and are lost.",
    fix=(
        'redrive_policy=dead.arn.apply(lambda arn: json.dumps({"deadLetterTargetArn": arn, '
        '"maxReceiveCount": 5}))'
    ),
    aws_docs="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html",
    regulated=True,
)
def sqs_queue_dead_letter_queue(resource: Resource, stack: Stack) -> Iterator[Finding]:
    separate = stack.attached(resource, "queueUrl", "aws:sqs/redrivePolicy:RedrivePolicy")
    allows = any_of(given(resource, key) for key in ("redrivePolicy", "redriveAllowPolicy"))
    yield from found(
        not_(any_of([allows, separate.exist])), resource, "redrivePolicy", "a dead-letter queue"
    )


RULES: tuple[Rule, ...] = (
    sqs_queue_encryption,
    input_rule(
        "sqs-queue-customer-managed-key",
        must_be_own_key("kmsMasterKeyId", when=input_is_given("kmsMasterKeyId")),
        types=(QUEUE,),
        concern="security",
        severity="low",
        title="SQS queue uses the AWS managed KMS key",
        risk="Other accounts and services cannot use the queue, and the key's policy cannot "
        "be changed.",
        fix="kms_master_key_id=key.id, not alias/aws/sqs",
        same_intent_as=("CKV2_AWS_73",),
        aws_docs=f"{SQS}/sqs-key-management.html",
    ),
    sqs_policy_no_wildcard_action,
    sqs_queue_dead_letter_queue,
)
