"""Settings of container images, SageMaker endpoints and the model registry."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from infra.aws.setting import Region, SettingsGroup

MlInstanceType = Annotated[str, StringConstraints(pattern=r"^ml\.[a-z0-9-]+\.[a-z0-9-]+$")]
Artifact = Annotated[str, StringConstraints(pattern=r"^[^/].*\.tar\.gz$")]
Repository = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+([._/-][a-z0-9]+)*$")]


class RegistrySettings(SettingsGroup):
    repositories: tuple[Repository, ...] = Field(
        default=("serving", "training"),
        min_length=1,
        description="Names of the ECR repositories, prefixed with PROJECT-ENVIRONMENT/",
    )
    keep_images: int = Field(
        default=30, ge=2, le=1000, description="Number of newest tagged images kept per repository"
    )
    untagged_days: int = Field(default=7, ge=1, description="Retention of untagged images, days")
    replicate_to: tuple[Region, ...] = Field(
        default=(),
        max_length=25,
        description="Regions that images are replicated to, besides the standby region; ECR "
        "replication is set per account and region, by one stack only",
    )


class ModelSettings(SettingsGroup):
    """Model of a SageMaker endpoint."""

    container_image: str = Field(
        description="Container image in ECR that implements the SageMaker inference contract; "
        "REPOSITORY:TAG is in the stack's own registry"
    )
    artifact: Artifact = Field(
        description="Object key of the model artifact in the models bucket, such as v1/model.tar.gz"
    )
    environment: dict[str, str] = Field(
        default={}, description="Environment variables of the container"
    )


class RealtimeSettings(ModelSettings):
    """Real-time inference endpoint."""

    instance_type: MlInstanceType = Field(
        description="Instance type of the endpoint, such as ml.c7i.large"
    )
    min_instances: int = Field(
        default=2,
        ge=1,
        description="Minimum number of instances; two run in two zones",
    )
    max_instances: int = Field(default=4, ge=1, description="Maximum number of instances")
    requests_per_instance: int = Field(
        default=600, ge=1, description="Target tracking: invocations per instance and minute"
    )
    latency_ms: int = Field(
        default=1000,
        ge=1,
        description="Model latency objective (99th percentile), milliseconds; a deployment that "
        "misses it is rolled back",
    )
    capture_percent: int = Field(
        default=20, ge=0, le=100, description="Data capture sampling, percent of requests"
    )


class AsynchronousSettings(ModelSettings):
    """Asynchronous inference endpoint that scales to zero instances."""

    instance_type: MlInstanceType = Field(
        description="Instance type of the endpoint, such as ml.g5.xlarge"
    )
    max_instances: int = Field(default=4, ge=1, description="Maximum number of instances")
    backlog_per_instance: int = Field(
        default=5, ge=1, description="Target tracking: queued requests per instance"
    )
    concurrent_invocations: int = Field(
        default=2, ge=1, description="Maximum concurrent invocations per instance"
    )
    max_wait_minutes: int = Field(
        default=60,
        ge=1,
        description="Age of the oldest queued request at which an alarm fires, minutes",
    )


class ServerlessSettings(ModelSettings):
    """Serverless inference endpoint, outside of the VPC."""

    memory_mb: Literal[1024, 2048, 3072, 4096, 5120, 6144] = Field(
        default=4096, description="Memory size, MiB; vCPUs are proportional to it"
    )
    max_concurrency: int = Field(
        default=20, ge=1, le=200, description="Maximum number of concurrent invocations"
    )
    provisioned_concurrency: int | None = Field(
        default=None,
        ge=1,
        le=200,
        description="Provisioned concurrency, concurrent invocations; null: none",
    )


class EndpointsSettings(SettingsGroup):
    realtime: RealtimeSettings | None = Field(
        default=None, description="Real-time inference endpoint; null: none"
    )
    asynchronous: AsynchronousSettings | None = Field(
        default=None, description="Asynchronous inference endpoint; null: none"
    )
    serverless: ServerlessSettings | None = Field(
        default=None, description="Serverless inference endpoint; null: none"
    )


class ModelRegistrySettings(SettingsGroup):
    """SageMaker pipeline that trains a model and registers it for approval."""

    container_image: str = Field(
        description="Container image that implements the SageMaker training contract; network "
        "isolation is enabled; REPOSITORY:TAG is in the stack's own registry"
    )
    serving_image: str | None = Field(
        default=None, description="Inference image of the model package; null: the training image"
    )
    instance_type: str = Field(
        default="ml.g5.2xlarge", pattern=r"^ml\.", description="Instance type of the training job"
    )
    instances: int = Field(default=1, ge=1, description="Number of instances of the training job")
    volume_gb: int = Field(
        default=100,
        ge=1,
        description="Volume size per instance, GiB; not used by types with instance store",
    )
    spot: bool = Field(default=True, description="Managed spot training with checkpoints")
    max_runtime_hours: int = Field(
        default=12, ge=1, le=672, description="Maximum runtime of the training job, hours"
    )
    max_spot_wait_hours: int = Field(
        default=12,
        ge=0,
        description="Maximum wait for spot capacity in addition to the runtime, hours",
    )
    input_prefix: str = Field(
        default="training/", description="Prefix of the training input in the data bucket"
    )
    approval: Literal["Approved", "PendingManualApproval"] = Field(
        default="PendingManualApproval",
        description="Approval status of a new model package version",
    )
