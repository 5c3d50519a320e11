"""Settings of training jobs on AWS Batch."""

from typing import Annotated, Literal

from pydantic import Field

from infra.aws.instance_type import Architecture, InstanceType, architecture_of
from infra.aws.setting import Arn, EnvironmentVariable, SettingsGroup

Vcpus = Annotated[int, Field(ge=0)]


class JobSettings(SettingsGroup):
    """Defaults of the job definition; a submitted job may override them."""

    container_image: str = Field(
        default="public.ecr.aws/docker/library/python:3.12-slim",
        description="Container image that saves checkpoints to CHECKPOINTS and resumes from them; "
        "REPOSITORY:TAG is in the stack's own registry",
    )
    command: tuple[str, ...] = Field(
        default=("python", "-c", "print('a job runs')"),
        description="Command of the container",
    )
    environment: dict[EnvironmentVariable, str] = Field(
        default={}, description="Additional environment variables of the container"
    )
    secrets: dict[EnvironmentVariable, Arn] = Field(
        default={},
        description="Secrets Manager secrets the job may read, by the environment variable that "
        "holds the ARN",
    )
    vcpus: int = Field(default=8, ge=1, description="Number of vCPUs of a job")
    memory_gb: int = Field(
        default=28,
        ge=1,
        description="Memory of a job, GiB; leave some of the instance's memory to the ECS agent",
    )
    gpus: int = Field(default=1, ge=0, description="Number of GPUs of a job")
    neuron_devices: int = Field(
        default=0, ge=0, description="Number of AWS Neuron devices of a job"
    )
    timeout_hours: int = Field(
        default=24, ge=1, le=336, description="Timeout of a job attempt, hours"
    )
    attempts: int = Field(
        default=5,
        ge=1,
        le=10,
        description="Maximum number of attempts after Spot interruptions",
    )


class ReservationSettings(SettingsGroup):
    """On-Demand Capacity Reservation, charged from its creation whether it is used or not."""

    instance_type: InstanceType = Field(
        description="Instance type of the reservation, one of training.instance_types"
    )
    vcpus: int = Field(ge=1, description="Number of vCPUs of the instance type")
    count: int = Field(ge=1, description="Number of reserved instances")
    zone: str = Field(description="Availability Zone of the reservation, one of network.zones")


class MultiNodeSettings(SettingsGroup):
    """Multi-node parallel jobs in a cluster placement group of one zone."""

    instance_type: InstanceType = Field(
        description="Instance type of the nodes, such as p5.48xlarge; On-Demand only"
    )
    nodes: int = Field(ge=2, description="Number of nodes of a job")
    max_nodes: int = Field(ge=2, description="Maximum number of nodes of all jobs")
    vcpus: int = Field(ge=1, description="Number of vCPUs of the instance type, all used by a job")
    memory_gb: int = Field(ge=1, description="Memory of a job on each node, GiB")
    gpus: int = Field(ge=0, description="Number of GPUs of a job on each node")
    zone: str | None = Field(
        default=None, description="Availability Zone of the nodes; null: the first of the network"
    )
    efa_interfaces: int = Field(
        default=1,
        ge=0,
        le=32,
        description="Number of Elastic Fabric Adapters per node, as the instance type supports",
    )


class ScratchSettings(SettingsGroup):
    """FSx for Lustre scratch file system linked to the data bucket, in one zone."""

    storage_gb: Literal[1200, 2400, 4800, 7200, 9600, 12000, 14400, 16800, 19200, 21600, 24000] = (
        Field(default=1200, description="Storage capacity, GiB; 200 MB/s per 1,000 GiB")
    )


class TrainingSettings(SettingsGroup):
    instance_types: tuple[InstanceType, ...] = Field(
        min_length=1,
        description="Interchangeable accelerated instance types: each is one spot capacity pool "
        "per zone",
    )
    spot_max_vcpus: Vcpus = Field(
        default=64, description="Maximum of the Spot compute environment, vCPUs; 0: no Spot"
    )
    on_demand_max_vcpus: Vcpus = Field(
        default=32,
        description="Maximum of the On-Demand compute environment, vCPUs; 0: jobs wait for Spot",
    )
    volume_gb: int = Field(default=200, ge=30, description="Size of an instance's gp3 volume, GiB")
    max_queue_hours: int = Field(
        default=12,
        ge=1,
        description="Time after which a job without available capacity is canceled, hours",
    )
    job: JobSettings = Field(
        default=JobSettings(), description="Defaults of the AWS Batch job definition"
    )
    scratch: ScratchSettings | None = Field(
        default=None, description="FSx for Lustre scratch file system; null: none"
    )
    reservation: ReservationSettings | None = Field(
        default=None, description="On-Demand Capacity Reservation that jobs use first; null: none"
    )
    multi_node: MultiNodeSettings | None = Field(
        default=None, description="Job queue for multi-node parallel jobs; null: none"
    )

    @property
    def architecture(self) -> Architecture:
        return architecture_of(self.instance_types[0])
