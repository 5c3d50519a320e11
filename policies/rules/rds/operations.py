"""Rules for Amazon RDS: operations."""

import json
from collections.abc import Iterator

from costing.graph.resource import Resource
from costing.model import UNKNOWN
from policies.engine.finding import Finding
from policies.engine.logic import (
    Truth,
    all_of,
    any_of,
    blocks,
    equal,
    found,
    given,
    is_unknown,
    not_,
    one_of,
    read,
)
from policies.engine.rule import Rule, resource_rule, stack_rule
from policies.engine.selectors.database_sources import inherited
from policies.engine.selectors.parameters import group_settings
from policies.engine.selectors.tokens import (
    CLUSTER_INSTANCE,
    DATABASE,
    DATABASE_CLUSTER,
    NEPTUNE_CLUSTER,
    RDS_PARAMETER_GROUP,
)
from policies.engine.stack import Stack
from policies.rules._shared.input_rules import input_rule, must_be, must_not_be

GUIDE = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide"
LOGS = "enabledCloudwatchLogsExports"
# Beginning of the engine's name → logs that it can export, USER_LogAccess.html of the guide.
LOG_TYPES = {
    "postgres": ["postgresql", "upgrade"],
    "mysql": ["error", "slowquery"],
    "mariadb": ["error", "slowquery"],
    "oracle": ["alert", "audit", "listener"],
    "custom-oracle": ["alert", "audit", "listener"],
    "sqlserver": ["agent", "error"],
    "db2": ["diag.log", "notify.log"],
    "aurora-postgresql": ["postgresql"],
    "aurora": ["audit", "error", "slowquery"],
}
STATEMENTS = ("log_statement", "log_min_duration_statement")
# Type → input with the parameter group, and the type of the group.
GROUPS = {
    DATABASE: ("parameterGroupName", RDS_PARAMETER_GROUP),
    DATABASE_CLUSTER: (
        "dbClusterParameterGroupName",
        "aws:rds/clusterParameterGroup:ClusterParameterGroup",
    ),
}


@stack_rule(
    types=(DATABASE, DATABASE_CLUSTER),
    concern="operations",
    severity="medium",
    title="RDS database does not export its logs to CloudWatch Logs",
    risk="Logs are lost together with the database.",
    fix=(
        "enabled_cloudwatch_logs_exports with the log types of the engine, for example "
        '["postgresql", "upgrade"]'
    ),
    same_intent_as=("CKV_AWS_129", "CKV_AWS_324"),
    aws_docs=f"{GUIDE}/USER_LogAccess.html",
    production=True,
)
def rds_log_exports(database: Resource, stack: Stack) -> Iterator[Finding]:
    engine = inherited(stack, database, "engine")
    types = next(
        (listed for name, listed in LOG_TYPES.items() if str(engine).startswith(name)), None
    )
    fix = f"enabled_cloudwatch_logs_exports={json.dumps(types)}" if types else None
    expected = types or "the log types of the engine"
    yield from found(not_(given(database, LOGS)), database, LOGS, expected, fix=fix)


@resource_rule(
    types=(DATABASE_CLUSTER,),
    concern="operations",
    severity="low",
    title="Aurora MySQL cluster does not export its audit log",
    risk="Logins and queries are not recorded.",
    fix='enabled_cloudwatch_logs_exports=["audit", ...]',
    same_intent_as=("CKV_AWS_325",),
    aws_docs="https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/AuroraMySQL.Auditing.html",
)
def rds_cluster_audit_log_export(cluster: Resource) -> Iterator[Finding]:
    engine = read(cluster, "engine", "aurora")
    mysql = UNKNOWN if is_unknown(engine) else "postgres" not in str(engine)
    audited = any_of(equal(each, "audit") for each in blocks(cluster, LOGS))
    yield from found(all_of([mysql, not_(audited)]), cluster, LOGS, "a list with audit")


@stack_rule(
    types=(DATABASE, DATABASE_CLUSTER),
    concern="operations",
    severity="low",
    title="RDS for PostgreSQL does not log schema changes and slow queries",
    risk="The cause of slow or harmful statements cannot be found.",
    fix="a parameter group that sets log_statement and log_min_duration_statement",
    same_intent_as=("CKV2_AWS_30", "CKV2_AWS_27"),
    aws_docs=f"{GUIDE}/USER_LogAccess.Concepts.PostgreSQL.Query_Logging.html",
)
def rds_postgresql_query_logging(database: Resource, stack: Stack) -> Iterator[Finding]:
    path, _ = GROUPS[database.type]
    engine = inherited(stack, database, "engine")
    postgres = one_of(engine, ("postgres", "aurora-postgresql"))
    logs = all_of(is_set(stack, database, name) for name in STATEMENTS)
    because = f"the parameter group of {database.name} does not set {' and '.join(STATEMENTS)}"
    broken = all_of([postgres, not_(logs)])
    yield from found(broken, database, path, " and ".join(STATEMENTS), because=because)


def is_set(stack: Stack, database: Resource, name: str) -> Truth:
    return any_of(
        UNKNOWN if is_unknown(value) else value is not None
        for value in group_settings(stack, database, *GROUPS[database.type], name)
    )


RULES: tuple[Rule, ...] = (
    rds_log_exports,
    rds_cluster_audit_log_export,
    rds_postgresql_query_logging,
    input_rule(
        "rds-auto-minor-version-upgrade",
        must_not_be("autoMinorVersionUpgrade", False, expected=True),
        types=(DATABASE, CLUSTER_INSTANCE),
        concern="operations",
        severity="low",
        title="RDS instance does not take minor version upgrades",
        risk="The engine stays without security patches.",
        fix="auto_minor_version_upgrade=True",
        same_intent_as=("CKV_AWS_226",),
        aws_docs=f"{GUIDE}/USER_UpgradeDBInstance.Upgrading.html",
    ),
    input_rule(
        "rds-copy-tags-to-snapshots",
        must_be("copyTagsToSnapshot", True),
        types=(DATABASE, DATABASE_CLUSTER, NEPTUNE_CLUSTER),
        concern="operations",
        severity="low",
        title="RDS database does not copy its tags to snapshots",
        risk="The cost of snapshots cannot be allocated to an owner.",
        fix="copy_tags_to_snapshot=True",
        same_intent_as=(
            "CKV_AWS_313",
            "CKV_AWS_362",
            "CKV2_AWS_60",
            "neptune_cluster_copy_tags_to_snapshots",
        ),
        aws_docs=f"{GUIDE}/USER_Tagging.html",
    ),
)
