"""What is watched of the Kafka cluster: that it leads, replicates, has room, and is read in time.

https://docs.aws.amazon.com/msk/latest/developerguide/metrics-details.html (2026-11)
"""

from infra.alarms import Alarm
from infra.settings import KafkaSettings

NAMESPACE, CLUSTER, BROKER = "AWS/Kafka", "Cluster Name", "Broker ID"


def kafka_alarms(cluster: str, settings: KafkaSettings, brokers: int) -> list[Alarm]:
    offline = Alarm(
        name="offline-partitions",
        meaning="Partitions have no leader: they can be neither read nor written",
        namespace=NAMESPACE,
        metric="OfflinePartitionsCount",
        dimensions={CLUSTER: cluster},
        statistic="Maximum",
        threshold=0,
        missing="breaching",
    )
    return [
        offline,
        *(
            alarm
            for number in range(1, brokers + 1)
            for alarm in broker_alarms(cluster, str(number))
        ),
        *(
            lag(cluster, consumer, topic, settings.lag_seconds)
            for consumer, topic in sorted(settings.consumers.items())
        ),
    ]


def broker_alarms(cluster: str, broker: str) -> list[Alarm]:
    dimensions = {CLUSTER: cluster, BROKER: broker}
    return [
        Alarm(
            name=f"broker-{broker}-under-replicated",
            meaning="Copies are behind: one more broker lost, and writes are refused",
            namespace=NAMESPACE,
            metric="UnderReplicatedPartitions",
            dimensions=dimensions,
            statistic="Maximum",
            threshold=0,
            minutes=15,
            of_them=15,
        ),
        Alarm(
            name=f"broker-{broker}-volume",
            meaning="The broker's volume is nearly full, and autoscaling has not helped",
            namespace=NAMESPACE,
            metric="KafkaDataLogsDiskUsed",  # percent
            dimensions=dimensions,
            statistic="Maximum",
            threshold=85,
            missing="breaching",
        ),
    ]


def lag(cluster: str, consumer: str, topic: str, seconds: int) -> Alarm:
    return Alarm(
        name=f"lag-{consumer}",
        meaning=f"{consumer} is {seconds} seconds behind on {topic}",
        namespace=NAMESPACE,
        metric="EstimatedMaxTimeLag",  # seconds
        dimensions={CLUSTER: cluster, "Consumer Group": consumer, "Topic": topic},
        statistic="Maximum",
        threshold=seconds,
    )
