"""Alarms of the MSK cluster, its brokers and consumer groups.

https://docs.aws.amazon.com/msk/latest/developerguide/metrics-details.html (2026-11)
"""

from infra.aws.alarm import Alarm
from infra.streaming.settings import KafkaSettings

NAMESPACE, CLUSTER, BROKER = "AWS/Kafka", "Cluster Name", "Broker ID"


def kafka_alarms(cluster: str, settings: KafkaSettings, brokers: int) -> list[Alarm]:
    offline = Alarm(
        name="offline-partitions",
        description="Partitions are offline: they have no leader",
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
            lag_alarm(cluster, consumer, topic, settings.lag_seconds)
            for consumer, topic in sorted(settings.consumers.items())
        ),
    ]


def broker_alarms(cluster: str, broker: str) -> list[Alarm]:
    dimensions = {CLUSTER: cluster, BROKER: broker}
    return [
        Alarm(
            name=f"broker-{broker}-under-replicated",
            description="Partitions are under-replicated: another broker failure can block writes",
            namespace=NAMESPACE,
            metric="UnderReplicatedPartitions",
            dimensions=dimensions,
            statistic="Maximum",
            threshold=0,
            minutes=15,
            datapoints=15,
        ),
        Alarm(
            name=f"broker-{broker}-volume",
            description="Broker disk usage is above 85 percent despite storage auto scaling",
            namespace=NAMESPACE,
            metric="KafkaDataLogsDiskUsed",  # percent
            dimensions=dimensions,
            statistic="Maximum",
            threshold=85,
            missing="breaching",
        ),
    ]


def lag_alarm(cluster: str, consumer: str, topic: str, seconds: int) -> Alarm:
    return Alarm(
        name=f"lag-{consumer}",
        description=f"Consumer group {consumer} is {seconds} seconds behind on {topic}",
        namespace=NAMESPACE,
        metric="EstimatedMaxTimeLag",  # seconds
        dimensions={CLUSTER: cluster, "Consumer Group": consumer, "Topic": topic},
        statistic="Maximum",
        threshold=seconds,
    )
