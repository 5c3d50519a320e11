"""Amazon Athena. https://aws.amazon.com/athena/pricing/."""

from collections.abc import Iterator
from decimal import Decimal

from typing_extensions import override

from costing.model import Meter, Sku
from costing.resources._shared.metering import charges
from costing.resources._shared.priced_resource import Links, PricedResource
from costing.resources._shared.usage_meters import Line, StatedResource, usage_of
from costing.units import HOURS_PER_MONTH, Unit

SERVICE = "AmazonAthena"
QUERIED = (
    Line("monthly_data_scanned_tb", "Data scanned", "DataScannedInTB", Unit.TB),
    Line("monthly_spark_dpu_hours", "Spark", "CodeExecutionInDPUHours", Unit.DPU_HOURS),
)


class Workgroup(StatedResource):
    """Terabytes that queries scan, each at least 10 MB, and Spark's DPU-hours.

    Queries on reserved capacity scan for nothing: give only the other queries.
    """

    type = "aws:athena/workgroup:Workgroup"
    usage = usage_of("WorkgroupUsage", QUERIED)
    service = SERVICE
    lines = QUERIED


class CapacityReservation(PricedResource):
    """DPUs that are kept for one's queries, by the hour."""

    type = "aws:athena/capacityReservation:CapacityReservation"

    target_dpus: Decimal

    @override
    @charges("Capacity")
    def meters(self, usage: object, links: Links) -> Iterator[Meter]:
        sku = Sku(SERVICE, "ReservedCapacityInDPUHours")
        yield Meter("Capacity", sku, self.target_dpus * HOURS_PER_MONTH, Unit.DPU_HOURS)
