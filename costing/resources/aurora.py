"""Amazon Aurora, and RDS clusters. https://aws.amazon.com/rds/aurora/pricing/.

Multi-AZ DB clusters (two readable standbys): https://aws.amazon.com/rds/mysql/pricing/.
"""

from collections.abc import Iterator
from decimal import Decimal

from costing.aws.engine_versions import REFUSED, surcharged
from costing.errors import InputError
from costing.model import Meter, Sku
from costing.resources._shared.data_transfer import TransferUsage, transfer
from costing.resources._shared.extended_support import extended_support
from costing.resources._shared.inputs import missing
from costing.resources._shared.metering import Metering, charges, only_if
from costing.resources._shared.priced_resource import Links, PricedResource, Quantity
from costing.resources._shared.rds_instances import (
    FREE_RETENTION,
    INSIGHTS,
    SERVICE,
    DatabaseUsage,
    cpu_credits,
    is_burstable,
    operation,
    performance_insights,
    performance_insights_requests,
    short,
    vcpus,
)
from costing.resources._shared.reservations import reservable
from costing.resources._shared.usage_meters import Line, StatedResource, usage_of
from costing.units import HOURS_PER_MONTH, Unit, divide

CLUSTER = "aws:rds/cluster:Cluster"
GLOBAL = "aws:rds/globalCluster:GlobalCluster"
IO_OPTIMIZED = "aurora-iopt1"
SERVERLESS = "db.serverless"
MULTI_AZ = ("Database cluster", "Storage", "Provisioned IOPS")
SHARED = ("Aurora serverless", "I/O requests", "Backup storage", "Backtrack", "Snapshot export")
SECONDS_PER_MONTH = Decimal(2_628_000)  # 730 hours
SECONDS_PER_HOUR = Decimal(3600)


class ClusterUsage(TransferUsage):
    capacity_units_per_hr: Quantity = None  # Aurora capacity units, of serverless v1
    storage_gb: Quantity = None
    write_requests_per_sec: Quantity = None
    read_requests_per_sec: Quantity = None
    backup_snapshot_size_gb: Quantity = None  # of each day's snapshot
    average_statements_per_hr: Quantity = None  # while backtrack is on
    change_records_per_statement: Quantity = None
    backtrack_window_hrs: Quantity = None
    snapshot_export_size_gb: Quantity = None


class Cluster(PricedResource):
    """What the instances of a cluster share: storage, requests, backups; or a Multi-AZ cluster.

    Left out: Data API requests, zero-ETL, cloning.
    """

    type = CLUSTER
    usage = ClusterUsage

    engine: str = "aurora"
    engine_version: object = None  # text, or UNKNOWN
    engine_lifecycle_support: str | None = None
    engine_mode: str = "provisioned"
    storage_type: str | None = None
    backup_retention_period: Decimal = Decimal(1)  # days
    backtrack_window: Decimal = Decimal(0)  # seconds
    db_cluster_instance_class: str | None = None
    allocated_storage: Decimal | None = None  # GiB, of a Multi-AZ cluster
    iops: Decimal | None = None

    def meters(self, usage: ClusterUsage, links: Links) -> Iterator[Metering]:
        yield from self.cluster(usage, links)
        yield from transfer(usage, SERVICE, links)

    @charges(*MULTI_AZ, *SHARED)
    def cluster(self, usage: ClusterUsage, links: Links) -> Iterator[Metering]:
        if "db_cluster_instance_class" in self.model_fields_set:
            yield from multi_az_hours(self)
            yield from multi_az_storage(self)
            yield from multi_az_iops(self)
        else:
            yield from self.shared(usage, links)

    def shared(self, usage: ClusterUsage, links: Links) -> Iterator[Metering]:
        serverless = serverless_v1(usage)
        yield from only_if(lambda: self.engine_mode == "serverless", serverless)
        yield from self.stored(usage)
        yield from self.replicated(usage, links)
        yield from self.backups(usage)
        yield from self.backtracked(usage)
        yield Meter(
            "Snapshot export",
            Sku(SERVICE, "Aurora:SnapshotExportToS3"),
            usage.snapshot_export_size_gb,
            Unit.GB,
            usage="snapshot_export_size_gb",
        )

    @charges("Storage", "I/O requests")
    def stored(self, usage: ClusterUsage) -> Iterator[Meter]:
        optimized = self.storage_type == IO_OPTIMIZED
        yield storage(usage, io_optimized=optimized)
        if not optimized:
            yield io_requests(usage)

    @charges("Replicated write I/O requests")
    def replicated(self, usage: ClusterUsage, links: Links) -> Iterator[Meter]:
        if links.follow("globalClusterIdentifier", GLOBAL) is not None:
            yield replicated_writes(usage)

    @charges("Backup storage")
    def backups(self, usage: ClusterUsage) -> Iterator[Meter]:
        if self.backup_retention_period > 1 or usage.backup_snapshot_size_gb is not None:
            yield backups(usage, self.backup_retention_period)

    @charges("Backtrack")
    def backtracked(self, usage: ClusterUsage) -> Iterator[Meter]:
        if self.backtrack_window:
            yield backtrack(usage, self.backtrack_window)


