"""The image that an instance starts from: its operating system and its root volume."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import TypeVar

from pydantic import Field

from costing.aws.images import WINDOWS_GIB, Image, image
from costing.errors import InputError
from costing.graph.resource import at, leaves
from costing.resources._shared.ec2_capacity import CapacityUsage
from costing.resources._shared.metering import Metering, changed
from costing.resources._shared.priced_resource import Block, Links

AMI = "aws:ec2/ami:Ami"
PARAMETER = "resolve:ssm:"  # begins an image that a public parameter names
LINUX_ASSUMED = "Linux, as the image is unknown"
Usage = TypeVar("Usage", bound=CapacityUsage)


class ImageDevice(Block):
    device_name: str | None = None
    volume_size: Decimal | None = None


class Ami(Block):
    name: str | None = None
    description: str | None = None
    root_device_name: str | None = None
    ebs_block_devices: list[ImageDevice] = Field(default_factory=list)


def image_at(links: Links, path: str) -> Image:
    """Return the image that the input at `path` names, as far as the stack tells."""
    found = links.resource.lookups.get(path)
    if found is not None:
        return image(texts(found.arguments))
    value = at(links.resource.inputs, path)
    if isinstance(value, str) and value.startswith(PARAMETER):
        return image([value])
    try:
        resource = links.follow(path, AMI)
        return Image() if resource is None else declared(links.read(Ami, resource))
    except InputError:
        return Image()


def texts(arguments: Mapping[str, object]) -> Iterator[str]:
    yield from (text for _, text in leaves(dict(arguments)))


def declared(ami: Ami) -> Image:
    """Return the image that a resource of the stack registers, with the size of its snapshot."""
    found = image(filter(None, (ami.name, ami.description)))
    sizes = {each.device_name: each.volume_size for each in ami.ebs_block_devices}
    size = sizes.get(ami.root_device_name)
    return found if size is None else replace(found, root_gib=size)


def with_system(usage: Usage, found: Image) -> Usage:
    """Return usage with the operating system of an image, unless usage gives one."""
    if "operating_system" in usage.model_fields_set or not found.is_known:
        return usage
    return usage.model_copy(update={"operating_system": found.system})


def assumed_system(usage: CapacityUsage, found: Image) -> str | None:
    """Return the note of an operating system that nothing names."""
    given = "operating_system" in usage.model_fields_set
    return None if given or found.is_known else LINUX_ASSUMED


def noted(metered: Iterator[Metering], note: str | None) -> Iterator[Metering]:
    """Add a note to the hours of instances."""
    if note is None:
        return metered
    return changed(
        metered,
        lambda each: (
            replace(each, assumed="; ".join(filter(None, (each.assumed, note))))
            if each.name.startswith("Instance usage")
            else each
        ),
    )


def root_gib(usage: CapacityUsage, found: Image) -> Decimal:
    """Return the size of a root volume that nothing sets."""
    windows = usage.operating_system.startswith("windows")
    return max(found.root_gib, WINDOWS_GIB) if windows and not found.is_known else found.root_gib
