"""EC2 Fleet and Spot Fleet. https://aws.amazon.com/ec2/pricing/."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Literal

from pydantic import Field

from costing.errors import InputError
from costing.model import ZERO, Meter
from costing.parts.instances import CapacityUsage, Pool, machines, on_demand, spot_pools
from costing.parts.machines import LEAST_ROOT, LaunchTemplate, machine_parts, template_at
from costing.parts.transfer import transfer
from costing.parts.volumes import Volume, volume_meters
from costing.priced_resource import Block, Links, PricedResource
from costing.units import divide


class Override(Block):
    instance_type: str | None = None
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
        """What is on demand: as stated, else all or nothing by the default type."""
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
        raise InputError(f"{path} leads to no launch template in this stack")
    return found


def pools_of(configs: Sequence[Config], templates: Sequence[LaunchTemplate]) -> list[Pool]:
    pools = [
        Pool(override.instance_type or template.instance_type or "", override.weighted_capacity)
        for config, template in zip(configs, templates, strict=True)
        for override in config.overrides or [Override()]
    ]
    if not pools or not all(pool.instance_type for pool in pools):
        raise InputError("the fleet names no instance type; requirements are not priced")
    return pools


def capacity(
    pools: Sequence[Pool], usage: CapacityUsage, on_demand_part: Decimal, spot_part: Decimal
) -> Iterator[Meter]:
    """Yield the on-demand part from the first pool, the spot part over all of them."""
    if on_demand_part:
        count = divide(on_demand_part, pools[0].weight)
        yield from on_demand(pools[0].instance_type, usage, count=count)
    if spot_part:
        yield from spot_pools(pools, usage, spot_part)


def count_of(pools: Sequence[Pool], on_demand_part: Decimal, spot_part: Decimal) -> Decimal:
    return divide(on_demand_part, pools[0].weight) + machines(pools, spot_part)


class Fleet(PricedResource):
    """A fleet that keeps or starts a target capacity, on demand and spot, with its volumes."""

    type = "aws:ec2/fleet:Fleet"
    usage = CapacityUsage

    launch_template_configs: list[Config]
    target_capacity_specification: TargetCapacity

    def meters(self, usage: CapacityUsage, links: Links) -> Iterator[Meter]:
        templates = [
            template_of(links, f"launchTemplateConfigs[{index}].launchTemplateSpecification")
            for index in range(len(self.launch_template_configs))
        ]
        pools = pools_of(self.launch_template_configs, templates)
        bought = self.target_capacity_specification.on_demand
        bid = self.target_capacity_specification.total_target_capacity - bought
        yield from capacity(pools, usage, bought, bid)
        yield from machine_parts(templates[0], usage, count=count_of(pools, bought, bid))
        yield from transfer(usage, "AmazonEC2", links)


class LaunchSpecification(Block):
    instance_type: str
    weighted_capacity: Decimal = Decimal(1)
    root_block_devices: list[Volume] = Field(default_factory=list)
    ebs_block_devices: list[Volume] = Field(default_factory=list)


class SpotFleetRequest(PricedResource):
    """A fleet by launch specifications or launch templates, spot but for a stated part."""

    type = "aws:ec2/spotFleetRequest:SpotFleetRequest"
    usage = CapacityUsage

    target_capacity: Decimal
    on_demand_target_capacity: Decimal = ZERO
    launch_specifications: list[LaunchSpecification] = Field(default_factory=list)
    launch_template_configs: list[Config] = Field(default_factory=list)

    def meters(self, usage: CapacityUsage, links: Links) -> Iterator[Meter]:
        bought = min(self.on_demand_target_capacity, self.target_capacity)
        bid = self.target_capacity - bought
        if self.launch_specifications:
            pools = [Pool(e.instance_type, e.weighted_capacity) for e in self.launch_specifications]
            yield from capacity(pools, usage, bought, bid)
            yield from volumes(self.launch_specifications[0], count_of(pools, bought, bid))
        else:
            templates = [
                template_of(links, f"launchTemplateConfigs[{index}].launchTemplateSpecification")
                for index in range(len(self.launch_template_configs))
            ]
            pools = pools_of(self.launch_template_configs, templates)
            yield from capacity(pools, usage, bought, bid)
            yield from machine_parts(templates[0], usage, count=count_of(pools, bought, bid))
        yield from transfer(usage, "AmazonEC2", links)


def volumes(specification: LaunchSpecification, count: Decimal) -> Iterator[Meter]:
    """Yield the volumes of the first specification, as if all had these."""
    named = [("rootBlockDevices[0]", (specification.root_block_devices or [Volume()])[0])]
    named += [(f"ebsBlockDevices[{i}]", v) for i, v in enumerate(specification.ebs_block_devices)]
    for name, volume in named:
        yield from volume_meters(volume, least=LEAST_ROOT, group=name, count=count)
