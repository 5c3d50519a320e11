"""Amazon FSx. https://aws.amazon.com/fsx/pricing/, by kind of file system.

Storage includes 3 IOPS a gigabyte of SSD: user guides, "Managing provisioned SSD IOPS".
"""

from abc import abstractmethod
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import ClassVar

from costing.errors import InputError, NotPriced
from costing.model import ZERO, Meter, Sku
from costing.resources._shared.data_transfer import TransferUsage, transfer
from costing.resources._shared.inputs import missing
from costing.resources._shared.left_out import LeftOut
from costing.resources._shared.metering import Metering, charges, only_if
from costing.resources._shared.priced_resource import Block, Links, PricedResource, Quantity
from costing.resources._shared.usage_meters import Line, metered, usage_of
from costing.units import Unit

SERVICE = "AmazonFSx"
IOPS_PER_GB = Decimal(3)
ONE = Decimal(1)


def sku(usage_type: str, kind: str) -> Sku:
    return Sku(SERVICE, usage_type, f"CreateFileSystem:{kind}")


class FileSystemUsage(TransferUsage):
    backup_storage_gb: Quantity = None


class DiskIops(Block):
    mode: str = "AUTOMATIC"
    iops: Decimal | None = None


def storage(name: str, usage_type: str, kind: str, size: Decimal) -> Meter:
    return Meter(name, sku(usage_type, kind), size, Unit.GB_MONTHS)


def throughput(usage_type: str, kind: str, mibps: Decimal) -> Meter:
    return Meter("Throughput capacity", sku(usage_type, kind), mibps, Unit.MIBPS_MONTHS)


def backups(kind: str, usage: FileSystemUsage) -> Meter:
    return Meter(
        "Backup storage",
        sku("BackupUsage", kind),
        usage.backup_storage_gb,
        Unit.GB_MONTHS,
        usage="backup_storage_gb",
    )


def extra_iops(disk: DiskIops, size: Decimal, usage_type: str, kind: str) -> Iterator[Meter]:
    """Yield the IOPS that are provisioned beyond those that storage includes."""
    iops = disk.iops or ZERO
    if iops > size * IOPS_PER_GB:
        beyond = iops - size * IOPS_PER_GB
        yield Meter("Provisioned IOPS", sku(usage_type, kind), beyond, Unit.IOPS_MONTHS)


class SsdFileSystem(PricedResource):
    """Throughput, storage, and the IOPS that are provisioned beyond those that it includes."""

    kind: ClassVar[str]  # as a bill's operation says it: "Windows"
    throughput_capacity: Decimal | None = None  # MBps
    storage_capacity: Decimal | None = None  # GiB
    storage_type: str = "SSD"
    disk_iops_configuration: DiskIops = DiskIops()

    @abstractmethod
    def code(self) -> str:
        """Return how usage types say the deployment type."""

    @property
    def size(self) -> Decimal:
        if self.storage_capacity is None:
            raise missing("storageCapacity")
        return self.storage_capacity

    @property
    def mibps(self) -> Decimal:
        if self.throughput_capacity is None:
            raise missing("throughputCapacity")
        return self.throughput_capacity

    def provisioned(self) -> Iterator[Metering]:
        yield from self.throughput()
        yield from self.storage()
        yield from self.iops()

    @charges("Throughput capacity")
    def throughput(self) -> Iterator[Meter]:
        yield throughput(f"ThroughputCapacity{self.code()}", self.kind, self.mibps)

    @charges("SSD storage", "HDD storage")
    def storage(self) -> Iterator[Meter]:
        name = f"{self.storage_type} storage"
        yield storage(name, f"Storage{self.code()}:{self.storage_type}", self.kind, self.size)

    @charges("Provisioned IOPS")
    def iops(self) -> Iterator[Meter]:
        disk = self.disk_iops_configuration
        if disk.mode == "USER_PROVISIONED":
            usage_type = f"ProvisionedSSDIOPS{self.code()}"
            yield from extra_iops(disk, self.size, usage_type, self.kind)


class WindowsFileSystem(SsdFileSystem):
    """Storage and throughput for Windows. Audit logs are usage of their log group."""

    type = "aws:fsx/windowsFileSystem:WindowsFileSystem"
    usage = FileSystemUsage
    kind = "Windows"

    deployment_type: str = "SINGLE_AZ_1"

    def code(self) -> str:
        return ".MultiAZ" if self.deployment_type.startswith("MULTI_AZ") else ""

    def meters(self, usage: FileSystemUsage, links: Links) -> Iterator[Metering]:
        yield from self.provisioned()
        yield backups(self.kind, usage)
        yield from transfer(usage, SERVICE, links)


class OpenZfsUsage(FileSystemUsage):
    compression_savings_percent: Quantity = None  # without effect: what is provisioned is charged


ZFS = {
    "SINGLE_AZ_1": "",
    "SINGLE_AZ_2": ".SAZ2",
    "SINGLE_AZ_HA_1": ".SAZHA",
    "SINGLE_AZ_HA_2": ".SAZHA2",
    "MULTI_AZ_1": ".MAZ",
}


