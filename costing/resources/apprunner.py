"""AWS App Runner. https://aws.amazon.com/apprunner/pricing/."""

from collections.abc import Iterator
from decimal import Decimal

from costing.model import Meter, Sku
from costing.parts.tasks import memory_gb, vcpus
from costing.priced_resource import Block, Links, PricedResource, Quantity, ResourceUsage
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

    instance_configuration: InstanceConfiguration = InstanceConfiguration()
    source_configuration: SourceConfiguration = SourceConfiguration()

    def meters(self, usage: ServiceUsage, links: Links) -> Iterator[Meter]:
        scaling = links.follow("autoScalingConfigurationArn", SCALING)
        least = ScalingConfiguration.read({} if scaling is None else scaling.inputs).min_size
        stated = usage.provisioned_instances
        warm = (least if stated is None else stated) * HOURS_PER_MONTH
        cpu = vcpus(self.instance_configuration.cpu)
        memory = memory_gb(self.instance_configuration.memory)
        active = usage.monthly_active_instance_hours
        yield Meter(
            "Provisioned memory",
            Sku(SERVICE, "AppRunner-Provisioned-GB-hours"),
            max(warm - (active or Decimal(0)), Decimal(0)) * memory,
            Unit.GB_HOURS,
            assumed=f"{least} warm all month, as the least is" if stated is None else None,
        )
        yield Meter(
            "Active vCPU",
            Sku(SERVICE, "AppRunner-vCPU-hours"),
            None if active is None else active * cpu,
            Unit.VCPU_HOURS,
            usage="monthly_active_instance_hours",
        )
        yield Meter(
            "Active memory",
            Sku(SERVICE, "AppRunner-GB-hours"),
            None if active is None else active * memory,
            Unit.GB_HOURS,
            usage="monthly_active_instance_hours",
        )
        if self.source_configuration.code_repository is not None:
            yield Meter(
                "Builds",
                Sku(SERVICE, "AppRunner-Build-mins"),
                usage.monthly_build_mins,
                Unit.MINUTES,
                usage="monthly_build_mins",
            )
