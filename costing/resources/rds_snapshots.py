"""Snapshots of Amazon RDS instances, and copies of them. https://aws.amazon.com/rds/pricing/."""

from collections.abc import Iterator
from typing import ClassVar

from costing.model import Meter
from costing.resources._shared.metering import Metering, charges
from costing.resources._shared.priced_resource import Links, PricedResource
from costing.resources._shared.rds_instances import (
    SERVICE,
)
from costing.resources._shared.region_copies import TRANSFER, CopyUsage, copied, source_region
from costing.resources._shared.usage_meters import Line, StatedResource, metered, usage_of

INSTANCE = "aws:rds/instance:Instance"
SNAPSHOT = Line("backup_storage_gb", "Backup storage", "RDS:ChargedBackupUsage")


class Snapshot(StatedResource):
    """A snapshot that is kept until it is deleted."""

    type = "aws:rds/snapshot:Snapshot"
    usage = usage_of("SnapshotUsage", [SNAPSHOT])
    service = SERVICE
    lines = (SNAPSHOT,)


class SnapshotCopy(PricedResource):
    """A copy of a snapshot, and its transfer from another region."""

    type = "aws:rds/snapshotCopy:SnapshotCopy"
    usage = usage_of("SnapshotCopyUsage", [SNAPSHOT], CopyUsage)
    source: ClassVar[str] = "sourceDbSnapshotIdentifier"

    def meters(self, usage: CopyUsage, links: Links) -> Iterator[Metering]:
        yield from metered(SERVICE, [SNAPSHOT], usage)
        yield from self.transferred(usage, links)

    @charges(TRANSFER)
    def transferred(self, usage: CopyUsage, links: Links) -> Iterator[Meter]:
        source = source_region(links, self.source, Snapshot.type, INSTANCE)
        yield from copied(SERVICE, source, links.resource.region, usage.monthly_copied_gb)


class BackupReplication(SnapshotCopy):
    """Automated backups copied to this region, and their transfer from the instance's region."""

    type = "aws:rds/instanceAutomatedBackupsReplication:InstanceAutomatedBackupsReplication"
    source = "sourceDbInstanceArn"
