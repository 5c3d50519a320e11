"""Rules for Amazon MQ."""

import re
from collections.abc import Iterator

from costing.graph.resource import Resource
from costing.model import UNKNOWN
from policies.engine.finding import Finding
from policies.engine.logic import (
    all_of,
    equal,
    forbid,
    found,
    is_unknown,
    not_,
    one_of,
    read,
    require,
)
from policies.engine.rule import Rule, resource_rule
from policies.engine.selectors.dated_facts import fact
from policies.engine.selectors.tokens import BROKER

IN_ZONES = ("ACTIVE_STANDBY_MULTI_AZ", "CLUSTER_MULTI_AZ")


@resource_rule(
    types=(BROKER,),
    concern="security",
    severity="critical",
    title="Amazon MQ broker is publicly accessible",
    risk="The broker can be attacked from the internet.",
    fix="publicly_accessible=False",
    same_intent_as=("CKV_AWS_69",),
    aws_docs="https://docs.aws.amazon.com/amazon-mq/latest/developer-guide/using-amazon-mq-securely.html",
)
def mq_broker_not_public(broker: Resource) -> Iterator[Finding]:
    yield from forbid(broker, "publiclyAccessible", True, expected=False)


@resource_rule(
    types=(BROKER, "aws:mq/configuration:Configuration"),
    concern="security",
    severity="medium",
    title="Amazon MQ broker version is out of support",
    risk="The engine gets no security patches.",
    fix='engine_version="5.18" or newer for ActiveMQ, "3.13" or newer for RabbitMQ',
    same_intent_as=("CKV_AWS_208",),
    aws_docs="https://docs.aws.amazon.com/amazon-mq/latest/developer-guide/activemq-version-management.html",
)
def mq_broker_version_supported(broker: Resource) -> Iterator[Finding]:
    path = "engineVersion"
    version, engine = read(broker, path), read(broker, "engineType")
    if version is None:
        return  # the default is the newest version
    oldest = {name: numbers(fact("mq", name)) for name in ("activemq", "rabbitmq")}
    least = oldest.get(str(engine).lower())  # None for an unknown engine
    old = UNKNOWN if is_unknown(version) or least is None else numbers(str(version)) < least
    yield from found(old, broker, path, "a supported version")


def numbers(version: str) -> tuple[int, ...]:
    return tuple(int(each) for each in re.findall(r"\d{1,9}", version))[:2]


@resource_rule(
    types=(BROKER,),
    concern="availability",
    severity="high",
    title="Amazon MQ broker has no standby in a second zone",
    risk="The loss of the zone stops messaging.",
    fix='deployment_mode="ACTIVE_STANDBY_MULTI_AZ", "CLUSTER_MULTI_AZ" for RabbitMQ',
    same_intent_as=(),
    aws_docs="https://docs.aws.amazon.com/amazon-mq/latest/developer-guide/amazon-mq-broker-architecture.html",
    production=True,
)
def mq_broker_multi_az(broker: Resource) -> Iterator[Finding]:
    yield from require(broker, "deploymentMode", *IN_ZONES, default="SINGLE_INSTANCE")


@resource_rule(
    types=(BROKER,),
    concern="operations",
    severity="low",
    title="Amazon MQ ActiveMQ broker has no audit logging",
    risk="Administrative changes are not recorded.",
    fix='logs={"audit": True, "general": True}',
    same_intent_as=("CKV_AWS_197",),
    aws_docs="https://docs.aws.amazon.com/amazon-mq/latest/developer-guide/security-logging-monitoring.html",
)
def mq_broker_audit_logging(broker: Resource) -> Iterator[Finding]:
    path = "logs.audit"
    able = not_(one_of(read(broker, "engineType"), ("RabbitMQ", "RABBITMQ")))
    off = not_(equal(read(broker, path), option=True))
    yield from found(all_of([able, off]), broker, path, expected=True)


@resource_rule(
    types=(BROKER,),
    concern="operations",
    severity="low",
    title="Amazon MQ broker has no general logging",
    risk="Errors leave no record, so their cause cannot be found.",
    fix='logs={"general": True}',
    same_intent_as=("CKV_AWS_48",),
    aws_docs="https://docs.aws.amazon.com/amazon-mq/latest/developer-guide/security-logging-monitoring.html",
)
def mq_broker_general_logging(broker: Resource) -> Iterator[Finding]:
    yield from require(broker, "logs.general", True)


@resource_rule(
    types=("aws:mq/broker:Broker",),
    concern="operations",
    severity="low",
    title="Amazon MQ broker does not get minor version upgrades",
    risk="Known faults and vulnerabilities stay open.",
    fix="auto_minor_version_upgrade=True",
    same_intent_as=("CKV_AWS_207", "mq_broker_auto_minor_version_upgrades"),
    aws_docs="https://docs.aws.amazon.com/securityhub/latest/userguide/mq-controls.html",
)
def mq_broker_minor_version_upgrade(resource: Resource) -> Iterator[Finding]:
    yield from require(resource, "autoMinorVersionUpgrade", True)


RULES: tuple[Rule, ...] = (
    mq_broker_not_public,
    mq_broker_version_supported,
    mq_broker_multi_az,
    mq_broker_audit_logging,
    mq_broker_general_logging,
    mq_broker_minor_version_upgrade,
)
