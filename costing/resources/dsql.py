"""Amazon Aurora DSQL. https://aws.amazon.com/rds/aurora/dsql/pricing/."""

from collections.abc import Iterator

from costing.model import Meter
from costing.resources._shared.data_transfer import TransferUsage, transfer
from costing.resources._shared.priced_resource import Links, PricedResource
from costing.resources._shared.usage_meters import Line, metered, usage_of
from costing.units import Unit

SERVICE = "AuroraDSQL"
LINES = (
    Line(
        "monthly_dpus",
        "Distributed processing units",
        "DSQL-DistributedProcessingUnits",
        Unit.PROCESSING_UNITS,
    ),
    Line("storage_gb", "Storage", "DSQL-Storage-ByteHrs"),
)


class Cluster(PricedResource):
    """Reads, writes and compute of statements, and storage, in this region."""

    type = "aws:dsql/cluster:Cluster"
    usage = usage_of("ClusterUsage", LINES, TransferUsage)

    def meters(self, usage: TransferUsage, links: Links) -> Iterator[Meter]:
        yield from metered(SERVICE, LINES, usage)
        yield from transfer(usage, SERVICE, links)
