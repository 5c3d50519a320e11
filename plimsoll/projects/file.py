"""plimsoll.yaml: the projects of a repository, their stacks and the settings of each."""

from decimal import Decimal
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from costing.files import yaml_file
from costing.files.validation import validated

NAME = "plimsoll.yaml"
Usd = Annotated[Decimal, Field(ge=0, allow_inf_nan=False)]
Profile = Literal["dev", "prod", "regulated"]


class StackEntry(BaseModel):
    """Settings of a stack; they replace those of its Pulumi.<stack>.yaml."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    usage: str | None = Field(None, description="Usage file, from the folder of plimsoll.yaml.")
    waivers: str | None = Field(None, description="File with waivers.")
    rules: str | None = Field(None, description="File or folder with further rules.")
    profile: Profile | None = Field(None, description="Rule profile.")
    budget: Usd | None = Field(None, description="Budget in USD a month.")
    account: str | None = Field(
        None,
        description="AWS account. Stacks of one account share its price tiers. Default: the "
        "project's account.",
    )


class ProjectEntry(BaseModel):
    """A Pulumi program, or the preview or state of one in another language."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    folder: str = Field(description="Folder of Pulumi.yaml, from the folder of plimsoll.yaml.")
    source: str | None = Field(
        None,
        description="JSON of pulumi preview --json --show-sames or pulumi stack export, read "
        "instead of running the program.",
    )
    account: str | None = Field(None, description="AWS account. Default: one for all projects.")
    depends_on: list[str] = Field(
        [],
        description="Further files and folders of which a change concerns this project, for "
        "--changed-since.",
    )
    stacks: dict[str, StackEntry | None] | None = Field(
        None, description="Stacks with their settings. Default: each Pulumi.<stack>.yaml."
    )


class ProjectsFile(BaseModel):
    """Projects of a repository."""

    model_config = ConfigDict(extra="forbid", frozen=True, title="plimsoll.yaml")

    version: Literal[1] = Field(1, description="Version of this format.")
    budget: Usd | None = Field(None, description="Budget of all stacks together, USD a month.")
    projects: list[ProjectEntry] = Field(min_length=1)


def read(path: Path) -> ProjectsFile:
    """Raise FileError for an invalid file."""
    return validated(ProjectsFile, yaml_file.read(path))
