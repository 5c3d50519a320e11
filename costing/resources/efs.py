"""Amazon EFS. https://aws.amazon.com/efs/pricing/.

Usage types: the EFS user guide's "Understanding billing and usage reports".
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from pydantic import Field

from costing.model import ZERO, Meter, Sku
from costing.resources._shared.data_transfer import TransferUsage, transfer
from costing.resources._shared.metering import Metering, charges, only_if
from costing.resources._shared.priced_resource import Block, Links, PricedResource
from costing.resources._shared.region_copies import TRANSFER, CopyUsage, copied
from costing.resources._shared.usage_meters import Line, metered, stated, usage_of
from costing.units import Unit, divide

SERVICE = "AmazonEFS"
GB = Unit.GB
GB_PER_MIBPS = Decimal(20)  # of standard storage, that include a MiBps

STANDARD = (Line("storage_gb", "Storage (standard)", "TimedStorage-ByteHrs"),)
ONE_ZONE = (Line("storage_gb", "Storage (one zone)", "TimedStorage-Z-ByteHrs"),)
IA_ACCESS = (
    Line(
        "monthly_infrequent_access_read_gb",
        "Read requests (infrequent access)",
        "IADataAccess-Bytes",
        GB,
        "Read",
    ),
    Line(
        "monthly_infrequent_access_write_gb",
        "Write requests (infrequent access)",
        "IADataAccess-Bytes",
        GB,
        "Write",
    ),
)


def infrequent(name: str, usage_type: str) -> tuple[Line, ...]:
    return (Line("infrequent_access_storage_gb", f"Storage ({name})", usage_type), *IA_ACCESS)


STANDARD_IA = infrequent("standard, infrequent access", "IATimedStorage-ByteHrs")
ELASTIC_IA = infrequent("standard, infrequent access", "IATimedStorage-ET-ByteHrs")
ONE_ZONE_IA = infrequent("one zone, infrequent access", "IATimedStorage-Z-ByteHrs")
ARCHIVE = (
    Line("archive_storage_gb", "Storage (archive)", "ArchiveTimedStorage-ByteHrs"),
    Line(
        "monthly_archive_read_gb",
        "Read requests (archive)",
        "ArchiveDataAccess-Bytes",
        GB,
        "Read",
    ),
    Line(
        "monthly_archive_write_gb",
        "Write requests (archive)",
        "ArchiveDataAccess-Bytes",
        GB,
        "Write",
    ),
)
ELASTIC = (
    Line("monthly_read_gb", "Elastic throughput, reads", "ETDataAccess-Bytes", GB, "Read"),
    Line("monthly_write_gb", "Elastic throughput, writes", "ETDataAccess-Bytes", GB, "Write"),
)
BACKUP = Line("backup_storage_gb", "Backup storage", "WarmStorage-ByteHrs-EFS", service="AWSBackup")
BACKUP_POLICY = "aws:efs/backupPolicy:BackupPolicy"
FileSystemUsage = usage_of(
    "FileSystemUsage", [*STANDARD, *STANDARD_IA, *ARCHIVE, *ELASTIC, BACKUP], TransferUsage
)


class Policy(Block):
    status: str = ""


class BackupPolicy(Block):
    backup_policy: Policy = Policy()


class LifecyclePolicy(Block):
    transition_to_ia: str | None = None
    transition_to_archive: str | None = None


class FileSystem(PricedResource):
    """Storage by class, and throughput that is provisioned or elastic.

    A class is listed if a lifecycle policy moves files to it or usage gives a value of it. A
    backup policy keeps backups, which AWS Backup charges for.
    """

    type = "aws:efs/fileSystem:FileSystem"
    usage = FileSystemUsage

    throughput_mode: str = "bursting"
    provisioned_throughput_in_mibps: Decimal | None = None
    lifecycle_policies: list[LifecyclePolicy] = Field(default_factory=list)

    def meters(self, usage: TransferUsage, links: Links) -> Iterator[Metering]:
        one_zone = links.resource.inputs.get("availabilityZoneName") is not None
        yield from metered(SERVICE, ONE_ZONE if one_zone else STANDARD, usage)
        yield from self.infrequent(usage, one_zone=one_zone)
        yield from self.archive(usage)
        yield from only_if(lambda: self.elastic, *metered(SERVICE, ELASTIC, usage))
        yield from self.provisioned(usage)
        yield from self.backed_up(usage, links)
        yield from transfer(usage, SERVICE, links)

    @charges(BACKUP.name)
    def backed_up(self, usage: TransferUsage, links: Links) -> Iterator[Meter]:
        policies = links.referrers(BACKUP_POLICY, "fileSystemId")
        kept = [links.read(BackupPolicy, each).backup_policy.status for each in policies]
        if "ENABLED" in kept or stated(usage, BACKUP) is not None:
            yield from metered(SERVICE, [BACKUP], usage)

    @property
    def elastic(self) -> bool:
        return self.throughput_mode == "elastic"

    @charges(*(line.name for line in STANDARD_IA))
    def infrequent(self, usage: TransferUsage, *, one_zone: bool) -> Iterator[Meter]:
        moved = states(usage, STANDARD_IA) or any(
            each.transition_to_ia for each in self.lifecycle_policies
        )
        if moved and one_zone:
            yield from metered(SERVICE, ONE_ZONE_IA, usage)
        elif moved:
            yield from metered(SERVICE, ELASTIC_IA if self.elastic else STANDARD_IA, usage)

    @charges(*(line.name for line in ARCHIVE))
    def archive(self, usage: TransferUsage) -> Iterator[Meter]:
        moved = (each.transition_to_archive for each in self.lifecycle_policies)
        if states(usage, ARCHIVE) or any(moved):
            yield from metered(SERVICE, ARCHIVE, usage)

    @charges("Provisioned throughput")
    def provisioned(self, usage: TransferUsage) -> Iterator[Meter]:
        if self.provisioned_throughput_in_mibps is not None:
            yield provisioned(self.provisioned_throughput_in_mibps, stated(usage, STANDARD[0]))


def provisioned(throughput: Decimal, storage: Decimal | None) -> Meter:
    """Meter the throughput beyond that included with standard storage."""
    included = divide(storage or ZERO, GB_PER_MIBPS)
    return Meter(
        "Provisioned throughput",
        Sku(SERVICE, "ProvisionedTP-MiBpsHrs"),
        max(throughput - included, ZERO),
        Unit.MIBPS_MONTHS,
        assumed="none of it included, as usage gives no storage" if storage is None else None,
    )


def states(usage: TransferUsage, lines: tuple[Line, ...]) -> bool:
    return any(stated(usage, line) is not None for line in lines)


class Destination(Block):
    region: str | None = None


class ReplicationConfiguration(PricedResource):
    """The replica file system in its region, and the transfer to it.

    Usage of storage is priced as Standard or One Zone storage, also if it is accessed rarely.
    """

    type = "aws:efs/replicationConfiguration:ReplicationConfiguration"
    usage = usage_of("ReplicationUsage", STANDARD, CopyUsage)

    destination: Destination

    def meters(self, usage: CopyUsage, links: Links) -> Iterator[Metering]:
        yield from self.stored(usage, links)
        yield from self.transferred(usage, links)

    @charges(TRANSFER)
    def transferred(self, usage: CopyUsage, links: Links) -> Iterator[Meter]:
        target = self.destination.region
        yield from copied(SERVICE, links.resource.region, target, usage.monthly_copied_gb)

    @charges("Storage")
    def stored(self, usage: CopyUsage, links: Links) -> Iterator[Meter]:
        where = links.resource.inputs.get("destination")
        one_zone = isinstance(where, Mapping) and where.get("availabilityZoneName") is not None
        for meter in metered(SERVICE, ONE_ZONE if one_zone else STANDARD, usage):
            yield replace(meter, region=self.destination.region)
