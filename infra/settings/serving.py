"""Settings of what answers."""

from typing import Literal

from pydantic import Field

from infra.settings.group import Architecture, Group, InstanceType, architecture_of


class WarmPoolSettings(Group):
    """Instances that have started once and stand by; of one type, on demand."""

    min_size: int = Field(default=1, ge=0, description="Instances that stand by at least")
    state: Literal["Stopped", "Running", "Hibernated"] = Field(
        default="Stopped", description="A stopped one costs its volume; a running one all"
    )


class CandidateSettings(Group):
    """Another image beside the fleet's, that is to prove itself on a share of the requests."""

    container_image: str = Field(description="What is to prove itself")
    weight_percent: int = Field(
        default=5,
        ge=0,
        le=100,
        description="Its share of the requests: a few, half for A and B, all for blue and green",
    )
    sticky_minutes: int = Field(
        default=60, ge=0, le=10080, description="How long a client stays where it was sent"
    )
    min_size: int = Field(default=3, ge=1, description="Its instances at the quietest hour")
    max_size: int = Field(default=6, ge=1, description="Its instances at the busiest hour")


class ServingSettings(Group):
    instance_types: tuple[InstanceType, ...] = Field(
        min_length=1,
        description="Interchangeable types: each is a pool of spot capacity in a zone, and the "
        "first is what runs on demand",
    )
    min_size: int = Field(ge=1, description="Instances at the quietest hour")
    max_size: int = Field(ge=1, description="Instances at the busiest hour")
    on_demand_base: int = Field(ge=0, description="Instances that spot never replaces")
    spot_percent: int = Field(ge=0, le=100, description="Share of spot above the base")
    image_parameter: str = Field(
        default="/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-{architecture}",
        description="SSM parameter that names the machine image",
    )
    container_image: str = Field(
        default="public.ecr.aws/nginx/nginx:stable",
        description="What serves: listens on the port and answers the health check",
    )
    port: int = Field(default=80, ge=1, le=65535, description="Port the container listens on")
    health_path: str = Field(
        default="/", pattern="^/", description="Answers 200 when a model is loaded"
    )
    encrypt_to_targets: bool = Field(
        default=False,
        description="The container serves HTTPS, with the certificate in TLS_CERTIFICATE, TLS_KEY",
    )
    cpu_target_percent: int = Field(default=50, ge=10, le=90, description="Load to scale towards")
    requests_per_target: int | None = Field(
        default=None, ge=1, description="Requests a minute an instance is meant for, if known"
    )
    root_volume_gb: int = Field(default=30, ge=8, description="gp3 volume of an instance")
    detailed_monitoring: bool = Field(
        default=False,
        description="Measure instances each minute, not each five: scaling sees a peak in time",
    )
    latency_ms: int = Field(
        default=1000, ge=1, description="Time in which 99 of 100 answers are to be given"
    )
    startup_seconds: int = Field(
        default=180, ge=0, description="Until a new instance has loaded its model"
    )
    drain_seconds: int = Field(
        default=60, ge=0, le=3600, description="What a leaving instance has to finish answers"
    )

    predictive: Literal["off", "forecast", "scale"] = Field(
        default="off",
        description="Learn from two weeks when load comes: not at all, to look at, to be ready",
    )
    warm_pool: WarmPoolSettings | None = Field(
        default=None, description="Instances that stand by, where a model takes long to load"
    )
    candidate: CandidateSettings | None = Field(
        default=None, description="A second fleet on a share of the requests"
    )

    @property
    def architecture(self) -> Architecture:
        """All types have the first one's; the settings are refused where they have not."""
        return architecture_of(self.instance_types[0])

    @property
    def image(self) -> str:
        return self.image_parameter.replace("{architecture}", self.architecture)
