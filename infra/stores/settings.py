"""Settings of the data stores."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from infra.aws.setting import SettingsGroup

SearchType = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+\.[a-z0-9]+\.search$")]
Units = Annotated[int, Field(ge=1)]


class StorageSettings(SettingsGroup):
    infrequent_access_days: int = Field(
        default=30, ge=30, description="Age of objects at transition to S3 Standard-IA, days"
    )
    archive_days: int = Field(
        default=90,
        ge=60,
        description="Age of objects at transition to S3 Glacier Instant Retrieval, days",
    )
    noncurrent_days: int = Field(
        default=90, ge=1, description="Retention of noncurrent object versions, days"
    )
    log_days: int = Field(default=400, ge=90, description="Retention of access logs, days")
    release_lock_days: int | None = Field(
        default=None,
        ge=1,
        description="S3 Object Lock retention of released models in governance mode, days; null: "
        "no releases bucket",
    )
    checkpoint_days: int = Field(
        default=30, ge=1, description="Retention of training checkpoints, days"
    )


class CapacityUnits(SettingsGroup):
    """Aurora Serverless v2 capacity range, in Aurora capacity units (ACU, 2 GiB of memory each)."""

    min_capacity: float = Field(
        default=0.5,
        ge=0,
        le=256,
        multiple_of=0.5,
        description="Minimum capacity, ACU; 0: pause when idle",
    )
    max_capacity: float = Field(
        ge=1, le=256, multiple_of=0.5, description="Maximum capacity of an instance, ACU"
    )
    auto_pause_minutes: int = Field(
        default=60,
        ge=5,
        le=1440,
        description="Idle time before auto-pause if min_capacity is 0, minutes",
    )


class DatabaseSettings(SettingsGroup):
    engine_version: str = Field(
        default="17",
        pattern=r"^\d+(\.\d+)?$",
        description="Aurora PostgreSQL version; with a major version only, AWS selects the minor",
    )
    instance_class: str = Field(
        pattern=r"^db\.",
        description="Instance class of writer and readers; db.serverless: Aurora Serverless v2",
    )
    serverless: CapacityUnits | None = Field(
        default=None, description="Capacity range of db.serverless instances"
    )
    instances: int = Field(
        default=2, ge=1, le=16, description="Number of instances: one writer, the others readers"
    )
    storage: Literal["aurora", "aurora-iopt1"] = Field(
        default="aurora",
        description="Storage type; aurora-iopt1 (I/O-Optimized) has no charge for I/O",
    )
    backup_days: int = Field(default=14, ge=1, le=35, description="Backup retention period, days")


class CacheSettings(SettingsGroup):
    engine_version: str = Field(
        default="8.2", pattern=r"^\d+\.\d+$", description="Engine version of Valkey, such as 8.2"
    )
    node_type: str = Field(
        pattern=r"^cache\.", description="Node type of the primary and the replicas"
    )
    nodes: int = Field(
        default=2, ge=1, le=6, description="Number of nodes: one primary, the others replicas"
    )
    snapshot_days: int = Field(
        default=7, ge=0, le=35, description="Retention of automatic snapshots, days"
    )


class CapacitySettings(SettingsGroup):
    """Provisioned capacity of a DynamoDB table with auto scaling."""

    min_read: Units = Field(default=10, description="Minimum read capacity units")
    max_read: Units = Field(default=400, description="Maximum read capacity units")
    min_write: Units = Field(default=5, description="Minimum write capacity units")
    max_write: Units = Field(default=200, description="Maximum write capacity units")
    target_percent: int = Field(
        default=70, ge=20, le=90, description="Target utilization of capacity units, percent"
    )


class FeatureStoreSettings(SettingsGroup):
    capacity: CapacitySettings | None = Field(
        default=None,
        description="Provisioned capacity mode; null: on-demand capacity mode",
    )
    recovery_days: int = Field(
        default=35, ge=1, le=35, description="Point-in-time recovery window, days"
    )
    table_class: Literal["STANDARD", "STANDARD_INFREQUENT_ACCESS"] = Field(
        default="STANDARD",
        description="Table class; infrequent access has cheaper storage and costlier requests",
    )
    latency_ms: int = Field(
        default=20, ge=1, description="Average GetItem latency objective, milliseconds"
    )
    replica_regions: tuple[str, ...] = Field(
        default=(),
        description="Regions of additional replicas (global table)",
    )


class SearchSettings(SettingsGroup):
    version: str = Field(
        default="2.19",
        pattern=r"^\d+\.\d+$",
        description="Engine version of OpenSearch, such as 2.19",
    )
    instance_type: SearchType = Field(
        default="r7g.large.search", description="Instance type of the data nodes"
    )
    nodes: int = Field(default=3, ge=1, le=80, description="Number of data nodes")
    volume_gb: int = Field(
        default=100, ge=10, le=24576, description="Size of a data node's gp3 volume, GiB"
    )
    dedicated_master_type: SearchType | None = Field(
        default="m7g.medium.search",
        description="Instance type of the three dedicated master nodes; null: none",
    )
    create_service_linked_role: bool = Field(
        default=True,
        description="Create OpenSearch Service's service-linked role, which a domain in a VPC "
        "needs; false if the account has it",
    )
    warm_nodes: int = Field(
        default=0, ge=0, le=150, description="Number of UltraWarm nodes; 0: none"
    )
    warm_type: SearchType = Field(
        default="ultrawarm1.medium.search", description="Instance type of the UltraWarm nodes"
    )
