"""What keeps a cache up when a zone is down."""

from collections.abc import Iterator

from costing.graph import Resource
from policies.finding import Finding
from policies.reading.tokens import REPLICATION_GROUP
from policies.reading.values import (
    Truth,
    all_of,
    any_of,
    at_least,
    equal,
    found,
    not_,
    read,
    stated,
)
from policies.rule import resource_rule

CACHE_CLUSTER = "aws:elasticache/cluster:Cluster"
FAILOVER_PAGE = "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/AutoFailover.html"


@resource_rule(
    types=(REPLICATION_GROUP,),
    concern="availability",
    severity="high",
    fix="automatic_failover_enabled=True",
    same_intent_as=("CKV2_AWS_50",),
    url=FAILOVER_PAGE,
    production=True,
)
def cache_fails_over(cache: Resource) -> Iterator[Finding]:
    """A cache with replicas promotes one by itself when the primary is lost."""
    off = not_(equal(read(cache, "automaticFailoverEnabled"), option=True))
    broken = all_of([has_replicas(cache), off])
    yield from found(broken, cache, "automaticFailoverEnabled", wanted=True)


@resource_rule(
    types=(REPLICATION_GROUP,),
    concern="availability",
    severity="high",
    fix="num_cache_clusters=2, or replicas_per_node_group=1 with num_node_groups",
    same_intent_as=(),
    url=FAILOVER_PAGE,
    production=True,
)
def cache_has_replica(cache: Resource) -> Iterator[Finding]:
    """A cache has a replica to fail over to."""
    yield from found(not_(has_replicas(cache)), cache, "numCacheClusters", "2 or more")


@resource_rule(
    types=(CACHE_CLUSTER,),
    concern="availability",
    severity="medium",
    fix="snapshot_retention_limit=1",
    same_intent_as=("CKV_AWS_134",),
    url="https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/backups-automatic.html",
)
def cache_has_snapshots(cache: Resource) -> Iterator[Finding]:
    """What a single node holds can be had back from a snapshot; Memcached has none."""
    if stated(cache, "replicationGroupId"):
        return  # the group takes them
    path = "snapshotRetentionLimit"
    able = not_(equal(read(cache, "engine"), "memcached"))
    kept = at_least(read(cache, path, 0), 1)
    yield from found(all_of([able, not_(kept)]), cache, path, "1 day or more")


def has_replicas(cache: Resource) -> Truth:
    if stated(cache, "globalReplicationGroupId"):
        return True  # of the primary it copies
    return any_of(
        [
            at_least(read(cache, "numCacheClusters", 1), 2),
            at_least(read(cache, "replicasPerNodeGroup", 0), 1),
        ]
    )
