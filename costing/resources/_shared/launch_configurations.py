"""Instances of a group with a launch configuration, the older form of a launch template."""

from collections.abc import Iterator
from decimal import Decimal

from costing.aws.scaling_schedules import Profile, average
from costing.resources._shared.ebs_volumes import VOLUME, volume_meters
from costing.resources._shared.ec2_addresses import instance_addresses
from costing.resources._shared.ec2_capacity import (
    CapacityUsage,
    detailed_monitoring,
    spot,
)
from costing.resources._shared.launch_templates import (
    CONFIGURATION,
    HOURS,
    VOLUME_GIB,
    LaunchConfiguration,
    ec2_hours,
)
from costing.resources._shared.machine_images import (
    assumed_system,
    image_at,
    noted,
    root_gib,
    with_system,
)
from costing.resources._shared.metering import (
    Metering,
    charges,
    in_group,
    only_if,
)
from costing.resources._shared.priced_resource import Links

SUBNETS = "vpcZoneIdentifiers"


def configuration_of(links: Links) -> LaunchConfiguration | None:
    found = links.follow("launchConfiguration", CONFIGURATION)
    if found is None:
        return None
    image = image_at(links.of(found), "imageId")
    return links.read(LaunchConfiguration, found).model_copy(update={"image": image})


def configured(
    old: LaunchConfiguration, usage: CapacityUsage, links: Links, sizes: Profile
) -> Iterator[Metering]:
    size = average(sizes)
    usage, note = with_system(usage, old.image), assumed_system(usage, old.image)
    running = usage.of_the_month(size)
    yield from noted(configured_hours(old, usage, size), note)
    yield from only_if(lambda: old.enable_monitoring, detailed_monitoring(running))
    yield from instance_addresses(
        lambda: old.associate_public_ip_address, usage, links, (SUBNETS,), size
    )
    root = volume_meters_of_root(old, root_gib(usage, old.image), running)
    yield from in_group(root, "rootBlockDevice")
    yield from other_volumes(old, running)


@charges(*HOURS)
def configured_hours(
    old: LaunchConfiguration, usage: CapacityUsage, size: Decimal
) -> Iterator[Metering]:
    if old.spot_price is not None:
        yield spot(old.instance_type, usage, hours=usage.hours * size)
    else:
        yield from ec2_hours(old, old.instance_type, usage, size)


@charges(*VOLUME)
def volume_meters_of_root(
    old: LaunchConfiguration, least: Decimal, count: Decimal
) -> Iterator[Metering]:
    yield from volume_meters(old.root_block_device, least=least, count=count)


@charges(*VOLUME)
def other_volumes(old: LaunchConfiguration, count: Decimal) -> Iterator[Metering]:
    for index, volume in enumerate(old.ebs_block_devices):
        group = f"ebsBlockDevices[{index}]"
        yield from volume_meters(volume, least=VOLUME_GIB, group=group, count=count)
