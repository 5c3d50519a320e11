"""Rules for Amazon MQ."""

import re
from collections.abc import Iterator

from costing.graph.resource import Resource
from costing.model import UNKNOWN
from policies.engine.finding import Finding
from policies.engine.logic import (
    found,
    is_unknown,
    read,
)
from policies.engine.rule import Rule, resource_rule
from policies.engine.selectors.dated_facts import fact
from policies.engine.selectors.tokens import BROKER
from policies.rules._shared.input_rules import input_is_not, input_rule, must_be, must_not_be

IN_ZONES = ("ACTIVE_STANDBY_MULTI_AZ", "CLUSTER_MULTI_AZ")


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


RULES: tuple[Rule, ...] = (
    input_rule(
        "mq-broker-not-public",
        must_not_be("publiclyAccessible", True, expected=False),
        types=(BROKER,),
        concern="security",
        severity="critical",
        title="Amazon MQ broker is publicly accessible",
        risk="The broker can be attacked from the internet.",
        fix="publicly_accessible=False",
        same_intent_as=("CKV_AWS_69",),
        aws_docs="https://docs.aws.amazon.com/amazon-mq/latest/developer-guide/using-amazon-mq-securely.html",
    ),
    mq_broker_version_supported,
    input_rule(
        "mq-broker-multi-az",
        must_be("deploymentMode", *IN_ZONES, default="SINGLE_INSTANCE"),
        types=(BROKER,),
        concern="availability",
        severity="high",
        title="Amazon MQ broker has no standby in a second zone",
        risk="The loss of the zone stops messaging.",
        fix='deployment_mode="ACTIVE_STANDBY_MULTI_AZ", "CLUSTER_MULTI_AZ" for RabbitMQ',
        aws_docs="https://docs.aws.amazon.com/amazon-mq/latest/developer-guide/amazon-mq-broker-architecture.html",
        production=True,
    ),
    input_rule(
        "mq-broker-audit-logging",
        must_be("logs.audit", True, when=input_is_not("engineType", "RabbitMQ", "RABBITMQ")),
        types=(BROKER,),
        concern="operations",
        severity="low",
        title="Amazon MQ ActiveMQ broker has no audit logging",
        risk="Administrative changes are not recorded.",
        fix='logs={"audit": True, "general": True}',
        same_intent_as=("CKV_AWS_197",),
        aws_docs="https://docs.aws.amazon.com/amazon-mq/latest/developer-guide/security-logging-monitoring.html",
    ),
    input_rule(
        "mq-broker-general-logging",
        must_be("logs.general", True),
        types=(BROKER,),
        concern="operations",
        severity="low",
        title="Amazon MQ broker has no general logging",
        risk="Errors leave no record, so their cause cannot be found.",
        fix='logs={"general": True}',
        same_intent_as=("CKV_AWS_48",),
        aws_docs="https://docs.aws.amazon.com/amazon-mq/latest/developer-guide/security-logging-monitoring.html",
    ),
    input_rule(
        "mq-broker-minor-version-upgrade",
        must_be("autoMinorVersionUpgrade", True),
        types=("aws:mq/broker:Broker",),
        concern="operations",
        severity="low",
        title="Amazon MQ broker does not get minor version upgrades",
        risk="Known faults and vulnerabilities stay open.",
        fix="auto_minor_version_upgrade=True",
        same_intent_as=("CKV_AWS_207", "mq_broker_auto_minor_version_upgrades"),
        aws_docs="https://docs.aws.amazon.com/securityhub/latest/userguide/mq-controls.html",
    ),
)
