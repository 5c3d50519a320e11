"""Amazon Timestream for LiveAnalytics. https://aws.amazon.com/timestream/pricing/."""

from costing.resources._shared.usage_meters import Line, StatedResource, usage_of
from costing.units import Unit

SERVICE = "AmazonTimestream"
LINES = (
    Line("monthly_writes_gb", "Writes", "DataIngestion-Bytes", Unit.GB),
    Line("memory_store_gb_hours", "Memory store", "MemoryStore-ByteHrs", Unit.GB_HOURS),
    Line("magnetic_store_gb", "Magnetic store", "MagneticStore-ByteHrs"),
    Line("monthly_data_scanned_gb", "Queries", "DataScanned-Bytes", Unit.GB),
)


class Table(StatedResource):
    """Writes, memory and magnetic store, and queries by data scanned, not by compute units."""

    type = "aws:timestreamwrite/table:Table"
    usage = usage_of("TableUsage", LINES)
    service = SERVICE
    lines = LINES
