"""AWS Batch: the instances and Fargate capacity of compute environments.

https://aws.amazon.com/batch/pricing/.
"""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import ClassVar

from pydantic import Field

from costing.aws.images import Image
from costing.aws.instance_types import instance_types
from costing.model import ZERO, Meter, Sku
from costing.resources._shared.ebs_volumes import VOLUME
from costing.resources._shared.ec2_capacity import CapacityUsage, Pool, instance_count, spot_pools
from costing.resources._shared.launch_templates import (
    HOURS,
    LaunchTemplate,
    ec2_hours,
    instance_parts,
    template_at,
)
from costing.resources._shared.machine_images import noted as noted_system
from costing.resources._shared.metering import Metering, by_count, changed, charges
from costing.resources._shared.priced_resource import Block, Links, PricedResource, Quantity
from costing.units import PricingCategory, Unit, divide

ONE = Decimal(1)
JOBS = ("vCPU of jobs", "Memory of jobs")
IMAGE = Image(root_gib=Decimal(30), is_known=True)  # ECS-optimized, where none is set
SUBNETS = "computeResources.subnets"
TYPICAL = "m5.large"  # where the environment leaves the type to Batch
TEMPLATE_PATHS = (
    "computeResources.launchTemplate.launchTemplateId",
    "computeResources.launchTemplate.launchTemplateName",
)


class EnvironmentUsage(CapacityUsage):
    instances: Quantity = None  # that run on average
    instance_type: str | None = None  # that Batch starts for the most part
    monthly_vcpu_hours: Quantity = None  # of jobs on Fargate
    monthly_memory_gb_hours: Quantity = None


class ComputeResources(Block):
    kind: str = Field(alias="type")  # "EC2", "SPOT", "FARGATE", "FARGATE_SPOT"
    instance_types: list[str] = Field(default_factory=list)
    min_vcpus: Decimal = ZERO
    desired_vcpus: Decimal = ZERO


class ComputeEnvironment(PricedResource):
    """The instances, or the vCPU and memory on Fargate, that jobs use.

    Without jobs only minVcpus run; usage gives the rest. An unmanaged environment starts no
    instances itself.
    """

    type = "aws:batch/computeEnvironment:ComputeEnvironment"
    usage = EnvironmentUsage
    usage_for: ClassVar = {
        "computeResources.minVcpus": "instances",
        "computeResources.instanceTypes": "instance_type",
    }

    compute_resources: ComputeResources | None = None

    @charges(*HOURS, *VOLUME, *JOBS)
    def meters(self, usage: EnvironmentUsage, links: Links) -> Iterator[Metering]:
        resources = self.compute_resources
        if resources is None:
            return
        if resources.kind.startswith("FARGATE"):
            yield from on_fargate(usage, spot=resources.kind == "FARGATE_SPOT")
            return
        template = (template_at(links, *TEMPLATE_PATHS) or LaunchTemplate()).on_image(IMAGE)
        pools, assumed = pools_of(resources, usage, template)

        def counted(found: tuple[Decimal | None, str | None]) -> Iterator[Metering]:
            count, basis = found
            run = started(resources, pools, usage, template, links, count or ONE)
            return changed(run, lambda each: noted(each, count, assumed, basis))

        one: tuple[Decimal | None, str | None] = (ONE, None)
        yield from by_count(lambda: count_of(resources, usage, pools[0]), counted, one)


def noted(meter: Meter, count: Decimal | None, *assumed: str | None) -> Meter:
    """Note what is assumed. Where the count is usage that is not given, so is the quantity."""
    words = "; ".join(filter(None, (meter.assumed, *assumed))) or None
    if count is None:
        meter = replace(meter, quantity=None, alone=None, usage="instances")
    return replace(meter, assumed=words)


def on_fargate(usage: EnvironmentUsage, *, spot: bool) -> Iterator[Meter]:
    prefix = "SpotUsage-" if spot else ""
    category = PricingCategory.DYNAMIC if spot else PricingCategory.STANDARD
    parts = (
        ("vCPU of jobs", "vCPU-Hours:perCPU", "monthly_vcpu_hours", Unit.VCPU_HOURS),
        ("Memory of jobs", "GB-Hours", "monthly_memory_gb_hours", Unit.GB_HOURS),
    )
    for name, usage_type, key, unit in parts:
        yield Meter(
            name,
            Sku("AmazonECS", f"{prefix}Fargate-{usage_type}"),
            getattr(usage, key),
            unit,
            usage=key,
            pricing_category=category,
        )


def pools_of(
    resources: ComputeResources, usage: EnvironmentUsage, template: LaunchTemplate
) -> tuple[list[Pool], str | None]:
    """Return the types that may run: of usage, else of the environment, else a typical one."""
    if usage.instance_type is not None:
        return [Pool(usage.instance_type)], None
    named = [name for name in resources.instance_types if "." in name]
    if named:
        return [Pool(name) for name in named], None
    if template.instance_type is not None:
        return [Pool(template.instance_type)], None
    family = next((name for name in resources.instance_types if name in families()), None)
    kind = TYPICAL if family is None else f"{family}.{smallest(family)}"
    return [Pool(kind)], f"of {kind}"


def families() -> set[str]:
    return {each.family for each in instance_types().values()}


def smallest(family: str) -> str:
    """Return the size of a family's smallest type."""
    own = [each for each in instance_types().values() if each.family == family]
    return min(own, key=lambda each: (each.vcpu, each.name)).name.partition(".")[2]


def count_of(
    resources: ComputeResources, usage: EnvironmentUsage, pool: Pool
) -> tuple[Decimal | None, str | None]:
    if usage.instances is not None:
        return usage.instances, None
    known = instance_types().get(pool.instance_type)
    if resources.min_vcpus and known is not None:
        return divide(resources.min_vcpus, Decimal(known.vcpu)), "minVcpus"
    return None, None


def started(  # noqa: PLR0913, PLR0917 (all of one environment)
    resources: ComputeResources,
    pools: list[Pool],
    usage: EnvironmentUsage,
    template: LaunchTemplate,
    links: Links,
    count: Decimal,
) -> Iterator[Metering]:
    usage, note = template.described(usage)
    if resources.kind == "SPOT":
        yield from noted_system(spot_pools(pools, usage, count), note)
        count = instance_count(pools, count)
    else:
        yield from noted_system(ec2_hours(template, pools[0].instance_type, usage, count), note)
    yield from instance_parts(template, usage, links, (SUBNETS,), count=count)
