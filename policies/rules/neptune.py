"""Rules for Amazon Neptune."""

from collections.abc import Iterator

from costing.graph.resource import Resource
from policies.engine.finding import Finding
from policies.engine.rule import Rule, stack_rule
from policies.engine.stack import Stack
from policies.rules._shared.cluster_snapshots import of_encrypted_cluster
from policies.rules._shared.input_rules import input_rule, must_not_be


@stack_rule(
    types=("aws:neptune/clusterSnapshot:ClusterSnapshot",),
    concern="security",
    severity="high",
    title="Neptune cluster snapshot is not encrypted",
    risk="Everyone with access to the snapshot storage or its copies reads the data in plain text.",
    fix="storage_encrypted=True on the cluster",
    same_intent_as=("CKV_AWS_279", "neptune_cluster_snapshot_encrypted"),
    aws_docs="https://docs.aws.amazon.com/neptune/latest/userguide/backup-restore-create-snapshot.html",
)
def neptune_cluster_snapshot_encrypted(resource: Resource, stack: Stack) -> Iterator[Finding]:
    yield from of_encrypted_cluster(resource, stack, "aws:neptune/cluster:Cluster")


RULES: tuple[Rule, ...] = (
    input_rule(
        "neptune-instance-minor-version-upgrade",
        must_not_be("autoMinorVersionUpgrade", False, expected=True),
        types=("aws:neptune/clusterInstance:ClusterInstance",),
        concern="operations",
        severity="low",
        title="Neptune instance does not get minor version upgrades",
        risk="Known faults and vulnerabilities stay open.",
        fix="auto_minor_version_upgrade=True",
        aws_docs="https://docs.aws.amazon.com/neptune/latest/userguide/cluster-maintenance.html",
    ),
    neptune_cluster_snapshot_encrypted,
)
