"""A machine as instances, launch templates and launch configurations describe it."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from pydantic import Field

from costing.model import Meter
from costing.parts.addresses import in_use
from costing.parts.instances import (
    CapacityUsage,
    Tenancy,
    cpu_credits,
    detailed_monitoring,
    ebs_optimized,
    on_demand,
)
from costing.parts.volumes import Volume, volume_meters
from costing.priced_resource import Block, Links

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

    def volumes(self) -> list[tuple[str, Volume]]:
        return [
            (f"blockDeviceMappings[{index}]", mapping.ebs)
            for index, mapping in enumerate(self.block_device_mappings)
            if mapping.ebs is not None
        ]

    @property
    def public_addresses(self) -> int:
        return sum(each.associate_public_ip_address for each in self.network_interfaces)


def template_at(links: Links, *paths: str) -> LaunchTemplate | None:
    """Return the launch template that one of these inputs refers to.

    Raise InputError where only deploying tells which it is.
    """
    for path in paths:
        template = links.follow(path, TEMPLATE)
        if template is not None:
            return LaunchTemplate.read(template.inputs)
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


def machine_hours(  # noqa: PLR0913 (what a machine is)
    instance_type: str,
    usage: CapacityUsage,
    *,
    count: Decimal,
    tenancy: Tenancy = "default",
    credit_mode: str | None = None,
    optimized: bool = False,
) -> Iterator[Meter]:
    """Yield on-demand hours, CPU credits of burstable types, EBS optimization of old ones."""
    yield from on_demand(instance_type, usage, count=count, tenancy=tenancy)
    if optimized:
        yield from ebs_optimized(instance_type, count, usage.hours)
    family = instance_type.partition(".")[0]
    unlimited = credit_mode == "unlimited" or (credit_mode is None and family in UNLIMITED)
    yield from cpu_credits(instance_type, usage, count=count, unlimited=unlimited)


def template_hours(
    template: LaunchTemplate, instance_type: str, usage: CapacityUsage, count: Decimal
) -> Iterator[Meter]:
    """Yield the on-demand hours of machines that a template describes but for their type."""
    yield from machine_hours(
        instance_type,
        usage,
        count=count,
        tenancy=template.placement.tenancy,
        credit_mode=template.credit_specification.cpu_credits,
        optimized=template.ebs_optimized,
    )


def machine_parts(
    template: LaunchTemplate, usage: CapacityUsage, *, count: Decimal, group: str | None = None
) -> Iterator[Meter]:
    """Yield what comes with each machine of a template: volumes, an address, monitoring."""
    if template.public_addresses:
        yield replace(in_use(count * template.public_addresses, usage.hours), group=group)
    if template.monitoring.enabled:
        yield replace(detailed_monitoring(count), group=group)
    for name, volume in template.volumes():
        path = f"{group}.{name}" if group else name
        yield from volume_meters(volume, least=LEAST_ROOT, group=path, count=count)
