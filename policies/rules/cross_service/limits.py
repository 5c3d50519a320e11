"""Rules for several AWS services: limits."""

from collections.abc import Iterator

from costing.graph.resource import Resource
from policies.engine.finding import Finding
from policies.engine.logic import at_most, found, not_, read
from policies.engine.rule import Rule, resource_rule
from policies.engine.selectors.tokens import (
    DATABASE,
    DATABASE_CLUSTER,
    DOMAIN,
    ELASTICACHE_CLUSTER,
    KAFKA_CLUSTER,
    MEMORYDB_CLUSTER,
    REPLICATION_GROUP,
    WAREHOUSE,
)

NODES = {
    REPLICATION_GROUP: ("numCacheClusters", "numNodeGroups"),
    ELASTICACHE_CLUSTER: ("numCacheNodes",),
    MEMORYDB_CLUSTER: ("numShards",),
    DOMAIN: ("clusterConfig.instanceCount",),
    KAFKA_CLUSTER: ("numberOfBrokerNodes",),
    WAREHOUSE: ("numberOfNodes",),
}
KEPT = {
    DATABASE: "backupRetentionPeriod",
    DATABASE_CLUSTER: "backupRetentionPeriod",
    REPLICATION_GROUP: "snapshotRetentionLimit",
    WAREHOUSE: "automatedSnapshotRetentionPeriod",
}
GUIDE = "https://docs.aws.amazon.com/wellarchitected/latest/cost-optimization-pillar"


@resource_rule(
    types=tuple(NODES),
    concern="cost",
    severity="low",
    title="ElastiCache, RDS or OpenSearch cluster has more nodes than the configured limit",
    risk="Each node is charged by the hour.",
    fix="use fewer nodes, raise the rule's limit, or add a waiver with the reason",
    aws_docs=f"{GUIDE}/cost-effective-resources.html",
    settings={"most": "maximum number of nodes of a cluster"},
)
def node_count_limit(store: Resource, *, most: int = 30) -> Iterator[Finding]:
    for path in NODES[store.type]:
        yield from found(not_(at_most(read(store, path, 0), most)), store, path, f"at most {most}")


@resource_rule(
    types=tuple(KEPT),
    concern="cost",
    severity="low",
    title="RDS or ElastiCache automated snapshots are kept longer than the configured limit",
    risk="Snapshot storage is charged for each GB and month.",
    fix=(
        "backup_retention_period=35 or less; use AWS Backup with cold storage for longer retention"
    ),
    fixes={
        REPLICATION_GROUP: "snapshot_retention_limit=35",
        WAREHOUSE: "automated_snapshot_retention_period=35",
    },
    aws_docs="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithAutomatedBackups.html",
    settings={"days": "maximum snapshot retention, in days"},
)
def snapshot_retention_limit(store: Resource, *, days: int = 35) -> Iterator[Finding]:
    path = KEPT[store.type]
    yield from found(not_(at_most(read(store, path, 0), days)), store, path, f"at most {days}")


RULES: tuple[Rule, ...] = (
    node_count_limit,
    snapshot_retention_limit,
)
