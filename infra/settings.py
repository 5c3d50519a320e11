"""All settings of a stack, with types, defaults and descriptions.

A setting's name is its path in the stack file: `serving.min_size` is the key `min_size` under
`plimsoll:serving`. A component whose group is null by default is optional. Each area has its own
groups in infra/<area>/settings.py and its cross-checks in infra/<area>/validation.py.
"""

from decimal import Decimal
from typing import Any, Literal

from pydantic import Field

from infra.aws.setting import Email, Profile, Region, SettingsGroup
from infra.containers.settings import ContainersSettings
from infra.functions.settings import FunctionsSettings
from infra.kubernetes.settings import KubernetesSettings
from infra.lake.settings import CatalogSettings, SparkSettings, WorkflowSettings
from infra.models.settings import EndpointsSettings, ModelRegistrySettings, RegistrySettings
from infra.network.settings import LoadBalancerSettings, NetworkSettings
from infra.operations.settings import (
    GovernanceSettings,
    ObservabilitySettings,
    OffHoursSettings,
    PatchingSettings,
    RecoverySettings,
    StandbySettings,
)
from infra.security.settings import AccountSettings, IdentitySettings
from infra.serving.settings import ServingSettings
from infra.stores.settings import (
    CacheSettings,
    DatabaseSettings,
    FeatureStoreSettings,
    SearchSettings,
    StorageSettings,
)
from infra.streaming.settings import DeliverySettings, FlinkSettings, KafkaSettings, KinesisSettings
from infra.training.settings import TrainingSettings


class Settings(SettingsGroup):
    region: Region = Field(description="AWS region of the stack, from aws:region")
    account: str | None = Field(
        default=None,
        pattern=r"^\d{12}$",
        description="Id of the only AWS account to deploy to; null: the account of the "
        "credentials, unknown in an offline preview",
    )
    environment: str = Field(
        pattern=r"^[a-z][a-z0-9-]{1,11}$",
        description="Environment name, prefix of resource names and value of the environment tag; "
        "unique per account and region",
    )
    owner: Email = Field(description="Email address of the stack's owner")
    cost_center: str = Field(min_length=1, description="Value of the cost-center tag")
    data_classification: Literal["public", "internal", "confidential", "restricted"] = Field(
        default="confidential", description="Value of the data-classification tag of data stores"
    )
    protected: bool = Field(
        default=True,
        description="Protect data stores: Pulumi protect, deletion protection, final snapshots",
    )
    profile: Profile = Field(
        default="prod",
        description="Requirements to validate, here and in `plimsoll check`: dev, prod or "
        "regulated",
    )
    stage: Literal["bootstrap", "all"] = Field(
        default="all",
        description="bootstrap: only the image registry, buckets, KMS keys and the permissions "
        "boundary, to push images and artifacts to before the rest; all: the whole stack",
    )
    budget: Decimal = Field(
        gt=0, description="Budget for AWS Budgets and `plimsoll cost`, USD per month"
    )
    budgets: dict[str, Any] = Field(
        default={},
        description="Budgets of parts of the stack for `plimsoll cost`, USD per month: "
        "component=NAME, service=NAME or tag:KEY=VALUE, with an amount, or with usd and warn",
    )
    usage: str | None = Field(default=None, description="Path of the usage file of `plimsoll cost`")
    waivers: str | None = Field(
        default=None, description="Path of the waiver file of `plimsoll check`"
    )
    plan: str | None = Field(
        default=None,
        description="Path of the JSON of `plimsoll plan`, with which the rule fleet-matches-plan "
        "compares the fleets",
    )
    network: NetworkSettings = Field(
        default=NetworkSettings(), description="VPC, Availability Zones, NAT and VPC endpoints"
    )
    storage: StorageSettings = Field(
        default=StorageSettings(), description="S3 buckets and their lifecycle rules"
    )
    load_balancer: LoadBalancerSettings | None = Field(
        default=None, description="Application Load Balancer, certificate and WAF; null: none"
    )
    serving: ServingSettings | None = Field(
        default=None, description="EC2 Auto Scaling fleet that serves models; null: none"
    )
    registry: RegistrySettings | None = Field(
        default=None, description="ECR repositories of container images; null: none"
    )
    database: DatabaseSettings | None = Field(
        default=None, description="Aurora PostgreSQL cluster for metadata; null: none"
    )
    cache: CacheSettings | None = Field(
        default=None, description="ElastiCache for Valkey, cache of features; null: none"
    )
    feature_store: FeatureStoreSettings | None = Field(
        default=None, description="DynamoDB table of the newest features; null: none"
    )
    training: TrainingSettings | None = Field(
        default=None, description="AWS Batch training on accelerated instances; null: none"
    )
    search: SearchSettings | None = Field(
        default=None, description="OpenSearch domain for vector search; null: none"
    )
    kinesis: KinesisSettings | None = Field(
        default=None, description="Kinesis data stream of events; null: none"
    )
    kafka: KafkaSettings | None = Field(
        default=None, description="Amazon MSK cluster for events; null: none"
    )
    delivery: DeliverySettings | None = Field(
        default=None, description="Firehose delivery of events to the data bucket; null: none"
    )
    catalog: CatalogSettings | None = Field(
        default=None, description="Glue Data Catalog of the data lake; null: none"
    )
    workflow: WorkflowSettings | None = Field(
        default=None, description="Step Functions workflow over the data lake; null: none"
    )
    spark: SparkSettings | None = Field(
        default=None, description="EMR Serverless application for Spark jobs; null: none"
    )
    flink: FlinkSettings | None = Field(
        default=None, description="Managed Service for Apache Flink application; null: none"
    )
    model_registry: ModelRegistrySettings | None = Field(
        default=None, description="SageMaker training pipeline and model registry; null: none"
    )
    endpoints: EndpointsSettings | None = Field(
        default=None, description="SageMaker inference endpoints; null: none"
    )
    functions: FunctionsSettings | None = Field(
        default=None, description="Lambda function that serves a model; null: none"
    )
    containers: ContainersSettings | None = Field(
        default=None, description="ECS service that serves a model; null: none"
    )
    kubernetes: KubernetesSettings | None = Field(
        default=None, description="EKS cluster with managed node groups; null: none"
    )
    observability: ObservabilitySettings = Field(
        description="Alarms, dashboard, canary and log retention"
    )
    governance: GovernanceSettings = Field(
        default=GovernanceSettings(), description="Budgets, cost anomalies and budget actions"
    )
    identity: IdentitySettings = Field(
        default=IdentitySettings(), description="Administrator role, sessions and VPN"
    )
    patching: PatchingSettings = Field(
        default=PatchingSettings(), description="Patch baseline and maintenance window"
    )
    recovery: RecoverySettings = Field(
        default=RecoverySettings(), description="Backups and recovery objectives"
    )
    account_wide: AccountSettings | None = Field(
        default=None,
        description="Audit, threat detection, account defaults and billing; only one stack of an "
        "account may set it",
    )
    standby: StandbySettings | None = Field(
        default=None, description="Standby region for disaster recovery; null: none"
    )
    off_hours: OffHoursSettings | None = Field(
        default=None, description="Off-hours schedule of a development stack; null: none"
    )

    @property
    def tags_active(self) -> bool:
        """True if costs can be filtered by the stack's tags."""
        owner = self.account_wide
        return self.governance.tags_active or (owner is not None and owner.cost_allocation_tags)
