"""Amazon EC2 instances and capacity. https://aws.amazon.com/ec2/pricing/."""

from abc import abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from pydantic import Field
from typing_extensions import override

from costing.errors import InputError
from costing.model import Meter, Sku
from costing.resources._shared.data_transfer import transfer
from costing.resources._shared.ebs_volumes import VOLUME, Volume, volume_meters
from costing.resources._shared.ec2_capacity import (
    OPERATIONS,
    USAGE_TYPES,
    CapacityUsage,
    OperatingSystem,
    Tenancy,
    detailed_monitoring,
    spot,
)
from costing.resources._shared.inputs import missing
from costing.resources._shared.launch_templates import (
    HOURS,
    LEAST_ROOT,
    CreditSpecification,
    InstanceMarketOptions,
    LaunchTemplate,
    machine_hours,
    template_at,
    template_volumes,
)
from costing.resources._shared.metering import Metering, charges, in_group, only_if
from costing.resources._shared.priced_resource import Block, Links, PricedResource, ResourceUsage
from costing.resources._shared.public_addresses import in_use
from costing.resources._shared.reservations import ReservedUsage, reservable
from costing.units import HOURS_PER_MONTH, Unit

EC2 = "AmazonEC2"
ONE = Decimal(1)
SUBNET = "aws:ec2/subnet:Subnet"
HOLDERS = (  # what gives an instance an Elastic IP, in place of an address of its own
    ("aws:ec2/eip:Eip", "instance"),
    ("aws:ec2/eipAssociation:EipAssociation", "instanceId"),
)


SET_ADDRESS = "set associatePublicIpAddress in the program"


class Subnet(Block):
    map_public_ip_on_launch: bool = False


class Machine(PricedResource):
    """What an instance is, on demand or spot. Its template fills in what it does not state."""

    usage = CapacityUsage

    instance_type: str | None = None
    tenancy: Tenancy | None = None
    monitoring: bool | None = None
    ebs_optimized: bool | None = None
    credit_specification: CreditSpecification | None = None
    associate_public_ip_address: bool | None = None
    root_block_device: Volume = Volume()
    ebs_block_devices: list[Volume] = Field(default_factory=list)

    def meters(self, usage: CapacityUsage, links: Links) -> Iterator[Metering]:
        found = template_at(links, "launchTemplate.id", "launchTemplate.name")
        described = Described(self, found or LaunchTemplate())
        yield from self.hours(described, usage)
        yield from only_if(lambda: described.monitored, detailed_monitoring(ONE))
        address = in_use(ONE, usage.hours)
        yield from only_if(lambda: self.has_address(described.template, links), address)
        yield from self.volumes(described.template)
        yield from transfer(usage, EC2, links)

    @abstractmethod
    def hours(self, described: "Described", usage: CapacityUsage) -> Iterator[Metering]:
        """Yield what the machine itself is metered on."""

    def volumes(self, template: LaunchTemplate) -> Iterator[Metering]:
        yield from in_group(template_volumes(template, ONE), "launchTemplate")
        yield from in_group(self.root_volume(template), "rootBlockDevice")
        yield from self.other_volumes()

    @charges(*VOLUME)
    def root_volume(self, template: LaunchTemplate) -> Iterator[Metering]:
        """Yield the root volume, which the volumes of a launch template may stand for."""
        own = "root_block_device" in self.model_fields_set
        if own or not any(each.ebs for each in template.block_device_mappings):
            yield from volume_meters(self.root_block_device, least=LEAST_ROOT)

    @charges(*VOLUME)
    def other_volumes(self) -> Iterator[Metering]:
        for index, volume in enumerate(self.ebs_block_devices):
            name = f"ebsBlockDevices[{index}]"
            yield from volume_meters(volume, least=LEAST_ROOT, group=name)

    def has_address(self, template: LaunchTemplate, links: Links) -> bool:
        """Say whether it gets a public address of its own: by its inputs, else by its subnet."""
        if any(links.referrers(kind, path) for kind, path in HOLDERS):
            return False
        if self.associate_public_ip_address is not None:
            return self.associate_public_ip_address
        if template.public_addresses:
            return True
        try:
            subnet = links.follow("subnetId", SUBNET)
            return subnet is not None and links.read(Subnet, subnet).map_public_ip_on_launch
        except InputError as error:
            raise InputError(str(error), error.path, SET_ADDRESS) from error


