"""Charges of an Aurora cluster: storage, I/O, backups, serverless capacity."""

from decimal import Decimal

from costing.model import Meter, Sku
from costing.resources._shared.priced_resource import Quantity
from costing.resources._shared.rds_instances import (
    SERVICE,
    DatabaseUsage,
)
from costing.units import HOURS_PER_MONTH, Unit, divide

UNITS = "capacity_units_per_hr"


SECONDS_PER_MONTH = Decimal(2_628_000)  # 730 hours


SECONDS_PER_HOUR = Decimal(3600)


class ClusterUsage(DatabaseUsage):
    capacity_units_per_hr: Quantity = None  # Aurora capacity units, of serverless v1
    storage_gb: Quantity = None
    write_requests_per_sec: Quantity = None
    read_requests_per_sec: Quantity = None
    backup_snapshot_size_gb: Quantity = None  # of each day's snapshot
    average_statements_per_hr: Quantity = None  # while backtrack is on
    change_records_per_statement: Quantity = None
    backtrack_window_hrs: Quantity = None
    snapshot_export_size_gb: Quantity = None
    monthly_data_api_requests: Quantity = None
    additional_backup_storage_gb: Quantity = None  # of a Multi-AZ DB cluster


def times(*factors: Decimal | None) -> Decimal | None:
    """Return the product; None where one of them is not given."""
    product = Decimal(1)
    for factor in factors:
        if factor is None:
            return None
        product *= factor
    return product


def serverless_v1(usage: ClusterUsage) -> Meter:
    return Meter(
        "Aurora serverless",
        Sku(SERVICE, "Aurora:ServerlessUsage"),
        times(usage.capacity_units_per_hr, HOURS_PER_MONTH),
        Unit.ACU_HOURS,
        usage="capacity_units_per_hr",
    )


def storage(usage: ClusterUsage, *, io_optimized: bool) -> Meter:
    kind = ", I/O-optimized" if io_optimized else ""
    usage_type = "IO-OptimizedStorageUsage" if io_optimized else "StorageUsage"
    return Meter(
        f"Storage{kind}",
        Sku(SERVICE, f"Aurora:{usage_type}"),
        usage.storage_gb,
        Unit.GB_MONTHS,
        usage="storage_gb",
    )


def io_requests(usage: ClusterUsage) -> Meter:
    given = (usage.read_requests_per_sec, usage.write_requests_per_sec)
    known = [each for each in given if each is not None]
    return Meter(
        "I/O requests",
        Sku(SERVICE, "Aurora:StorageIOUsage"),
        times(sum(known, Decimal(0)), SECONDS_PER_MONTH) if known else None,
        Unit.REQUESTS,
        usage="read_requests_per_sec",
    )


def replicated_writes(usage: ClusterUsage) -> Meter:
    return Meter(
        "Replicated write I/O requests",
        Sku(SERVICE, "Aurora:ReplicatedWriteIO"),
        times(usage.write_requests_per_sec, SECONDS_PER_MONTH),
        Unit.REQUESTS,
        usage="write_requests_per_sec",
    )


def backups(usage: ClusterUsage, days: Decimal) -> Meter:
    """Meter the snapshots of all days but one: as much as the cluster's size is included."""
    return Meter(
        "Backup storage",
        Sku(SERVICE, "Aurora:BackupUsage"),
        times(usage.backup_snapshot_size_gb, days - 1),
        Unit.GB_MONTHS,
        usage="backup_snapshot_size_gb",
    )


def backtrack(usage: ClusterUsage, window: Decimal) -> Meter:
    """Meter what is kept to go back: an hour's change records, for all hours of the window."""
    hours = usage.backtrack_window_hrs
    if hours is None:
        hours = divide(window, SECONDS_PER_HOUR)
    kept = times(usage.average_statements_per_hr, usage.change_records_per_statement, hours)
    return Meter(
        "Backtrack",
        Sku(SERVICE, "Aurora:BacktrackUsage"),
        times(kept, HOURS_PER_MONTH),
        Unit.CHANGE_RECORD_HOURS,
        usage="average_statements_per_hr",
    )


def data_api(usage: ClusterUsage) -> Meter:
    """Meter requests of the Data API, each started 32 KB of one. The usage type is assumed."""
    return Meter(
        "Data API requests",
        Sku(SERVICE, "Aurora:DataAPI-Requests"),
        usage.monthly_data_api_requests,
        Unit.REQUESTS,
        usage="monthly_data_api_requests",
    )
