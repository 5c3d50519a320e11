"""Usage lines of DynamoDB tables, and the charges of their replicas.

https://aws.amazon.com/dynamodb/pricing/. A replica is billed in its own region.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from costing.model import Meter, Sku
from costing.resources._shared.metering import Metering, Unmetered
from costing.resources._shared.priced_resource import ResourceUsage
from costing.resources._shared.usage_meters import Line, metered, stated
from costing.units import Unit

SERVICE = "AmazonDynamoDB"
REQUESTS = (
    Line(
        "monthly_write_request_units",
        "Write request unit (WRU)",
        "WriteRequestUnits",
        Unit.WRITE_REQUEST_UNITS,
    ),
    Line(
        "monthly_read_request_units",
        "Read request unit (RRU)",
        "ReadRequestUnits",
        Unit.READ_REQUEST_UNITS,
    ),
)
STORAGE = (Line("storage_gb", "Data storage", "TimedStorage-ByteHrs"),)
RECOVERY = (
    Line(
        "pitr_backup_storage_gb",
        "Point-In-Time Recovery (PITR) backup storage",
        "TimedPITRStorage-ByteHrs",
    ),
)
BACKUPS = (
    Line(
        "on_demand_backup_storage_gb",
        "On-demand backup storage",
        "TimedBackupStorage-ByteHrs",
    ),
    Line("monthly_data_restored_gb", "Table data restored", "RestoreDataSize-Bytes", Unit.GB),
)
STREAMS = (
    Line(
        "monthly_streams_read_request_units",
        "Streams read request unit (sRRU)",
        "Streams-Requests",
        Unit.REQUESTS,
    ),
)
EXPORTED = Line("monthly_data_exported_gb", "Data exported", "ExportDataSize-Bytes", Unit.GB)
CHANGES = Line(
    "monthly_change_data_capture_units",
    "Change data capture units",
    "ChangeDataCaptureUnits-Kinesis",
    Unit.CAPTURE_UNITS,
)
IMPORTED = Line("monthly_data_imported_gb", "Data imported", "ImportDataSize-Bytes", Unit.GB)
REPLICA_STORAGE = Line("replica_storage_gb", "Data storage", "TimedStorage-ByteHrs")
REPLICA_READS = Line(
    "replica_monthly_read_request_units",
    "Read request unit (RRU)",
    "ReadRequestUnits",
    Unit.READ_REQUEST_UNITS,
)
REPLICA_RECOVERY = Line("replica_pitr_backup_storage_gb", RECOVERY[0].name, RECOVERY[0].usage_type)
REPLICA_LINES = (REPLICA_STORAGE, REPLICA_READS, REPLICA_RECOVERY)
TABLE_LINES = (*REQUESTS, *STORAGE, *RECOVERY, *BACKUPS, *STREAMS, IMPORTED, *REPLICA_LINES)
COPIES = ("Replicated", "Read", STORAGE[0].name, REPLICA_RECOVERY.name)


def replica_recovery(usage: ResourceUsage, region: str, of_table: ResourceUsage | None) -> Meter:
    """Meter recovery of a replica, by default of as much data as the table's."""
    (meter,) = metered(SERVICE, [REPLICA_RECOVERY], usage, group_of(region))
    known = getattr(of_table, RECOVERY[0].field, None)
    if meter.quantity is None and known is not None:
        meter = replace(meter, quantity=known, assumed="the same size as in the table's region")
    return replace(meter, region=region)


def group_of(region: str) -> str:
    return f"Global table ({region})"


def replicated(own: Sequence[Metering], usage: ResourceUsage, region: str) -> Iterator[Metering]:
    """Yield a replica's writes, as many as the table's, its reads, and its storage.

    Provisioned read capacity is that of the table; requested reads are usage of the replica.
    """
    group = group_of(region)
    for each in own:
        if isinstance(each, Unmetered):
            yield from unmetered_copy(each, group)
            continue
        usage_type = each.sku.usage_type.removeprefix("IA-")
        if usage_type.startswith("Write"):
            yield replace(
                each,
                name=f"Replicated {each.name[0].lower()}{each.name[1:]}",
                sku=Sku(SERVICE, f"Repl{usage_type}"),
                region=region,
                group=group,
            )
        elif usage_type == REPLICA_READS.usage_type:
            for meter in metered(SERVICE, [REPLICA_READS], usage, group):
                yield replace(meter, region=region)
        elif usage_type.startswith("Read"):
            yield replace(each, sku=Sku(SERVICE, usage_type), region=region, group=group)
    for meter in metered(SERVICE, [REPLICA_STORAGE], usage, group):
        yield replace(meter, region=region)


def unmetered_copy(of_table: Unmetered, group: str) -> Iterator[Unmetered]:
    """Yield the gap of a replica whose table's capacity is unknown."""
    names = [
        f"Replicated {name.lower()}" if name.startswith("Write") else name
        for name in (of_table.charge or "").split(", ")
        if name.startswith(("Write", "Read"))
    ]
    if names:
        yield replace(of_table, charge=", ".join(names), group=group, example=None)


def states(usage: ResourceUsage, lines: Sequence[Line]) -> bool:
    return any(stated(usage, line) is not None for line in lines)