class OpenZfsFileSystem(SsdFileSystem):
    """SSD storage and throughput for OpenZFS; another storage type is a gap."""

    type = "aws:fsx/openZfsFileSystem:OpenZfsFileSystem"
    usage = OpenZfsUsage
    kind = "OpenZFS"

    deployment_type: str

    def code(self) -> str:
        if self.storage_type != "SSD":
            raise NotPriced(f"no price of storageType {self.storage_type} is known", "storageType")
        if self.deployment_type not in ZFS:
            raise InputError(f"deploymentType is {self.deployment_type}; expected {', '.join(ZFS)}")
        return ZFS[self.deployment_type]

    def meters(self, usage: OpenZfsUsage, links: Links) -> Iterator[Metering]:
        yield from self.provisioned()
        yield backups(self.kind, usage)
        yield from transfer(usage, SERVICE, links)


class LustreFileSystem(PricedResource):
    """Storage with its throughput for Lustre."""

    type = "aws:fsx/lustreFileSystem:LustreFileSystem"
    usage = FileSystemUsage
    left_out = (
        LeftOut(
            "Metadata IOPS",
            "metadataConfiguration.mode",
            values=("USER_PROVISIONED",),
            reason="no price of provisioned metadata IOPS is known",
        ),
        LeftOut(
            "SSD read cache",
            "dataReadCacheConfiguration.size",
            reason="no price of SSD read caches is known",
        ),
    )

    storage_capacity: Decimal | None = None  # GiB
    deployment_type: str = "SCRATCH_1"
    storage_type: str = "SSD"
    per_unit_storage_throughput: int | None = None  # MBps a TiB

    def meters(self, usage: FileSystemUsage, links: Links) -> Iterator[Metering]:
        yield from self.storage(links)
        yield from only_if(lambda: not self.is_scratch, backups("Lustre", usage))
        yield from transfer(usage, SERVICE, links)

    @property
    def is_scratch(self) -> bool:
        return self.deployment_type.startswith("SCRATCH")

    @charges("SSD storage", "HDD storage")
    def storage(self, links: Links) -> Iterator[Meter]:
        if self.storage_capacity is None:
            raise missing("storageCapacity")
        if links.resource.inputs.get("driveCacheType") not in (None, "NONE"):
            raise NotPriced("no price of storage with a drive cache is known", "driveCacheType")
        yield storage(*self.kind_of_storage(), "Lustre", self.storage_capacity)

    def kind_of_storage(self) -> tuple[str, str]:
        if self.is_scratch:
            return "SSD storage (scratch)", "Storage"
        if self.per_unit_storage_throughput is None:
            raise missing("perUnitStorageThroughput")
        throughput = self.per_unit_storage_throughput
        name = f"{self.storage_type} storage (persistent, {throughput} MBps a TiB)"
        return name, f"Storage.{self.storage_type}.{throughput}"


POOL = (
    Line("capacity_pool_storage_gb", "Capacity pool storage", "Storage.{}:CPoolStd"),
    Line(
        "monthly_capacity_pool_reads",
        "Capacity pool reads",
        "Requests.{}:CPoolStdRd",
        Unit.REQUESTS,
    ),
    Line(
        "monthly_capacity_pool_writes",
        "Capacity pool writes",
        "Requests.{}:CPoolStdWr",
        Unit.REQUESTS,
    ),
)
OntapUsage = usage_of("OntapUsage", POOL, FileSystemUsage)
ONTAP = {"SINGLE_AZ_1": "SAZ_2N", "MULTI_AZ_1": "MAZ"}


class OntapFileSystem(SsdFileSystem):
    """SSD storage, the capacity pool for tiered data, and throughput of each pair of servers."""

    type = "aws:fsx/ontapFileSystem:OntapFileSystem"
    usage = OntapUsage
    kind = "ONTAP"

    deployment_type: str
    ha_pairs: Decimal = ONE
    throughput_capacity_per_ha_pair: Decimal | None = None

    def code(self) -> str:
        if self.deployment_type not in ONTAP:
            raise NotPriced(
                f"no price of deploymentType {self.deployment_type} is known", "deploymentType"
            )
        return f".{ONTAP[self.deployment_type]}"

    @property
    def mibps(self) -> Decimal:
        if self.throughput_capacity is not None:
            return self.throughput_capacity
        return (self.throughput_capacity_per_ha_pair or ZERO) * self.ha_pairs

    @charges(*(line.name for line in POOL))
    def capacity_pool(self, usage: FileSystemUsage) -> Iterator[Meter]:
        code = self.code().removeprefix(".")
        for line, meter in zip(POOL, metered(SERVICE, POOL, usage), strict=True):
            yield replace(meter, sku=sku(line.usage_type.format(code), self.kind))

    def meters(self, usage: FileSystemUsage, links: Links) -> Iterator[Metering]:
        yield from self.provisioned()
        yield from self.capacity_pool(usage)
        yield backups(self.kind, usage)
        yield from transfer(usage, SERVICE, links)
