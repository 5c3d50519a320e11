from costing.resources._shared.application_autoscaling import TARGET
from costing.resources.msk import Cluster, Replicator, ServerlessCluster, VpcConnection
from tests import graphs
from tests.costing.resources.case import Case

SMALL = "Kafka.t3.small"


def brokers(kind: str, gib: int | None = None) -> dict[str, object]:
    storage = {"storageInfo": {"ebsStorageInfo": {"volumeSize": gib}}} if gib else {}
    return {
        "numberOfBrokerNodes": 3,
        "brokerNodeGroupInfo": {"instanceType": kind, **storage},
    }


GROWING = graphs.resource(
    TARGET,
    "storage",
    {
        "minCapacity": 1,
        "maxCapacity": 900,
        "scalableDimension": "kafka:broker-storage:VolumeSize",
        "resourceId": "arn",
    },
    references=graphs.refers("resourceId", graphs.resource(Cluster.type, "it")),
)
TOPICS = [
    graphs.resource(
        "aws:msk/topic:Topic",
        name,
        {"clusterArn": "arn", "partitionCount": count},
        references=graphs.refers("clusterArn", graphs.resource(ServerlessCluster.type, "it")),
    )
    for name, count in (("a", 3), ("b", 12))
]
MOVED = {"KafkaServerless-In-Bytes": None, "KafkaServerless-Out-Bytes": None}
SERVERLESS = {**MOVED, "KafkaServerless-StorageHours": None}

CASES = [
    Case(
        "public brokers, custom metrics and provisioned throughput without a known price",
        Cluster,
        {
            "numberOfBrokerNodes": 3,
            "enhancedMonitoring": "PER_BROKER",
            "brokerNodeGroupInfo": {
                "instanceType": "kafka.m5.large",
                "connectivityInfo": {"publicAccess": {"type": "SERVICE_PROVIDED_EIPS"}},
                "storageInfo": {
                    "ebsStorageInfo": {
                        "volumeSize": 100,
                        "provisionedThroughput": {"enabled": True, "volumeThroughput": 250},
                    }
                },
            },
        },
        {
            "Kafka.m5.large": 2190,
            "Kafka.Storage.GP2": 300,
            "PublicIPv4:InUseAddress": 2190,
            "CW:MetricMonitorUsage": 60,
        },
        usage={"monitored_metrics": 60},
        left_open=["Provisioned storage throughput"],
    ),
    Case(
        "each broker has a volume",
        Cluster,
        brokers("kafka.t3.small", 100),
        {SMALL: 2190, "Kafka.Storage.GP2": 300},
    ),
    Case(
        "of the size that autoscaling leaves it",
        Cluster,
        brokers("kafka.t3.small", 100),
        {SMALL: 2190, "Kafka.Storage.GP2": 3},
        around=[GROWING],
    ),
    Case(
        "old data in a cheaper tier",
        Cluster,
        {**brokers("kafka.m5.large", 100), "storageMode": "TIERED"},
        {
            "Kafka.m5.large": 2190,
            "Kafka.Storage.GP2": 300,
            "Kafka.Storage.Tiered": 5000,
            "Kafka.DataRetrieval.Tiered": None,
        },
        usage={"tiered_storage_gb": 5000},
    ),
    Case(
        "a serverless cluster",
        ServerlessCluster,
        {},
        {
            "KafkaServerless-ClusterHours": 730,
            "KafkaServerless-PartitionHours": 7300,
            **SERVERLESS,
        },
        usage={"partitions": 10},
    ),
    Case(
        "counts the partitions of the stack's topics",
        ServerlessCluster,
        {},
        {
            "KafkaServerless-ClusterHours": 730,
            "KafkaServerless-PartitionHours": 15 * 730,
            **SERVERLESS,
        },
        around=TOPICS,
    ),
    Case(
        "a replicator",
        Replicator,
        {},
        {"KafkaReplication-Hours": 730, "KafkaReplication-Bytes": None},
    ),
    Case(
        "a way into another VPC",
        VpcConnection,
        {},
        {"Kafka.PrivateConnectivityHours": 730, "Kafka.PrivateConnectivityBytes": 20},
        usage={"monthly_data_processed_gb": 20},
    ),
    Case(
        "Express brokers are charged for ingest and storage",
        Cluster,
        brokers("express.m7g.large"),
        {"Express.m7g.large": 2190, "Express.Storage": 9, "Express.DataIn-Bytes": None},
        usage={"storage_gb": 9},
    ),
]
