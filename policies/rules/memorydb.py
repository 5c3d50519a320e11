"""Rules for Amazon MemoryDB."""

from collections.abc import Iterator

from costing.graph.resource import Resource
from policies.engine.finding import Finding
from policies.engine.logic import at_least, forbid, found, not_, read
from policies.engine.rule import Rule, resource_rule
from policies.engine.selectors.tokens import MEMORYDB_CLUSTER

MEMORY_DB = MEMORYDB_CLUSTER


@resource_rule(
    types=(MEMORY_DB,),
    concern="security",
    severity="high",
    title="MemoryDB cluster accepts connections without TLS",
    risk="Data can be read in transit, and without TLS the cluster needs no password.",
    fix="tls_enabled=True",
    same_intent_as=("CKV_AWS_202",),
    aws_docs="https://docs.aws.amazon.com/memorydb/latest/devguide/in-transit-encryption.html",
)
def memorydb_cluster_encryption_in_transit(cluster: Resource) -> Iterator[Finding]:
    yield from forbid(cluster, "tlsEnabled", False, expected=True)


@resource_rule(
    types=(MEMORYDB_CLUSTER,),
    concern="availability",
    severity="high",
    title="MemoryDB cluster has no replica",
    risk="If a node fails, its shard is unavailable until a new node is created.",
    fix="num_replicas_per_shard=1",
    same_intent_as=(),
    aws_docs="https://docs.aws.amazon.com/memorydb/latest/devguide/autofailover.html",
    production=True,
)
def memorydb_cluster_replica(cluster: Resource) -> Iterator[Finding]:
    path = "numReplicasPerShard"
    yield from found(not_(at_least(read(cluster, path, 1), 1)), cluster, path, "at least 1")


RULES: tuple[Rule, ...] = (
    memorydb_cluster_encryption_in_transit,
    memorydb_cluster_replica,
)
