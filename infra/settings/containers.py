"""Settings of models that are served by ECS, on machines of ours."""

from typing import Annotated

from pydantic import Field, StringConstraints

from infra.settings.group import Architecture, Group, InstanceType, architecture_of

Path = Annotated[str, StringConstraints(pattern=r"^/")]
IMAGE = "/aws/service/ecs/optimized-ami/amazon-linux-2023/{architecture}recommended/image_id"


class ContainersSettings(Group):
    instance_types: tuple[InstanceType, ...] = Field(
        min_length=1, description="Interchangeable types of the machines that tasks run on"
    )
    on_demand_min: int = Field(
        default=3, ge=1, description="Machines that spot never replaces, one a zone"
    )
    on_demand_max: int = Field(
        default=6, ge=1, description="The same, when there is no spot to be had"
    )
    spot_max: int = Field(default=12, ge=0, description="Machines on spot; 0: none")
    min_tasks: int = Field(default=3, ge=1, description="Tasks at the quietest hour")
    max_tasks: int = Field(default=24, ge=1, description="Tasks at the busiest hour")
    on_demand_tasks: int = Field(
        default=3, ge=0, description="Tasks that run on demand whatever happens"
    )
    spot_weight: int = Field(
        default=3, ge=0, description="Tasks beyond those: so many on spot for each on demand"
    )
    cpu: int = Field(default=1024, ge=128, description="Processor of a task, of 1024 each")
    memory_mb: int = Field(default=2048, ge=128, description="Memory of a task")
    container_image: str = Field(
        default="public.ecr.aws/nginx/nginx:stable",
        description="What serves: listens on the port and answers the health check",
    )
    port: int = Field(default=80, ge=1, le=65535, description="Port the container listens on")
    path: Path = Field(default="/containers/*", description="Requests that go there")
    health_path: Path = Field(default="/", description="Answers 200 when a model is loaded")
    encrypt_to_targets: bool = Field(
        default=False,
        description="The container serves HTTPS, with the certificate in TLS_CERTIFICATE, TLS_KEY",
    )
    writable: tuple[Path, ...] = Field(
        default=("/tmp", "/var/cache/nginx", "/run"),  # noqa: S108 (of the container)
        description="Folders it may write to, which are in memory; all others are read only",
    )
    cpu_target_percent: int = Field(default=50, ge=10, le=90, description="Load to scale towards")
    latency_ms: int = Field(
        default=1000, ge=1, description="99 of 100 answers take less, or a release is turned back"
    )
    volume_gb: int = Field(default=50, ge=30, description="gp3 volume of a machine")
    startup_seconds: int = Field(default=120, ge=0, description="Until a task has its model")
    drain_seconds: int = Field(
        default=60, ge=0, le=3600, description="What a leaving task has to finish answers"
    )

    @property
    def architecture(self) -> Architecture:
        return architecture_of(self.instance_types[0])

    @property
    def image_parameter(self) -> str:
        """SSM parameter that names ECS's own machine image."""
        return IMAGE.replace("{architecture}", "arm64/" if self.architecture == "arm64" else "")
