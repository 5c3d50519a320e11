"""Storage that the instances of a cluster share: Amazon DocumentDB, Amazon Neptune.

https://aws.amazon.com/documentdb/pricing/, https://aws.amazon.com/neptune/pricing/.
"""

from collections.abc import Iterator

from costing.model import Meter
from costing.parts.stated import Line, metered, usage_of
from costing.priced_resource import ResourceUsage
from costing.units import Unit

IO_OPTIMIZED = "iopt1"
STORAGE = Line("storage_gb", "Storage", "StorageUsage")
IO_STORAGE = Line("storage_gb", "Storage, I/O-optimized", "IO-OptimizedStorageUsage")
REQUESTS = Line("monthly_io_requests", "I/O requests", "StorageIOUsage", Unit.REQUESTS)
BACKUPS = Line("backup_storage_gb", "Backup storage", "BackupUsage")

ClusterUsage = usage_of("ClusterUsage", [STORAGE, REQUESTS, BACKUPS])
SnapshotUsage = usage_of("SnapshotUsage", [BACKUPS])


def shared(
    service: str, usage: ResourceUsage, storage_type: str | None, *, kept_days: int
) -> Iterator[Meter]:
    """Yield storage, requests unless the storage includes them, backups beyond the first day."""
    if storage_type == IO_OPTIMIZED:
        yield from metered(service, [IO_STORAGE], usage)
    else:
        yield from metered(service, [STORAGE, REQUESTS], usage)
    stated = getattr(usage, BACKUPS.field) is not None
    if kept_days > 1 or stated:
        yield from metered(service, [BACKUPS], usage)
