"""Amazon MSK Connect. https://aws.amazon.com/msk/pricing/."""

from collections.abc import Iterator
from decimal import Decimal

from costing.errors import InputError
from costing.model import Meter, Sku
from costing.priced_resource import Block, Links, PricedResource, Quantity, ResourceUsage
from costing.units import HOURS_PER_MONTH, Unit

ONE = Decimal(1)


class ConnectorUsage(ResourceUsage):
    workers: Quantity = None  # that run on average


class Autoscaling(Block):
    min_worker_count: Decimal
    mcu_count: Decimal = ONE


class ProvisionedCapacity(Block):
    worker_count: Decimal
    mcu_count: Decimal = ONE


class Capacity(Block):
    autoscaling: Autoscaling | None = None
    provisioned_capacity: ProvisionedCapacity | None = None


class Connector(PricedResource):
    """The capacity units (MCU) of its workers; where these scale, of the least of them."""

    type = "aws:mskconnect/connector:Connector"
    usage = ConnectorUsage

    capacity: Capacity

    def meters(self, usage: ConnectorUsage, links: Links) -> Iterator[Meter]:  # noqa: ARG002
        fixed, scaled = self.capacity.provisioned_capacity, self.capacity.autoscaling
        assumed = None
        if fixed is not None:
            workers, units = fixed.worker_count, fixed.mcu_count
        elif scaled is not None:
            workers, units = scaled.min_worker_count, scaled.mcu_count
            if usage.workers is None:
                assumed = "the least number of workers"
        else:
            raise InputError("capacity is neither provisioned nor autoscaling")
        if usage.workers is not None:
            workers = usage.workers
        hours = workers * units * HOURS_PER_MONTH
        sku = Sku("AmazonMSK", "Kafka.mcu.general")
        yield Meter("Connector workers", sku, hours, Unit.MCU_HOURS, assumed=assumed)
