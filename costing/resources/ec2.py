"""Amazon EC2 instances and capacity. https://aws.amazon.com/ec2/pricing/."""

from collections.abc import Iterator
from decimal import Decimal

from pydantic import Field

from costing.errors import InputError
from costing.model import Meter, Sku
from costing.parts.addresses import in_use
from costing.parts.instances import (
    OPERATIONS,
    USAGE_TYPES,
    CapacityUsage,
    OperatingSystem,
    Tenancy,
    detailed_monitoring,
    spot,
)
from costing.parts.machines import (
    LEAST_ROOT,
    CreditSpecification,
    InstanceMarketOptions,
    LaunchTemplate,
    machine_hours,
    template_at,
)
from costing.parts.reservations import ReservedUsage, reservable
from costing.parts.transfer import transfer
from costing.parts.volumes import Volume, volume_meters
from costing.priced_resource import Block, Links, PricedResource, ResourceUsage
from costing.units import HOURS_PER_MONTH, Unit

EC2 = "AmazonEC2"
ONE = Decimal(1)
SUBNET = "aws:ec2/subnet:Subnet"
HOLDERS = (  # what gives an instance an Elastic IP, in place of an address of its own
    ("aws:ec2/eip:Eip", "instance"),
    ("aws:ec2/eipAssociation:EipAssociation", "instanceId"),
)


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

    def described(self, links: Links) -> LaunchTemplate:
        """Return its own statements over those of its launch template."""
        found = template_at(links, "launchTemplate.id", "launchTemplate.name")
        template = found or LaunchTemplate()
        own: dict[str, object] = {
            "instance_type": self.instance_type,
            "ebs_optimized": self.ebs_optimized,
            "credit_specification": self.credit_specification,
        }
        stated = {key: value for key, value in own.items() if value is not None}
        return template.model_copy(update=stated)

    def parts(
        self, template: LaunchTemplate, usage: CapacityUsage, links: Links
    ) -> Iterator[Meter]:
        """Yield what comes with it: monitoring, a public address, volumes, transfer."""
        monitored = template.monitoring.enabled if self.monitoring is None else self.monitoring
        if monitored:
            yield detailed_monitoring(ONE)
        if self.has_address(template, links):
            yield in_use(ONE, usage.hours)
        volumes = {f"launchTemplate.{name}": each for name, each in template.volumes()}
        if not volumes or "root_block_device" in self.model_fields_set:
            volumes["rootBlockDevice"] = self.root_block_device
        volumes |= {f"ebsBlockDevices[{i}]": each for i, each in enumerate(self.ebs_block_devices)}
        for name, volume in volumes.items():
            yield from volume_meters(volume, least=LEAST_ROOT, group=name)
        yield from transfer(usage, EC2, links)

    def has_address(self, template: LaunchTemplate, links: Links) -> bool:
        """Say whether it gets a public address of its own: by its inputs, else by its subnet."""
        if any(links.referrers(kind, path) for kind, path in HOLDERS):
            return False
        if self.associate_public_ip_address is not None:
            return self.associate_public_ip_address
        if template.public_addresses:
            return True
        subnet = links.follow("subnetId", SUBNET)
        return subnet is not None and Subnet.read(subnet.inputs).map_public_ip_on_launch


class Instance(Machine):
    """A virtual machine, its volumes, its public address and what it sends."""

    type = "aws:ec2/instance:Instance"

    host_id: object = None
    instance_market_options: InstanceMarketOptions | None = None

    def meters(self, usage: CapacityUsage, links: Links) -> Iterator[Meter]:
        template = self.described(links)
        market = self.instance_market_options or template.instance_market_options
        if template.instance_type is None:
            raise InputError("instanceType is not stated, nor a launch template that states it")
        if market is not None and market.market_type == "spot":
            yield spot(template.instance_type, usage, hours=usage.hours)
        else:
            yield from machine_hours(
                template.instance_type,
                usage,
                count=ONE,
                tenancy=self.tenancy or template.placement.tenancy,
                credit_mode=template.credit_specification.cpu_credits,
                optimized=template.ebs_optimized,
            )
        yield from self.parts(template, usage, links)


class SpotInstanceRequest(Machine):
    """One spot instance, at the region's average price, with its volumes."""

    type = "aws:ec2/spotInstanceRequest:SpotInstanceRequest"

    def meters(self, usage: CapacityUsage, links: Links) -> Iterator[Meter]:
        template = self.described(links)
        if template.instance_type is None:
            raise InputError("instanceType is not stated, nor a launch template that states it")
        yield spot(template.instance_type, usage, hours=usage.hours)
        yield from self.parts(template, usage, links)


class DedicatedHost(PricedResource):
    """A server of one's own, charged as a whole; the instances on it are not."""

    type = "aws:ec2/dedicatedHost:DedicatedHost"
    usage = ReservedUsage

    instance_family: str | None = None
    instance_type: str | None = None

    def meters(self, usage: ReservedUsage, links: Links) -> Iterator[Meter]:  # noqa: ARG002
        family = self.instance_family or (self.instance_type or "").partition(".")[0]
        if not family:
            raise InputError("neither instanceFamily nor instanceType is stated")
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

    def meters(self, usage: ResourceUsage, links: Links) -> Iterator[Meter]:  # noqa: ARG002
        if self.instance_platform not in PLATFORMS:
            raise InputError(f"no price is known of capacity for {self.instance_platform}")
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

    def meters(self, usage: ResourceUsage, links: Links) -> Iterator[Meter]:  # noqa: ARG002
        yield Meter("Traffic mirror", Sku("AmazonVPC", "ENI-Mirror"), HOURS_PER_MONTH, Unit.HOURS)