def times(*factors: Decimal | None) -> Decimal | None:
    """Return the product; None where one of them is not stated."""
    product = Decimal(1)
    for factor in factors:
        if factor is None:
            return None
        product *= factor
    return product


def serverless_v1(usage: ClusterUsage) -> Meter:
    return Meter(
        "Aurora serverless",
        Sku(SERVICE, "Aurora:ServerlessUsage"),
        times(usage.capacity_units_per_hr, HOURS_PER_MONTH),
        Unit.ACU_HOURS,
        usage="capacity_units_per_hr",
    )


def storage(usage: ClusterUsage, *, io_optimized: bool) -> Meter:
    kind = ", I/O-optimized" if io_optimized else ""
    usage_type = "IO-OptimizedStorageUsage" if io_optimized else "StorageUsage"
    return Meter(
        f"Storage{kind}",
        Sku(SERVICE, f"Aurora:{usage_type}"),
        usage.storage_gb,
        Unit.GB_MONTHS,
        usage="storage_gb",
    )


def io_requests(usage: ClusterUsage) -> Meter:
    stated = (usage.read_requests_per_sec, usage.write_requests_per_sec)
    known = [each for each in stated if each is not None]
    return Meter(
        "I/O requests",
        Sku(SERVICE, "Aurora:StorageIOUsage"),
        times(sum(known, Decimal(0)), SECONDS_PER_MONTH) if known else None,
        Unit.REQUESTS,
        usage="read_requests_per_sec",
    )


def replicated_writes(usage: ClusterUsage) -> Meter:
    return Meter(
        "Replicated write I/O requests",
        Sku(SERVICE, "Aurora:ReplicatedWriteIO"),
        times(usage.write_requests_per_sec, SECONDS_PER_MONTH),
        Unit.REQUESTS,
        usage="write_requests_per_sec",
    )


def backups(usage: ClusterUsage, days: Decimal) -> Meter:
    """Meter the snapshots of all days but one: as much as the cluster's size is included."""
    return Meter(
        "Backup storage",
        Sku(SERVICE, "Aurora:BackupUsage"),
        times(usage.backup_snapshot_size_gb, days - 1),
        Unit.GB_MONTHS,
        usage="backup_snapshot_size_gb",
    )


def backtrack(usage: ClusterUsage, window: Decimal) -> Meter:
    """Meter what is kept to go back: an hour's change records, for all hours of the window."""
    hours = usage.backtrack_window_hrs
    if hours is None:
        hours = divide(window, SECONDS_PER_HOUR)
    kept = times(usage.average_statements_per_hr, usage.change_records_per_statement, hours)
    return Meter(
        "Backtrack",
        Sku(SERVICE, "Aurora:BacktrackUsage"),
        times(kept, HOURS_PER_MONTH),
        Unit.CHANGE_RECORD_HOURS,
        usage="average_statements_per_hr",
    )


@charges("Database cluster")
def multi_az_hours(cluster: Cluster) -> Iterator[Meter]:
    """Yield the hours of a Multi-AZ cluster of three instances, which are charged as one."""
    kind = cluster.db_cluster_instance_class or ""
    yield Meter(
        f"Database cluster (Multi-AZ, {kind})",
        Sku(SERVICE, f"Multi-AZClusterUsage:{short(kind)}", operation(cluster.engine)),
        HOURS_PER_MONTH,
        Unit.HOURS,
    )


@charges("Storage")
def multi_az_storage(cluster: Cluster) -> Iterator[Meter]:
    codes = {"gp3": "GP3-Storage", "io1": "PIOPS-Storage", "io2": "PIOPS-Storage-IO2"}
    kind = cluster.storage_type or "io1"
    if kind not in codes:
        raise InputError(f"storageType is {kind}; expected one of {', '.join(codes)}")
    if cluster.allocated_storage is None:
        raise missing("allocatedStorage")
    yield Meter(
        f"Storage ({kind})",
        Sku(SERVICE, f"RDS:Multi-AZCluster-{codes[kind]}"),
        cluster.allocated_storage,
        Unit.GB_MONTHS,
    )


@charges("Provisioned IOPS")
def multi_az_iops(cluster: Cluster) -> Iterator[Meter]:
    kind = cluster.storage_type or "io1"
    if kind != "gp3" and cluster.iops is not None:
        code = "IO2-PIOPS" if kind == "io2" else "PIOPS"
        yield Meter(
            "Provisioned IOPS",
            Sku(SERVICE, f"RDS:Multi-AZCluster-{code}"),
            cluster.iops,
            Unit.IOPS_MONTHS,
        )


