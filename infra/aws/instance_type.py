"""Properties of an EC2 instance type that follow from its name."""

import re
from typing import Annotated, Literal

from pydantic import StringConstraints

Architecture = Literal["arm64", "x86_64"]
Accelerator = Literal["nvidia", "neuron"]
InstanceType = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*\.[a-z0-9-]+$")]


def architecture_of(instance_type: str) -> Architecture:
    """Return the processor architecture: Graviton types have a g after the generation number.

    https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-type-names.html (2026-11)
    """
    attributes = re.match(r"(?:a1|[a-z]+\d+(?P<letters>[a-z]*(?:-gb\d+)?))", instance_type)
    letters = (attributes["letters"] if attributes else "") or ""
    return "arm64" if instance_type.startswith("a1.") or "g" in letters else "x86_64"


def accelerator_of(instance_type: str) -> Accelerator | None:
    """Return the accelerator that the AMI needs a driver for."""
    if re.match(r"(p|g|gr)\d", instance_type) and not instance_type.startswith("g4ad."):
        return "nvidia"
    return "neuron" if re.match(r"(trn|inf)\d", instance_type) else None


def has_instance_store(instance_type: str) -> bool:
    """Return True if the type has instance store volumes.

    Types with a d among their attributes have them, and so have current accelerated types.
    https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/InstanceStorage.html (2026-11)
    """
    family = instance_type.partition(".")[0]
    always = r"(?:p[4-9]|g[4-9]|gr[4-9]|trn|i\d|im\d|is\d|d\d|h\d)"
    return bool(re.match(rf"{always}|[a-z]+\d+[a-ce-z]*d", family))


def vcpus_of(instance_type: str) -> int:
    """Return the vCPUs that follow from the size, of burstable types at least as many.

    https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-type-names.html
    """
    size = instance_type.partition(".")[2]
    times = re.match(r"(?:metal-)?(\d+)xl", size)
    if times:
        return 4 * int(times[1])
    return {"xlarge": 4, "large": 2, "medium": 2, "metal": 192}.get(size, 2)
