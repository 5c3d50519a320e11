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
    checkpoint_days: int = Field(
        default=30, ge=1, description="How long a training checkpoint is kept"
    )


class DatabaseSettings(Group):
    engine_version: str = Field(
        default="17",
        pattern=r"^\d+(\.\d+)?$",
        description="Aurora PostgreSQL; a major version alone leaves the minor one to AWS",
    )
    instance_class: str = Field(pattern=r"^db\.", description="Of the writer and each reader")
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
