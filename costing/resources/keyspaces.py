"""Amazon Keyspaces. https://aws.amazon.com/keyspaces/pricing/."""

from collections.abc import Iterator
from decimal import Decimal

from typing_extensions import override

from costing.model import Meter, Sku
from costing.resources._shared.inputs import missing
from costing.resources._shared.left_out import LeftOut
from costing.resources._shared.metering import Metering, charges
from costing.resources._shared.priced_resource import Block, Links, PricedResource, ResourceUsage
from costing.resources._shared.usage_meters import Line, metered, usage_of
from costing.units import HOURS_PER_MONTH, Unit

SERVICE = "AmazonMCS"
REQUESTS = (
    Line(
        "monthly_write_request_units",
        "Write request units",
        "WriteRequestUnits",
        Unit.WRITE_REQUEST_UNITS,
    ),
    Line(
        "monthly_read_request_units",
        "Read request units",
        "ReadRequestUnits",
        Unit.READ_REQUEST_UNITS,
    ),
)
STORAGE = Line("storage_gb", "Data storage", "TimedStorage-ByteHrs")
RECOVERY = Line("pitr_backup_storage_gb", "Point-in-time recovery", "TimedPITRStorage-ByteHrs")
TableUsage = usage_of("TableUsage", [*REQUESTS, STORAGE, RECOVERY])


CAPACITY = ("Write capacity units", "Read capacity units")


class CapacitySpecification(Block):
    throughput_mode: str = "PAY_PER_REQUEST"
    read_capacity_units: Decimal | None = None
    write_capacity_units: Decimal | None = None


class PointInTimeRecovery(Block):
    status: str = "DISABLED"


class Table(PricedResource):
    """Requests or capacity of a table, and its storage."""

    type = "aws:keyspaces/table:Table"
    usage = TableUsage
    left_out = (LeftOut("Time to live deletes", "ttl.status", values=("ENABLED",)),)

    capacity_specification: CapacitySpecification = CapacitySpecification()
    point_in_time_recovery: PointInTimeRecovery = PointInTimeRecovery()

    @override
    def meters(self, usage: ResourceUsage, links: Links) -> Iterator[Metering]:
        yield from self.throughput(usage)
        yield from metered(SERVICE, [STORAGE], usage)
        yield from self.recovery(usage)

    @charges(*CAPACITY, *(line.name for line in REQUESTS))
    def throughput(self, usage: ResourceUsage) -> Iterator[Metering]:
        capacity = self.capacity_specification
        if capacity.throughput_mode == "PAY_PER_REQUEST":
            yield from metered(SERVICE, REQUESTS, usage)
        else:
            yield from writes(capacity)
            yield from reads(capacity)

    @charges(RECOVERY.name)
    def recovery(self, usage: ResourceUsage) -> Iterator[Meter]:
        if self.point_in_time_recovery.status == "ENABLED":
            yield from metered(SERVICE, [RECOVERY], usage)


@charges(CAPACITY[0])
def writes(capacity: CapacitySpecification) -> Iterator[Meter]:
    yield provisioned("Write", capacity.write_capacity_units, Unit.WCU_HOURS)


@charges(CAPACITY[1])
def reads(capacity: CapacitySpecification) -> Iterator[Meter]:
    yield provisioned("Read", capacity.read_capacity_units, Unit.RCU_HOURS)


def provisioned(kind: str, units: Decimal | None, unit: Unit) -> Meter:
    if units is None:
        raise missing(f"capacitySpecification.{kind.lower()}CapacityUnits")
    return Meter(
        f"{kind} capacity units",
        Sku(SERVICE, f"{kind}CapacityUnit-Hrs"),
        units * HOURS_PER_MONTH,
        unit,
    )
