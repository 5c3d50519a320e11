"""Settings of the EC2 fleet that serves models."""

from typing import Literal

from pydantic import Field

from infra.aws.instance_type import Architecture, InstanceType, architecture_of
from infra.aws.machine_image import instance_image
from infra.aws.setting import Arn, EnvironmentVariable, SettingsGroup


class WarmPoolSettings(SettingsGroup):
    """Warm pool of pre-initialized On-Demand instances of one type."""

    min_size: int = Field(
        default=1, ge=0, description="Minimum number of instances in the warm pool"
    )
    state: Literal["Stopped", "Running", "Hibernated"] = Field(
        default="Stopped",
        description="State of warm pool instances; Stopped ones are charged for their volumes only",
    )


class CandidateSettings(SettingsGroup):
    """Second fleet with another image that receives a share of the requests."""

    container_image: str = Field(
        description="Container image of the candidate; REPOSITORY:TAG is in the stack's own "
        "registry"
    )
    weight_percent: int = Field(
        default=5,
        ge=0,
        le=100,
        description="Target group weight of the candidate, percent of requests: a few for a "
        "canary, 50 for an A/B test, 100 for blue/green",
    )
    stickiness_minutes: int = Field(
        default=60,
        ge=0,
        le=10080,
        description="Target group stickiness, minutes; 0: off",
    )
    min_size: int = Field(default=3, ge=1, description="Minimum number of candidate instances")
    max_size: int = Field(default=6, ge=1, description="Maximum number of candidate instances")


class ServingSettings(SettingsGroup):
    instance_types: tuple[InstanceType, ...] = Field(
        min_length=1,
        description="Interchangeable instance types: each is one spot capacity pool per zone, and "
        "the first one runs On-Demand",
    )
    min_size: int = Field(ge=1, description="Minimum number of instances in the fleet")
    max_size: int = Field(ge=1, description="Maximum number of instances in the fleet")
    on_demand_base: int = Field(ge=0, description="On-Demand base capacity, number of instances")
    spot_percent: int = Field(
        ge=0, le=100, description="Spot share above the On-Demand base, percent"
    )
    image_parameter: str | None = Field(
        default=None,
        description="SSM parameter with the id of the AMI; {architecture} is filled in; null: "
        "Amazon Linux 2023, for accelerated types with driver and container runtime",
    )
    container_image: str = Field(
        default="public.ecr.aws/nginx/nginx:stable",
        description="Container image that listens on the port and answers the health check; "
        "REPOSITORY:TAG is in the stack's own registry",
    )
    environment: dict[EnvironmentVariable, str] = Field(
        default={}, description="Additional environment variables of the container"
    )
    secrets: dict[EnvironmentVariable, Arn] = Field(
        default={},
        description="Secrets Manager secrets of the container, by environment variable",
    )
    port: int = Field(default=80, ge=1, le=65535, description="TCP port of the container")
    health_path: str = Field(
        default="/",
        pattern="^/",
        description="Health check path; it must return 200 only once the model is loaded",
    )
    encrypt_to_targets: bool = Field(
        default=False,
        description="Use HTTPS between load balancer and container; the certificate is in the "
        "files named by TLS_CERTIFICATE and TLS_KEY",
    )
    cpu_target_percent: int = Field(
        default=50, ge=10, le=90, description="Target tracking: average CPU utilization, percent"
    )
    requests_per_target: int | None = Field(
        default=None,
        ge=1,
        description="Target tracking: requests per instance and minute; null: not used",
    )
    root_volume_gb: int = Field(default=30, ge=8, description="Size of the gp3 root volume, GiB")
    detailed_monitoring: bool = Field(
        default=False,
        description="EC2 detailed monitoring: metrics every minute instead of every five minutes",
    )
    latency_ms: int = Field(
        default=1000, ge=1, description="Latency objective (99th percentile), milliseconds"
    )
    startup_seconds: int = Field(
        default=180,
        ge=0,
        description="Instance warmup and health check grace period, seconds",
    )
    max_instance_days: int | None = Field(
        default=14,
        ge=1,
        le=365,
        description="Maximum instance lifetime, days: older instances are replaced one after "
        "another, so that updates that need a reboot take effect; null: unlimited",
    )
    deregistration_delay_seconds: int = Field(
        default=60, ge=0, le=3600, description="Target group deregistration delay, seconds"
    )

    predictive_scaling: Literal["off", "forecast_only", "forecast_and_scale"] = Field(
        default="off",
        description="Predictive scaling mode: off, forecast_only or forecast_and_scale",
    )
    warm_pool: WarmPoolSettings | None = Field(
        default=None, description="Warm pool, for models that take long to load; null: none"
    )
    candidate: CandidateSettings | None = Field(
        default=None, description="Second fleet on a share of the requests; null: none"
    )

    @property
    def architecture(self) -> Architecture:
        """Architecture of the first type; validation rejects a mix."""
        return architecture_of(self.instance_types[0])

    @property
    def image(self) -> str:
        first = self.instance_types[0]
        stated = self.image_parameter
        return (
            stated.replace("{architecture}", self.architecture)
            if stated
            else (instance_image(first))
        )
