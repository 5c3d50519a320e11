"""Amazon MSK Connect. https://aws.amazon.com/msk/pricing/."""

from collections.abc import Iterator
from decimal import Decimal
from typing import ClassVar

from typing_extensions import override

from costing.errors import InputError
from costing.model import Meter, Sku
from costing.resources._shared.metering import SINGLE, Metering, by_count, charges
from costing.resources._shared.priced_resource import (
    Block,
    Links,
    PricedResource,
    Quantity,
    ResourceUsage,
)
from costing.units import HOURS_PER_MONTH, Unit

ONE = Decimal(1)


class ConnectorUsage(ResourceUsage):
    workers: Quantity = None  # that run on average


class Autoscaling(Block):
    min_worker_count: Decimal
    mcu_count: Decimal = ONE

    @property
    def workers(self) -> Decimal:
        return self.min_worker_count


class ProvisionedCapacity(Block):
    worker_count: Decimal
    mcu_count: Decimal = ONE

    @property
    def workers(self) -> Decimal:
        return self.worker_count


class Capacity(Block):
    autoscaling: Autoscaling | None = None
    provisioned_capacity: ProvisionedCapacity | None = None


class Connector(PricedResource):
    """The capacity units (MCU) of its workers; where these scale, of the least of them."""

    type = "aws:mskconnect/connector:Connector"
    usage = ConnectorUsage
    usage_for: ClassVar = {
        "capacity.autoscaling.minWorkerCount": "workers",
        "capacity.provisionedCapacity.workerCount": "workers",
    }

    capacity: Capacity

    @override
    @charges("Connector workers")
    def meters(self, usage: ConnectorUsage, links: Links) -> Iterator[Metering]:
        fixed, scaled = self.capacity.provisioned_capacity, self.capacity.autoscaling
        capacity = fixed or scaled
        if capacity is None:
            raise InputError("capacity is neither provisioned nor autoscaling", "capacity")
        units, sku = capacity.mcu_count, Sku("AmazonMSK", "Kafka.mcu.general")

        def workers() -> tuple[Decimal, str | None]:
            if usage.workers is not None:
                return usage.workers, None
            return capacity.workers, None if fixed else "the least number of workers"

        def counted(found: tuple[Decimal, str | None]) -> Iterator[Meter]:
            hours, assumed = found[0] * units * HOURS_PER_MONTH, found[1]
            yield Meter("Connector workers", sku, hours, Unit.MCU_HOURS, assumed=assumed)

        yield from by_count(workers, counted, SINGLE)
