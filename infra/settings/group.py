"""What the groups of settings are made of."""

import re
from typing import Annotated, Literal, get_args

from pydantic import BaseModel, ConfigDict, StringConstraints

Profile = Literal["dev", "prod", "regulated"]
Architecture = Literal["arm64", "x86_64"]
Accelerator = Literal["nvidia", "neuron"]
Email = Annotated[str, StringConstraints(pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$")]
InstanceType = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*\.[a-z0-9-]+$")]
# The terms that CloudWatch Logs keeps a log for, in days.
RetentionDays = Literal[
    1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922,
    3288, 3653,
]  # fmt: skip


class Group(BaseModel):
    """Settings that belong together; one that is not declared here is refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def architecture_of(instance_type: str) -> Architecture:
    """Read a type's processor from its name: Graviton's attribute is a g after the generation.

    https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-type-names.html (2026-11)
    """
    attributes = re.match(r"(?:a1|[a-z]+\d+(?P<letters>[a-z]*(?:-gb\d+)?))", instance_type)
    letters = (attributes["letters"] if attributes else "") or ""
    return "arm64" if instance_type.startswith("a1.") or "g" in letters else "x86_64"


def group_of(annotation: object) -> type[BaseModel] | None:
    """Return the group that a field of this annotation holds, also where it may be null."""
    for each in (annotation, *get_args(annotation)):
        if isinstance(each, type) and issubclass(each, BaseModel):
            return each
    return None


def accelerator_of(instance_type: str) -> Accelerator | None:
    """Read from a type's name which accelerator its machine image needs a driver for."""
    if re.match(r"(p|g|gr)\d", instance_type) and not instance_type.startswith("g4ad."):
        return "nvidia"
    return "neuron" if re.match(r"(trn|inf)\d", instance_type) else None


def has_disk(instance_type: str) -> bool:
    """Read from a type's name whether its machine has disks of its own, beside volumes.

    A d among the attributes tells, and current types with accelerators have them without it.
    https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/InstanceStorage.html (2026-11)
    """
    family = instance_type.partition(".")[0]
    always = r"(?:p[4-9]|g[4-9]|gr[4-9]|trn|i\d|im\d|is\d|d\d|h\d)"
    return bool(re.match(rf"{always}|[a-z]+\d+[a-ce-z]*d", family))
