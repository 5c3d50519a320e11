"""Node groups of Amazon EKS. https://aws.amazon.com/eks/pricing/."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import ClassVar, Literal

from pydantic import Field

from costing.aws.images import Image
from costing.errors import InputError
from costing.resources._shared.data_transfer import transfer
from costing.resources._shared.ebs_volumes import VOLUME, Volume, volume_meters
from costing.resources._shared.ec2_capacity import CapacityUsage, Pool, spot_pools
from costing.resources._shared.launch_templates import (
    HOURS,
    LaunchTemplate,
    addresses,
    ec2_hours,
    instance_parts,
    template_at,
)
from costing.resources._shared.machine_images import assumed_system, noted, with_system
from costing.resources._shared.metering import (
    SINGLE,
    Metering,
    by_count,
    changed,
    charges,
    in_group,
)
from costing.resources._shared.priced_resource import (
    Block,
    Links,
    PricedResource,
    Quantity,
)
from costing.resources._shared.tenancy import vpc_tenancy

ONE = Decimal(1)
DISK, WINDOWS_DISK = Decimal(20), Decimal(50)  # GiB of a node without diskSize
SUBNETS = "subnetIds"
NO_TEMPLATE = "the launch template is not in this stack"
DEFAULT_TYPE = "t3.medium"


class NodeGroupUsage(CapacityUsage):
    instances: Quantity = None  # that run on average


class ScalingConfig(Block):
    desired_size: Decimal | None = None
    min_size: Decimal | None = None


class NodeGroup(PricedResource):
    """The instances of a managed node group, on demand or spot, with their volumes."""

    type = "aws:eks/nodeGroup:NodeGroup"
    usage = NodeGroupUsage
    usage_for: ClassVar = {"scalingConfig": "instances"}

    scaling_config: ScalingConfig = ScalingConfig()
    instance_types: list[str] = Field(default_factory=list)
    capacity_type: Literal["ON_DEMAND", "SPOT", "CAPACITY_BLOCK"] = "ON_DEMAND"
    ami_type: str = ""
    disk_size: Decimal | None = None  # GiB

    def meters(self, usage: NodeGroupUsage, links: Links) -> Iterator[Metering]:
        yield from self.running(usage, links)
        yield from transfer(usage, "AmazonEC2", links, listed=True)

    @charges(*HOURS, "EC2 detailed monitoring", "Public IPv4 address", *VOLUME)
    def running(self, usage: NodeGroupUsage, links: Links) -> Iterator[Metering]:
        """Yield the nodes. Where their number is unknown, what one costs."""

        def sized(found: tuple[Decimal, str | None]) -> Iterator[Metering]:
            size, assumed = found
            return changed(
                self.nodes(usage, links, size),
                lambda each: replace(
                    each, assumed="; ".join(filter(None, (each.assumed, assumed))) or None
                ),
            )

        yield from by_count(lambda: self.size(usage), sized, SINGLE)

    def size(self, usage: NodeGroupUsage) -> tuple[Decimal, str | None]:
        if usage.instances is not None:
            return usage.instances, None
        if self.scaling_config.desired_size is not None:
            return self.scaling_config.desired_size, None
        if self.scaling_config.min_size is not None:
            return self.scaling_config.min_size, "as many nodes as minSize"
        return ONE, "one node, as no size is set"

    def nodes(self, usage: NodeGroupUsage, links: Links, size: Decimal) -> Iterator[Metering]:
        template = template_at(links, "launchTemplate.id", "launchTemplate.name")
        if template is None:
            note = assumed_system(usage, self.image)
            usage = with_system(usage, self.image)
            yield from noted(self.hours(template, usage, links, size), note)
            yield from addresses(LaunchTemplate(), usage, links, (SUBNETS,), size)
            yield from in_group(self.disk(links, usage, size), "disk")
            return
        template = template.in_vpc(vpc_tenancy(links, SUBNETS)).on_image(self.image)
        usage, note = template.described(usage)
        yield from noted(self.hours(template, usage, links, size), note)
        yield from instance_parts(template, usage, links, (SUBNETS,), count=size)

    @property
    def image(self) -> Image:
        """Return the image that EKS takes where the launch template names none."""
        try:
            windows = self.ami_type.startswith("WINDOWS")
        except InputError:
            return Image(root_gib=DISK)
        known = Image("windows", WINDOWS_DISK) if windows else Image("linux", DISK)
        return replace(known, is_known=True)

    @charges(*HOURS)
    def hours(
        self, template: LaunchTemplate | None, usage: NodeGroupUsage, links: Links, size: Decimal
    ) -> Iterator[Metering]:
        named = links.resource.inputs.get("launchTemplate") is not None
        if named and template is None and not self.instance_types:
            raise InputError(NO_TEMPLATE, "launchTemplate")
        described = template or LaunchTemplate()
        types = self.instance_types or [described.instance_type or DEFAULT_TYPE]
        if self.capacity_type == "SPOT":
            yield from spot_pools([Pool(each) for each in types], usage, size)
        else:
            yield from ec2_hours(described, types[0], usage, size)

    @charges(*VOLUME)
    def disk(self, links: Links, usage: NodeGroupUsage, count: Decimal) -> Iterator[Metering]:
        if links.resource.inputs.get("launchTemplate") is not None:
            raise InputError(NO_TEMPLATE, "launchTemplate")
        windows = usage.operating_system.startswith("windows")
        volume, least = Volume(volume_size=self.disk_size), WINDOWS_DISK if windows else DISK
        yield from volume_meters(volume, least=least, count=usage.of_the_month(count))


def joined(*notes: str | None) -> str | None:
    return "; ".join(filter(None, notes)) or None
