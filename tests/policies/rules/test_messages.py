"""Search, streams, queues, brokers."""

from collections.abc import Iterator
from typing import Any

from costing.graph.resource import Resource
from costing.model import UNKNOWN
from policies.engine.rule import Rule
from policies.engine.selectors.tokens import (
    BROKER,
    DELIVERY_STREAM,
    DOMAINS,
    KAFKA_CLUSTER,
    KEY,
    QUEUE,
    STREAM,
    TOPIC,
)
from policies.rules.kinesis import firehose_delivery_stream_encryption, kinesis_stream_encryption
from policies.rules.mq import mq_broker_not_public, mq_broker_version_supported
from policies.rules.msk import msk_cluster_encryption_in_transit, msk_cluster_not_public
from policies.rules.opensearch.domain import (
    opensearch_domain_encryption_at_rest,
    opensearch_domain_fine_grained_access_control,
    opensearch_domain_https_only,
    opensearch_domain_in_vpc,
    opensearch_domain_minimum_tls_1_2,
    opensearch_domain_node_to_node_encryption,
)
from policies.rules.sns import sns_topic_encryption
from policies.rules.sqs import sqs_queue_customer_managed_key, sqs_queue_encryption
from tests.policies.row import Row, declare, of_inputs

OURS = declare(KEY, "key")


def kafka(**transit: Any) -> dict[str, Any]:
    return {"encryptionInfo": {"encryptionInTransit": transit}}


def public(kind: Any) -> dict[str, Any]:
    access = {"connectivityInfo": {"publicAccess": {"type": kind}}}
    return {"brokerNodeGroupInfo": access}


def flag(rule: Rule, block: str, key: str = "enabled") -> list[Row]:
    """A rule of search domains that wants a flag in a block."""
    kinds = [kind for kind in DOMAINS if kind in rule.types]
    return [
        row
        for kind in kinds
        for row in of_inputs(
            rule,
            kind,
            passes=[{block: {key: True}}, {block: {key: "true"}}],
            fails=[{}, {block: {key: False}}],
            unknown=[{block: {key: UNKNOWN}}, {block: UNKNOWN}],
        )
    ]


def nodes() -> Iterator[Row]:
    for kind in DOMAINS:
        yield from of_inputs(
            opensearch_domain_node_to_node_encryption,
            kind,
            passes=[
                {},
                {"clusterConfig": {"instanceCount": 1}},
                {"clusterConfig": {"instanceCount": 3}, "nodeToNodeEncryption": {"enabled": True}},
            ],
            fails=[
                {"clusterConfig": {"instanceCount": 2}},
                {"clusterConfig": {"instanceCount": 3}, "nodeToNodeEncryption": {"enabled": False}},
                {"clusterConfig": {"dedicatedMasterEnabled": True}},
            ],
            unknown=[
                {"clusterConfig": {"instanceCount": UNKNOWN}},
                {"clusterConfig": {"instanceCount": 2}, "nodeToNodeEncryption": UNKNOWN},
            ],
        )


def with_key(kind: str, **inputs: Any) -> list[Resource]:
    return [OURS, declare(kind, "it", inputs)]


