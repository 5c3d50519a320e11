"""Every knob of the platform: its type, its default, what it means.

What must agree is in infra/agreement. The names are those of the stack files: `serving.min_size` is
`min_size` under `plimsoll:serving`. A part whose group is null where it is not stated is optional.
"""

from decimal import Decimal
from typing import Literal

from pydantic import Field

from infra.settings.access import IdentitySettings, NightSettings, PatchingSettings, VpnSettings
from infra.settings.account import AccountSettings
from infra.settings.containers import ContainersSettings
from infra.settings.endpoints import (
    AsynchronousSettings,
    EndpointsSettings,
    RealtimeSettings,
    ServerlessSettings,
)
from infra.settings.features import CapacitySettings, FeatureStoreSettings
from infra.settings.functions import FunctionsSettings
from infra.settings.group import (
    Email,
    Group,
    Profile,
    accelerator_of,
    architecture_of,
    has_disk,
)
from infra.settings.kubernetes import CapacityBlockSettings, KubernetesSettings, PoolSettings
from infra.settings.lake import (
    CatalogSettings,
    DeliverySettings,
    FlinkSettings,
    LakeFormationSettings,
    SparkSettings,
    WorkflowSettings,
)
from infra.settings.network import LoadBalancerSettings, NetworkSettings
from infra.settings.operations import (
    CanarySettings,
    GovernanceSettings,
    ModelMetric,
    ObservabilitySettings,
    SpendingAction,
)
from infra.settings.recovery import BackupClass, Objective, RecoverySettings, StandbySettings
from infra.settings.registry import RegistrySettings
from infra.settings.search import SearchSettings
from infra.settings.serving import CandidateSettings, ServingSettings, WarmPoolSettings
from infra.settings.stores import CacheSettings, CapacityUnits, DatabaseSettings, StorageSettings
from infra.settings.streaming import KafkaSettings, KinesisSettings
from infra.settings.training import (
    JobSettings,
    ModelRegistrySettings,
    MultiNodeSettings,
    ReservationSettings,
    ScratchSettings,
    TrainingSettings,
)

__all__ = [
    "AccountSettings",
    "AsynchronousSettings",
    "BackupClass",
    "CacheSettings",
    "CanarySettings",
    "CandidateSettings",
    "CapacityBlockSettings",
    "CapacitySettings",
    "CapacityUnits",
    "CatalogSettings",
    "ContainersSettings",
    "DatabaseSettings",
    "DeliverySettings",
    "EndpointsSettings",
    "FeatureStoreSettings",
    "FlinkSettings",
    "FunctionsSettings",
    "GovernanceSettings",
    "IdentitySettings",
    "JobSettings",
    "KafkaSettings",
    "KinesisSettings",
    "KubernetesSettings",
    "LakeFormationSettings",
    "LoadBalancerSettings",
    "ModelMetric",
    "ModelRegistrySettings",
    "MultiNodeSettings",
    "NetworkSettings",
    "NightSettings",
    "Objective",
    "ObservabilitySettings",
    "PatchingSettings",
    "PipelineSettings",
    "PoolSettings",
    "RealtimeSettings",
    "RecoverySettings",
    "RegistrySettings",
    "ReservationSettings",
    "ScratchSettings",
    "SearchSettings",
    "ServerlessSettings",
    "ServingSettings",
    "Settings",
    "SparkSettings",
    "SpendingAction",
    "StandbySettings",
    "StorageSettings",
    "TrainingSettings",
    "VpnSettings",
    "WarmPoolSettings",
    "WorkflowSettings",
    "accelerator_of",
    "architecture_of",
    "has_disk",
]


