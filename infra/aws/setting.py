"""Base class and shared types of the settings."""

from typing import Annotated, Literal, get_args

from pydantic import BaseModel, ConfigDict, StringConstraints

Profile = Literal["dev", "prod", "regulated"]
Arn = Annotated[str, StringConstraints(pattern=r"^arn:aws[a-z-]*:")]
Email = Annotated[str, StringConstraints(pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$")]
EnvironmentVariable = Annotated[str, StringConstraints(pattern=r"^[A-Za-z_][A-Za-z0-9_]*$")]
Path = Annotated[str, StringConstraints(pattern=r"^/")]
Region = Annotated[str, StringConstraints(pattern=r"^[a-z]{2}(-[a-z]+)+-\d$")]
# Retention periods that CloudWatch Logs accepts, days.
RetentionDays = Literal[
    1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922,
    3288, 3653,
]  # fmt: skip


class SettingsGroup(BaseModel):
    """Group of settings; unknown keys are rejected."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def group_of(annotation: object) -> type[BaseModel] | None:
    """Return the settings group of a field's annotation, also if the field is optional."""
    for each in (annotation, *get_args(annotation)):
        if isinstance(each, type) and issubclass(each, BaseModel):
            return each
    return None