class ClusterInstanceUsage(DatabaseUsage):
    capacity_units_per_hr: Quantity = None  # Aurora capacity units, of a serverless instance


class ClusterInstance(PricedResource):
    """A writer or a reader. Whether I/O is included its cluster says.

    Left out: extended support and long retention of Performance Insights of serverless capacity.
    """

    type = "aws:rds/clusterInstance:ClusterInstance"
    usage = ClusterInstanceUsage

    instance_class: str
    engine: str | None = None
    engine_version: object = None  # text, or UNKNOWN: only the surcharge depends on it
    performance_insights_enabled: bool = False
    performance_insights_retention_period: Decimal = FREE_RETENTION  # days

    def meters(self, usage: ClusterInstanceUsage, links: Links) -> Iterator[Metering]:
        cluster = cluster_of(links)
        yield from self.hours(cluster, usage)
        yield from self.credits(cluster, usage)
        yield from self.surcharge(cluster, usage, links)
        yield from self.insights(usage)
        yield from transfer(usage, SERVICE, links)

    @charges("Database instance", "Aurora serverless v2")
    def hours(self, cluster: Cluster, usage: ClusterInstanceUsage) -> Iterator[Meter]:
        io_optimized = cluster.storage_type == IO_OPTIMIZED
        engine = operation(self.engine or cluster.engine)
        if self.instance_class == SERVERLESS:
            yield serverless_v2(usage, engine, io_optimized=io_optimized)
            return
        hours = "InstanceUsageIOOptimized" if io_optimized else "InstanceUsage"
        yield reservable(
            f"Database instance ({usage.bought}, {self.instance_class})",
            Sku(SERVICE, f"{hours}:{short(self.instance_class)}", engine),
            usage,
        )

    @charges("CPU credits")
    def credits(self, cluster: Cluster, usage: ClusterInstanceUsage) -> Iterator[Meter]:
        if is_burstable(self.instance_class):
            engine = operation(self.engine or cluster.engine)
            yield cpu_credits(SERVICE, self.instance_class, usage, engine)

    @charges("Extended support")
    def surcharge(
        self, cluster: Cluster, usage: ClusterInstanceUsage, links: Links
    ) -> Iterator[Meter]:
        if self.instance_class == SERVERLESS:
            return
        own = self.engine_version
        stated = cluster.engine_version if own is None else own
        version = surcharged(self.engine or cluster.engine, stated, links.on)
        if version is not None and cluster.engine_lifecycle_support != REFUSED:
            yield extended_support(version, links.on, vcpus(self.instance_class) * usage.hours)

    @charges(*INSIGHTS)
    def insights(self, usage: ClusterInstanceUsage) -> Iterator[Metering]:
        if self.performance_insights_enabled:
            yield from self.long_retention()
            yield performance_insights_requests(usage)

    @charges(INSIGHTS[0])
    def long_retention(self) -> Iterator[Meter]:
        if self.instance_class != SERVERLESS:
            kept = self.performance_insights_retention_period
            yield from performance_insights(self.instance_class, kept)


def cluster_of(links: Links) -> Cluster:
    """Return the cluster of an instance. Each input of an unknown one raises InputError."""
    try:
        cluster = links.follow("clusterIdentifier", CLUSTER)
    except InputError as error:
        return Cluster.unreadable(error)
    return links.read(Cluster, cluster) if cluster else Cluster()


def serverless_v2(usage: ClusterInstanceUsage, engine: str, *, io_optimized: bool) -> Meter:
    kind = ", I/O-optimized" if io_optimized else ""
    usage_type = "ServerlessV2IOOptimizedUsage" if io_optimized else "ServerlessV2Usage"
    return Meter(
        f"Aurora serverless v2{kind}",
        Sku(SERVICE, f"Aurora:{usage_type}", engine),
        times(usage.capacity_units_per_hr, usage.hours),
        Unit.ACU_HOURS,
        usage="capacity_units_per_hr",
    )


SNAPSHOT = Line("backup_storage_gb", "Backup storage", "Aurora:BackupUsage")


class ClusterSnapshot(StatedResource):
    """A snapshot that is kept until it is deleted."""

    type = "aws:rds/clusterSnapshot:ClusterSnapshot"
    usage = usage_of("SnapshotUsage", [SNAPSHOT])
    service = SERVICE
    lines = (SNAPSHOT,)


class ClusterSnapshotCopy(ClusterSnapshot):
    """A copy of a snapshot. Left out: data from another region."""

    type = "aws:rds/clusterSnapshotCopy:ClusterSnapshotCopy"
