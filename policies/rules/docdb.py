"""Rules for Amazon DocumentDB and Neptune."""

from collections.abc import Iterator, Sequence

from costing.graph.resource import Resource
from costing.model import UNKNOWN
from policies.engine.finding import Finding
from policies.engine.logic import (
    Truth,
    any_of,
    found,
    given,
    is_unknown,
    not_,
    read,
)
from policies.engine.rule import Rule, resource_rule, stack_rule
from policies.engine.selectors.parameters import says, setting
from policies.engine.selectors.tokens import (
    DOCDB_CLUSTER,
    DOCUMENT_PARAMETERS,
    NEPTUNE_CLUSTER,
    NEPTUNE_CLUSTER_INSTANCE,
)
from policies.engine.stack import Stack
from policies.rules._shared.input_rules import (
    input_rule,
    must_be,
    must_be_at_least,
    must_be_own_key,
    must_not_be,
)

DOCUMENTS, GRAPHS = DOCDB_CLUSTER, NEPTUNE_CLUSTER
INSTANCES = {
    DOCUMENTS: "aws:docdb/clusterInstance:ClusterInstance",
    GRAPHS: NEPTUNE_CLUSTER_INSTANCE,
}
AT_LEAST = 2  # a writer and a replica
EXPORTS = {
    DOCDB_CLUSTER: "enabledCloudwatchLogsExports",
    NEPTUNE_CLUSTER: "enableCloudwatchLogsExports",
}
AUDITING = ("enabled", "all", "ddl", "dml_read", "dml_write")


@resource_rule(
    types=(DOCUMENT_PARAMETERS,),
    concern="security",
    severity="high",
    title="DocumentDB cluster accepts connections without TLS",
    risk="Credentials and documents can be read in transit.",
    fix='parameters=[{"name": "tls", "value": "enabled"}]',
    same_intent_as=("CKV_AWS_90",),
    aws_docs="https://docs.aws.amazon.com/documentdb/latest/developerguide/security.encryption.ssl.html",
)
def docdb_cluster_parameter_group_tls(group: Resource) -> Iterator[Finding]:
    off = says(setting(group, "tls"), "disabled")
    because = "the parameter tls is disabled"
    yield from found(off, group, "parameters", "tls = enabled", because=because)


@stack_rule(
    types=(DOCUMENTS, GRAPHS),
    concern="availability",
    severity="high",
    title="DocumentDB or Neptune cluster has a single instance",
    risk="If the instance fails, the database is unavailable until a new one is created.",
    fix="add a second ClusterInstance in another zone",
    aws_docs="https://docs.aws.amazon.com/documentdb/latest/developerguide/replication.html",
    production=True,
)
def docdb_cluster_two_instances(cluster: Resource, stack: Stack) -> Iterator[Finding]:
    instances = stack.attached(cluster, "clusterIdentifier", INSTANCES[cluster.type])
    several: Truth = len(instances.found) >= AT_LEAST
    if not several and len(instances.found) + len(instances.unknown) >= AT_LEAST:
        several = UNKNOWN
    together: Truth = False
    if several is True:
        together = UNKNOWN if instances.unknown else in_one_zone(instances.found)
    place = " all in one zone" if together is True else ""
    because = f"{cluster.name} has {len(instances.found)} instances{place}"
    broken = any_of([not_(several), together])
    yield from found(broken, cluster, "", "instances in two zones", because=because)


def in_one_zone(instances: Sequence[Resource]) -> Truth:
    """Return whether all instances are in one zone; AWS spreads those without a zone."""
    zones = [read(each, "availabilityZone") for each in instances]
    if None in zones:
        return False
    return UNKNOWN if any(map(is_unknown, zones)) else len(set(zones)) == 1


@resource_rule(
    types=(DOCUMENT_PARAMETERS,),
    concern="operations",
    severity="low",
    title="DocumentDB cluster has audit logs disabled",
    risk="Logins and schema changes are not recorded.",
    fix='parameters=[{"name": "audit_logs", "value": "enabled"}]',
    same_intent_as=("CKV_AWS_104",),
    aws_docs="https://docs.aws.amazon.com/documentdb/latest/developerguide/event-auditing.html",
)
def docdb_cluster_parameter_group_audit_logs(group: Resource) -> Iterator[Finding]:
    logs = says(setting(group, "audit_logs"), *AUDITING)
    because = "the parameter audit_logs is not enabled"
    yield from found(not_(logs), group, "parameters", "audit_logs = enabled", because=because)


