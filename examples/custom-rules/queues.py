"""Rules in Python: the decorators, readers and lookups of the built-in rules."""

from collections.abc import Iterator

from costing.graph.resource import Resource
from policies.custom import example, resource
from policies.engine.finding import Finding
from policies.engine.logic import at_most, found, not_, read
from policies.engine.rule import stack_rule
from policies.engine.stack import Stack

QUEUE = "aws:sqs/queue:Queue"
POLICY = "aws:sqs/queuePolicy:QueuePolicy"


@stack_rule(
    types=(QUEUE,),
    concern="operations",
    severity="medium",
    title="SQS queue keeps messages for long and has no policy",
    risk="Messages with personal data are kept longer than the privacy notice allows.",
    fix="message_retention_seconds=345600",
    aws_docs="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/",
    settings={"days": "longest retention of messages, days"},
)
def acme_queue_retention(queue: Resource, stack: Stack, *, days: int = 4) -> Iterator[Finding]:
    if stack.attached(queue, "queueUrl", POLICY).found:
        return
    seconds = read(queue, "messageRetentionSeconds", 345_600)
    kept = at_most(seconds, days * 86_400)
    yield from found(not_(kept), queue, "messageRetentionSeconds", f"at most {days} days")


LONG = resource(QUEUE, "long", {"messageRetentionSeconds": 1_209_600})

EXAMPLES = example(
    acme_queue_retention,
    passes=[{}, {"messageRetentionSeconds": 86_400}],
    fails=[{"messageRetentionSeconds": 1_209_600}, [LONG]],
)
