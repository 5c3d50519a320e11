"""Settings of the container images that the stack's parts run."""

from typing import Annotated

from pydantic import Field, StringConstraints

from infra.settings.group import Group

Repository = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+([._/-][a-z0-9]+)*$")]
Region = Annotated[str, StringConstraints(pattern=r"^[a-z]{2}(-[a-z]+)+-\d$")]


class RegistrySettings(Group):
    repositories: tuple[Repository, ...] = Field(
        default=("serving", "training"),
        min_length=1,
        description="One for each image; its name comes after PROJECT-ENVIRONMENT/",
    )
    keep_images: int = Field(
        default=30, ge=2, le=1000, description="Tagged images kept of each, the newest"
    )
    untagged_days: int = Field(
        default=7, ge=1, description="How long an image is kept that has lost its tag"
    )
    replicate_to: tuple[Region, ...] = Field(
        default=(),
        max_length=25,
        description="Regions that get a copy of each image, beside the one that takes over; set "
        "for the account and region, by one of its stacks",
    )