@resource_rule(
    types=tuple(EXPORTS),
    concern="operations",
    severity="medium",
    title="DocumentDB or Neptune cluster does not export logs to CloudWatch Logs",
    risk="Logs are lost together with the cluster.",
    fix='enabled_cloudwatch_logs_exports=["audit", "profiler"]',
    fixes={NEPTUNE_CLUSTER: 'enable_cloudwatch_logs_exports=["audit"]'},
    same_intent_as=("CKV_AWS_85", "CKV_AWS_101", "neptune_cluster_integration_cloudwatch_logs"),
    aws_docs="https://docs.aws.amazon.com/documentdb/latest/developerguide/event-auditing.html",
    production=True,
)
def docdb_cluster_log_exports(cluster: Resource) -> Iterator[Finding]:
    path = EXPORTS[cluster.type]
    yield from found(not_(given(cluster, path)), cluster, path, "the log types of the engine")


RULES: tuple[Rule, ...] = (
    docdb_cluster_parameter_group_tls,
    docdb_cluster_two_instances,
    input_rule(
        "docdb-cluster-deletion-protection",
        must_be("deletionProtection", True),
        types=(DOCUMENTS,),
        concern="availability",
        severity="high",
        title="DocumentDB cluster has no deletion protection",
        risk="One API call or changed program deletes the database.",
        fix="deletion_protection=True",
        aws_docs="https://docs.aws.amazon.com/documentdb/latest/developerguide/db-cluster-delete.html",
        production=True,
    ),
    docdb_cluster_parameter_group_audit_logs,
    docdb_cluster_log_exports,
    input_rule(
        "docdb-cluster-backup-retention",
        must_be_at_least("backupRetentionPeriod", 7, "at least 7", default=1),
        types=("aws:docdb/cluster:Cluster", "aws:neptune/cluster:Cluster"),
        concern="availability",
        severity="medium",
        title="DocumentDB or Neptune cluster keeps backups for less than seven days",
        risk="Damage that is found after the retention period cannot be undone.",
        fix="backup_retention_period=7",
        same_intent_as=("CKV_AWS_360", "CKV_AWS_361", "neptune_cluster_backup_enabled"),
        aws_docs="https://docs.aws.amazon.com/documentdb/latest/developerguide/backup_restore.html",
    ),
    input_rule(
        "neptune-cluster-deletion-protection",
        must_be("deletionProtection", True),
        types=("aws:neptune/cluster:Cluster",),
        concern="availability",
        severity="medium",
        title="Neptune cluster has no deletion protection",
        risk="One API call or changed program deletes the graph.",
        fix="deletion_protection=True",
        same_intent_as=("neptune_cluster_deletion_protection", "CKV2_AWS_58"),
        aws_docs="https://docs.aws.amazon.com/neptune/latest/userguide/manage-console-instances-delete.html",
        production=True,
    ),
    input_rule(
        "docdb-instance-minor-version-upgrade",
        must_not_be("autoMinorVersionUpgrade", False, expected=True),
        types=("aws:docdb/clusterInstance:ClusterInstance",),
        concern="operations",
        severity="low",
        title="DocumentDB instance does not get minor version upgrades",
        risk="Known faults and vulnerabilities stay open.",
        fix="auto_minor_version_upgrade=True",
        aws_docs="https://docs.aws.amazon.com/documentdb/latest/developerguide/db-instance-maintain.html",
    ),
    input_rule(
        "docdb-elastic-cluster-customer-managed-key",
        must_be_own_key("kmsKeyId"),
        types=("aws:docdb/elasticCluster:ElasticCluster",),
        concern="security",
        severity="low",
        title="DocumentDB elastic cluster is not encrypted with a customer managed key",
        risk="Access to the data cannot be restricted through a key policy.",
        fix="kms_key_id=key.arn",
        aws_docs="https://docs.aws.amazon.com/documentdb/latest/developerguide/elastic-encryption.html",
    ),
    input_rule(
        "docdb-global-cluster-deletion-protection",
        must_be("deletionProtection", True),
        types=(
            "aws:docdb/globalCluster:GlobalCluster",
            "aws:neptune/globalCluster:GlobalCluster",
            "aws:rds/globalCluster:GlobalCluster",
        ),
        concern="availability",
        severity="medium",
        title="DocumentDB, Neptune or Aurora global cluster has no deletion protection",
        risk="One API call or changed program separates the regions.",
        fix="deletion_protection=True",
        aws_docs="https://docs.aws.amazon.com/documentdb/latest/developerguide/global-clusters.html",
        production=True,
    ),
)
