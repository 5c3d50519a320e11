"""What keeps a broker's messages from being read."""

import re
from collections.abc import Iterator

from costing.graph import Resource
from costing.model import UNKNOWN
from policies.finding import Finding
from policies.reading.knowledge import fact
from policies.reading.tokens import BROKER
from policies.reading.values import Truth, found, is_open, read, refuse
from policies.rule import resource_rule


@resource_rule(
    types=(BROKER,),
    concern="security",
    severity="critical",
    fix="publicly_accessible=False",
    same_intent_as=("CKV_AWS_69",),
    url="https://docs.aws.amazon.com/amazon-mq/latest/developer-guide/using-amazon-mq-securely.html",
)
def broker_not_public(broker: Resource) -> Iterator[Finding]:
    """A broker has no public address."""
    yield from refuse(broker, "publiclyAccessible", True, wanted=False)


@resource_rule(
    types=(BROKER, "aws:mq/configuration:Configuration"),
    concern="security",
    severity="medium",
    fix='engine_version="5.18" of ActiveMQ, "3.13" of RabbitMQ, or newer',
    same_intent_as=("CKV_AWS_208",),
    url="https://docs.aws.amazon.com/amazon-mq/latest/developer-guide/activemq-version-management.html",
)
def broker_version_supported(broker: Resource) -> Iterator[Finding]:
    """A broker's version still gets the fixes of its engine."""
    path = "engineVersion"
    version, engine = read(broker, path), read(broker, "engineType")
    if version is None:
        return  # the newest
    oldest = {name: numbers(fact("mq", name)) for name in ("activemq", "rabbitmq")}
    old: Truth = UNKNOWN
    if not is_open(version) and not is_open(engine):
        old = numbers(str(version)) < oldest[str(engine).lower()]
    yield from found(old, broker, path, "a version that AWS supports")


def numbers(version: str) -> tuple[int, ...]:
    return tuple(int(each) for each in re.findall(r"\d+", version))[:2]
