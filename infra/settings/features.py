"""Settings of the feature store."""

from typing import Annotated, Literal

from pydantic import Field

from infra.settings.group import Group

Units = Annotated[int, Field(ge=1)]


class CapacitySettings(Group):
    """Capacity units of a table that is not charged by the request, moved by autoscaling."""

    min_read: Units = Field(default=10, description="Read units at the quietest hour")
    max_read: Units = Field(default=400, description="Read units at the busiest hour")
    min_write: Units = Field(default=5, description="Write units at the quietest hour")
    max_write: Units = Field(default=200, description="Write units at the busiest hour")
    target_percent: int = Field(default=70, ge=20, le=90, description="Use to scale towards")


class FeatureStoreSettings(Group):
    capacity: CapacitySettings | None = Field(
        default=None,
        description="Units to scale between; not stated, the table is charged by the request, and "
        "takes whatever comes",
    )
    recovery_days: int = Field(default=35, ge=1, le=35, description="Point-in-time recovery window")
    table_class: Literal["STANDARD", "STANDARD_INFREQUENT_ACCESS"] = Field(
        default="STANDARD", description="The other one: cheaper to keep, dearer to ask"
    )
    latency_ms: int = Field(default=20, ge=1, description="Time an answer is to take on average")
    replica_regions: tuple[str, ...] = Field(
        default=(),
        description="Regions that hold the whole table too, and take writes: a global table",
    )
