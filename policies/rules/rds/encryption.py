"""Rules for Amazon RDS: encryption."""

from collections.abc import Iterator

from costing.graph.resource import Resource
from policies.engine.finding import Finding
from policies.engine.logic import all_of, equal, found, is_set, not_, read
from policies.engine.rule import Rule, stack_rule
from policies.engine.selectors.database_sources import inherited, is_copy
from policies.engine.selectors.tokens import (
    CLUSTER_INSTANCE,
    DATABASE,
    DATABASE_CLUSTER,
    DOCDB_CLUSTER,
    NEPTUNE_CLUSTER,
)
from policies.engine.stack import Stack
from policies.rules._shared.input_rules import input_is, input_rule, must_be_own_key

GUIDE = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide"
GLOBAL_CLUSTERS = (
    "aws:rds/globalCluster:GlobalCluster",
    "aws:docdb/globalCluster:GlobalCluster",
)
OF_THE_SAME_MAKE = (DOCDB_CLUSTER, NEPTUNE_CLUSTER)


@stack_rule(
    types=(DATABASE, DATABASE_CLUSTER, *GLOBAL_CLUSTERS, *OF_THE_SAME_MAKE),
    concern="security",
    severity="high",
    title="RDS database storage is not encrypted",
    risk="Volumes, snapshots and backups are stored in plain text.",
    fix="storage_encrypted=True",
    same_intent_as=(
        "CKV_AWS_16",
        "CKV_AWS_44",
        "CKV_AWS_74",
        "CKV_AWS_96",
        "CKV_AWS_140",
        "CKV_AWS_292",
        "neptune_cluster_storage_encrypted",
    ),
    aws_docs=f"{GUIDE}/Overview.Encryption.html",
)
def rds_storage_encrypted(database: Resource, stack: Stack) -> Iterator[Finding]:
    if is_set(database, "replicateSourceDb") or is_set(database, "sourceDbClusterIdentifier"):
        return  # a replica is encrypted where its source is
    serverless = equal(read(database, "engineMode"), "serverless")  # always encrypted
    plain = not_(equal(read(database, "storageEncrypted"), option=True))
    if is_copy(database) and plain is True:  # as encrypted as its source
        plain = not_(equal(inherited(stack, database, "storageEncrypted"), option=True))
    yield from found(all_of([plain, not_(serverless)]), database, "storageEncrypted", expected=True)


RULES: tuple[Rule, ...] = (
    rds_storage_encrypted,
    input_rule(
        "rds-performance-insights-customer-managed-key",
        must_be_own_key(
            "performanceInsightsKmsKeyId", when=input_is("performanceInsightsEnabled", True)
        ),
        types=(DATABASE, CLUSTER_INSTANCE),
        concern="security",
        severity="low",
        title="RDS Performance Insights has no customer managed KMS key",
        risk="Query texts, which can contain data, cannot be restricted through a key policy.",
        fix="performance_insights_kms_key_id=key.arn",
        same_intent_as=("CKV_AWS_354",),
        aws_docs=f"{GUIDE}/USER_PerfInsights.access-control.cmk-policy.html",
    ),
)
