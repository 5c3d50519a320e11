"""Rules for Amazon MemoryDB."""

from policies.engine.rule import Rule
from policies.engine.selectors.tokens import MEMORYDB_CLUSTER
from policies.rules._shared.input_rules import input_rule, must_be_at_least, must_not_be

MEMORY_DB = MEMORYDB_CLUSTER


RULES: tuple[Rule, ...] = (
    input_rule(
        "memorydb-cluster-encryption-in-transit",
        must_not_be("tlsEnabled", False, expected=True),
        types=(MEMORY_DB,),
        concern="security",
        severity="high",
        title="MemoryDB cluster accepts connections without TLS",
        risk="Data can be read in transit, and without TLS the cluster needs no password.",
        fix="tls_enabled=True",
        same_intent_as=("CKV_AWS_202",),
        aws_docs="https://docs.aws.amazon.com/memorydb/latest/devguide/in-transit-encryption.html",
    ),
    input_rule(
        "memorydb-cluster-replica",
        must_be_at_least("numReplicasPerShard", 1, "at least 1", default=1),
        types=(MEMORYDB_CLUSTER,),
        concern="availability",
        severity="high",
        title="MemoryDB cluster has no replica",
        risk="If a node fails, its shard is unavailable until a new node is created.",
        fix="num_replicas_per_shard=1",
        aws_docs="https://docs.aws.amazon.com/memorydb/latest/devguide/autofailover.html",
        production=True,
    ),
    input_rule(
        "memorydb-cluster-minor-version-upgrade",
        must_not_be("autoMinorVersionUpgrade", False, expected=True),
        types=("aws:memorydb/cluster:Cluster",),
        concern="operations",
        severity="low",
        title="MemoryDB cluster does not get minor version upgrades",
        risk="Known faults and vulnerabilities stay open.",
        fix="auto_minor_version_upgrade=True",
        same_intent_as=("memorydb_cluster_auto_minor_version_upgrades",),
        aws_docs="https://docs.aws.amazon.com/memorydb/latest/devguide/engine-versions.html",
    ),
    input_rule(
        "memorydb-cluster-snapshots",
        must_be_at_least("snapshotRetentionLimit", 1, "at least 1 day", default=0),
        types=("aws:memorydb/cluster:Cluster",),
        concern="availability",
        severity="medium",
        title="MemoryDB cluster has no snapshots",
        risk="The data is lost when the cluster is deleted.",
        fix="snapshot_retention_limit=7",
        aws_docs="https://docs.aws.amazon.com/memorydb/latest/devguide/snapshots.html",
        production=True,
    ),
    input_rule(
        "memorydb-cluster-no-open-access",
        must_not_be("aclName", "open-access", expected="an access control list with users"),
        types=("aws:memorydb/cluster:Cluster",),
        concern="security",
        severity="high",
        title="MemoryDB cluster admits clients without a user",
        risk="Everyone who reaches the port can read and change the data.",
        fix='acl_name=memorydb.Acl("service", user_names=[...]).name',
        aws_docs="https://docs.aws.amazon.com/memorydb/latest/devguide/clusters.acls.html",
    ),
)
