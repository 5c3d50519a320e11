"""EC2 Fleet and Spot Fleet. https://aws.amazon.com/ec2/pricing/."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import partial
from typing import Literal

from pydantic import Field

from costing.errors import InputError
from costing.model import ZERO, Meter
from costing.resources._shared.data_transfer import transfer
from costing.resources._shared.ebs_volumes import VOLUME, Volume, volume_meters
from costing.resources._shared.ec2_addresses import instance_addresses
from costing.resources._shared.ec2_capacity import (
    CapacityUsage,
    Pool,
    Pools,
    detailed_monitoring,
    on_demand,
)
from costing.resources._shared.launch_templates import (
    VOLUME_GIB,
    LaunchTemplate,
    instance_parts,
    template_at,
)
from costing.resources._shared.machine_images import (
    assumed_system,
    image_at,
    noted,
    root_gib,
    with_system,
)
from costing.resources._shared.metering import Metering, charges, in_group, only_if
from costing.resources._shared.priced_resource import Block, Links, PricedResource

PARTS = ("EC2 detailed monitoring", "Public IPv4 address", *VOLUME)
INSTANCE = ("Instance usage", *PARTS)


class Override(Block):
    instance_type: str | None = None
    instance_requirements: object = None  # in place of a type
    weighted_capacity: Decimal = Decimal(1)  # units of capacity that one such instance gives


class Config(Block):
    overrides: list[Override] = Field(default_factory=list)


class TargetCapacity(Block):
    total_target_capacity: Decimal
    on_demand_target_capacity: Decimal | None = None
    spot_target_capacity: Decimal | None = None
    default_target_capacity_type: Literal["on-demand", "spot", "capacity-block"]

    @property
    def on_demand(self) -> Decimal:
        """Return the on-demand part: the given one, else all or nothing by the default type."""
        if self.on_demand_target_capacity is not None:
            return min(self.on_demand_target_capacity, self.total_target_capacity)
        if self.spot_target_capacity is not None:
            return self.total_target_capacity - self.spot_target_capacity
        spot = self.default_target_capacity_type == "spot"
        return ZERO if spot else self.total_target_capacity


def template_of(links: Links, path: str) -> LaunchTemplate:
    """Raise InputError where a config leads to no launch template in the stack."""
    found = template_at(links, f"{path}.launchTemplateId", f"{path}.launchTemplateName")
    found = found or template_at(links, f"{path}.id", f"{path}.name")
    if found is None:
        raise InputError(f"{path} is not in this stack", path)
    return found


NO_TYPE = "the fleet sets instanceRequirements and no instance type, so the type is unknown"


def pools_of(configs: Sequence[Config], templates: Sequence[LaunchTemplate]) -> Pools:
    readers = [
        partial(pool_of, override, template)
        for config, template in zip(configs, templates, strict=True)
        for override in config.overrides or [Override()]
    ]
    if not readers:
        raise InputError(NO_TYPE)
    return Pools(readers)


def pool_of(override: Override, template: LaunchTemplate) -> Pool:
    kind = override.instance_type or template.instance_type
    if kind is None or override.instance_requirements is not None:
        raise InputError(NO_TYPE)
    return Pool(kind, override.weighted_capacity)


def capacity(
    pools: Pools, usage: CapacityUsage, target: tuple[Decimal, Decimal]
) -> Iterator[Metering]:
    """Yield the on-demand part from the first pool, the spot part over all of them."""
    yield from bought_hours(pools, usage, target[0])
    yield from pools.spot_hours(usage, target[1])


@charges("Instance usage")
def bought_hours(pools: Pools, usage: CapacityUsage, wanted: Decimal) -> Iterator[Meter]:
    if wanted:
        kind = pools.first.instance_type
        yield from on_demand(kind, usage, count=pools.on_demand(wanted))


def count_of(pools: Pools, target: tuple[Decimal, Decimal]) -> Decimal:
    return pools.on_demand(target[0]) + pools.spot(target[1])


class Fleet(PricedResource):
    """A fleet that keeps or starts a target capacity, on demand and spot, with its volumes."""

    type = "aws:ec2/fleet:Fleet"
    usage = CapacityUsage

    launch_template_configs: list[Config]
    target_capacity_specification: TargetCapacity

    def meters(self, usage: CapacityUsage, links: Links) -> Iterator[Metering]:
        yield from self.instances(usage, links)
        yield from transfer(usage, "AmazonEC2", links, listed=True)

    @charges(*INSTANCE)
    def instances(self, usage: CapacityUsage, links: Links) -> Iterator[Metering]:
        yield from from_templates(self.launch_template_configs, links, usage, self.target())

    def target(self) -> tuple[Decimal, Decimal]:
        """Return how much capacity is on demand, and how much is spot."""
        target = self.target_capacity_specification
        return target.on_demand, target.total_target_capacity - target.on_demand


def templates_of(configs: Sequence[Config], links: Links) -> list[LaunchTemplate]:
    return [
        template_of(links, f"launchTemplateConfigs[{index}].launchTemplateSpecification")
        for index in range(len(configs))
    ]


def from_templates(
    configs: Sequence[Config],
    links: Links,
    usage: CapacityUsage,
    target: tuple[Decimal, Decimal],
) -> Iterator[Metering]:
    """Yield the instances that start from launch templates, with the parts of the first one."""
    templates = templates_of(configs, links)
    pools = pools_of(configs, templates)
    template = templates[0]
    usage, note = template.described(usage)
    yield from noted(capacity(pools, usage, target), note)
    yield from parts(pools, template, usage, links, target)


@charges(*PARTS)
def parts(
    pools: Pools,
    template: LaunchTemplate,
    usage: CapacityUsage,
    links: Links,
    target: tuple[Decimal, Decimal],
) -> Iterator[Metering]:
    paths = tuple(subnet_paths(links))
    yield from instance_parts(template, usage, links, paths, count=count_of(pools, target))


def subnet_paths(links: Links) -> Iterator[str]:
    """Yield the inputs that name the subnets of a fleet."""
    for index in range(links.count("launchTemplateConfigs")):
        start = f"launchTemplateConfigs[{index}].overrides"
        for number in range(links.count(start)):
            yield f"{start}[{number}].subnetId"
    for index in range(links.count("launchSpecifications")):
        yield f"launchSpecifications[{index}].subnetId"


class LaunchSpecification(Block):
    instance_type: str
    weighted_capacity: Decimal = Decimal(1)
    associate_public_ip_address: bool | None = None
    monitoring: bool = False
    root_block_devices: list[Volume] = Field(default_factory=list)
    ebs_block_devices: list[Volume] = Field(default_factory=list)


class SpotFleetRequest(PricedResource):
    """A fleet by launch specifications or launch templates: spot, and an on-demand part."""

    type = "aws:ec2/spotFleetRequest:SpotFleetRequest"
    usage = CapacityUsage

    target_capacity: Decimal
    on_demand_target_capacity: Decimal = ZERO
    launch_specifications: list[LaunchSpecification] = Field(default_factory=list)
    launch_template_configs: list[Config] = Field(default_factory=list)

    def meters(self, usage: CapacityUsage, links: Links) -> Iterator[Metering]:
        yield from self.instances(usage, links)
        yield from transfer(usage, "AmazonEC2", links, listed=True)

    @charges(*INSTANCE)
    def instances(self, usage: CapacityUsage, links: Links) -> Iterator[Metering]:
        target, configs = self.target(), self.launch_template_configs
        if self.launch_specifications:
            yield from from_specifications(self.launch_specifications, links, usage, target)
        else:
            yield from from_templates(configs, links, usage, target)

    def target(self) -> tuple[Decimal, Decimal]:
        """Return how much capacity is on demand, and how much is spot."""
        bought = min(self.on_demand_target_capacity, self.target_capacity)
        return bought, self.target_capacity - bought


def from_specifications(
    specifications: Sequence[LaunchSpecification],
    links: Links,
    usage: CapacityUsage,
    target: tuple[Decimal, Decimal],
) -> Iterator[Metering]:
    """Yield the instances, with the parts of the first specification, as if all had these."""
    pools = Pools([partial(specified, each) for each in specifications])
    image = image_at(links, "launchSpecifications[0].ami")
    usage, note = with_system(usage, image), assumed_system(usage, image)
    yield from noted(capacity(pools, usage, target), note)
    yield from specified_parts(pools, specifications[0], usage, links, target)
    count = usage.of_the_month(count_of(pools, target))
    yield from volumes(specifications[0], count, root_gib(usage, image))


@charges("EC2 detailed monitoring", "Public IPv4 address")
def specified_parts(
    pools: Pools,
    specification: LaunchSpecification,
    usage: CapacityUsage,
    links: Links,
    target: tuple[Decimal, Decimal],
) -> Iterator[Metering]:
    count = count_of(pools, target)
    metrics = detailed_monitoring(usage.of_the_month(count))
    yield from only_if(lambda: specification.monitoring, metrics)
    yield from instance_addresses(
        lambda: specification.associate_public_ip_address,
        usage,
        links,
        tuple(subnet_paths(links)),
        count,
    )


def specified(specification: LaunchSpecification) -> Pool:
    return Pool(specification.instance_type, specification.weighted_capacity)


@charges(*VOLUME)
def volumes(
    specification: LaunchSpecification, count: Decimal, root: Decimal
) -> Iterator[Metering]:
    yield from in_group(root_volume(specification, count, root), "rootBlockDevices[0]")
    yield from other_volumes(specification, count)


@charges(*VOLUME)
def root_volume(
    specification: LaunchSpecification, count: Decimal, least: Decimal
) -> Iterator[Metering]:
    root = (specification.root_block_devices or [Volume()])[0]
    yield from volume_meters(root, least=least, count=count)


@charges(*VOLUME)
def other_volumes(specification: LaunchSpecification, count: Decimal) -> Iterator[Metering]:
    for index, volume in enumerate(specification.ebs_block_devices):
        group = f"ebsBlockDevices[{index}]"
        yield from volume_meters(volume, least=VOLUME_GIB, group=group, count=count)
