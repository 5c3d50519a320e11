"""Rules for Amazon MSK."""

import re
from collections.abc import Iterator

from costing.graph.resource import Resource
from costing.model import UNKNOWN
from policies.engine.finding import Finding
from policies.engine.logic import (
    Truth,
    UnknownInput,
    all_of,
    any_of,
    at_least,
    equal,
    figure,
    found,
    given,
    is_unknown,
    not_,
    read,
)
from policies.engine.rule import Rule, resource_rule, stack_rule
from policies.engine.selectors.tokens import KAFKA_CLUSTER
from policies.engine.selectors.zones import zones_of
from policies.engine.stack import Stack
from policies.rules._shared.input_rules import input_rule, must_be, must_not_be

GUIDE = "https://docs.aws.amazon.com/msk/latest/developerguide"
ZONES = 3
SUBNETS = "brokerNodeGroupInfo.clientSubnets"
# Minimum of each property: three copies of a message, acknowledged by two brokers.
REPLICATED = {"default.replication.factor": 3, "min.insync.replicas": 2}
LOGS = "loggingInfo.brokerLogs"
NEAREST = re.compile(
    r"^\s*replica\.selector\.class\s*=\s*\S*RackAwareReplicaSelector", re.MULTILINE
)
AUTHENTICATION = (
    "clientAuthentication.sasl.iam",
    "clientAuthentication.sasl.scram",
    "clientAuthentication.tls",
)


@resource_rule(
    types=(KAFKA_CLUSTER,),
    concern="security",
    severity="high",
    title="MSK cluster accepts unencrypted traffic",
    risk="Messages can be read in transit.",
    fix='encryption_info={"encryption_in_transit": {"client_broker": "TLS", "in_cluster": True}}',
    same_intent_as=("CKV_AWS_81",),
    aws_docs=f"{GUIDE}/msk-encryption.html",
)
def msk_cluster_encryption_in_transit(cluster: Resource) -> Iterator[Finding]:
    block = "encryptionInfo"
    if is_unknown(read(cluster, block)):
        raise UnknownInput(cluster, block)
    inside, outside = f"{block}.encryptionInTransit.inCluster", f"{block}.encryptionInTransit"
    in_cluster = equal(read(cluster, inside, default=True), option=True)
    yield from found(not_(in_cluster), cluster, inside, expected=True)
    client = f"{outside}.clientBroker"
    yield from found(not_(equal(read(cluster, client, "TLS"), "TLS")), cluster, client, "TLS")


@stack_rule(
    types=(KAFKA_CLUSTER,),
    concern="availability",
    severity="high",
    title="MSK cluster does not spread its brokers evenly over three zones",
    risk="The loss of a zone can remove the majority of replicas.",
    fix="client_subnets in three zones, and number_of_broker_nodes a multiple of three",
    aws_docs="https://docs.aws.amazon.com/msk/latest/developerguide/bestpractices.html",
    production=True,
)
def msk_cluster_three_zones(cluster: Resource, stack: Stack) -> Iterator[Finding]:
    spread = zones_of(stack, cluster, SUBNETS).at_least(ZONES)
    yield from found(not_(spread), cluster, SUBNETS, f"{ZONES} zones")
    even = divides(read(cluster, "numberOfBrokerNodes", 0))
    broken = all_of([spread, not_(even)])
    yield from found(broken, cluster, "numberOfBrokerNodes", f"a multiple of {ZONES}")


def divides(brokers: object) -> Truth:
    number = figure(brokers)
    if is_unknown(brokers) or number is None or not number.is_finite():
        return UNKNOWN if is_unknown(brokers) else False
    return number > 0 and int(number) % ZONES == 0


@resource_rule(
    types=("aws:msk/configuration:Configuration",),
    concern="availability",
    severity="high",
    title=(
        "MSK configuration replicates messages to fewer than three brokers or acknowledges one copy"
    ),
    risk="The loss of a broker loses messages.",
    fix=r'server_properties="default.replication.factor=3\nmin.insync.replicas=2"',
    aws_docs="https://docs.aws.amazon.com/msk/latest/developerguide/msk-default-configuration.html",
    production=True,
)
def msk_configuration_replication(configuration: Resource) -> Iterator[Finding]:
    path = "serverProperties"
    text = read(configuration, path, "")
    lost = any_of(is_less(text, name, least) for name, least in REPLICATED.items())
    expected = [f"{name}={least}, at least" for name, least in REPLICATED.items()]
    yield from found(lost, configuration, path, expected)


def is_less(text: object, name: str, least: int) -> Truth:
    """Return whether the properties set a value below its default."""
    if is_unknown(text):
        return UNKNOWN
    [*specified] = re.findall(rf"^\s*{re.escape(name)}\s*[=:]\s*(\S+)", str(text), re.MULTILINE)
    return bool(specified) and not_(at_least(specified[-1], least))


