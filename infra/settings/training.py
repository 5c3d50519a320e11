"""Settings of where models are trained."""

from typing import Annotated, Literal

from pydantic import Field

from infra.settings.group import Architecture, Group, InstanceType, architecture_of

Vcpus = Annotated[int, Field(ge=0)]


class JobSettings(Group):
    """What a job gets that asks for nothing else when it is submitted."""

    container_image: str = Field(
        default="public.ecr.aws/docker/library/python:3.12-slim",
        description="What trains: saves to CHECKPOINTS often, and starts from what is there",
    )
    command: tuple[str, ...] = Field(
        default=("python", "-c", "print('a job runs')"), description="What it runs"
    )
    vcpus: int = Field(default=8, ge=1, description="Processors")
    memory_gb: int = Field(
        default=28, ge=1, description="GiB of memory; the machine itself needs a little"
    )
    gpus: int = Field(default=1, ge=0, description="GPUs, all of one machine")
    hours: int = Field(default=24, ge=1, le=336, description="After which an attempt is stopped")
    attempts: int = Field(
        default=5, ge=1, le=10, description="Starts, when spot capacity is taken back"
    )


class ReservationSettings(Group):
    """An on-demand capacity reservation: charged from the first minute, used or not."""

    instance_type: InstanceType = Field(description="One of training.instance_types")
    vcpus: int = Field(ge=1, description="Processors of the type")
    count: int = Field(ge=1, description="Instances that are kept")
    zone: str = Field(description="Availability Zone that they are in, one of the network's")


class MultiNodeSettings(Group):
    """Machines side by side in one zone, for a job that is larger than one of them."""

    instance_type: InstanceType = Field(description="Such as p5.48xlarge; on demand only")
    nodes: int = Field(ge=2, description="Machines of one job")
    max_nodes: int = Field(ge=2, description="Machines of all jobs")
    vcpus: int = Field(ge=1, description="Processors of the type; a job takes them all")
    memory_gb: int = Field(ge=1, description="GiB of memory that it takes of each machine")
    gpus: int = Field(ge=0, description="GPUs that it takes of each machine")
    zone: str | None = Field(
        default=None, description="Availability Zone that they are in; not stated, the first"
    )
    efa_interfaces: int = Field(
        default=1, ge=0, le=32, description="Elastic Fabric Adapters of each, as its type has"
    )


class ScratchSettings(Group):
    """FSx for Lustre: a fast copy of the data bucket, in one zone and gone with it."""

    storage_gb: Literal[1200, 2400, 4800, 7200, 9600, 12000, 14400, 16800, 19200, 21600, 24000] = (
        Field(default=1200, description="GiB; 200 MB/s are for each 1,000")
    )


class TrainingSettings(Group):
    instance_types: tuple[InstanceType, ...] = Field(
        min_length=1,
        description="Interchangeable types with accelerators: each is a pool of spot capacity in a "
        "zone",
    )
    spot_max_vcpus: Vcpus = Field(
        default=64, description="Processors on spot, all jobs together; 0: no spot"
    )
    on_demand_max_vcpus: Vcpus = Field(
        default=32, description="Processors on demand when there is no spot; 0: jobs wait for spot"
    )
    volume_gb: int = Field(default=200, ge=30, description="gp3 volume of an instance, for images")
    waiting_hours: int = Field(
        default=12, ge=1, description="After which a job is cancelled that no machine can run"
    )
    job: JobSettings = Field(default=JobSettings(), description="What a job gets by default")
    scratch: ScratchSettings | None = Field(
        default=None, description="FSx for Lustre linked to the data bucket"
    )
    reservation: ReservationSettings | None = Field(
        default=None, description="Capacity that is kept for training, used before all other"
    )
    multi_node: MultiNodeSettings | None = Field(
        default=None, description="A queue of its own for jobs larger than a machine"
    )

    @property
    def architecture(self) -> Architecture:
        return architecture_of(self.instance_types[0])


class ModelRegistrySettings(Group):
    """SageMaker Pipelines: a training job whose result waits in the model registry for a yes."""

    container_image: str = Field(
        description="What trains, by SageMaker's contract; it reads and writes no network"
    )
    serving_image: str | None = Field(
        default=None, description="What serves the result; not stated, the same image"
    )
    instance_type: str = Field(
        default="ml.g5.2xlarge", pattern=r"^ml\.", description="Of the training job"
    )
    instances: int = Field(default=1, ge=1, description="Of the training job")
    volume_gb: int = Field(default=100, ge=1, description="Disk of each, where it has none itself")
    spot: bool = Field(default=True, description="Take spot capacity, and wait for it")
    hours: int = Field(default=12, ge=1, le=672, description="Longest run")
    waiting_hours: int = Field(
        default=12, ge=0, description="Beside the run, the longest wait for spot"
    )
    input_prefix: str = Field(
        default="training/", description="What the data bucket keeps examples under"
    )
    approval: Literal["Approved", "PendingManualApproval"] = Field(
        default="PendingManualApproval", description="What a new model package starts as"
    )
