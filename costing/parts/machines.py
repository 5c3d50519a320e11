"""A machine as instances, launch templates and launch configurations describe it."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from pydantic import Field

from costing.model import Meter
from costing.parts.instances import (
    CapacityUsage,
    Tenancy,
    cpu_credits,
    detailed_monitoring,
    on_demand,
)
from costing.parts.volumes import Volume, volume_meters
from costing.priced_resource import Block

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


class LaunchConfiguration(Block):
    """The older form of the same. It has a root volume of its own, in any case."""

    instance_type: str
    root_block_device: Volume = Volume()
    ebs_block_devices: list[Volume] = Field(default_factory=list)
    enable_monitoring: bool = True
    placement_tenancy: Tenancy = "default"
    spot_price: str | None = None
    associate_public_ip_address: bool = False


def machine_hours(
    instance_type: str,
    usage: CapacityUsage,
    *,
    count: Decimal,
    tenancy: Tenancy = "default",
    credits: str | None = None,
) -> Iterator[Meter]:
    """Yield on-demand hours and, for burstable types, CPU credits."""
    yield from on_demand(instance_type, usage, count=count, tenancy=tenancy)
    family = instance_type.partition(".")[0]
    unlimited = credits == "unlimited" or (credits is None and family in UNLIMITED)
    yield from cpu_credits(instance_type, usage, count=count, unlimited=unlimited)


def machine_parts(
    template: LaunchTemplate, *, count: Decimal, group: str | None = None
) -> Iterator[Meter]:
    """Yield what comes with each machine of a template: volumes, detailed monitoring."""
    if template.monitoring.enabled:
        yield replace(detailed_monitoring(count), group=group)
    for name, volume in template.volumes():
        path = f"{group}.{name}" if group else name
        yield from volume_meters(volume, least=LEAST_ROOT, group=path, count=count)
