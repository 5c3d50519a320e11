"""Cluster storage of Amazon DocumentDB and Amazon Neptune.

https://aws.amazon.com/documentdb/pricing/, https://aws.amazon.com/neptune/pricing/.
"""

from collections.abc import Iterator
from typing import ClassVar

from typing_extensions import override

from costing.model import Meter
from costing.resources._shared.metering import Metering, charges
from costing.resources._shared.priced_resource import Links, PricedResource, ResourceUsage
from costing.resources._shared.usage_meters import Line, metered, usage_of
from costing.units import Unit

IO_OPTIMIZED = "iopt1"
STORAGE = Line("storage_gb", "Storage", "StorageUsage")
IO_STORAGE = Line("storage_gb", "Storage, I/O-optimized", "IO-OptimizedStorageUsage")
REQUESTS = Line("monthly_io_requests", "I/O requests", "StorageIOUsage", Unit.REQUESTS)
BACKUPS = Line("backup_storage_gb", "Backup storage", "BackupUsage")

REPLICATED = Line(
    "monthly_replicated_write_requests",
    "Replicated write I/O requests",
    "ReplicatedWriteIO",
    Unit.REQUESTS,
)

ClusterUsage = usage_of("ClusterUsage", [STORAGE, REQUESTS, BACKUPS, REPLICATED])
SnapshotUsage = usage_of("SnapshotUsage", [BACKUPS])


class StorageCluster(PricedResource):
    """Storage, requests unless the storage includes them, backups beyond the first day.

    A cluster of a global cluster pays for the writes that it replicates.
    """

    usage = ClusterUsage
    service: ClassVar[str]

    storage_type: str | None = None
    backup_retention_period: int = 1  # days

    @property
    def is_io_optimized(self) -> bool:
        return self.storage_type == IO_OPTIMIZED

    @override
    def meters(self, usage: ResourceUsage, links: Links) -> Iterator[Metering]:
        yield from self.stored(usage)
        yield from self.backups(usage)
        if links.resource.inputs.get("globalClusterIdentifier") is not None:
            yield from metered(self.service, [REPLICATED], usage)

    @charges(STORAGE.name, REQUESTS.name)
    def stored(self, usage: ResourceUsage) -> Iterator[Meter]:
        lines = [IO_STORAGE] if self.is_io_optimized else [STORAGE, REQUESTS]
        yield from metered(self.service, lines, usage)

    @charges(BACKUPS.name)
    def backups(self, usage: ResourceUsage) -> Iterator[Meter]:
        if getattr(usage, BACKUPS.field) is not None or self.backup_retention_period > 1:
            yield from metered(self.service, [BACKUPS], usage)
