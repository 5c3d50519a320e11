"""Multi-AZ DB clusters of RDS: a writer and two readable standbys, each with its own storage.

https://aws.amazon.com/rds/mysql/pricing/, "Multi-AZ deployment (two readable standbys)". A price
of the hours or of the storage is for all three instances; Extended Support, Database Insights and
Performance Insights are billed for the vCPUs of each.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Protocol

from costing.aws.engine_versions import REFUSED, surcharged
from costing.errors import InputError
from costing.model import Meter, Sku
from costing.resources._shared.extended_support import extended_support
from costing.resources._shared.inputs import missing
from costing.resources._shared.metering import Metering, charges
from costing.resources._shared.priced_resource import Links
from costing.resources._shared.rds_instances import (
    ADVANCED,
    DATABASE_INSIGHTS,
    INSIGHTS,
    MONITORING,
    SERVICE,
    DatabaseUsage,
    database_insights,
    enhanced_monitoring,
    operation,
    performance_insights,
    performance_insights_requests,
    short,
    vcpus,
)
from costing.resources._shared.rds_storage import IOPS, SIZES, gp3_iops, included, iops
from costing.resources._shared.reservations import reservable
from costing.units import Unit

DEPLOYMENT = "Multi-AZCluster-"
INSTANCES = Decimal(3)
KINDS = ("gp3", "io1", "io2")
MULTI_AZ = (
    "Database cluster",
    "Storage",
    "Provisioned IOPS",
    "Additional backup storage",
    "Extended support",
    *INSIGHTS,
    DATABASE_INSIGHTS,
    MONITORING,
)


class Cluster(Protocol):
    """The inputs of a cluster that its charges depend on."""

    @property
    def engine(self) -> str: ...
    @property
    def engine_version(self) -> object: ...
    @property
    def engine_lifecycle_support(self) -> str | None: ...
    @property
    def storage_type(self) -> str | None: ...
    @property
    def db_cluster_instance_class(self) -> str | None: ...
    @property
    def allocated_storage(self) -> Decimal | None: ...
    @property
    def iops(self) -> Decimal | None: ...
    @property
    def backup_retention_period(self) -> Decimal: ...
    @property
    def performance_insights_enabled(self) -> bool: ...
    @property
    def performance_insights_retention_period(self) -> Decimal: ...
    @property
    def database_insights_mode(self) -> str: ...
    @property
    def monitoring_interval(self) -> Decimal: ...


def multi_az(cluster: Cluster, usage: DatabaseUsage, links: Links) -> Iterator[Metering]:
    yield from hours(cluster, usage)
    yield from storage(cluster)
    yield from provisioned_iops(cluster)
    yield from backups(cluster, usage)
    yield from surcharge(cluster, usage, links)
    yield from insights(cluster, usage)
    yield from advanced_insights(cluster, usage)
    yield from monitored(cluster, usage)


def instance_class(cluster: Cluster) -> str:
    return cluster.db_cluster_instance_class or ""


def vcpu_hours(cluster: Cluster, usage: DatabaseUsage) -> Decimal:
    return vcpus(instance_class(cluster)) * INSTANCES * usage.hours


@charges("Database cluster")
def hours(cluster: Cluster, usage: DatabaseUsage) -> Iterator[Meter]:
    kind = instance_class(cluster)
    sku = Sku(SERVICE, f"Multi-AZClusterUsage:{short(kind)}", operation(cluster.engine))
    bought = "" if usage.commitment is None else f"{usage.bought}, "
    yield reservable(f"Database cluster ({bought}Multi-AZ, {kind})", sku, usage)


def kind_of(cluster: Cluster) -> str:
    kind = cluster.storage_type or "io1"
    if kind not in KINDS:
        raise InputError(f"storageType is {kind}; expected one of {', '.join(KINDS)}")
    return kind


@charges("Storage")
def storage(cluster: Cluster) -> Iterator[Meter]:
    kind = kind_of(cluster)
    if cluster.allocated_storage is None:
        raise missing("allocatedStorage")
    sku = Sku(SERVICE, SIZES[kind].format(DEPLOYMENT))
    yield Meter(f"Storage ({kind})", sku, cluster.allocated_storage, Unit.GB_MONTHS)


@charges("Provisioned IOPS", "Provisioned GP3 IOPS")
def provisioned_iops(cluster: Cluster) -> Iterator[Meter]:
    kind, count = kind_of(cluster), cluster.iops
    if count is None:
        return
    if kind != "gp3":
        yield iops("Provisioned IOPS", IOPS[kind].format(DEPLOYMENT), count)
    elif cluster.allocated_storage is not None:
        free, _ = included(cluster.engine, cluster.allocated_storage)
        yield from gp3_iops(DEPLOYMENT, count, free)


@charges("Additional backup storage")
def backups(cluster: Cluster, usage: DatabaseUsage) -> Iterator[Meter]:
    given = getattr(usage, "additional_backup_storage_gb", None)
    if given is not None or cluster.backup_retention_period:
        yield Meter(
            "Additional backup storage",
            Sku(SERVICE, "RDS:ChargedBackupUsage"),
            given,
            Unit.GB_MONTHS,
            usage="additional_backup_storage_gb",
        )


@charges("Extended support")
def surcharge(cluster: Cluster, usage: DatabaseUsage, links: Links) -> Iterator[Meter]:
    version = surcharged(cluster.engine, cluster.engine_version, links.on)
    if version is not None and cluster.engine_lifecycle_support != REFUSED:
        yield extended_support(version, links.on, vcpu_hours(cluster, usage))


@charges(*INSIGHTS)
def insights(cluster: Cluster, usage: DatabaseUsage) -> Iterator[Metering]:
    if cluster.performance_insights_enabled:
        yield from long_retention(cluster)
        yield performance_insights_requests(usage)


@charges(INSIGHTS[0])
def long_retention(cluster: Cluster) -> Iterator[Meter]:
    if cluster.database_insights_mode != ADVANCED:
        kept = cluster.performance_insights_retention_period
        yield from performance_insights(instance_class(cluster), kept, INSTANCES)


@charges(DATABASE_INSIGHTS)
def advanced_insights(cluster: Cluster, usage: DatabaseUsage) -> Iterator[Meter]:
    if cluster.database_insights_mode == ADVANCED:
        yield database_insights(vcpu_hours(cluster, usage))


@charges(MONITORING)
def monitored(cluster: Cluster, usage: DatabaseUsage) -> Iterator[Meter]:
    if cluster.monitoring_interval:
        yield enhanced_monitoring(usage)
