"""Search, streams, queues, brokers."""

from collections.abc import Iterator
from typing import Any

from costing.graph.resource import Resource
from costing.model import UNKNOWN
from policies.engine.selectors.tokens import (
    BROKER,
    DOMAINS,
    KEY,
    QUEUE,
    TOPIC,
)
from tests.policies.row import Row, declare, name_of, of_input, of_inputs, rule_of

OURS = declare(KEY, "key")


def kafka(**transit: Any) -> dict[str, Any]:
    return {"encryptionInfo": {"encryptionInTransit": transit}}


def public(kind: Any) -> dict[str, Any]:
    access = {"connectivityInfo": {"publicAccess": {"type": kind}}}
    return {"brokerNodeGroupInfo": access}


def flag(rule: str, block: str, key: str = "enabled") -> list[Row]:
    """A rule of search domains that wants a flag in a block."""
    kinds = [kind for kind in DOMAINS if kind in rule_of(rule).types]
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
            "opensearch-domain-node-to-node-encryption",
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
    return [OURS, declare(kind, name_of(kind), inputs)]


ROWS = [
    *flag("opensearch-domain-encryption-at-rest", "encryptAtRest"),
    *nodes(),
    *flag("opensearch-domain-https-only", "domainEndpointOptions", "enforceHttps"),
    *flag("opensearch-domain-fine-grained-access-control", "advancedSecurityOptions"),
    *of_inputs(
        "opensearch-domain-https-only",
        DOMAINS[0],
        passes=[{"domainEndpointOptions": {"tlsSecurityPolicy": "Policy-Min-TLS-1-2-2019-07"}}],
    ),
    *of_inputs(
        "opensearch-domain-minimum-tls-1-2",
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
        "opensearch-domain-in-vpc",
        DOMAINS[1],
        passes=[{"vpcOptions": {"subnetIds": ["subnet-1"]}}],
        fails=[{}],
        unknown=[{"vpcOptions": UNKNOWN}],
    ),
    *of_inputs(
        "msk-cluster-encryption-in-transit",
        passes=[{}, kafka(clientBroker="TLS", inCluster=True), kafka(), {"encryptionInfo": {}}],
        fails=[
            kafka(clientBroker="TLS_PLAINTEXT"),
            kafka(clientBroker="PLAINTEXT", inCluster=True),
            kafka(inCluster=False),
        ],
        unknown=[{"encryptionInfo": UNKNOWN}, kafka(clientBroker=UNKNOWN)],
    ),
    *of_inputs(
        "msk-cluster-not-public",
        passes=[{}, public("DISABLED")],
        fails=[public("SERVICE_PROVIDED_EIPS")],
        unknown=[public(UNKNOWN)],
    ),
    *of_input("kinesis-stream-encryption", "encryptionType", passes=["KMS"], fails=[None, "NONE"]),
    *of_inputs(
        "firehose-delivery-stream-encryption",
        passes=[
            {"serverSideEncryption": {"enabled": True}},
            {"kinesisSourceConfiguration": {"kinesisStreamArn": "arn:aws:kinesis:s"}},
            {"mskSourceConfiguration": {"topicName": "t"}},
        ],
        fails=[{}, {"serverSideEncryption": {"enabled": False}}],
        unknown=[{"serverSideEncryption": UNKNOWN}, {"kinesisSourceConfiguration": UNKNOWN}],
    ),
    Row("sns-topic-encryption", None, with_key(TOPIC, kmsMasterKeyId=OURS)),
    *of_input("sns-topic-encryption", "kmsMasterKeyId", passes=["alias/aws/sns"], fails=[None]),
    Row(
        "sqs-queue-encryption",
        None,
        with_key(QUEUE, sqsManagedSseEnabled=False, kmsMasterKeyId=OURS),
    ),
    *of_inputs(
        "sqs-queue-encryption",
        passes=[{}, {"sqsManagedSseEnabled": True}],
        fails=[{"sqsManagedSseEnabled": False}],
        unknown=[
            {"sqsManagedSseEnabled": UNKNOWN},
            {"sqsManagedSseEnabled": False, "kmsMasterKeyId": UNKNOWN},
        ],
    ),
    Row("sqs-queue-customer-managed-key", None, with_key(QUEUE, kmsMasterKeyId=OURS)),
    *of_input(
        "sqs-queue-customer-managed-key",
        "kmsMasterKeyId",
        passes=[None, "arn:aws:kms:us-east-1:1:key/2"],
        fails=["alias/aws/sqs"],
    ),
    *of_input("mq-broker-not-public", "publiclyAccessible", passes=[None, False], fails=[True]),
    *of_inputs(
        "mq-broker-version-supported",
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
