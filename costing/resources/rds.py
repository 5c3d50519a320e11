"""Amazon RDS, without Aurora. https://aws.amazon.com/rds/pricing/.

What gp3 includes follows RDS's user guide; that of Oracle and SQL Server is unverified.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from costing.errors import InputError
from costing.model import UNKNOWN, ZERO, Meter, Sku
from costing.parts.databases import (
    FREE_RETENTION,
    SERVICE,
    DatabaseUsage,
    cpu_credits,
    operation,
    performance_insights,
    short,
    vcpus,
)
from costing.parts.extended_support import REFUSED, extended_support, surcharged
from costing.parts.reservations import reservable
from costing.parts.stated import Line, metered, usage_of
from costing.parts.transfer import transfer
from costing.priced_resource import Links, PricedResource, Quantity, ResourceUsage
from costing.units import Unit

INSTANCE = "aws:rds/instance:Instance"
LEAST = Decimal(20)  # GB, where no size is stated
LEAST_PROVISIONED = Decimal(100)  # GB that provisioned IOPS ask for
LEAST_IOPS = Decimal(1000)
OF_STORAGE = ("storage_type", "allocated_storage", "iops")
SUPPORTED = "a version that AWS still supports without a surcharge"


@dataclass(frozen=True, slots=True)
class Included:
    """What gp3 storage includes, and from which size on the larger part of it."""

    striped_from: Decimal | None  # GiB
    iops: tuple[Decimal, Decimal] = (Decimal(3000), Decimal(12_000))
    mibps: tuple[Decimal, Decimal] = (Decimal(125), Decimal(500))

    def at(self, size: Decimal) -> tuple[Decimal, Decimal]:
        striped = self.striped_from is not None and size >= self.striped_from
        return self.iops[striped], self.mibps[striped]


INCLUDED = {"oracle": Included(Decimal(200)), "sqlserver": Included(None)}
OTHERS = Included(Decimal(400))


class InstanceUsage(DatabaseUsage):
    monthly_standard_io_requests: Quantity = None
    additional_backup_storage_gb: Quantity = None  # beyond the size of all databases


class Instance(PricedResource):
    """A database instance, its storage, and what of its backups is not included.

    A replica has the engine and the storage of its source where it states none of its own.
    Left out: storage that autoscaling adds, Database Insights, RDS Custom.
    """

    type = INSTANCE
    usage = InstanceUsage

    instance_class: str
    engine: str | None = None
    engine_version: object = None  # text, or UNKNOWN: it moves no more than a surcharge
    engine_lifecycle_support: str | None = None
    license_model: str | None = None
    multi_az: bool = False
    storage_type: str | None = None
    allocated_storage: Decimal | None = None  # GiB
    iops: Decimal | None = None
    storage_throughput: Decimal | None = None  # MiBps
    backup_retention_period: int = 0  # days
    performance_insights_enabled: bool = False
    performance_insights_retention_period: Decimal = FREE_RETENTION  # days

    def meters(self, usage: InstanceUsage, links: Links) -> Iterator[Meter]:
        whole = self.with_source(links)
        if whole.engine is None:
            raise InputError("engine is not stated, and it restores none of this stack")
        yield from whole.hours(whole.engine, usage)
        yield from whole.storage(usage)
        if usage.additional_backup_storage_gb is not None or self.backup_retention_period:
            yield backup_storage(usage)
        if self.performance_insights_enabled:
            kept = self.performance_insights_retention_period
            yield from performance_insights(self.instance_class, kept, usage)
        yield from whole.surcharge(whole.engine, usage, links)
        yield from transfer(usage, SERVICE, links)

    def with_source(self, links: Links) -> "Instance":
        source = links.follow("replicateSourceDb", INSTANCE)
        if source is None:
            return self
        copied = ("engine", "engine_version", "license_model", *OF_STORAGE)
        of = Instance.read({**source.inputs, "instanceClass": self.instance_class})
        lent = {key: getattr(of, key) for key in copied if getattr(self, key) is None}
        return self.model_copy(update=lent)

    def hours(self, engine: str, usage: InstanceUsage) -> Iterator[Meter]:
        zones, usage_type = (
            ("Multi-AZ", "Multi-AZUsage") if self.multi_az else ("Single-AZ", "InstanceUsage")
        )
        of = operation(engine, self.license_model)
        assumed = SUPPORTED if self.engine_version is UNKNOWN else None
        if engine.startswith("oracle-se2") and self.license_model is None:
            assumed = "the licence is included"
        yield reservable(
            f"Database instance ({usage.bought}, {zones}, {self.instance_class})",
            Sku(SERVICE, f"{usage_type}:{short(self.instance_class)}", of),
            usage,
            assumed=assumed,
        )
        yield from cpu_credits(SERVICE, self.instance_class, usage, of)

    def surcharge(self, engine: str, usage: InstanceUsage, links: Links) -> Iterator[Meter]:
        version = surcharged(engine, self.engine_version, links.on)
        if version is not None and self.engine_lifecycle_support != REFUSED:
            hours = vcpus(self.instance_class) * usage.hours * (2 if self.multi_az else 1)
            yield extended_support(version, links.on, hours)

    def storage(self, usage: InstanceUsage) -> Iterator[Meter]:
        """Yield storage and what it is to perform beyond what is included."""
        zones = "Multi-AZ-" if self.multi_az else ""
        kind = self.storage_type or ("io1" if self.iops else "gp2")
        size = LEAST if self.allocated_storage is None else self.allocated_storage
        assumed = f"{LEAST} GB, where no size is stated"
        if kind in ("io1", "io2") and size < LEAST_PROVISIONED:
            size, assumed = LEAST_PROVISIONED, f"at least {LEAST_PROVISIONED} GB"
        elif self.allocated_storage is not None:
            assumed = ""
        for meter in storage_of(kind, zones, size, self, usage):
            known = meter.unit == Unit.GB_MONTHS and assumed
            yield replace(meter, assumed=assumed) if known else meter


NAMES = {
    "gp2": "general purpose SSD, gp2",
    "gp3": "general purpose SSD, gp3",
    "io1": "provisioned IOPS SSD, io1",
    "io2": "provisioned IOPS SSD, io2",
    "standard": "magnetic",
}
STORAGE = {
    "gp2": "RDS:{}GP2-Storage",
    "gp3": "RDS:{}GP3-Storage",
    "io1": "RDS:{}PIOPS-Storage",
    "io2": "RDS:{}PIOPS-Storage-IO2",
    "standard": "RDS:{}StorageUsage",
}


def storage_of(
    kind: str, zones: str, size: Decimal, instance: Instance, usage: InstanceUsage
) -> Iterator[Meter]:
    """Yield what `size` GB of a storage type are metered on; `zones` as usage types say it."""
    if kind not in STORAGE:
        raise InputError(f"storageType {kind} is not one of {', '.join(STORAGE)}")
    sku = Sku(SERVICE, STORAGE[kind].format(zones))
    yield Meter(f"Storage ({NAMES[kind]})", sku, size, Unit.GB_MONTHS)
    match kind:
        case "gp3":
            yield from beyond_gp3(zones, size, instance)
        case "io1" | "io2":
            code = "PIOPS" if kind == "io1" else "IO2-PIOPS"
            iops = max(instance.iops or ZERO, LEAST_IOPS)
            yield performance("Provisioned IOPS", f"RDS:{zones}{code}", iops)
        case "standard":
            yield Meter(
                "I/O requests",
                Sku(SERVICE, "RDS:StorageIOUsage"),
                usage.monthly_standard_io_requests,
                Unit.REQUESTS,
                usage="monthly_standard_io_requests",
            )


def beyond_gp3(zones: str, size: Decimal, instance: Instance) -> Iterator[Meter]:
    engine = (instance.engine or "").partition("-")[0]
    iops, mibps = INCLUDED.get(engine, OTHERS).at(size)
    if instance.iops is not None and instance.iops > iops:
        name = f"Provisioned GP3 IOPS (above {iops:,})"
        yield performance(name, f"RDS:{zones}GP3-PIOPS", instance.iops - iops)
    throughput = instance.storage_throughput
    if throughput is not None and throughput > mibps:
        yield Meter(
            f"Provisioned GP3 throughput (above {mibps:,} MiBps)",
            Sku(SERVICE, f"RDS:{zones}GP3-Throughput"),
            throughput - mibps,
            Unit.MIBPS_MONTHS,
        )


def performance(name: str, usage_type: str, iops: Decimal) -> Meter:
    return Meter(name, Sku(SERVICE, usage_type), iops, Unit.IOPS_MONTHS)


def backup_storage(usage: InstanceUsage) -> Meter:
    return Meter(
        "Additional backup storage",
        Sku(SERVICE, "RDS:ChargedBackupUsage"),
        usage.additional_backup_storage_gb,
        Unit.GB_MONTHS,
        usage="additional_backup_storage_gb",
    )


SNAPSHOT = Line("backup_storage_gb", "Backup storage", "RDS:ChargedBackupUsage")


class Snapshot(PricedResource):
    """A snapshot that is kept until it is deleted."""

    type = "aws:rds/snapshot:Snapshot"
    usage = usage_of("SnapshotUsage", [SNAPSHOT])

    def meters(self, usage: ResourceUsage, links: Links) -> Iterator[Meter]:  # noqa: ARG002
        yield from metered(SERVICE, [SNAPSHOT], usage)


class SnapshotCopy(Snapshot):
    """A copy of a snapshot. Left out: data from another region."""

    type = "aws:rds/snapshotCopy:SnapshotCopy"


class BackupReplication(Snapshot):
    """Backups kept in another region, this one. Left out: data from there."""

    type = "aws:rds/instanceAutomatedBackupsReplication:InstanceAutomatedBackupsReplication"
