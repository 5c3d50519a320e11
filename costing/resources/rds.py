"""Amazon RDS, without Aurora. https://aws.amazon.com/rds/pricing/.

What gp3 includes follows RDS's user guide; that of Oracle and SQL Server is unverified.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from costing.aws.engine_versions import REFUSED, surcharged
from costing.errors import InputError
from costing.model import ZERO, Meter, Sku
from costing.resources._shared.data_transfer import transfer
from costing.resources._shared.extended_support import extended_support
from costing.resources._shared.inputs import without
from costing.resources._shared.metering import Metering, charges
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
from costing.units import Unit

INSTANCE = "aws:rds/instance:Instance"
LEAST = Decimal(20)  # GB, where no size is stated
LEAST_PROVISIONED = Decimal(100)  # GB that provisioned IOPS ask for
LEAST_IOPS = Decimal(1000)
COPIED = (
    "engine",
    "engine_version",
    "license_model",
    "storage_type",
    "allocated_storage",
    "iops",
)  # by a replica of its source
STORED = (
    "Storage",
    "Provisioned GP3 IOPS",
    "Provisioned GP3 throughput",
    "Provisioned IOPS",
    "I/O requests",
)


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
    engine_version: object = None  # text, or UNKNOWN: only the surcharge depends on it
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

    def meters(self, usage: InstanceUsage, links: Links) -> Iterator[Metering]:
        whole = self.with_source(links)
        yield from whole.hours(usage)
        yield from whole.credits(usage)
        yield from whole.storage(usage)
        yield from self.backups(usage)
        yield from self.insights(usage)
        yield from whole.surcharge(usage, links)
        yield from transfer(usage, SERVICE, links)

    def with_source(self, links: Links) -> "Instance":
        """Return it with what a replica has of its source: those fields that it does not set."""
        missing = {*COPIED} - self.model_fields_set
        try:
            source = links.follow("replicateSourceDb", INSTANCE)
        except InputError as error:
            return without(self, dict.fromkeys(missing, error))
        if source is None:
            return self
        of = links.read(Instance, source)
        return lent(self, of, missing)

    @property
    def known_engine(self) -> str:
        if self.engine is None:
            raise InputError(
                "engine is not set, and no source in this stack has one",
                "engine",
                "set engine in the program",
            )
        return self.engine

    @property
    def operation(self) -> str:
        return operation(self.known_engine, self.license_model)

    @charges("Database instance")
    def hours(self, usage: InstanceUsage) -> Iterator[Meter]:
        zones, usage_type = (
            ("Multi-AZ", "Multi-AZUsage") if self.multi_az else ("Single-AZ", "InstanceUsage")
        )
        of = self.operation
        included = self.known_engine.startswith("oracle-se2") and self.license_model is None
        yield reservable(
            f"Database instance ({usage.bought}, {zones}, {self.instance_class})",
            Sku(SERVICE, f"{usage_type}:{short(self.instance_class)}", of),
            usage,
            assumed="the licence is included" if included else None,
        )

    @charges("CPU credits")
    def credits(self, usage: InstanceUsage) -> Iterator[Meter]:
        if is_burstable(self.instance_class):
            yield cpu_credits(SERVICE, self.instance_class, usage, self.operation)

    @charges("Additional backup storage")
    def backups(self, usage: InstanceUsage) -> Iterator[Meter]:
        if usage.additional_backup_storage_gb is not None or self.backup_retention_period:
            yield backup_storage(usage)

    @charges(*INSIGHTS)
    def insights(self, usage: InstanceUsage) -> Iterator[Metering]:
        if self.performance_insights_enabled:
            yield from self.long_retention()
            yield performance_insights_requests(usage)

    @charges(INSIGHTS[0])
    def long_retention(self) -> Iterator[Meter]:
        kept = self.performance_insights_retention_period
        yield from performance_insights(self.instance_class, kept)

    @charges("Extended support")
    def surcharge(self, usage: InstanceUsage, links: Links) -> Iterator[Meter]:
        version = surcharged(self.known_engine, self.engine_version, links.on)
        if version is not None and self.engine_lifecycle_support != REFUSED:
            hours = vcpus(self.instance_class) * usage.hours * (2 if self.multi_az else 1)
            yield extended_support(version, links.on, hours)

    @charges(*STORED)
    def storage(self, usage: InstanceUsage) -> Iterator[Metering]:
        """Yield storage and what it is to perform beyond what is included."""
        kind, zones = self.kind, self.zones
        if kind not in STORAGE:
            raise InputError(f"storageType is {kind}; expected one of {', '.join(STORAGE)}")
        yield from self.stored(kind, zones)
        match kind:
            case "gp3":
                yield from self.gp3_iops(zones)
                yield from self.gp3_throughput(zones)
            case "io1" | "io2":
                yield from self.provisioned_iops(kind, zones)
            case "standard":
                yield Meter(
                    "I/O requests",
                    Sku(SERVICE, "RDS:StorageIOUsage"),
                    usage.monthly_standard_io_requests,
                    Unit.REQUESTS,
                    usage="monthly_standard_io_requests",
                )

    @property
    def zones(self) -> str:
        """Return how usage types say that storage is Multi-AZ."""
        return "Multi-AZ-" if self.multi_az else ""

    @property
    def kind(self) -> str:
        return self.storage_type or ("io1" if self.iops else "gp2")

    @property
    def size(self) -> tuple[Decimal, str | None]:
        """Return GiB, and what of them is assumed."""
        size = self.allocated_storage
        if self.kind in ("io1", "io2") and (size or ZERO) < LEAST_PROVISIONED:
            return LEAST_PROVISIONED, f"at least {LEAST_PROVISIONED} GB"
        return (LEAST, f"{LEAST} GB, where no size is stated") if size is None else (size, None)

    @charges("Storage")
    def stored(self, kind: str, zones: str) -> Iterator[Meter]:
        size, assumed = self.size
        sku = Sku(SERVICE, STORAGE[kind].format(zones))
        yield Meter(f"Storage ({NAMES[kind]})", sku, size, Unit.GB_MONTHS, assumed=assumed)

    @property
    def included(self) -> tuple[Decimal, Decimal]:
        """Return the IOPS and MiBps that gp3 storage includes."""
        engine = (self.engine or "").partition("-")[0]
        return INCLUDED.get(engine, OTHERS).at(self.size[0])

    @charges("Provisioned GP3 IOPS")
    def gp3_iops(self, zones: str) -> Iterator[Meter]:
        if self.iops is None:
            return
        iops, _ = self.included
        if self.iops > iops:
            name = f"Provisioned GP3 IOPS (above {iops:,})"
            yield performance(name, f"RDS:{zones}GP3-PIOPS", self.iops - iops)

    @charges("Provisioned GP3 throughput")
    def gp3_throughput(self, zones: str) -> Iterator[Meter]:
        if self.storage_throughput is None:
            return
        _, mibps = self.included
        if self.storage_throughput > mibps:
            yield Meter(
                f"Provisioned GP3 throughput (above {mibps:,} MiBps)",
                Sku(SERVICE, f"RDS:{zones}GP3-Throughput"),
                self.storage_throughput - mibps,
                Unit.MIBPS_MONTHS,
            )

    @charges("Provisioned IOPS")
    def provisioned_iops(self, kind: str, zones: str) -> Iterator[Meter]:
        code = "PIOPS" if kind == "io1" else "IO2-PIOPS"
        iops = max(self.iops or ZERO, LEAST_IOPS)
        yield performance("Provisioned IOPS", f"RDS:{zones}{code}", iops)


def lent(own: Instance, source: Instance, names: Iterable[str]) -> Instance:
    """Return an instance with these fields of another one."""
    values: dict[str, object] = {}
    unknown: dict[str, InputError] = {}
    for name in names:
        try:
            values[name] = getattr(source, name)
        except InputError as error:
            unknown[name] = error
    return without(own.model_copy(update=values), unknown)


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


class Snapshot(StatedResource):
    """A snapshot that is kept until it is deleted."""

    type = "aws:rds/snapshot:Snapshot"
    usage = usage_of("SnapshotUsage", [SNAPSHOT])
    service = SERVICE
    lines = (SNAPSHOT,)


class SnapshotCopy(Snapshot):
    """A copy of a snapshot. Left out: data from another region."""

    type = "aws:rds/snapshotCopy:SnapshotCopy"


class BackupReplication(Snapshot):
    """Backups kept in another region, this one. Left out: data from there."""

    type = "aws:rds/instanceAutomatedBackupsReplication:InstanceAutomatedBackupsReplication"
