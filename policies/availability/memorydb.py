"""What keeps a database in memory up when a zone is down."""

from collections.abc import Iterator

from costing.graph import Resource
from policies.finding import Finding
from policies.reading.values import at_least, found, not_, read
from policies.rule import resource_rule


@resource_rule(
    types=("aws:memorydb/cluster:Cluster",),
    concern="availability",
    severity="high",
    fix="num_replicas_per_shard=1",
    same_intent_as=(),
    url="https://docs.aws.amazon.com/memorydb/latest/devguide/autofailover.html",
    production=True,
)
def memory_database_has_replica(cluster: Resource) -> Iterator[Finding]:
    """Each shard has a replica in another zone, which takes over."""
    path = "numReplicasPerShard"
    yield from found(not_(at_least(read(cluster, path, 1), 1)), cluster, path, "1 or more")
