"""Amazon MQ. https://aws.amazon.com/amazon-mq/pricing/."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BeforeValidator
from typing_extensions import override

from costing.model import Meter, Sku
from costing.resources._shared.left_out import LeftOut
from costing.resources._shared.metering import Metering, charges
from costing.resources._shared.priced_resource import Links, PricedResource, Quantity, ResourceUsage
from costing.resources._shared.requests import times
from costing.units import HOURS_PER_MONTH, Unit

SERVICE = "AmazonMQ"
INSTANCES = {
    "SINGLE_INSTANCE": Decimal(1),
    "ACTIVE_STANDBY_MULTI_AZ": Decimal(2),
    "CLUSTER_MULTI_AZ": Decimal(3),
}
STORED = {
    ("ActiveMQ", "EFS"): "TimedStorage-ByteHrs",
    ("ActiveMQ", "EBS"): "TimedStorage-EBS-ByteHrs",
    ("RabbitMQ", "EBS"): "TimedStorage-RabbitMQ-ByteHrs",
}


def upper(value: object) -> object:
    return value.upper() if isinstance(value, str) else value


def engine(value: object) -> object:
    known = {"ACTIVEMQ": "ActiveMQ", "RABBITMQ": "RabbitMQ"}
    return known.get(value.upper(), value) if isinstance(value, str) else value


class BrokerUsage(ResourceUsage):
    storage_size_gb: Quantity = None  # of each instance


class Broker(PricedResource):
    """Instances and storage: one EFS file system for a pair, an EBS volume for each other one."""

    type = "aws:mq/broker:Broker"
    usage = BrokerUsage
    left_out = (LeftOut("Cross-Region data replication", "dataReplicationMode", values=("CRDR",)),)

    engine_type: Annotated[Literal["ActiveMQ", "RabbitMQ"], BeforeValidator(engine)]
    host_instance_type: str
    deployment_mode: Annotated[
        Literal["SINGLE_INSTANCE", "ACTIVE_STANDBY_MULTI_AZ", "CLUSTER_MULTI_AZ"],
        BeforeValidator(upper),
    ] = "SINGLE_INSTANCE"
    storage_type: Annotated[Literal["EFS", "EBS"] | None, BeforeValidator(upper)] = None

    @property
    def store(self) -> Literal["EFS", "EBS"]:
        if self.engine_type == "RabbitMQ":
            return "EBS"
        return self.storage_type or "EFS"

    @override
    def meters(self, usage: BrokerUsage, links: Links) -> Iterator[Metering]:
        yield from self.instances()
        yield from self.storage(usage)

    @charges("Instance usage")
    def instances(self) -> Iterator[Meter]:
        kind, mode = self.engine_type, self.deployment_mode
        yield Meter(
            f"Instance usage ({kind}, {self.host_instance_type}, {mode.lower()})",
            Sku(SERVICE, f"{kind}-InstanceUsage:{self.host_instance_type}"),
            HOURS_PER_MONTH * INSTANCES[mode],
            Unit.HOURS,
        )

    @charges("Storage")
    def storage(self, usage: BrokerUsage) -> Iterator[Meter]:
        stores = Decimal(1) if self.store == "EFS" else INSTANCES[self.deployment_mode]
        yield Meter(
            f"Storage ({self.engine_type}, {self.store})",
            Sku(SERVICE, STORED[self.engine_type, self.store]),
            times(usage.storage_size_gb, stores),
            Unit.GB_MONTHS,
            usage="storage_size_gb",
        )