@dataclass(frozen=True, slots=True)
class Described:
    """A machine by its own inputs, and by its launch template where it does not set them."""

    own: Machine
    template: LaunchTemplate

    @property
    def instance_type(self) -> str:
        found = self.own.instance_type or self.template.instance_type
        if found is None:
            raise missing("instanceType")
        return found

    @property
    def tenancy(self) -> Tenancy:
        return self.own.tenancy or self.template.tenancy

    @property
    def credit_mode(self) -> str | None:
        own = self.own.credit_specification
        return self.template.credit_mode if own is None else own.cpu_credits

    @property
    def ebs_optimized(self) -> bool:
        own = self.own.ebs_optimized
        return self.template.ebs_optimized if own is None else own

    @property
    def monitored(self) -> bool:
        own = self.own.monitoring
        return self.template.monitoring.enabled if own is None else own


class Instance(Machine):
    """A virtual machine, its volumes, its public address and what it sends."""

    type = "aws:ec2/instance:Instance"

    host_id: object = None
    instance_market_options: InstanceMarketOptions | None = None

    @charges(*HOURS)
    def hours(self, described: Described, usage: CapacityUsage) -> Iterator[Metering]:
        kind = described.instance_type
        market = self.instance_market_options or described.template.instance_market_options
        if market is not None and market.market_type == "spot":
            yield spot(kind, usage, hours=usage.hours)
        else:
            yield from machine_hours(described, kind, usage, ONE)


class SpotInstanceRequest(Machine):
    """One spot instance, at the region's average price, with its volumes."""

    type = "aws:ec2/spotInstanceRequest:SpotInstanceRequest"

    @charges(HOURS[0])
    def hours(self, described: Described, usage: CapacityUsage) -> Iterator[Metering]:
        yield spot(described.instance_type, usage, hours=usage.hours)


class DedicatedHost(PricedResource):
    """A server of one's own, charged as a whole; the instances on it are not."""

    type = "aws:ec2/dedicatedHost:DedicatedHost"
    usage = ReservedUsage

    instance_family: str | None = None
    instance_type: str | None = None

    @override
    @charges("EC2 Dedicated Host")
    def meters(self, usage: ReservedUsage, links: Links) -> Iterator[Meter]:
        family = self.instance_family or (self.instance_type or "").partition(".")[0]
        if not family:
            raise InputError("neither instanceFamily nor instanceType is set", "instanceType")
        name = f"EC2 Dedicated Host ({usage.bought}, {family})"
        yield reservable(name, Sku(EC2, f"HostUsage:{family}"), usage)


PLATFORMS: dict[str, OperatingSystem] = {
    "Linux/UNIX": "linux",
    "Windows": "windows",
    "Red Hat Enterprise Linux": "rhel",
    "SUSE Linux": "suse",
}
TARGET = "capacityReservationSpecification"
RUNNERS = ("aws:ec2/instance:Instance", "aws:ec2/spotInstanceRequest:SpotInstanceRequest")


class CapacityReservation(PricedResource):
    """Capacity that is kept, whether it is used or not; instances that use it pay for themselves.

    Of instances only those are known that name the reservation.
    """

    type = "aws:ec2/capacityReservation:CapacityReservation"

    instance_type: str
    instance_count: Decimal
    instance_platform: str
    tenancy: Tenancy = "default"

    @override
    @charges("Reserved capacity")
    def meters(self, usage: ResourceUsage, links: Links) -> Iterator[Meter]:
        if self.instance_platform not in PLATFORMS:
            raise InputError(f"no price of capacity for {self.instance_platform} is known")
        system, operation = OPERATIONS[PLATFORMS[self.instance_platform]]
        used = sum(len(links.referrers(kind, TARGET)) for kind in RUNNERS)
        unused = max(self.instance_count - used, Decimal(0))
        prefix = "UnusedBox" if self.tenancy == "default" else "UnusedDed"
        yield Meter(
            f"Reserved capacity, unused ({system}, {self.instance_type})",
            Sku(EC2, f"{prefix}:{self.instance_type}", operation),
            unused * HOURS_PER_MONTH,
            Unit.HOURS,
            assumed=f"unused but for {used} that name it" if used else "unused",
            listed_as=Sku(EC2, f"{USAGE_TYPES[self.tenancy]}:{self.instance_type}", operation),
        )


class TrafficMirrorSession(PricedResource):
    """A network interface whose traffic is mirrored, by the hour."""

    type = "aws:ec2/trafficMirrorSession:TrafficMirrorSession"

    @override
    def meters(self, usage: ResourceUsage, links: Links) -> Iterator[Meter]:
        yield Meter("Traffic mirror", Sku("AmazonVPC", "ENI-Mirror"), HOURS_PER_MONTH, Unit.HOURS)
