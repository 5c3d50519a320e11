"""What is watched of the search domain: that it has all shards, all nodes, and room.

https://docs.aws.amazon.com/opensearch-service/latest/developerguide/cloudwatch-alarms.html
(2026-11)
"""

from infra.alarms import Alarm
from infra.settings import SearchSettings

FREE_PERCENT = 25  # of a node's volume; less, and it soon takes no writes
LOST = {
    "ClusterStatus.red": ("red", "An index lacks a shard: what it held is not found"),
    "ClusterStatus.yellow": ("yellow", "An index lacks a copy: one more node lost, and it is red"),
    "ClusterIndexWritesBlocked": ("writes-blocked", "The domain takes no writes"),
    "KMSKeyError": ("key", "The key is disabled: the domain cannot read what it holds"),
    "KMSKeyInaccessible": ("key-lost", "The key is gone, and with it what the domain holds"),
}


def search_alarms(domain: str, account: str, settings: SearchSettings) -> list[Alarm]:
    dimensions = {"DomainName": domain, "ClientId": account}
    lost = [
        Alarm(
            name=name,
            meaning=meaning,
            namespace="AWS/ES",
            metric=metric,
            dimensions=dimensions,
            statistic="Maximum",
            threshold=0,
            minutes=15,
            of_them=5,
        )
        for metric, (name, meaning) in LOST.items()
    ]
    room = Alarm(
        name="volume",
        meaning=f"A node has less than {FREE_PERCENT} percent of its volume left",
        namespace="AWS/ES",
        metric="FreeStorageSpace",  # MiB
        dimensions=dimensions,
        statistic="Minimum",
        fires="below",
        threshold=settings.volume_gb * 1024 * FREE_PERCENT // 100,
        missing="breaching",
    )
    memory = Alarm(
        name="memory",
        meaning="A node's heap is nearly full: what it holds of vectors has no room",
        namespace="AWS/ES",
        metric="JVMMemoryPressure",  # percent
        dimensions=dimensions,
        statistic="Maximum",
        threshold=95,
        missing="breaching",
    )
    return [*lost, room, memory]
