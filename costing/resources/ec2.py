"""Amazon EC2 instances and capacity. https://aws.amazon.com/ec2/pricing/."""

from abc import abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from pydantic import Field
from typing_extensions import override

from costing.aws.images import OPERATIONS, Image, OperatingSystem
from costing.aws.launch_templates import TEMPLATE_PATHS
from costing.errors import InputError, NotPriced
from costing.graph.public_addresses import public_address
from costing.model import Meter, Sku
from costing.resources._shared.data_transfer import transfer
from costing.resources._shared.ebs_volumes import VOLUME, Volume, volume_meters
from costing.resources._shared.ec2_capacity import (
    USAGE_TYPES,
    CapacityUsage,
    Tenancy,
    detailed_monitoring,
    spot,
)
from costing.resources._shared.inputs import missing
from costing.resources._shared.launch_templates import (
    HOURS,
    VOLUME_GIB,
    CreditSpecification,
    InstanceMarketOptions,
    LaunchTemplate,
    ec2_hours,
    mapped_volumes,
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
from costing.resources._shared.priced_resource import Links, PricedResource, ResourceUsage
from costing.resources._shared.public_addresses import (
    given_or,
    has_public_address,
    in_use,
)
from costing.resources._shared.reservations import ReservedUsage, reservable
from costing.resources._shared.tenancy import region_fee, vpc_tenancy
from costing.units import HOURS_PER_MONTH, Unit

EC2 = "AmazonEC2"
ONE = Decimal(1)
HOLDERS = (  # what gives an instance an Elastic IP, in place of an address of its own
    ("aws:ec2/eip:Eip", "instance"),
    ("aws:ec2/eipAssociation:EipAssociation", "instanceId"),
)


SET_ADDRESS = "set associatePublicIpAddress in the program"
DEFAULT_VPC = "one in the default VPC, as no subnet is set"


class VirtualMachine(PricedResource):
    """An EC2 instance, on demand or spot. Its launch template fills in missing inputs."""

    usage = CapacityUsage

    instance_type: str | None = None
    tenancy: Tenancy | None = None
    host_id: object = None
    host_resource_group_arn: object = None
    monitoring: bool | None = None
    ebs_optimized: bool | None = None
    credit_specification: CreditSpecification | None = None
    associate_public_ip_address: bool | None = None  # see costing/graph/public_addresses.py
    root_block_device: Volume = Volume()
    ebs_block_devices: list[Volume] = Field(default_factory=list)

    def meters(self, usage: CapacityUsage, links: Links) -> Iterator[Metering]:
        template = template_at(links, *TEMPLATE_PATHS[:2]) or LaunchTemplate()
        image = self.image(template, links)
        usage = with_system(usage, image)
        described = Described(self, template, vpc_tenancy(links, "subnetId"))
        yield from noted(self.hours(described, usage), assumed_system(usage, image))
        yield from region_fee(links)
        yield from only_if(
            lambda: described.monitored, detailed_monitoring(usage.of_the_month(ONE))
        )
        yield from self.addresses(usage, links)
        yield from self.volumes(template, usage, image)
        yield from transfer(usage, EC2, links, listed=True)

    @abstractmethod
    def hours(self, described: "Described", usage: CapacityUsage) -> Iterator[Metering]:
        """Yield the charges of the instance without its volumes and addresses."""

    def image(self, template: LaunchTemplate, links: Links) -> Image:
        if links.resource.inputs.get("ami") is not None:
            return image_at(links, "ami")
        try:
            return template.image
        except InputError:
            return Image()

    def volumes(
        self, template: LaunchTemplate, usage: CapacityUsage, image: Image
    ) -> Iterator[Metering]:
        root = root_gib(usage, image)
        own = "root_block_device" in self.model_fields_set
        mapped = mapped_volumes(template, root, ONE, with_root=not own)
        yield from in_group(mapped, "launchTemplate")
        yield from in_group(self.root_volume(template, root), "rootBlockDevice")
        yield from self.other_volumes()

    @charges(*VOLUME)
    def root_volume(self, template: LaunchTemplate, root: Decimal) -> Iterator[Metering]:
        """Yield the root volume, unless the launch template maps it."""
        if "root_block_device" in self.model_fields_set or not template.has_root_volume:
            yield from volume_meters(self.root_block_device, least=root)

    @charges(*VOLUME)
    def other_volumes(self) -> Iterator[Metering]:
        for index, volume in enumerate(self.ebs_block_devices):
            name = f"ebsBlockDevices[{index}]"
            yield from volume_meters(volume, least=VOLUME_GIB, group=name)

    def addresses(self, usage: CapacityUsage, links: Links) -> Iterator[Metering]:
        default = public_address(links.graph, links.resource).is_default_vpc
        basis = DEFAULT_VPC if default else None
        address = in_use(ONE, usage.hours, assumed=basis)

        def by_inputs() -> Iterator[Metering]:
            yield from only_if(lambda: has_address(links), address)

        yield from given_or(usage.public_ipv4_addresses, by_inputs, usage.hours)


def has_address(links: Links) -> bool:
    """Say whether an instance gets a public address that is not an Elastic IP address."""
    if any(links.referrers(kind, path) for kind, path in HOLDERS):
        return False
    try:
        return has_public_address(links)
    except InputError as error:
        raise InputError(str(error), error.path, SET_ADDRESS) from error


@dataclass(frozen=True, slots=True)
class Described:
    """An instance by its own inputs, and by its launch template where it does not set them."""

    own: VirtualMachine
    template: LaunchTemplate
    of_vpc: Tenancy = "default"

    @property
    def instance_type(self) -> str:
        found = self.own.instance_type or self.template.instance_type
        if found is None:
            raise missing("instanceType")
        return found

    @property
    def tenancy(self) -> Tenancy:
        if (self.own.host_id, self.own.host_resource_group_arn) != (None, None):
            return "host"
        tenancy = self.own.tenancy or self.template.tenancy
        return self.of_vpc if tenancy == "default" else tenancy

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


class Instance(VirtualMachine):
    """A virtual machine, its volumes, its public address and its data transfer."""

    type = "aws:ec2/instance:Instance"

    instance_market_options: InstanceMarketOptions | None = None

    @override
    @charges(*HOURS)
    def hours(self, described: Described, usage: CapacityUsage) -> Iterator[Metering]:
        kind = described.instance_type
        market = self.instance_market_options or described.template.instance_market_options
        if market is not None and market.market_type == "spot":
            yield spot(kind, usage, hours=usage.hours)
        else:
            yield from ec2_hours(described, kind, usage, ONE)


class SpotInstanceRequest(VirtualMachine):
    """One spot instance, at the region's average price, with its volumes."""

    type = "aws:ec2/spotInstanceRequest:SpotInstanceRequest"

    @override
    @charges(HOURS[0])
    def hours(self, described: Described, usage: CapacityUsage) -> Iterator[Metering]:
        yield spot(described.instance_type, usage, hours=usage.hours)


class DedicatedHost(PricedResource):
    """A Dedicated Host, billed as a whole; the instances on it have no hours of their own."""

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
    "Linux with SQL Server Standard": "linux_sql_standard",
    "Linux with SQL Server Web": "linux_sql_web",
    "Linux with SQL Server Enterprise": "linux_sql_enterprise",
    "Windows with SQL Server": "windows_sql_standard",
    "Windows with SQL Server Standard": "windows_sql_standard",
    "Windows with SQL Server Web": "windows_sql_web",
    "Windows with SQL Server Enterprise": "windows_sql_enterprise",
    "RHEL with SQL Server Standard": "rhel_sql_standard",
    "RHEL with SQL Server Enterprise": "rhel_sql_enterprise",
    "RHEL with SQL Server Web": "rhel_sql_web",
    "RHEL with HA": "rhel_ha",
}
TARGET = "capacityReservationSpecification"
RUNNERS = ("aws:ec2/instance:Instance", "aws:ec2/spotInstanceRequest:SpotInstanceRequest")


class CapacityReservation(PricedResource):
    """Reserved capacity that no instance of the stack uses; used capacity is billed there.

    The instances known to use it are those that refer to the reservation.
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
            raise NotPriced(f"no price of capacity for {self.instance_platform} is known")
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
