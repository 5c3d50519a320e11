"""Amazon FSx. https://aws.amazon.com/fsx/pricing/, by kind of file system.

Storage includes 3 IOPS a gigabyte of SSD: user guides, "Managing provisioned SSD IOPS".
"""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from costing.errors import InputError
from costing.model import ZERO, Meter, Sku
from costing.parts.stated import Line, metered, usage_of
from costing.parts.transfer import TransferUsage, transfer
from costing.priced_resource import Block, Links, PricedResource, Quantity
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
    if disk.mode == "USER_PROVISIONED" and iops > size * IOPS_PER_GB:
        beyond = iops - size * IOPS_PER_GB
        yield Meter("Provisioned IOPS", sku(usage_type, kind), beyond, Unit.IOPS_MONTHS)


class WindowsFileSystem(PricedResource):
    """Storage and throughput for Windows. Left out: auditing, files that are deduplicated."""

    type = "aws:fsx/windowsFileSystem:WindowsFileSystem"
    usage = FileSystemUsage

    throughput_capacity: Decimal  # MBps
    storage_capacity: Decimal  # GiB
    storage_type: str = "SSD"
    deployment_type: str = "SINGLE_AZ_1"
    disk_iops_configuration: DiskIops = DiskIops()

    def meters(self, usage: FileSystemUsage, links: Links) -> Iterator[Meter]:
        zones = ".MultiAZ" if self.deployment_type.startswith("MULTI_AZ") else ""
        name = f"{self.storage_type} storage"
        usage_type = f"Storage{zones}:{self.storage_type}"
        yield throughput(f"ThroughputCapacity{zones}", "Windows", self.throughput_capacity)
        yield storage(name, usage_type, "Windows", self.storage_capacity)
        yield from extra_iops(
            self.disk_iops_configuration,
            self.storage_capacity,
            f"ProvisionedSSDIOPS{zones}",
            "Windows",
        )
        yield backups("Windows", usage)
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


class OpenZfsFileSystem(PricedResource):
    """SSD storage and throughput for OpenZFS. Left out: intelligent tiering."""

    type = "aws:fsx/openZfsFileSystem:OpenZfsFileSystem"
    usage = OpenZfsUsage

    throughput_capacity: Decimal  # MBps
    deployment_type: str
    storage_capacity: Decimal | None = None  # GiB
    storage_type: str = "SSD"
    disk_iops_configuration: DiskIops = DiskIops()

    def meters(self, usage: OpenZfsUsage, links: Links) -> Iterator[Meter]:
        if self.storage_type != "SSD" or self.storage_capacity is None:
            raise InputError("storageType INTELLIGENT_TIERING has no price in this book")
        if self.deployment_type not in ZFS:
            raise InputError(
                f"deploymentType {self.deployment_type} is not one of {', '.join(ZFS)}"
            )
        code, size = ZFS[self.deployment_type], self.storage_capacity
        yield throughput(f"ThroughputCapacity{code}", "OpenZFS", self.throughput_capacity)
        yield storage("SSD storage", f"Storage{code}:SSD", "OpenZFS", size)
        disk = self.disk_iops_configuration
        yield from extra_iops(disk, size, f"ProvisionedSSDIOPS{code}", "OpenZFS")
        yield backups("OpenZFS", usage)
        yield from transfer(usage, SERVICE, links)


class LustreFileSystem(PricedResource):
    """Storage with its throughput for Lustre.

    Left out: metadata IOPS beyond those included, intelligent tiering, read caches.
    """

    type = "aws:fsx/lustreFileSystem:LustreFileSystem"
    usage = FileSystemUsage

    storage_capacity: Decimal | None = None  # GiB
    deployment_type: str = "SCRATCH_1"
    storage_type: str = "SSD"
    per_unit_storage_throughput: int | None = None  # MBps a TiB

    def meters(self, usage: FileSystemUsage, links: Links) -> Iterator[Meter]:
        if self.storage_capacity is None:
            raise InputError("storageCapacity is not stated")
        if links.resource.inputs.get("driveCacheType") not in (None, "NONE"):
            raise InputError("what a bill calls storage with a drive cache is not known")
        yield storage(*self.kind_of_storage(), "Lustre", self.storage_capacity)
        if not self.deployment_type.startswith("SCRATCH"):
            yield backups("Lustre", usage)
        yield from transfer(usage, SERVICE, links)

    def kind_of_storage(self) -> tuple[str, str]:
        if self.deployment_type.startswith("SCRATCH"):
            return "SSD storage (scratch)", "Storage"
        if self.per_unit_storage_throughput is None:
            raise InputError("perUnitStorageThroughput is not stated")
        rung = self.per_unit_storage_throughput
        name = f"{self.storage_type} storage (persistent, {rung} MBps a TiB)"
        return name, f"Storage.{self.storage_type}.{rung}"


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


class OntapFileSystem(PricedResource):
    """SSD storage, a capacity pool that data is tiered to, throughput of each pair of servers."""

    type = "aws:fsx/ontapFileSystem:OntapFileSystem"
    usage = OntapUsage

    deployment_type: str
    storage_capacity: Decimal  # GiB
    ha_pairs: Decimal = ONE
    throughput_capacity: Decimal | None = None  # MBps
    throughput_capacity_per_ha_pair: Decimal | None = None
    disk_iops_configuration: DiskIops = DiskIops()

    def meters(self, usage: FileSystemUsage, links: Links) -> Iterator[Meter]:
        code = ONTAP.get(self.deployment_type)
        if code is None:
            raise InputError(f"{self.deployment_type}, of the second generation, has no price here")
        mibps = self.throughput_capacity
        if mibps is None:
            mibps = (self.throughput_capacity_per_ha_pair or ZERO) * self.ha_pairs
        yield throughput(f"ThroughputCapacity.{code}", "ONTAP", mibps)
        size = self.storage_capacity
        yield storage("SSD storage", f"Storage.{code}:SSD", "ONTAP", size)
        disk = self.disk_iops_configuration
        yield from extra_iops(disk, size, f"ProvisionedSSDIOPS.{code}", "ONTAP")
        for line, meter in zip(POOL, metered(SERVICE, POOL, usage), strict=True):
            yield replace(meter, sku=sku(line.usage_type.format(code), "ONTAP"))
        yield backups("ONTAP", usage)
        yield from transfer(usage, SERVICE, links)
