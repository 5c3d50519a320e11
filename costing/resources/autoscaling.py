"""Auto Scaling groups cost what they start. https://aws.amazon.com/autoscaling/pricing/

Read 2026-11-24.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import ROUND_CEILING, Decimal

from pydantic import Field

from costing.errors import InputError
from costing.model import ZERO, Meter
from costing.parts.addresses import in_use
from costing.parts.instances import CapacityUsage, spot
from costing.parts.machines import (
    LEAST_ROOT,
    LaunchConfiguration,
    LaunchTemplate,
    machine_hours,
    machine_parts,
)
from costing.parts.volumes import volume_meters
from costing.priced_resource import Block, Links, PricedResource, Quantity
from costing.units import divide

TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate"
CONFIGURATION = "aws:ec2/launchConfiguration:LaunchConfiguration"
SPECIFICATION = "mixedInstancesPolicy.launchTemplate.launchTemplateSpecification"
HUNDRED = Decimal(100)


class GroupUsage(CapacityUsage):
    instances: Quantity = None  # that run on average


class Override(Block):
    instance_type: str | None = None
    weighted_capacity: Decimal = Decimal(1)  # units of capacity that one such instance gives


class Distribution(Block):
    on_demand_base_capacity: Decimal = ZERO
    on_demand_percentage_above_base_capacity: Decimal = HUNDRED


class MixedLaunchTemplate(Block):
    overrides: list[Override] = Field(default_factory=list)


class MixedInstancesPolicy(Block):
    instances_distribution: Distribution = Distribution()
    launch_template: MixedLaunchTemplate = MixedLaunchTemplate()


class Group(PricedResource):
    """The instances of a group, on demand and spot, with their volumes.

    Nobody knows which of its overrides a spot group will run: their hours are taken as equal,
    and the range goes from all on the cheapest to all on the dearest. Left out: data transfer.
    """

    type = "aws:autoscaling/group:Group"
    usage = GroupUsage

    desired_capacity: Decimal | None = None
    min_size: Decimal | None = None
    mixed_instances_policy: MixedInstancesPolicy | None = None

    def meters(self, usage: GroupUsage, links: Links) -> Iterator[Meter]:
        size, assumed = self.size(usage)
        configuration = links.follow("launchConfiguration", CONFIGURATION)
        if configuration is not None:
            old = LaunchConfiguration.read(configuration.inputs)
            metered = configured(old, usage, size)
        elif self.mixed_instances_policy is not None:
            metered = mixed(self.mixed_instances_policy, template_of(links), usage, size)
        else:
            metered = templated(template_of(links), usage, size)
        for meter in metered:
            yield replace(meter, assumed=and_(meter.assumed, assumed))

    def size(self, usage: GroupUsage) -> tuple[Decimal, str | None]:
        if usage.instances is not None:
            return usage.instances, None
        if self.desired_capacity is not None:
            return self.desired_capacity, None
        if self.min_size is not None:
            return self.min_size, "as many instances as minSize says"
        return Decimal(1), "one instance, as no size is stated"


def and_(*parts: str | None) -> str | None:
    return "; ".join(filter(None, parts)) or None


def template_of(links: Links) -> LaunchTemplate:
    """Return the launch template that a group starts its instances from.

    Raise InputError where it is outside the stack, or only deploying tells it.
    """
    for path in (
        "launchTemplate.id",
        "launchTemplate.name",
        f"{SPECIFICATION}.launchTemplateId",
        f"{SPECIFICATION}.launchTemplateName",
    ):
        template = links.follow(path, TEMPLATE)
        if template is not None:
            return LaunchTemplate.read(template.inputs)
    raise InputError(
        "launchTemplate leads to none in this stack, so its instance type is not known"
    )


def configured(old: LaunchConfiguration, usage: GroupUsage, size: Decimal) -> Iterator[Meter]:
    if old.spot_price is not None:
        yield spot(old.instance_type, usage.hours * size)
    else:
        yield from machine_hours(
            old.instance_type, usage, count=size, tenancy=old.placement_tenancy
        )
    if old.associate_public_ip_address:
        yield in_use(size, usage.hours)
    volumes = [("rootBlockDevice", old.root_block_device)]
    volumes += [(f"ebsBlockDevices[{i}]", each) for i, each in enumerate(old.ebs_block_devices)]
    for name, volume in volumes:
        yield from volume_meters(volume, least=LEAST_ROOT, group=name, count=size)


def templated(template: LaunchTemplate, usage: GroupUsage, size: Decimal) -> Iterator[Meter]:
    if template.instance_type is None:
        raise InputError("the launch template states no instanceType")
    if template.instance_market_options is not None:
        yield spot(template.instance_type, usage.hours * size)
    else:
        yield from machine_hours(
            template.instance_type,
            usage,
            count=size,
            tenancy=template.placement.tenancy,
            credits=template.credit_specification.cpu_credits,
        )
    yield from machine_parts(template, count=size)


def mixed(
    policy: MixedInstancesPolicy, template: LaunchTemplate, usage: GroupUsage, size: Decimal
) -> Iterator[Meter]:
    """Yield the on-demand part from the first override, the spot part over all of them."""
    overrides = policy.launch_template.overrides or [Override(instance_type=template.instance_type)]
    pools = [each for each in overrides if each.instance_type is not None]
    if not pools:
        raise InputError("mixedInstancesPolicy names no instance type; requirements are not priced")
    on_demand, on_spot = parts_of(policy.instances_distribution, size)
    first = pools[0]
    machines = ZERO
    if on_demand:
        count = divide(on_demand, first.weighted_capacity)
        machines += count
        yield from machine_hours(
            str(first.instance_type),
            usage,
            count=count,
            credits=template.credit_specification.cpu_credits,
        )
    if on_spot:
        yield from spot_pools(pools, usage.hours, on_spot)
        share = divide(on_spot, Decimal(len(pools)))
        machines += sum((divide(share, each.weighted_capacity) for each in pools), ZERO)
    yield from machine_parts(template, count=machines)


def parts_of(distribution: Distribution, size: Decimal) -> tuple[Decimal, Decimal]:
    """Return how much capacity is on demand, rounded up, and how much is spot."""
    base = min(distribution.on_demand_base_capacity, size)
    above = (size - base) * distribution.on_demand_percentage_above_base_capacity / HUNDRED
    on_demand = base + above.to_integral_value(ROUND_CEILING)
    return on_demand, size - on_demand


def spot_pools(pools: Sequence[Override], hours: Decimal, capacity: Decimal) -> Iterator[Meter]:
    share = divide(capacity, Decimal(len(pools)))
    for pool in pools:
        yield spot(
            str(pool.instance_type),
            divide(share * hours, pool.weighted_capacity),
            alone=divide(capacity * hours, pool.weighted_capacity),
        )
