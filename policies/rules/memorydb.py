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


@resource_rule(
    types=("aws:memorydb/cluster:Cluster",),
    concern="operations",
    severity="low",
    title="MemoryDB cluster does not get minor version upgrades",
    risk="Known faults and vulnerabilities stay open.",
    fix="auto_minor_version_upgrade=True",
    same_intent_as=("memorydb_cluster_auto_minor_version_upgrades",),
    aws_docs="https://docs.aws.amazon.com/memorydb/latest/devguide/engine-versions.html",
)
def memorydb_cluster_minor_version_upgrade(resource: Resource) -> Iterator[Finding]:
    yield from forbid(resource, "autoMinorVersionUpgrade", False, expected=True)


@resource_rule(
    types=("aws:memorydb/cluster:Cluster",),
    concern="availability",
    severity="medium",
    title="MemoryDB cluster has no snapshots",
    risk="The data is lost when the cluster is deleted.",
    fix="snapshot_retention_limit=7",
    same_intent_as=(),
    aws_docs="https://docs.aws.amazon.com/memorydb/latest/devguide/snapshots.html",
    production=True,
)
def memorydb_cluster_snapshots(resource: Resource) -> Iterator[Finding]:
    path = "snapshotRetentionLimit"
    broken = not_(at_least(read(resource, path, 0), 1))
    yield from found(broken, resource, path, "at least 1 day")


@resource_rule(
    types=("aws:memorydb/cluster:Cluster",),
    concern="security",
    severity="high",
    title="MemoryDB cluster admits clients without a user",
    risk="Everyone who reaches the port can read and change the data.",
    fix='acl_name=memorydb.Acl("service", user_names=[...]).name',
    same_intent_as=(),
    aws_docs="https://docs.aws.amazon.com/memorydb/latest/devguide/clusters.acls.html",
)
def memorydb_cluster_no_open_access(resource: Resource) -> Iterator[Finding]:
    yield from forbid(
        resource, "aclName", "open-access", expected="an access control list with users"
    )


RULES: tuple[Rule, ...] = (
    memorydb_cluster_encryption_in_transit,
    memorydb_cluster_replica,
    memorydb_cluster_minor_version_upgrade,
    memorydb_cluster_snapshots,
    memorydb_cluster_no_open_access,
)
