"""Alarms of the OpenSearch domain.

https://docs.aws.amazon.com/opensearch-service/latest/developerguide/cloudwatch-alarms.html
(2026-11)
"""

from infra.aws.alarm import Alarm
from infra.stores.settings import SearchSettings

FREE_PERCENT = 25  # of a node's volume, before writes are blocked
STATES = {
    "ClusterStatus.red": ("red", "Cluster status is red: a primary shard is not allocated"),
    "ClusterStatus.yellow": (
        "yellow",
        "Cluster status is yellow: a replica shard is not allocated",
    ),
    "ClusterIndexWritesBlocked": ("writes-blocked", "Index writes are blocked"),
    "KMSKeyError": ("key-error", "KMS key is disabled: the domain cannot decrypt its data"),
    "KMSKeyInaccessible": (
        "key-inaccessible",
        "KMS key is deleted or its grant revoked: data is lost",
    ),
}


def search_alarms(domain: str, account: str, settings: SearchSettings) -> list[Alarm]:
    dimensions = {"DomainName": domain, "ClientId": account}
    states = [
        Alarm(
            name=name,
            description=description,
            namespace="AWS/ES",
            metric=metric,
            dimensions=dimensions,
            statistic="Maximum",
            threshold=0,
            minutes=15,
            datapoints=5,
        )
        for metric, (name, description) in STATES.items()
    ]
    storage = Alarm(
        name="volume",
        description=f"Free storage of a node is below {FREE_PERCENT} percent",
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
        description="JVM memory pressure of a node is above 95 percent",
        namespace="AWS/ES",
        metric="JVMMemoryPressure",  # percent
        dimensions=dimensions,
        statistic="Maximum",
        threshold=95,
        missing="breaching",
    )
    return [*states, storage, memory]
