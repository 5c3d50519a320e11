"""Settings of the ECS service on EC2 instances."""

from pydantic import Field

from infra.aws.instance_type import Architecture, InstanceType, architecture_of
from infra.aws.machine_image import ecs_image
from infra.aws.setting import Arn, EnvironmentVariable, Path, SettingsGroup


class ContainersSettings(SettingsGroup):
    instance_types: tuple[InstanceType, ...] = Field(
        min_length=1, description="Interchangeable instance types of the container instances"
    )
    on_demand_min: int = Field(
        default=3, ge=1, description="Minimum number of On-Demand container instances"
    )
    on_demand_max: int = Field(
        default=6, ge=1, description="Maximum number of On-Demand container instances"
    )
    spot_max: int = Field(
        default=12, ge=0, description="Maximum number of Spot container instances; 0: no Spot"
    )
    min_tasks: int = Field(default=3, ge=1, description="Minimum number of tasks")
    max_tasks: int = Field(default=24, ge=1, description="Maximum number of tasks")
    on_demand_tasks: int = Field(
        default=3,
        ge=0,
        description="Base of the On-Demand capacity provider, number of tasks",
    )
    spot_weight: int = Field(
        default=3,
        ge=0,
        description="Spot tasks per On-Demand task above the base",
    )
    cpu: int = Field(
        default=1024, ge=128, description="CPU units of a task; 1024 units are one vCPU"
    )
    memory_mb: int = Field(default=2048, ge=128, description="Memory of a task, MiB")
    gpus: int = Field(default=0, ge=0, description="Number of NVIDIA GPUs of a task")
    neuron_devices: int = Field(default=0, ge=0, description="Number of Neuron devices of a task")
    container_image: str = Field(
        default="public.ecr.aws/nginx/nginx:stable",
        description="Container image that listens on the port and answers the health check; "
        "REPOSITORY:TAG is in the stack's own registry",
    )
    command: tuple[str, ...] = Field(
        default=(), description="Arguments of the container; empty: those of the image"
    )
    environment: dict[EnvironmentVariable, str] = Field(
        default={}, description="Additional environment variables of the container"
    )
    secrets: dict[EnvironmentVariable, Arn] = Field(
        default={},
        description="Secrets Manager secrets of the container, by environment variable",
    )
    port: int = Field(default=80, ge=1, le=65535, description="TCP port of the container")
    path: Path = Field(
        default="/containers/*", description="Listener rule path pattern of the service"
    )
    health_path: Path = Field(
        default="/", description="Health check path; it must return 200 once the model is loaded"
    )
    encrypt_to_targets: bool = Field(
        default=False,
        description="Use HTTPS between load balancer and container; the certificate is in the "
        "files named by TLS_CERTIFICATE and TLS_KEY",
    )
    writable_paths: tuple[Path, ...] = Field(
        default=("/tmp", "/var/cache/nginx", "/run"),  # noqa: S108 (of the container)
        description="Paths mounted as tmpfs; the root file system is read only",
    )
    writable_mb: int = Field(
        default=64,
        ge=1,
        description="Size of each of writable_paths, MiB of the task's memory",
    )
    shared_memory_mb: int | None = Field(
        default=None, ge=1, description="Size of /dev/shm, MiB; null: 64, the default of Docker"
    )
    cpu_target_percent: int = Field(
        default=50, ge=10, le=90, description="Target tracking: average CPU utilization, percent"
    )
    latency_ms: int = Field(
        default=1000,
        ge=1,
        description="Latency objective (99th percentile), milliseconds; a deployment that misses "
        "it is rolled back",
    )
    volume_gb: int = Field(
        default=50, ge=30, description="Size of a container instance's gp3 volume, GiB"
    )
    startup_seconds: int = Field(
        default=120, ge=0, description="Health check grace period, seconds"
    )
    deregistration_delay_seconds: int = Field(
        default=60, ge=0, le=3600, description="Target group deregistration delay, seconds"
    )

    @property
    def architecture(self) -> Architecture:
        return architecture_of(self.instance_types[0])

    @property
    def image_parameter(self) -> str:
        """SSM parameter with the id of the ECS-optimized AMI."""
        return ecs_image(self.instance_types[0])
