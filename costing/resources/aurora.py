"""Amazon Aurora. https://aws.amazon.com/rds/aurora/pricing/.

Multi-AZ DB clusters of RDS are in _shared/rds_clusters.py.
"""

from collections.abc import Iterator
from decimal import Decimal
from functools import partial

from costing.aws.engine_versions import REFUSED, surcharged
from costing.errors import InputError
from costing.model import Meter, Sku
from costing.resources._shared.aurora_charges import (
    UNITS,
    ClusterUsage,
    backtrack,
    backups,
    data_api,
    io_requests,
    replicated_writes,
    serverless_v1,
    storage,
)
from costing.resources._shared.aurora_serverless import ClusterInstanceUsage, Units, serverless_v2
from costing.resources._shared.data_transfer import transfer
from costing.resources._shared.extended_support import extended_support, of_serverless
from costing.resources._shared.metering import Metering, charges, only_if
from costing.resources._shared.priced_resource import Block, Links, PricedResource
from costing.resources._shared.public_addresses import given_or, has_public_address, in_use
from costing.resources._shared.rds_clusters import MULTI_AZ, multi_az
from costing.resources._shared.rds_instances import (
    ADVANCED,
    DATABASE_INSIGHTS,
    FREE_RETENTION,
    INSIGHTS,
    MONITORING,
    SERVICE,
    cpu_credits,
    database_insights,
    enhanced_monitoring,
    is_burstable,
    operation,
    performance_insights,
    performance_insights_requests,
    serverless_database_insights,
    serverless_insights,
    short,
    vcpus,
)
from costing.resources._shared.region_copies import TRANSFER, CopyUsage, copied, source_region
from costing.resources._shared.reservations import reservable
from costing.resources._shared.usage_meters import Line, StatedResource, metered, usage_of
from costing.units import Unit

CLUSTER, GLOBAL = "aws:rds/cluster:Cluster", "aws:rds/globalCluster:GlobalCluster"
IO_OPTIMIZED, SERVERLESS = "aurora-iopt1", "db.serverless"
SHARED = (
    "Aurora serverless",
    "Storage",
    "I/O requests",
    "Backup storage",
    "Backtrack",
    "Snapshot export",
    "Data API requests",
)


class Capacity(Block):
    """Aurora capacity units of serverless v2; zero where an idle instance pauses."""

    min_capacity: Decimal = Decimal(0)


