"""A machine as instances, launch templates and launch configurations describe it."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Protocol

from pydantic import Field

from costing.errors import InputError
from costing.model import Meter
from costing.resources._shared.ebs_volumes import VOLUME, Volume, volume_meters
from costing.resources._shared.ec2_capacity import (
    BURSTABLE,
    CapacityUsage,
    Tenancy,
    cpu_credits,
    detailed_monitoring,
    ebs_optimized,
    is_optimized_at_a_charge,
    on_demand,
)
from costing.resources._shared.metering import Metering, charges, in_group, only_if
from costing.resources._shared.priced_resource import Block, Links
from costing.resources._shared.public_addresses import in_use

TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate"
LEAST_ROOT = Decimal(8)  # GiB, of Amazon's own images
UNLIMITED = ("t3", "t3a", "t4g")  # unless the program says standard


class CreditSpecification(Block):
    cpu_credits: str | None = None


class BlockDeviceMapping(Block):
    ebs: Volume | None = None


class Monitoring(Block):
    enabled: bool = False


class Placement(Block):
    tenancy: Tenancy = "default"


class NetworkInterface(Block):
    associate_public_ip_address: bool = False


class InstanceMarketOptions(Block):
    market_type: str = "spot"


class LaunchTemplate(Block):
    """What a launch template says of the machines that a group starts from it."""

    instance_type: str | None = None
    ebs_optimized: bool = False
    block_device_mappings: list[BlockDeviceMapping] = Field(default_factory=list)
    credit_specification: CreditSpecification = CreditSpecification()
    monitoring: Monitoring = Monitoring()
    placement: Placement = Placement()
    instance_market_options: InstanceMarketOptions | None = None
    network_interfaces: list[NetworkInterface] = Field(default_factory=list)

    @property
    def tenancy(self) -> Tenancy:
        return self.placement.tenancy

    @property
    def credit_mode(self) -> str | None:
        return self.credit_specification.cpu_credits

    @property
    def public_addresses(self) -> int:
        return sum(each.associate_public_ip_address for each in self.network_interfaces)


def template_at(links: Links, *paths: str) -> LaunchTemplate | None:
    """Return the launch template that one of these inputs refers to.

    Where the template is unknown, each of its inputs raises InputError when it is read.
    """
    for path in paths:
        try:
            template = links.follow(path, TEMPLATE)
        except InputError as error:
            return LaunchTemplate.unreadable(error)
        if template is not None:
            return links.read(LaunchTemplate, template)
    return None


class LaunchConfiguration(Block):
    """The older form of the same. It has a root volume of its own, in any case."""

    instance_type: str
    ebs_optimized: bool = False
    root_block_device: Volume = Volume()
    ebs_block_devices: list[Volume] = Field(default_factory=list)
    enable_monitoring: bool = True
    placement_tenancy: Tenancy = "default"
    spot_price: str | None = None
    associate_public_ip_address: bool = False

    @property
    def tenancy(self) -> Tenancy:
        return self.placement_tenancy

    @property
    def credit_mode(self) -> str | None:
        return None


class Described(Protocol):
    """A machine, but for its type."""

    @property
    def tenancy(self) -> Tenancy: ...
    @property
    def credit_mode(self) -> str | None: ...
    @property
    def ebs_optimized(self) -> bool: ...


def machine_hours(
    machine: Described, instance_type: str, usage: CapacityUsage, count: Decimal
) -> Iterator[Metering]:
    """Yield on-demand hours, CPU credits of burstable types, EBS optimization of old ones."""
    yield from hours(machine, instance_type, usage, count)
    yield from optimization(machine, instance_type, usage, count)
    yield from credits_bought(machine, instance_type, usage, count)


HOURS = ("Instance usage", "EBS-optimized usage", "CPU credits")


@charges(HOURS[0])
def hours(
    machine: Described, instance_type: str, usage: CapacityUsage, count: Decimal
) -> Iterator[Meter]:
    yield from on_demand(instance_type, usage, count=count, tenancy=machine.tenancy)


@charges(HOURS[1])
def optimization(
    machine: Described, instance_type: str, usage: CapacityUsage, count: Decimal
) -> Iterator[Meter]:
    if is_optimized_at_a_charge(instance_type) and machine.ebs_optimized:
        yield ebs_optimized(instance_type, count, usage.hours)


@charges(HOURS[2])
def credits_bought(
    machine: Described, instance_type: str, usage: CapacityUsage, count: Decimal
) -> Iterator[Meter]:
    family = instance_type.partition(".")[0]
    if family in BURSTABLE:
        mode = machine.credit_mode
        unlimited = mode == "unlimited" or (mode is None and family in UNLIMITED)
        yield from cpu_credits(instance_type, usage, count=count, unlimited=unlimited)


def machine_parts(
    template: LaunchTemplate, usage: CapacityUsage, *, count: Decimal, group: str | None = None
) -> Iterator[Metering]:
    """Yield what comes with each machine of a template: volumes, an address, monitoring."""
    yield from in_group(addresses(template, usage, count), group)
    monitoring = detailed_monitoring(count)
    yield from in_group(only_if(lambda: template.monitoring.enabled, monitoring), group)
    yield from in_group(template_volumes(template, count), group)


@charges("Public IPv4 address")
def addresses(template: LaunchTemplate, usage: CapacityUsage, count: Decimal) -> Iterator[Meter]:
    if template.public_addresses:
        yield in_use(count * template.public_addresses, usage.hours)


@charges(*VOLUME)
def template_volumes(template: LaunchTemplate, count: Decimal) -> Iterator[Metering]:
    for index, mapping in enumerate(template.block_device_mappings):
        yield from in_group(mapped(mapping, count), f"blockDeviceMappings[{index}]")


@charges(*VOLUME)
def mapped(mapping: BlockDeviceMapping, count: Decimal) -> Iterator[Metering]:
    if mapping.ebs is not None:
        yield from volume_meters(mapping.ebs, least=LEAST_ROOT, count=count)
