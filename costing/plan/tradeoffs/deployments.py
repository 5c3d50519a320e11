"""Decisions of brokers, warehouses and file systems: one zone or several."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from costing.estimate.changes import Change
from costing.graph.resource import Graph, Resource, at
from costing.model import UNKNOWN, hidden
from costing.plan.tradeoffs.model import Decision, Setting, Unknown
from costing.plan.tradeoffs.zones import ZoneEvents

NO_LEVEL = "no service level of either setting has a source"
MSK, MOST_ZONES = "aws:msk/cluster:Cluster", 3


@dataclass(frozen=True, slots=True)
class Deployment:
    """An input that selects one zone or several.

    `several` maps each value of one zone to the value for several zones; the first is the default.
    """

    kind: str
    type: str
    input: str
    several: Mapping[str | bool, str | bool]
    recovery_point: str  # with several zones
    recovery_time: str


COPIED = "none (synchronous copy in another zone)"
DEPLOYMENTS = (
    Deployment(
        "warehouse zones",
        "aws:redshift/cluster:Cluster",
        "multiAz",
        {False: True},
        "none",
        "automatic failover",
    ),
    Deployment(
        "file system zones",
        "aws:fsx/windowsFileSystem:WindowsFileSystem",
        "deploymentType",
        {"SINGLE_AZ_1": "MULTI_AZ_1", "SINGLE_AZ_2": "MULTI_AZ_1"},
        COPIED,
        "automatic failover",
    ),
    Deployment(
        "file system zones",
        "aws:fsx/ontapFileSystem:OntapFileSystem",
        "deploymentType",
        {"SINGLE_AZ_1": "MULTI_AZ_1", "SINGLE_AZ_2": "MULTI_AZ_2"},
        COPIED,
        "automatic failover",
    ),
    Deployment(
        "file system zones",
        "aws:fsx/openZfsFileSystem:OpenZfsFileSystem",
        "deploymentType",
        {"SINGLE_AZ_HA_2": "MULTI_AZ_1", "SINGLE_AZ_2": "MULTI_AZ_1"},
        COPIED,
        "automatic failover",
    ),
)
BROKER = "aws:mq/broker:Broker"
ONE_BROKER = "SINGLE_INSTANCE"
BROKERS = {"activemq": "ACTIVE_STANDBY_MULTI_AZ", "rabbitmq": "CLUSTER_MULTI_AZ"}  # by engine


def deployments(graph: Graph, _: ZoneEvents) -> Iterator[Decision | Unknown]:
    """Yield the zones of warehouses and file systems."""
    for each in DEPLOYMENTS:
        for resource in graph.of_type(each.type):
            if (found := deployment(each, resource)) is not None:
                yield found


def deployment(each: Deployment, resource: Resource) -> Decision | Unknown | None:
    value = resource.inputs.get(each.input)
    if hidden(value):
        return Unknown(each.kind, resource, f"{each.input} is known only after deployment")
    first = next(iter(each.several))
    value = first if value is None else value
    one = {several: one for one, several in reversed([*each.several.items()])}
    if not isinstance(value, str | bool) or value not in {*one, *each.several}:
        return None  # Redshift nodes and deployment types that have no counterpart
    taken = value in one
    several = value if taken else each.several[value]
    single = one[value] if taken else value
    return Decision(
        each.kind,
        resource,
        taken=taken,
        with_it=Setting(
            f"{each.input} {text(several)}", None, each.recovery_point, each.recovery_time
        ),
        without=Setting(f"{each.input} {text(single)}"),
        change=Change({resource.urn: {each.input: single if taken else several}}),
        not_modelled=NO_LEVEL,
    )


def text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def brokers(graph: Graph, _: ZoneEvents) -> Iterator[Decision | Unknown]:
    """Yield the zones of each message broker."""
    for broker in graph.of_type(BROKER):
        engine, mode = broker.inputs.get("engineType"), broker.inputs.get("deploymentMode")
        if hidden(engine) or hidden(mode):
            path = "engineType" if hidden(engine) else "deploymentMode"
            yield Unknown("broker zones", broker, f"{path} is known only after deployment")
            continue
        several = BROKERS.get(str(engine).lower())
        if several is None or not (mode is None or mode in (ONE_BROKER, several)):
            continue
        taken = mode == several
        yield Decision(
            "broker zones",
            broker,
            taken=taken,
            with_it=Setting(several, None, "none (messages are stored in several zones)"),
            without=Setting(ONE_BROKER),
            change=Change({broker.urn: {"deploymentMode": ONE_BROKER if taken else several}}),
            not_modelled=NO_LEVEL,
        )


def kafka_zones(graph: Graph, _: ZoneEvents) -> Iterator[Decision | Unknown]:
    """Yield the zones of each Kafka cluster: one less, or three. The brokers a zone stay."""
    for cluster in graph.of_type(MSK):
        nodes = cluster.inputs.get("numberOfBrokerNodes")
        subnets = at(cluster.inputs, "brokerNodeGroupInfo.clientSubnets")
        if subnets is UNKNOWN or hidden(nodes):
            path = "numberOfBrokerNodes" if hidden(nodes) else "clientSubnets"
            yield Unknown("Kafka zones", cluster, f"{path} is known only after deployment")
            continue
        zones = len(subnets) if isinstance(subnets, list) else 0
        if not isinstance(nodes, int | float) or zones not in {2, MOST_ZONES} or nodes % zones:
            continue
        other = 2 if zones == MOST_ZONES else MOST_ZONES
        taken = zones == MOST_ZONES
        sides = [Setting(f"{n} zones, {nodes / zones * n:g} brokers") for n in (MOST_ZONES, 2)]
        yield Decision(
            "Kafka zones",
            cluster,
            taken=taken,
            with_it=sides[0],
            without=sides[1],
            change=Change({cluster.urn: {"numberOfBrokerNodes": int(nodes / zones * other)}}),
            not_modelled=NO_LEVEL,
        )
