"""AWS App Runner. https://aws.amazon.com/apprunner/pricing/."""

from collections.abc import Iterator
from decimal import Decimal
from typing import ClassVar

from costing.model import Meter, Sku
from costing.resources._shared.fargate_tasks import memory_gb, vcpus
from costing.resources._shared.metering import Metering, charges
from costing.resources._shared.priced_resource import (
    Block,
    Links,
    PricedResource,
    Quantity,
    ResourceUsage,
)
from costing.resources._shared.requests import times
from costing.units import HOURS_PER_MONTH, Unit

SERVICE = "AWSAppRunner"
SCALING = "aws:apprunner/autoScalingConfigurationVersion:AutoScalingConfigurationVersion"


class ServiceUsage(ResourceUsage):
    monthly_active_instance_hours: Quantity = None  # of all instances that serve requests
    provisioned_instances: Quantity = None  # kept warm on average; as many as the least is
    monthly_build_mins: Quantity = None


class InstanceConfiguration(Block):
    cpu: str = "1024"  # units of 1/1024 vCPU, or "1 vCPU"
    memory: str = "2048"  # MB, or "2 GB"


class SourceConfiguration(Block):
    code_repository: Block | None = None


class ScalingConfiguration(Block):
    min_size: Decimal = Decimal(1)


class Service(PricedResource):
    """Memory of the instances kept warm, vCPU and memory of those that serve.

    Left out: the fee of automatic deployments.
    """

    type = "aws:apprunner/service:Service"
    usage = ServiceUsage
    usage_for: ClassVar = {"autoScalingConfigurationArn": "provisioned_instances"}

    instance_configuration: InstanceConfiguration = InstanceConfiguration()
    source_configuration: SourceConfiguration = SourceConfiguration()

    def meters(self, usage: ServiceUsage, links: Links) -> Iterator[Metering]:
        yield from self.provisioned(usage, links)
        yield from self.active_cpu(usage)
        yield from self.active_memory(usage)
        yield from self.builds(usage)

    @charges("Provisioned memory")
    def provisioned(self, usage: ServiceUsage, links: Links) -> Iterator[Meter]:
        count, assumed = usage.provisioned_instances, None
        if count is None:
            scaling = links.follow("autoScalingConfigurationArn", SCALING)
            configuration = links.read(ScalingConfiguration, scaling) if scaling else None
            count = (configuration or ScalingConfiguration()).min_size
            assumed = f"{count} warm all month, as the least is"
        idle = count * HOURS_PER_MONTH - (usage.monthly_active_instance_hours or Decimal(0))
        yield Meter(
            "Provisioned memory",
            Sku(SERVICE, "AppRunner-Provisioned-GB-hours"),
            max(idle, Decimal(0)) * memory_gb(self.instance_configuration.memory),
            Unit.GB_HOURS,
            assumed=assumed,
        )

    @charges("Active vCPU")
    def active_cpu(self, usage: ServiceUsage) -> Iterator[Meter]:
        yield Meter(
            "Active vCPU",
            Sku(SERVICE, "AppRunner-vCPU-hours"),
            times(usage.monthly_active_instance_hours, vcpus(self.instance_configuration.cpu)),
            Unit.VCPU_HOURS,
            usage="monthly_active_instance_hours",
        )

    @charges("Active memory")
    def active_memory(self, usage: ServiceUsage) -> Iterator[Meter]:
        memory = memory_gb(self.instance_configuration.memory)
        yield Meter(
            "Active memory",
            Sku(SERVICE, "AppRunner-GB-hours"),
            times(usage.monthly_active_instance_hours, memory),
            Unit.GB_HOURS,
            usage="monthly_active_instance_hours",
        )

    @charges("Builds")
    def builds(self, usage: ServiceUsage) -> Iterator[Meter]:
        if self.source_configuration.code_repository is not None:
            yield Meter(
                "Builds",
                Sku(SERVICE, "AppRunner-Build-mins"),
                usage.monthly_build_mins,
                Unit.MINUTES,
                usage="monthly_build_mins",
            )