class Settings(Group):
    region: str = Field(
        pattern=r"^[a-z]{2}(-[a-z]+)+-\d$", description="aws:region of the stack file"
    )
    account: str | None = Field(
        default=None,
        pattern=r"^\d{12}$",
        description="The one AWS account to deploy to; not stated, it is the credentials', and "
        "policies, which name it, cannot be judged before",
    )
    environment: str = Field(
        pattern=r"^[a-z][a-z0-9-]{1,11}$",
        description="Begins names and is a tag; one of a kind in an account and region",
    )
    owner: Email = Field(description="Who answers for the stack")
    cost_center: str = Field(min_length=1, description="Who pays for it")
    data_classification: Literal["public", "internal", "confidential", "restricted"] = Field(
        default="confidential", description="What the stack's data is, where a store holds it"
    )
    protected: bool = Field(
        default=True,
        description="Refuse to destroy what holds data: protect, deletion protection, snapshots",
    )
    profile: Profile = Field(
        default="prod", description="What the stack must live up to, here and in `plimsoll check`"
    )
    budget: Decimal = Field(gt=0, description="USD a month, for AWS Budgets and `plimsoll cost`")
    usage: str | None = Field(default=None, description="Usage file of `plimsoll cost`")
    waivers: str | None = Field(default=None, description="Waivers of `plimsoll check`")
    network: NetworkSettings = Field(
        default=NetworkSettings(), description="VPC, zones, ways in and out"
    )
    storage: StorageSettings = Field(
        default=StorageSettings(), description="Buckets and how they age"
    )
    load_balancer: LoadBalancerSettings = Field(description="Entrance, certificate, firewall")
    serving: ServingSettings = Field(description="The fleet that answers")
    registry: RegistrySettings | None = Field(
        default=None, description="Container images; not stated, there is no registry"
    )
    database: DatabaseSettings = Field(description="Aurora PostgreSQL, for metadata")
    cache: CacheSettings = Field(description="ElastiCache for Valkey, for features at hand")
    feature_store: FeatureStoreSettings | None = Field(
        default=None, description="DynamoDB, for the newest features; not stated, there is none"
    )
    training: TrainingSettings | None = Field(
        default=None, description="AWS Batch on accelerators; not stated, nothing is trained here"
    )
    search: SearchSettings | None = Field(
        default=None, description="OpenSearch, for vectors; not stated, there is none"
    )
    kinesis: KinesisSettings | None = Field(
        default=None, description="Kinesis, for events; not stated, there is no stream"
    )
    kafka: KafkaSettings | None = Field(
        default=None, description="Amazon MSK, for events; not stated, there is no cluster"
    )
    delivery: DeliverySettings | None = Field(
        default=None, description="Firehose, which brings events into the lake"
    )
    catalog: CatalogSettings | None = Field(
        default=None, description="Glue, which knows the lake's tables"
    )
    workflow: WorkflowSettings | None = Field(
        default=None, description="Step Functions, which looks through the lake and works on it"
    )
    spark: SparkSettings | None = Field(
        default=None, description="EMR Serverless, for Spark; charged while jobs run"
    )
    flink: FlinkSettings | None = Field(
        default=None, description="Managed Flink, for what must be known at once; also runs Beam"
    )
    model_registry: ModelRegistrySettings | None = Field(
        default=None, description="SageMaker: trains, and keeps what is released; not stated, none"
    )
    endpoints: EndpointsSettings | None = Field(
        default=None, description="Models that SageMaker serves; not stated, there are none"
    )
    functions: FunctionsSettings | None = Field(
        default=None, description="Models that Lambda serves; not stated, there are none"
    )
    containers: ContainersSettings | None = Field(
        default=None, description="Models that ECS serves; not stated, there are none"
    )
    kubernetes: KubernetesSettings | None = Field(
        default=None, description="A cluster of EKS; not stated, there is none"
    )
    observability: ObservabilitySettings = Field(description="Alarms, dashboard, logs")
    governance: GovernanceSettings = Field(
        default=GovernanceSettings(), description="Budgets, anomalies and who hears of them"
    )
    identity: IdentitySettings = Field(
        default=IdentitySettings(), description="Who gets in, and how far"
    )
    patching: PatchingSettings = Field(
        default=PatchingSettings(), description="How machines are kept up to date"
    )
    recovery: RecoverySettings = Field(
        default=RecoverySettings(), description="Backups, and what a loss may cost"
    )
    account_wide: AccountSettings | None = Field(
        default=None,
        description="Audit, detection and defaults of the whole account, and of its bill; only one "
        "stack of an account may state it",
    )
    standby: StandbySettings | None = Field(
        default=None, description="A second region that takes over"
    )
    nights_off: NightSettings | None = Field(
        default=None, description="When a development stack sleeps"
    )
