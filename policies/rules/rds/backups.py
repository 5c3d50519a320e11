"""Rules for Amazon RDS: backups."""

from collections.abc import Iterator

from costing.graph.resource import Resource
from policies.engine.finding import Finding
from policies.engine.logic import (
    all_of,
    at_least,
    at_most,
    forbid,
    found,
    is_set,
    not_,
    read,
    require,
)
from policies.engine.rule import Rule, resource_rule, stack_rule
from policies.engine.selectors.backups import backed_up
from policies.engine.selectors.tokens import (
    DATABASE,
    DATABASE_CLUSTER,
    DOCDB_CLUSTER,
    NEPTUNE_CLUSTER,
    WAREHOUSE,
)
from policies.engine.stack import Stack
from policies.rules.rds.availability import is_replica

KEPT_FOR = 35  # days, the longest that RDS keeps a backup
WITH_FINAL_SNAPSHOT = (
    DATABASE,
    DATABASE_CLUSTER,
    DOCDB_CLUSTER,
    NEPTUNE_CLUSTER,
    WAREHOUSE,
)


@resource_rule(
    types=(DATABASE, DATABASE_CLUSTER),
    concern="availability",
    severity="high",
    title="RDS database has no automated backups",
    risk="Data cannot be restored to a point in time.",
    fix="backup_retention_period=7",
    same_intent_as=("CKV_AWS_133",),
    aws_docs="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithAutomatedBackups.html",
    production=True,
)
def rds_automated_backups(database: Resource) -> Iterator[Finding]:
    if is_replica(database):
        return
    path = "backupRetentionPeriod"
    days = read(database, path, 0 if database.type == DATABASE else 1)
    kept = all_of([at_least(days, 1), at_most(days, KEPT_FOR)])
    yield from found(not_(kept), database, path, f"1 to {KEPT_FOR} days")


@resource_rule(
    types=WITH_FINAL_SNAPSHOT,
    concern="availability",
    severity="high",
    title="RDS database takes no final snapshot before deletion",
    risk="Deleting the database loses its data.",
    fix='skip_final_snapshot=False, final_snapshot_identifier="..."',
    aws_docs="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_DeleteInstance.html",
    production=True,
)
def rds_final_snapshot(database: Resource) -> Iterator[Finding]:
    if not is_replica(database):
        yield from forbid(database, "skipFinalSnapshot", True, expected=False)


@stack_rule(
    types=(DATABASE_CLUSTER,),
    concern="availability",
    severity="medium",
    title="RDS cluster is in no AWS Backup plan",
    risk=(
        "Automated backups are deleted with the cluster, and have no copy in another "
        "account or region."
    ),
    fix=("add backup.Selection(resources=[cluster.arn]), or a tag that a backup selection matches"),
    same_intent_as=("CKV2_AWS_8",),
    aws_docs="https://docs.aws.amazon.com/aws-backup/latest/devguide/assigning-resources.html",
    production=True,
)
def rds_cluster_aws_backup(cluster: Resource, stack: Stack) -> Iterator[Finding]:
    because = f"no AWS Backup selection contains {cluster.name}"
    copied = backed_up(stack, cluster)
    yield from found(
        not_(copied), cluster, "", "a backup.Selection that contains it", because=because
    )


@resource_rule(
    types=(DATABASE,),
    concern="availability",
    severity="medium",
    title="RDS instance deletes its automated backups together with the database",
    risk="After a mistaken deletion there is nothing to restore from.",
    fix="delete_automated_backups=False",
    aws_docs="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithAutomatedBackups.html",
    production=True,
)
def rds_retain_automated_backups_after_deletion(database: Resource) -> Iterator[Finding]:
    if not is_set(database, "replicateSourceDb"):
        yield from require(database, "deleteAutomatedBackups", False, default=True)


RULES: tuple[Rule, ...] = (
    rds_automated_backups,
    rds_final_snapshot,
    rds_cluster_aws_backup,
    rds_retain_automated_backups_after_deletion,
)