ROWS = [
    *flag(opensearch_domain_encryption_at_rest, "encryptAtRest"),
    *nodes(),
    *flag(opensearch_domain_https_only, "domainEndpointOptions", "enforceHttps"),
    *flag(opensearch_domain_fine_grained_access_control, "advancedSecurityOptions"),
    *of_inputs(
        opensearch_domain_https_only,
        DOMAINS[0],
        passes=[{"domainEndpointOptions": {"tlsSecurityPolicy": "Policy-Min-TLS-1-2-2019-07"}}],
    ),
    *of_inputs(
        opensearch_domain_minimum_tls_1_2,
        DOMAINS[0],
        passes=[
            {"domainEndpointOptions": {"tlsSecurityPolicy": "Policy-Min-TLS-1-2-2019-07"}},
            {"domainEndpointOptions": {"tlsSecurityPolicy": "Policy-Min-TLS-1-2-PFS-2023-10"}},
        ],
        fails=[
            {},
            {"domainEndpointOptions": {"tlsSecurityPolicy": "Policy-Min-TLS-1-0-2019-07"}},
        ],
        unknown=[{"domainEndpointOptions": UNKNOWN}],
    ),
    *of_inputs(
        opensearch_domain_in_vpc,
        DOMAINS[1],
        passes=[{"vpcOptions": {"subnetIds": ["subnet-1"]}}],
        fails=[{}],
        unknown=[{"vpcOptions": UNKNOWN}],
    ),
    *of_inputs(
        msk_cluster_encryption_in_transit,
        KAFKA_CLUSTER,
        passes=[{}, kafka(clientBroker="TLS", inCluster=True), kafka(), {"encryptionInfo": {}}],
        fails=[
            kafka(clientBroker="TLS_PLAINTEXT"),
            kafka(clientBroker="PLAINTEXT", inCluster=True),
            kafka(inCluster=False),
        ],
        unknown=[{"encryptionInfo": UNKNOWN}, kafka(clientBroker=UNKNOWN)],
    ),
    *of_inputs(
        msk_cluster_not_public,
        KAFKA_CLUSTER,
        passes=[{}, public("DISABLED")],
        fails=[public("SERVICE_PROVIDED_EIPS")],
        unknown=[public(UNKNOWN)],
    ),
    *of_inputs(
        kinesis_stream_encryption,
        STREAM,
        passes=[{"encryptionType": "KMS"}],
        fails=[{}, {"encryptionType": "NONE"}],
        unknown=[{"encryptionType": UNKNOWN}],
    ),
    *of_inputs(
        firehose_delivery_stream_encryption,
        DELIVERY_STREAM,
        passes=[
            {"serverSideEncryption": {"enabled": True}},
            {"kinesisSourceConfiguration": {"kinesisStreamArn": "arn:aws:kinesis:s"}},
            {"mskSourceConfiguration": {"topicName": "t"}},
        ],
        fails=[{}, {"serverSideEncryption": {"enabled": False}}],
        unknown=[{"serverSideEncryption": UNKNOWN}, {"kinesisSourceConfiguration": UNKNOWN}],
    ),
    Row(sns_topic_encryption, None, with_key(TOPIC, kmsMasterKeyId=OURS)),
    *of_inputs(
        sns_topic_encryption,
        TOPIC,
        passes=[{"kmsMasterKeyId": "alias/aws/sns"}],
        fails=[{}],
        unknown=[{"kmsMasterKeyId": UNKNOWN}],
    ),
    Row(
        sqs_queue_encryption,
        None,
        with_key(QUEUE, sqsManagedSseEnabled=False, kmsMasterKeyId=OURS),
    ),
    *of_inputs(
        sqs_queue_encryption,
        QUEUE,
        passes=[{}, {"sqsManagedSseEnabled": True}],
        fails=[{"sqsManagedSseEnabled": False}],
        unknown=[
            {"sqsManagedSseEnabled": UNKNOWN},
            {"sqsManagedSseEnabled": False, "kmsMasterKeyId": UNKNOWN},
        ],
    ),
    Row(sqs_queue_customer_managed_key, None, with_key(QUEUE, kmsMasterKeyId=OURS)),
    *of_inputs(
        sqs_queue_customer_managed_key,
        QUEUE,
        passes=[{}, {"kmsMasterKeyId": "arn:aws:kms:us-east-1:1:key/2"}],
        fails=[{"kmsMasterKeyId": "alias/aws/sqs"}],
        unknown=[{"kmsMasterKeyId": UNKNOWN}],
    ),
    *of_inputs(
        mq_broker_not_public,
        BROKER,
        passes=[{}, {"publiclyAccessible": False}],
        fails=[{"publiclyAccessible": True}],
        unknown=[{"publiclyAccessible": UNKNOWN}],
    ),
    *of_inputs(
        mq_broker_version_supported,
        BROKER,
        passes=[
            {"engineType": "ActiveMQ"},
            {"engineType": "ActiveMQ", "engineVersion": "5.18"},
            {"engineType": "RabbitMQ", "engineVersion": "4.2"},
            {"engineType": "RABBITMQ", "engineVersion": "3.13.7"},
        ],
        fails=[
            {"engineType": "ActiveMQ", "engineVersion": "5.9.1"},
            {"engineType": "RabbitMQ", "engineVersion": "3.12.13"},
        ],
        unknown=[
            {"engineType": "ActiveMQ", "engineVersion": UNKNOWN},
            {"engineType": UNKNOWN, "engineVersion": "5.18"},
        ],
    ),
]
