"""Amazon RDS, without Aurora. https://aws.amazon.com/rds/pricing/."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import partial

from costing.aws.engine_versions import REFUSED, surcharged
from costing.errors import InputError
from costing.model import ZERO, Meter, Sku
from costing.resources._shared.data_transfer import transfer
from costing.resources._shared.extended_support import extended_support
from costing.resources._shared.inputs import without
from costing.resources._shared.metering import Metering, charges, only_if
from costing.resources._shared.priced_resource import Links, PricedResource, Quantity
from costing.resources._shared.public_addresses import given_or, has_public_address, in_use
from costing.resources._shared.rds_instances import (
    ADVANCED,
    DATABASE_INSIGHTS,
    FREE_RETENTION,
    INSIGHTS,
    MONITORING,
    SERVICE,
    DatabaseUsage,
    cpu_credits,
    database_insights,
    enhanced_monitoring,
    is_burstable,
    operation,
    performance_insights,
    performance_insights_requests,
    short,
    vcpus,
)
from costing.resources._shared.rds_storage import (
    LOG_VOLUME,
    STORED,
    autoscaled,
    gp3_iops,
    gp3_throughput,
    included,
    is_known,
    log_volume,
    provisioned_iops,
    size_of,
    sized,
)
from costing.resources._shared.reservations import reservable
from costing.units import Unit

INSTANCE = "aws:rds/instance:Instance"
CLUSTER = "aws:rds/cluster:Cluster"
COPIED = (  # by a replica from its source
    "engine",
    "engine_version",
    "license_model",
    "storage_type",
    "allocated_storage",
    "iops",
)
ALL = ("Database instance", *STORED, LOG_VOLUME, "CPU credits", "Additional backup storage")


class InstanceUsage(DatabaseUsage):
    monthly_standard_io_requests: Quantity = None
    additional_backup_storage_gb: Quantity = None  # beyond the size of all databases
    autoscaled_storage_gb: Quantity = None  # added by storage autoscaling


class Instance(PricedResource):
    """A database instance, its storage, its monitoring, and backups beyond those included.

    A replica takes the engine and the storage of its source where it sets none of its own.
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
    max_allocated_storage: Decimal | None = None  # GiB
    iops: Decimal | None = None
    storage_throughput: Decimal | None = None  # MiBps
    dedicated_log_volume: bool = False
    backup_retention_period: int = 0  # days
    performance_insights_enabled: bool = False
    performance_insights_retention_period: Decimal = FREE_RETENTION  # days
    database_insights_mode: str = "standard"
    monitoring_interval: Decimal = ZERO  # seconds
    publicly_accessible: bool = False  # see costing/graph/public_addresses.py

    def meters(self, usage: InstanceUsage, links: Links) -> Iterator[Metering]:
        whole = self.with_source(links)
        if whole.is_aurora:
            yield from whole.refused()
            return
        yield from whole.hours(usage)
        yield from whole.credits(usage)
        yield from whole.storage(usage)
        yield from whole.log_volume()
        yield from self.backups(usage)
        yield from self.insights(usage)
        yield from self.monitored(usage)
        yield from self.address(usage, links)
        yield from whole.surcharge(usage, links)
        yield from transfer(usage, SERVICE, links)

    def with_source(self, links: Links, seen: frozenset[str] = frozenset()) -> "Instance":
        """Return it with those fields of a replica's source that it does not set itself."""
        missing = {*COPIED} - self.model_fields_set
        try:
            source = links.follow("replicateSourceDb", INSTANCE, CLUSTER)
        except InputError as error:
            return without(self, dict.fromkeys(missing, error))
        if source is None or source.urn in seen:
            return self
        of = links.read(Instance, source).with_source(links.of(source), seen | {source.urn})
        return lent(self, of, missing)

    @property
    def is_aurora(self) -> bool:
        try:
            return (self.engine or "").startswith("aurora")
        except InputError:
            return False

    @charges(*ALL)
    def refused(self) -> Iterator[Metering]:
        raise InputError(
            f"engine is {self.engine}, which aws:rds/clusterInstance:ClusterInstance runs",
            "engine",
            "declare the instance as aws.rds.ClusterInstance",
        )

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

    @charges(*INSIGHTS, DATABASE_INSIGHTS)
    def insights(self, usage: InstanceUsage) -> Iterator[Metering]:
        if self.performance_insights_enabled:
            yield from self.long_retention()
            yield performance_insights_requests(usage)
        yield from self.advanced_insights(usage)

    @charges(INSIGHTS[0])
    def long_retention(self) -> Iterator[Meter]:
        if self.database_insights_mode != ADVANCED:
            kept = self.performance_insights_retention_period
            yield from performance_insights(self.instance_class, kept)

    @charges(DATABASE_INSIGHTS)
    def advanced_insights(self, usage: InstanceUsage) -> Iterator[Meter]:
        if self.database_insights_mode == ADVANCED:
            yield database_insights(vcpus(self.instance_class) * usage.hours)

    @charges(MONITORING)
    def monitored(self, usage: InstanceUsage) -> Iterator[Meter]:
        if self.monitoring_interval:
            yield enhanced_monitoring(usage)

    def address(self, usage: InstanceUsage, links: Links) -> Iterator[Metering]:
        own = partial(only_if, lambda: has_public_address(links), in_use(hours=usage.hours))
        yield from given_or(usage.public_ipv4_addresses, own, usage.hours)

    @charges("Extended support")
    def surcharge(self, usage: InstanceUsage, links: Links) -> Iterator[Meter]:
        version = surcharged(self.known_engine, self.engine_version, links.on)
        if version is not None and self.engine_lifecycle_support != REFUSED:
            hours = vcpus(self.instance_class) * usage.hours * (2 if self.multi_az else 1)
            yield extended_support(version, links.on, hours)

    @charges(*STORED)
    def storage(self, usage: InstanceUsage) -> Iterator[Metering]:
        """Yield storage, and IOPS and throughput beyond those included."""
        kind, zones = is_known(self.kind), self.zones
        yield from self.stored(usage)
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
        """Return the part of usage types that names a Multi-AZ deployment."""
        return "Multi-AZ-" if self.multi_az else ""

    @property
    def kind(self) -> str:
        return self.storage_type or ("io1" if self.iops else "gp2")

    @property
    def size(self) -> tuple[Decimal, str | None]:
        return size_of(self.kind, self.allocated_storage)

    @charges("Storage")
    def stored(self, usage: InstanceUsage) -> Iterator[Metering]:
        size, assumed = self.size
        yield sized(self.kind, self.zones, size, assumed)
        yield from only_if(
            lambda: (self.max_allocated_storage or ZERO) > size,
            autoscaled(self.kind, self.zones, usage.autoscaled_storage_gb, "autoscaled_storage_gb"),
        )

    @charges(LOG_VOLUME)
    def log_volume(self) -> Iterator[Metering]:
        if self.dedicated_log_volume:
            yield from log_volume(self.kind, self.zones)

    @property
    def included(self) -> tuple[Decimal, Decimal]:
        return included(self.engine, self.size[0])

    @charges("Provisioned GP3 IOPS")
    def gp3_iops(self, zones: str) -> Iterator[Meter]:
        if self.iops is not None:
            yield from gp3_iops(zones, self.iops, self.included[0])

    @charges("Provisioned GP3 throughput")
    def gp3_throughput(self, zones: str) -> Iterator[Meter]:
        if self.storage_throughput is not None:
            yield from gp3_throughput(zones, self.storage_throughput, self.included[1])

    @charges("Provisioned IOPS")
    def provisioned_iops(self, kind: str, zones: str) -> Iterator[Meter]:
        yield provisioned_iops(kind, zones, self.iops)


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


def backup_storage(usage: InstanceUsage) -> Meter:
    return Meter(
        "Additional backup storage",
        Sku(SERVICE, "RDS:ChargedBackupUsage"),
        usage.additional_backup_storage_gb,
        Unit.GB_MONTHS,
        usage="additional_backup_storage_gb",
    )
