"""Settings of what holds data."""

from typing import Literal

from pydantic import Field

from infra.settings.group import Group


class StorageSettings(Group):
    infrequent_access_days: int = Field(
        default=30, ge=30, description="Age at which objects move to Standard-IA"
    )
    archive_days: int = Field(
        default=90, ge=60, description="Age at which they move to Glacier Instant Retrieval"
    )
    noncurrent_days: int = Field(
        default=90, ge=1, description="How long an overwritten or deleted object can be had back"
    )
    log_days: int = Field(default=400, ge=90, description="How long access logs are kept")
    release_lock_days: int | None = Field(
        default=None,
        ge=1,
        description="How long nobody deletes or overwrites a released model, but with the right to "
        "bypass it; not stated, there is no bucket of releases",
    )
    checkpoint_days: int = Field(
        default=30, ge=1, description="How long a training checkpoint is kept"
    )


class CapacityUnits(Group):
    """Aurora capacity units (ACU), of 2 GiB of memory each; moved by Aurora."""

    least: float = Field(
        default=0.5, ge=0, le=256, multiple_of=0.5, description="When idle; 0: it stops"
    )
    most: float = Field(ge=1, le=256, multiple_of=0.5, description="Under load")
    pause_minutes: int = Field(
        default=60, ge=5, le=1440, description="Idle for so long, it stops, where least is 0"
    )


class DatabaseSettings(Group):
    engine_version: str = Field(
        default="17",
        pattern=r"^\d+(\.\d+)?$",
        description="Aurora PostgreSQL; a major version alone leaves the minor one to AWS",
    )
    instance_class: str = Field(
        pattern=r"^db\.",
        description="Of the writer and each reader; db.serverless: Aurora Serverless v2",
    )
    serverless: CapacityUnits | None = Field(
        default=None, description="Capacity of each db.serverless instance"
    )
    instances: int = Field(
        default=2, ge=1, le=16, description="One writer, the others readers, spread over the zones"
    )
    storage: Literal["aurora", "aurora-iopt1"] = Field(
        default="aurora", description="aurora-iopt1: dearer storage and instances, free requests"
    )
    backup_days: int = Field(default=14, ge=1, le=35, description="Point-in-time recovery window")


class CacheSettings(Group):
    engine_version: str = Field(default="8.2", pattern=r"^\d+\.\d+$", description="Valkey")
    node_type: str = Field(pattern=r"^cache\.", description="Of the primary and each replica")
    nodes: int = Field(default=2, ge=1, le=6, description="One primary, the others replicas")
    snapshot_days: int = Field(default=7, ge=0, le=35, description="How long a snapshot is kept")