class Cluster(PricedResource):
    """Storage, requests and backups that Aurora instances share; or a Multi-AZ DB cluster.

    A cluster with `dbClusterInstanceClass` is a Multi-AZ DB cluster of RDS.
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
    enable_http_endpoint: bool = False  # the Data API
    serverlessv2_scaling_configuration: Capacity = Capacity()
    db_cluster_instance_class: str | None = None
    allocated_storage: Decimal | None = None  # GiB, of a Multi-AZ DB cluster
    iops: Decimal | None = None
    performance_insights_enabled: bool = False
    performance_insights_retention_period: Decimal = FREE_RETENTION  # days
    database_insights_mode: str = "standard"
    monitoring_interval: Decimal = Decimal(0)  # seconds

    def meters(self, usage: ClusterUsage, links: Links) -> Iterator[Metering]:
        yield from self.cluster(usage, links)
        yield from transfer(usage, SERVICE, links)

    @charges(*MULTI_AZ, *SHARED)
    def cluster(self, usage: ClusterUsage, links: Links) -> Iterator[Metering]:
        if "db_cluster_instance_class" in self.model_fields_set:
            yield from multi_az(self, usage, links)
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
        yield from only_if(lambda: self.enable_http_endpoint, data_api(usage))

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


class ClusterInstance(PricedResource):
    """A writer or a reader. Its cluster sets the storage type, the version and the insights."""

    type = "aws:rds/clusterInstance:ClusterInstance"
    usage = ClusterInstanceUsage

    instance_class: str
    engine: str | None = None
    engine_version: object = None  # text, or UNKNOWN: only the surcharge depends on it
    performance_insights_enabled: bool = False
    performance_insights_retention_period: Decimal = FREE_RETENTION  # days
    monitoring_interval: Decimal = Decimal(0)  # seconds
    publicly_accessible: bool = False  # see costing/graph/public_addresses.py

    def meters(self, usage: ClusterInstanceUsage, links: Links) -> Iterator[Metering]:
        cluster = cluster_of(links)
        yield from self.hours(cluster, usage)
        yield from self.credits(cluster, usage)
        yield from self.surcharge(cluster, usage, links)
        yield from self.insights(cluster, usage)
        yield from self.advanced_insights(cluster, usage)
        yield from self.monitored(cluster, usage)
        yield from self.address(usage, links)
        yield from transfer(usage, SERVICE, links)

    @property
    def is_serverless(self) -> bool:
        return self.instance_class == SERVERLESS

    @charges("Database instance", "Aurora serverless v2")
    def hours(self, cluster: Cluster, usage: ClusterInstanceUsage) -> Iterator[Meter]:
        io_optimized = cluster.storage_type == IO_OPTIMIZED
        engine = operation(self.engine or cluster.engine)
        if self.is_serverless:
            units = capacity(cluster, usage)
            yield serverless_v2(usage, engine, units, io_optimized=io_optimized)
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
        own = self.engine_version
        given = cluster.engine_version if own is None else own
        version = surcharged(self.engine or cluster.engine, given, links.on)
        if version is None or cluster.engine_lifecycle_support == REFUSED:
            return
        if self.is_serverless:
            units = capacity(cluster, usage)
            hours = units.over(usage.hours)
            yield of_serverless(version, links.on, hours, UNITS, units.assumed)
        else:
            yield extended_support(version, links.on, vcpus(self.instance_class) * usage.hours)

    @charges(*INSIGHTS)
    def insights(self, cluster: Cluster, usage: ClusterInstanceUsage) -> Iterator[Metering]:
        if self.performance_insights_enabled:
            yield from self.long_retention(cluster, usage)
            yield performance_insights_requests(usage)

    @charges(INSIGHTS[0])
    def long_retention(self, cluster: Cluster, usage: ClusterInstanceUsage) -> Iterator[Meter]:
        kept = self.performance_insights_retention_period
        if kept <= FREE_RETENTION or cluster.database_insights_mode == ADVANCED:
            return
        if self.is_serverless:
            units = capacity(cluster, usage)
            yield from serverless_insights(kept, units.count, UNITS, units.assumed)
        else:
            yield from performance_insights(self.instance_class, kept)

    @charges(DATABASE_INSIGHTS)
    def advanced_insights(self, cluster: Cluster, usage: ClusterInstanceUsage) -> Iterator[Meter]:
        if cluster.database_insights_mode != ADVANCED:
            return
        if self.is_serverless:
            units = capacity(cluster, usage)
            yield serverless_database_insights(units.over(usage.hours), UNITS, units.assumed)
        else:
            yield database_insights(vcpus(self.instance_class) * usage.hours)

    @charges(MONITORING)
    def monitored(self, cluster: Cluster, usage: ClusterInstanceUsage) -> Iterator[Meter]:
        if self.monitoring_interval or cluster.monitoring_interval:
            yield enhanced_monitoring(usage)

    def address(self, usage: ClusterInstanceUsage, links: Links) -> Iterator[Metering]:
        own = partial(only_if, lambda: has_public_address(links), in_use(hours=usage.hours))
        yield from given_or(usage.public_ipv4_addresses, own, usage.hours)


def cluster_of(links: Links) -> Cluster:
    """Return the cluster of an instance. Each input of an unknown one raises InputError."""
    try:
        cluster = links.follow("clusterIdentifier", CLUSTER)
    except InputError as error:
        return Cluster.unreadable(error)
    return links.read(Cluster, cluster) if cluster else Cluster()


def capacity(cluster: Cluster, usage: ClusterInstanceUsage) -> Units:
    """Return the units that usage gives, at least the minimum of the cluster."""
    least = cluster.serverlessv2_scaling_configuration.min_capacity
    given = usage.capacity_units_per_hr
    if not least:
        return Units(given)
    if given is None:
        return Units(least, f"minCapacity, {least} ACUs")
    if given < least:
        return Units(least, f"minCapacity, {least} ACUs, which is more than usage gives")
    return Units(given)


SNAPSHOT = Line("backup_storage_gb", "Backup storage", "Aurora:BackupUsage")


class ClusterSnapshot(StatedResource):
    """A snapshot that is kept until it is deleted."""

    type = "aws:rds/clusterSnapshot:ClusterSnapshot"
    usage = usage_of("SnapshotUsage", [SNAPSHOT])
    service = SERVICE
    lines = (SNAPSHOT,)


class ClusterSnapshotCopy(PricedResource):
    """A copy of a snapshot, and its transfer from another region."""

    type = "aws:rds/clusterSnapshotCopy:ClusterSnapshotCopy"
    usage = usage_of("SnapshotCopyUsage", [SNAPSHOT], CopyUsage)

    def meters(self, usage: CopyUsage, links: Links) -> Iterator[Metering]:
        yield from metered(SERVICE, [SNAPSHOT], usage)
        yield from self.transferred(usage, links)

    @charges(TRANSFER)
    def transferred(self, usage: CopyUsage, links: Links) -> Iterator[Meter]:
        source = source_region(links, "sourceDbClusterSnapshotIdentifier", ClusterSnapshot.type)
        yield from copied(SERVICE, source, links.resource.region, usage.monthly_copied_gb)
