"""What keeps Kafka going when a zone is down."""

import re
from collections.abc import Iterator

from costing.graph import Resource
from costing.model import UNKNOWN
from policies.finding import Finding
from policies.reading.stack import Stack
from policies.reading.tokens import KAFKA_CLUSTER
from policies.reading.values import (
    Truth,
    all_of,
    any_of,
    at_least,
    figure,
    found,
    is_open,
    not_,
    read,
)
from policies.reading.zones import zones_of
from policies.rule import resource_rule, stack_rule

ZONES = 3
SUBNETS = "brokerNodeGroupInfo.clientSubnets"
# What a property must be at least: a message on three brokers, written once two have it.
REPLICATED = {"default.replication.factor": 3, "min.insync.replicas": 2}


@stack_rule(
    types=(KAFKA_CLUSTER,),
    concern="availability",
    severity="high",
    fix="client_subnets of three zones, number_of_broker_nodes a multiple of three",
    same_intent_as=(),
    url="https://docs.aws.amazon.com/msk/latest/developerguide/bestpractices.html",
    production=True,
)
def kafka_brokers_in_three_zones(cluster: Resource, stack: Stack) -> Iterator[Finding]:
    """Kafka has as many brokers in each of three zones: one can go, and two copies are left."""
    spread = zones_of(stack, cluster, SUBNETS).at_least(ZONES)
    yield from found(not_(spread), cluster, SUBNETS, f"{ZONES} zones")
    even = divides(read(cluster, "numberOfBrokerNodes", 0))
    broken = all_of([spread, not_(even)])
    yield from found(broken, cluster, "numberOfBrokerNodes", f"a multiple of {ZONES}")


def divides(brokers: object) -> Truth:
    number = figure(brokers)
    return UNKNOWN if is_open(brokers) else bool(number and number % ZONES == 0)


@resource_rule(
    types=("aws:msk/configuration:Configuration",),
    concern="availability",
    severity="high",
    fix=r'server_properties="default.replication.factor=3\nmin.insync.replicas=2"',
    same_intent_as=(),
    url="https://docs.aws.amazon.com/msk/latest/developerguide/msk-default-configuration.html",
    production=True,
)
def kafka_messages_replicated(configuration: Resource) -> Iterator[Finding]:
    """A message is on three brokers, and taken as written once two have it."""
    path = "serverProperties"
    text = read(configuration, path, "")
    lost = any_of(is_less(text, name, least) for name, least in REPLICATED.items())
    wanted = [f"{name}={least} or more" for name, least in REPLICATED.items()]
    yield from found(lost, configuration, path, wanted)


def is_less(text: object, name: str, least: int) -> Truth:
    """Whether the properties set one below what it is by default."""
    if is_open(text):
        return UNKNOWN
    [*stated] = re.findall(rf"^\s*{re.escape(name)}\s*[=:]\s*(\S+)", str(text), re.MULTILINE)
    return bool(stated) and not_(at_least(stated[-1], least))