@resource_rule(
    types=(KAFKA_CLUSTER,),
    concern="operations",
    severity="medium",
    title="MSK cluster has no broker logging",
    risk="Errors leave no record, so their cause cannot be found.",
    fix='logging_info={"broker_logs": {"cloudwatch_logs": {"enabled": True, "log_group": ...}}}',
    same_intent_as=("CKV_AWS_80",),
    aws_docs="https://docs.aws.amazon.com/msk/latest/developerguide/msk-logging.html",
)
def msk_cluster_broker_logging(cluster: Resource) -> Iterator[Finding]:
    kept = any_of(
        equal(read(cluster, f"{LOGS}.{each}.enabled"), option=True)
        for each in ("cloudwatchLogs", "firehose", "s3")
    )
    yield from found(not_(kept), cluster, LOGS, "a log destination")


@resource_rule(
    types=("aws:msk/configuration:Configuration",),
    concern="cost",
    severity="low",
    title="MSK configuration does not let consumers read from the replica in their zone",
    risk="Reads across zones are charged for each GB.",
    fix=(
        "server_properties: "
        "replica.selector.class=org.apache.kafka.common.replica.RackAwareReplicaSelector,"
        " and client.rack on each consumer"
    ),
    aws_docs="https://docs.aws.amazon.com/msk/latest/developerguide/msk-configuration-properties.html",
)
def msk_configuration_rack_aware_reads(configuration: Resource) -> Iterator[Finding]:
    text = read(configuration, "serverProperties", "")
    near = UNKNOWN if is_unknown(text) else bool(NEAREST.search(str(text)))
    yield from found(
        not_(near),
        configuration,
        "serverProperties",
        "the replica selector for the consumer's zone",
    )


@resource_rule(
    types=("aws:msk/cluster:Cluster",),
    concern="security",
    severity="high",
    title="MSK cluster accepts unauthenticated clients",
    risk="Anything in the network can read and write all topics.",
    fix='client_authentication={"sasl": {"iam": True}, "unauthenticated": False}',
    same_intent_as=("kafka_cluster_unrestricted_access_disabled",),
    aws_docs="https://docs.aws.amazon.com/msk/latest/developerguide/kafka_apis_iam.html",
)
def msk_cluster_no_unauthenticated_access(resource: Resource) -> Iterator[Finding]:
    path = "clientAuthentication.unauthenticated"
    methods = any_of(given(resource, each) for each in AUTHENTICATION)
    open_ = equal(read(resource, path), option=True)
    broken = any_of([open_, all_of([not_(methods), not_(open_)])])
    yield from found(broken, resource, path, expected=False)


@resource_rule(
    types=("aws:mskconnect/connector:Connector",),
    concern="operations",
    severity="medium",
    title="MSK connector has no logs",
    risk="Messages that failed to copy leave no record.",
    fix='log_delivery={"worker_log_delivery": {"cloudwatch_logs": {"enabled": True, ...}}}',
    aws_docs="https://docs.aws.amazon.com/securityhub/latest/userguide/msk-controls.html",
)
def msk_connector_logging(resource: Resource) -> Iterator[Finding]:
    base = "logDelivery.workerLogDelivery"
    logs = any_of(
        equal(read(resource, f"{base}.{each}.enabled"), option=True)
        for each in ("cloudwatchLogs", "firehose", "s3")
    )
    yield from found(not_(logs), resource, base, "a log destination")


RULES: tuple[Rule, ...] = (
    msk_cluster_encryption_in_transit,
    input_rule(
        "msk-cluster-not-public",
        must_not_be(
            "brokerNodeGroupInfo.connectivityInfo.publicAccess.type",
            "SERVICE_PROVIDED_EIPS",
            expected="DISABLED",
        ),
        types=(KAFKA_CLUSTER,),
        concern="security",
        severity="critical",
        title="MSK cluster has public access enabled",
        risk="Brokers can be attacked from the internet.",
        fix='connectivity_info={"public_access": {"type": "DISABLED"}}',
        same_intent_as=("CKV_AWS_291",),
        aws_docs=f"{GUIDE}/public-access.html",
    ),
    msk_cluster_three_zones,
    msk_configuration_replication,
    msk_cluster_broker_logging,
    msk_configuration_rack_aware_reads,
    msk_cluster_no_unauthenticated_access,
    input_rule(
        "msk-connector-encryption-in-transit",
        must_be("kafkaClusterEncryptionInTransit.encryptionType", "TLS"),
        types=("aws:mskconnect/connector:Connector",),
        concern="security",
        severity="high",
        title="MSK connector accepts plain text to the cluster",
        risk="Messages can be read in transit.",
        fix='kafka_cluster_encryption_in_transit={"encryption_type": "TLS"}',
        same_intent_as=("kafka_connector_in_transit_encryption_enabled",),
        aws_docs="https://docs.aws.amazon.com/securityhub/latest/userguide/msk-controls.html",
    ),
    msk_connector_logging,
    input_rule(
        "msk-cluster-enhanced-monitoring",
        must_not_be(
            "enhancedMonitoring", "DEFAULT", expected="PER_TOPIC_PER_BROKER", default="DEFAULT"
        ),
        types=("aws:msk/cluster:Cluster",),
        concern="operations",
        severity="low",
        title="MSK cluster has basic monitoring only",
        risk="Load and lag of single brokers and topics are not visible.",
        fix='enhanced_monitoring="PER_TOPIC_PER_BROKER"',
        same_intent_as=("kafka_cluster_enhanced_monitoring_enabled",),
        aws_docs="https://docs.aws.amazon.com/msk/latest/developerguide/metrics-details.html",
        regulated=True,
    ),
)
