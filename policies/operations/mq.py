"""What tells who did what with a broker."""

from collections.abc import Iterator

from costing.graph import Resource
from policies.finding import Finding
from policies.reading.tokens import BROKER
from policies.reading.values import all_of, equal, found, not_, one_of, read, want
from policies.rule import resource_rule


@resource_rule(
    types=(BROKER,),
    concern="operations",
    severity="low",
    fix='logs={"audit": True, "general": True}',
    same_intent_as=("CKV_AWS_197",),
    url="https://docs.aws.amazon.com/amazon-mq/latest/developer-guide/security-logging-monitoring.html",
)
def broker_audited(broker: Resource) -> Iterator[Finding]:
    """ActiveMQ says who changed what; RabbitMQ has no such log."""
    path = "logs.audit"
    able = not_(one_of(read(broker, "engineType"), ("RabbitMQ", "RABBITMQ")))
    off = not_(equal(read(broker, path), option=True))
    yield from found(all_of([able, off]), broker, path, wanted=True)


@resource_rule(
    types=(BROKER,),
    concern="operations",
    severity="low",
    fix='logs={"general": True}',
    same_intent_as=("CKV_AWS_48",),
    url="https://docs.aws.amazon.com/amazon-mq/latest/developer-guide/security-logging-monitoring.html",
)
def broker_logs(broker: Resource) -> Iterator[Finding]:
    """A broker logs what went wrong with it."""
    yield from want(broker, "logs.general", True)
