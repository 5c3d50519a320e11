"""Decisions of databases: standby, readers, global tables, and backups."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from costing.estimate.changes import Change
from costing.graph.follow import referrers
from costing.graph.resource import Graph, Resource
from costing.model import hidden
from costing.plan.tradeoffs.model import Decision, Service, Setting, Unknown, committed
from costing.plan.tradeoffs.zones import ZoneEvents

INSTANCE = "aws:rds/instance:Instance"
TABLE = "aws:dynamodb/table:Table"
NO_POINT = "no backup to restore"
FIVE_MINUTES = "5 minutes (point-in-time restore)"  # RDS' and DynamoDB's latest restorable time
BY_RESTORE = "by a restore; AWS publishes no time"
RARELY = "AWS publishes no rate of failures that lose data"


@dataclass(frozen=True, slots=True)
class Cluster:
    """A type of cluster whose instances share a storage volume."""

    cluster: str
    member: str
    levels: tuple[str, str] | None  # keys in two or more zones, and in one


CLUSTERS = (
    Cluster(
        "aws:rds/cluster:Cluster",
        "aws:rds/clusterInstance:ClusterInstance",
        ("aurora-multi-az", "aurora-single-az"),
    ),
    Cluster(
        "aws:docdb/cluster:Cluster",
        "aws:docdb/clusterInstance:ClusterInstance",
        ("docdb-multi-az", "docdb-single-az"),
    ),
    Cluster("aws:neptune/cluster:Cluster", "aws:neptune/clusterInstance:ClusterInstance", None),
)


def standbys(graph: Graph, _: ZoneEvents) -> Iterator[Decision | Unknown]:
    """Yield the Multi-AZ standby of each RDS instance that is not a replica."""
    for database in graph.of_type(INSTANCE):
        if database.inputs.get("replicateSourceDb") is not None:
            continue
        multi = database.inputs.get("multiAz", False)
        if hidden(multi):
            yield Unknown("database standby", database, "multiAz is known only after deployment")
            continue
        backups = database.inputs.get("backupRetentionPeriod")
        yield Decision(
            "database standby",
            database,
            taken=multi is True,
            with_it=Setting(
                "multiAz true",
                committed("rds-multi-az"),
                "none (synchronous standby)",
                "60 to 120 seconds, typically (failover)",
            ),
            without=Setting(
                "multiAz false",
                committed("rds-single-az"),
                FIVE_MINUTES if isinstance(backups, int) and backups else NO_POINT,
                BY_RESTORE,
            ),
            change=Change({database.urn: {"multiAz": multi is not True}}),
        )


def readers(graph: Graph, _: ZoneEvents) -> Iterator[Decision | Unknown]:
    """Yield the readers of each cluster: all of them, or the first one."""
    for kind in CLUSTERS:
        for cluster in graph.of_type(kind.cluster):
            members = referrers(graph, cluster, kind.member, "clusterIdentifier")
            members.sort(key=lambda each: (tier(each), each.urn))
            if members:
                yield reader_decision(cluster, members, kind.levels)


def reader_decision(
    cluster: Resource, members: Sequence[Resource], levels: tuple[str, str] | None
) -> Decision:
    writer, *others = members
    many = len(others) or 1
    in_zones, in_one = service_pair(levels, spans=spans_zones(members))
    point = "none (storage in three zones)" if levels else None
    change = (
        Change(removed=frozenset(each.urn for each in others), keeps_usage=True)
        if others
        else Change(copies=[(writer.urn, f"{writer.name}-reader")])
    )
    return Decision(
        "database readers",
        cluster,
        taken=bool(others),
        with_it=Setting(
            f"{many} reader{'s' if many > 1 else ''}",
            in_zones,
            point,
            "automatic failover to a reader",
        ),
        without=Setting("no reader", in_one, point, "a new instance is created"),
        change=change,
        not_modelled=None
        if in_zones
        else "no service level is known for one and for several zones",
    )


def service_pair(
    levels: tuple[str, str] | None, *, spans: bool
) -> tuple[Service | None, Service | None]:
    if levels is None:
        return None, None
    several, one = levels
    return committed(several if spans else one), committed(one)


def spans_zones(members: Sequence[Resource]) -> bool:
    """Tell if members are in several zones. AWS spreads members without a zone of their own."""
    zones = [each.inputs.get("availabilityZone") for each in members]
    return len(members) == 1 or None in zones or len({str(zone) for zone in zones}) > 1


def tier(member: Resource) -> int:
    value = member.inputs.get("promotionTier")
    return value if isinstance(value, int) else 1


def global_tables(graph: Graph, _: ZoneEvents) -> Iterator[Decision | Unknown]:
    """Yield the replicas of each DynamoDB table in other regions."""
    for table in graph.of_type(TABLE):
        replicas = table.inputs.get("replicas")
        if isinstance(replicas, list) and replicas:
            yield Decision(
                "table replicas",
                table,
                taken=True,
                with_it=Setting(
                    f"{len(replicas)} replica region(s)",
                    committed("dynamodb-global"),
                    "about a second (asynchronous replication)",
                    "clients use the other region",
                ),
                without=Setting("one region", committed("dynamodb")),
                change=Change({table.urn: {"replicas": []}}),
            )


def table_backups(graph: Graph, _: ZoneEvents) -> Iterator[Decision | Unknown]:
    """Yield point-in-time recovery of each DynamoDB table."""
    for table in graph.of_type(TABLE):
        recovery = table.inputs.get("pointInTimeRecovery")
        enabled = isinstance(recovery, dict) and recovery.get("enabled") is True
        yield Decision(
            "point-in-time recovery",
            table,
            taken=enabled,
            with_it=Setting("enabled", None, FIVE_MINUTES, BY_RESTORE),
            without=Setting("disabled", None, NO_POINT, "none"),
            change=Change(
                {table.urn: {"pointInTimeRecovery": {"enabled": not enabled}}},
                usage={table.urn: {"pitr_backup_storage_gb": (None, 0)}} if enabled else {},
            ),
            not_modelled=RARELY,
        )


BACKED_UP = (INSTANCE, *(each.cluster for each in CLUSTERS))


def database_backups(graph: Graph, _: ZoneEvents) -> Iterator[Decision | Unknown]:
    """Yield the automated backups of each database."""
    for database in graph.of_type(*BACKED_UP):
        days = database.inputs.get("backupRetentionPeriod")
        if not isinstance(days, int) or database.inputs.get("replicateSourceDb") is not None:
            continue
        least = 0 if database.type == INSTANCE else 1  # a cluster's backups cannot be turned off
        if days <= least:
            continue
        without = "no automated backups" if not least else "backups of 1 day"
        yield Decision(
            "database backups",
            database,
            taken=True,
            with_it=Setting(f"backups of {days} days", None, FIVE_MINUTES, BY_RESTORE),
            without=Setting(without, None, NO_POINT if not least else FIVE_MINUTES, BY_RESTORE),
            change=Change({database.urn: {"backupRetentionPeriod": least}}),
            not_modelled=RARELY,
        )
