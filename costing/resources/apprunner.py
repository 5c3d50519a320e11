"""AWS App Runner. https://aws.amazon.com/apprunner/pricing/."""

from collections.abc import Iterator
from decimal import Decimal
from typing import ClassVar

from costing.model import Meter, Sku
from costing.resources._shared.fargate_tasks import memory_gb, vcpus
from costing.resources._shared.metering import Metering, charges, only_if
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
    provisioned_instances: Quantity = None  # on average; minSize where not given
    monthly_build_mins: Quantity = None


class InstanceConfiguration(Block):
    cpu: str = "1024"  # units of 1/1024 vCPU, or "1 vCPU"
    memory: str = "2048"  # MB, or "2 GB"


class ImageRepository(Block):
    image_repository_type: str = "ECR"


class SourceConfiguration(Block):
    code_repository: Block | None = None
    image_repository: ImageRepository | None = None
    auto_deployments_enabled: bool = True


class ScalingConfiguration(Block):
    min_size: Decimal = Decimal(1)


class Service(PricedResource):
    """Memory of provisioned instances, vCPU and memory of active ones, builds, deployments."""

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
        fee = Sku(SERVICE, "AppRunner-AutomaticDeployment")
        automatic = Meter("Automatic deployments", fee, Decimal(1), Unit.MONTHS)
        yield from only_if(lambda: self.deploys_automatically, automatic)

    @property
    def deploys_automatically(self) -> bool:
        """Say whether new source is deployed by itself; never from a public registry."""
        source = self.source_configuration
        image = source.image_repository
        public = image is not None and image.image_repository_type == "ECR_PUBLIC"
        return source.auto_deployments_enabled and not public

    @charges("Provisioned memory")
    def provisioned(self, usage: ServiceUsage, links: Links) -> Iterator[Meter]:
        count, assumed = usage.provisioned_instances, None
        if count is None:
            scaling = links.follow("autoScalingConfigurationArn", SCALING)
            configuration = links.read(ScalingConfiguration, scaling) if scaling else None
            count = (configuration or ScalingConfiguration()).min_size
            assumed = f"{count} provisioned all month, from minSize"
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
