"""Amazon Timestream for LiveAnalytics. https://aws.amazon.com/timestream/pricing/."""

from collections.abc import Iterator

from costing.model import Meter
from costing.resources._shared.priced_resource import Links, PricedResource, ResourceUsage
from costing.resources._shared.usage_meters import Line, metered, usage_of
from costing.units import Unit

SERVICE = "AmazonTimestream"
LINES = (
    Line("monthly_writes_gb", "Writes", "DataIngestion-Bytes", Unit.GB),
    Line("memory_store_gb_hours", "Memory store", "MemoryStore-ByteHrs", Unit.GB_HOURS),
    Line("magnetic_store_gb", "Magnetic store", "MagneticStore-ByteHrs"),
    Line("monthly_data_scanned_gb", "Queries", "DataScanned-Bytes", Unit.GB),
)


class Table(PricedResource):
    """What is written, kept in memory and on disk, and scanned. Left out: query compute units."""

    type = "aws:timestreamwrite/table:Table"
    usage = usage_of("TableUsage", LINES)

    def meters(self, usage: ResourceUsage, links: Links) -> Iterator[Meter]:  # noqa: ARG002
        yield from metered(SERVICE, LINES, usage)
