"""What keeps a database up when a zone is down, and its data when it is deleted."""

from collections.abc import Iterator, Sequence

from costing.graph import Resource
from costing.model import UNKNOWN
from policies.finding import Finding
from policies.reading.backups import backed_up
from policies.reading.stack import Stack
from policies.reading.tokens import CLUSTER_INSTANCE, DATABASE, DATABASE_CLUSTER
from policies.reading.values import (
    Truth,
    all_of,
    any_of,
    at_least,
    at_most,
    equal,
    found,
    is_open,
    not_,
    read,
    refuse,
    stated,
    want,
)
from policies.rule import resource_rule, stack_rule

KEPT_FOR = 35  # days, the longest that RDS keeps a backup
FIRST_TO_FOLLOW = 1  # promotion tiers 0 and 1: sized with the writer, promoted first
WITH_FINAL_SNAPSHOT = (
    DATABASE,
    DATABASE_CLUSTER,
    "aws:docdb/cluster:Cluster",
    "aws:neptune/cluster:Cluster",
    "aws:redshift/cluster:Cluster",
)


@resource_rule(
    types=(DATABASE,),
    concern="availability",
    severity="high",
    fix="multi_az=True",
    same_intent_as=("CKV_AWS_157",),
    url="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.MultiAZ.html",
    production=True,
)
def database_has_standby(database: Resource) -> Iterator[Finding]:
    """A database keeps a standby in a second zone, so that losing one zone loses no data."""
    if not is_replica(database):
        yield from want(database, "multiAz", True)


@resource_rule(
    types=(DATABASE, DATABASE_CLUSTER),
    concern="availability",
    severity="high",
    fix="backup_retention_period=7",
    same_intent_as=("CKV_AWS_133",),
    url="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithAutomatedBackups.html",
)
def database_has_backups(database: Resource) -> Iterator[Finding]:
    """A database is backed up every day; an instance is not where its program does not say so."""
    if is_replica(database):
        return
    path = "backupRetentionPeriod"
    days = read(database, path, 0 if database.type == DATABASE else 1)
    kept = all_of([at_least(days, 1), at_most(days, KEPT_FOR)])
    yield from found(not_(kept), database, path, f"1 to {KEPT_FOR} days")


@resource_rule(
    types=(DATABASE, DATABASE_CLUSTER),
    concern="availability",
    severity="high",
    fix="deletion_protection=True",
    same_intent_as=("CKV_AWS_139", "CKV_AWS_293"),
    url="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_DeleteInstance.html",
    production=True,
)
def database_deletion_protected(database: Resource) -> Iterator[Finding]:
    """AWS refuses to delete a database until its protection is taken off on purpose."""
    yield from want(database, "deletionProtection", True)


@resource_rule(
    types=WITH_FINAL_SNAPSHOT,
    concern="availability",
    severity="high",
    fix='skip_final_snapshot=False, final_snapshot_identifier="…-final"',
    same_intent_as=(),
    url="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_DeleteInstance.html",
    production=True,
)
def database_final_snapshot(database: Resource) -> Iterator[Finding]:
    """A database that is deleted leaves a last snapshot behind."""
    if not is_replica(database):
        yield from refuse(database, "skipFinalSnapshot", True, wanted=False)


def is_replica(database: Resource) -> bool:
    """A replica is a copy itself: its source is what must be kept."""
    return stated(database, "replicateSourceDb")


@stack_rule(
    types=(DATABASE_CLUSTER,),
    concern="availability",
    severity="high",
    fix="a second rds.ClusterInstance of the same class, in another zone, promotion_tier 0 or 1",
    same_intent_as=(),
    url="https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Concepts.AuroraHighAvailability.html",
    production=True,
)
def aurora_reader_of_writers_class_in_another_zone(
    cluster: Resource, stack: Stack
) -> Iterator[Finding]:
    """Whichever instance is Aurora's writer, one as large stands by in another zone.

    A smaller one would be promoted, too, and fall under the writer's load.
    """
    aurora = is_aurora(cluster)
    instances = stack.attached(cluster, "clusterIdentifier", CLUSTER_INSTANCE)
    covered = every_heir_has_an_equal(instances.found)
    if covered is False and instances.open:
        covered = UNKNOWN
    because = f"{cluster.name} has {described(instances.found)}"
    broken = all_of([aurora, not_(covered)])
    wanted = "an equal reader in another zone"
    yield from found(broken, cluster, "", wanted, because=because)


def is_aurora(cluster: Resource) -> Truth:
    """A serverless (v1) cluster has no instances, a Multi-AZ cluster three of its own."""
    engine = read(cluster, "engine")
    aurora = UNKNOWN if is_open(engine) else str(engine).startswith("aurora")
    return all_of([aurora, not_(equal(read(cluster, "engineMode"), "serverless"))])


def every_heir_has_an_equal(instances: Sequence[Resource]) -> Truth:
    """Whether each that may become the writer before all others has one to take its place."""
    none_ranks = not_(any_of(map(ranks, instances)))
    return all_of(
        [
            len(instances) > 1,
            *(
                any_of(
                    [
                        all_of([not_(ranks(each)), not_(none_ranks)]),
                        has_equal(each, instances),
                    ]
                )
                for each in instances
            ),
        ]
    )


def ranks(instance: Resource) -> Truth:
    return at_most(read(instance, "promotionTier", 0), FIRST_TO_FOLLOW)


def has_equal(writer: Resource, instances: Sequence[Resource]) -> Truth:
    return any_of(
        all_of([ranks(each), same(writer, each, "instanceClass"), apart(writer, each)])
        for each in instances
        if each is not writer
    )


def same(one: Resource, other: Resource, path: str) -> Truth:
    values = [read(one, path), read(other, path)]
    return UNKNOWN if any(map(is_open, values)) else values[0] == values[1]


def apart(one: Resource, other: Resource) -> Truth:
    """AWS chooses the zone where none is stated: only deploying tells."""
    zones = [read(each, "availabilityZone", UNKNOWN) for each in (one, other)]
    return UNKNOWN if any(map(is_open, zones)) else zones[0] != zones[1]


def described(instances: Sequence[Resource]) -> str:
    if not instances:
        return "no instance"
    each = [f"{read(i, 'instanceClass')} in {read(i, 'availabilityZone')}" for i in instances]
    return "only " + ", ".join(sorted(each))


@stack_rule(
    types=(DATABASE_CLUSTER,),
    concern="availability",
    severity="medium",
    fix="backup.Selection(resources=[cluster.arn]), or a tag that a selection takes",
    same_intent_as=("CKV2_AWS_8",),
    url="https://docs.aws.amazon.com/aws-backup/latest/devguide/assigning-resources.html",
    production=True,
)
def cluster_backed_up(cluster: Resource, stack: Stack) -> Iterator[Finding]:
    """A cluster has copies that do not go with it, nor with its account's RDS."""
    because = f"no backup selection takes {cluster.name}"
    copied = backed_up(stack, cluster)
    yield from found(not_(copied), cluster, "", "a backup.Selection of it", because=because)
