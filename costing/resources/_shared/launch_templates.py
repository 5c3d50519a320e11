"""EC2 instances as instances, launch templates and launch configurations describe them."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Protocol, Self

from pydantic import Field

from costing.aws.images import Image
from costing.aws.launch_templates import TEMPLATE
from costing.errors import InputError
from costing.model import Meter
from costing.resources._shared.ebs_volumes import VOLUME, Volume, volume_meters
from costing.resources._shared.ec2_addresses import instance_addresses
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
from costing.resources._shared.machine_images import (
    Usage,
    assumed_system,
    image_at,
    root_gib,
    with_system,
)
from costing.resources._shared.metering import Metering, charges, in_group, only_if
from costing.resources._shared.priced_resource import Block, Links

CONFIGURATION = "aws:ec2/launchConfiguration:LaunchConfiguration"
ROOT_DEVICES = (None, "/dev/sda", "/dev/sda1", "/dev/xvda", "xvda")  # of public images
VOLUME_GIB = Decimal(8)  # of a data volume whose size comes from its snapshot
UNLIMITED = ("t3", "t3a", "t4g")  # unless the program says standard


class CreditSpecification(Block):
    cpu_credits: str | None = None


class BlockDeviceMapping(Block):
    device_name: str | None = None
    ebs: Volume | None = None

    @property
    def is_root(self) -> bool:
        return self.ebs is not None and self.device_name in ROOT_DEVICES


class Monitoring(Block):
    enabled: bool = False


class Placement(Block):
    tenancy: Tenancy = "default"
    host_id: object = None
    host_resource_group_arn: object = None


class NetworkInterface(Block):
    associate_public_ip_address: bool | None = None  # None: as the subnet says


class InstanceMarketOptions(Block):
    market_type: str = "spot"


class LaunchTemplate(Block):
    """The inputs of a launch template that set what its instances cost."""

    instance_type: str | None = None
    image_id: object = None
    ebs_optimized: bool = False
    block_device_mappings: list[BlockDeviceMapping] = Field(default_factory=list)
    credit_specification: CreditSpecification = CreditSpecification()
    monitoring: Monitoring = Monitoring()
    placement: Placement = Placement()
    instance_market_options: InstanceMarketOptions | None = None
    network_interfaces: list[NetworkInterface] = Field(default_factory=list)
    image: Image = Image()  # that the template's imageId names; no input itself

    @property
    def tenancy(self) -> Tenancy:
        placement = self.placement
        on_host = (placement.host_id, placement.host_resource_group_arn) != (None, None)
        return "host" if on_host else placement.tenancy

    @property
    def credit_mode(self) -> str | None:
        return self.credit_specification.cpu_credits

    @property
    def public_addresses(self) -> int | None:
        """Return how many addresses each instance gets; None where its subnet decides."""
        given = [each.associate_public_ip_address for each in self.network_interfaces]
        return None if all(each is None for each in given) else sum(map(bool, given))

    def in_vpc(self, tenancy: Tenancy) -> Self:
        """Return the template with the tenancy of the VPC, where it sets none of its own."""
        try:
            placement = self.placement
        except InputError:
            return self
        if tenancy == "default" or placement.tenancy != "default":
            return self
        placement = placement.model_copy(update={"tenancy": tenancy})
        return self.model_copy(update={"placement": placement})

    def on_image(self, default: Image) -> Self:
        """Return the template with an image, where it names none."""
        try:
            named = self.image_id is not None
        except InputError:
            return self
        return self if named else self.model_copy(update={"image": default})

    def described(self, usage: Usage) -> tuple[Usage, str | None]:
        """Return usage with the operating system of the image, and what of it is assumed."""
        try:
            found = self.image
        except InputError:
            return usage, None
        return with_system(usage, found), assumed_system(usage, found)

    @property
    def has_root_volume(self) -> bool:
        return any(each.is_root for each in self.block_device_mappings)


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
            found = links.read(LaunchTemplate, template)
            return found.model_copy(update={"image": image_at(links.of(template), "imageId")})
    return None


class LaunchConfiguration(Block):
    """The inputs of a launch configuration: the older form of a launch template."""

    instance_type: str
    ebs_optimized: bool = False
    root_block_device: Volume = Volume()
    ebs_block_devices: list[Volume] = Field(default_factory=list)
    enable_monitoring: bool = True
    placement_tenancy: Tenancy = "default"
    spot_price: str | None = None
    associate_public_ip_address: bool | None = None
    image: Image = Image()  # that imageId names; no input itself

    @property
    def tenancy(self) -> Tenancy:
        return self.placement_tenancy

    @property
    def credit_mode(self) -> str | None:
        return None


class Described(Protocol):
    """An EC2 instance without its type."""

    @property
    def tenancy(self) -> Tenancy: ...
    @property
    def credit_mode(self) -> str | None: ...
    @property
    def ebs_optimized(self) -> bool: ...


def ec2_hours(
    described: Described, instance_type: str, usage: CapacityUsage, count: Decimal
) -> Iterator[Metering]:
    """Yield on-demand hours, CPU credits of burstable types, EBS optimization of old ones."""
    yield from hours(described, instance_type, usage, count)
    yield from optimization(described, instance_type, usage, count)
    yield from credits_bought(described, instance_type, usage, count)


HOURS = ("Instance usage", "EBS-optimized usage", "CPU credits")


@charges(HOURS[0])
def hours(
    described: Described, instance_type: str, usage: CapacityUsage, count: Decimal
) -> Iterator[Meter]:
    yield from on_demand(instance_type, usage, count=count, tenancy=described.tenancy)


@charges(HOURS[1])
def optimization(
    described: Described, instance_type: str, usage: CapacityUsage, count: Decimal
) -> Iterator[Meter]:
    if is_optimized_at_a_charge(instance_type) and described.ebs_optimized:
        yield ebs_optimized(instance_type, count, usage.hours)


@charges(HOURS[2])
def credits_bought(
    described: Described, instance_type: str, usage: CapacityUsage, count: Decimal
) -> Iterator[Meter]:
    family = instance_type.partition(".")[0]
    if family in BURSTABLE:
        mode = described.credit_mode
        unlimited = mode == "unlimited" or (mode is None and family in UNLIMITED)
        yield from cpu_credits(instance_type, usage, count=count, unlimited=unlimited)


def instance_parts(
    template: LaunchTemplate,
    usage: CapacityUsage,
    links: Links,
    subnets: tuple[str, ...],
    *,
    count: Decimal,
) -> Iterator[Metering]:
    """Yield what comes with each instance of a group: volumes, addresses, monitoring.

    `subnets` are the inputs that name the group's subnets. An instance takes its volumes with
    it, so all are billed for the hours that it runs.
    """
    yield from addresses(template, usage, links, subnets, count)
    running = usage.of_the_month(count)
    yield from only_if(lambda: template.monitoring.enabled, detailed_monitoring(running))
    yield from template_volumes(template, usage, running)


def addresses(
    template: LaunchTemplate,
    usage: CapacityUsage,
    links: Links,
    subnets: tuple[str, ...],
    count: Decimal,
) -> Iterator[Metering]:
    yield from instance_addresses(lambda: template.public_addresses, usage, links, subnets, count)


@charges(*VOLUME)
def template_volumes(
    template: LaunchTemplate, usage: CapacityUsage, count: Decimal
) -> Iterator[Metering]:
    """Yield the volumes of `count` instances, the root volume of the image among them."""
    root = root_gib(usage, template.image)
    yield from mapped_volumes(template, root, count)
    if not template.has_root_volume:
        yield from volume_meters(Volume(), least=root, count=count, group="rootVolume")


@charges(*VOLUME)
def mapped_volumes(
    template: LaunchTemplate, root: Decimal, count: Decimal, *, with_root: bool = True
) -> Iterator[Metering]:
    for index, mapping in enumerate(template.block_device_mappings):
        if with_root or not mapping.is_root:
            least = root if mapping.is_root else VOLUME_GIB
            yield from in_group(mapped(mapping, least, count), f"blockDeviceMappings[{index}]")


@charges(*VOLUME)
def mapped(mapping: BlockDeviceMapping, least: Decimal, count: Decimal) -> Iterator[Metering]:
    if mapping.ebs is not None:
        yield from volume_meters(mapping.ebs, least=least, count=count)
