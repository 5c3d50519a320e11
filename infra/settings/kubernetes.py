"""Settings of a Kubernetes cluster."""

from typing import Annotated

from pydantic import Field, StringConstraints

from infra.settings.group import Group, InstanceType

Principal = Annotated[str, StringConstraints(pattern=r"^arn:aws[a-z-]*:iam::\d{12}:(role|user)/")]
ServiceAccount = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+/[a-z0-9.-]+$")]
Reservation = Annotated[str, StringConstraints(pattern=r"^cr-[0-9a-f]+$")]


class PoolSettings(Group):
    """Nodes of one kind, a group of them in each zone."""

    instance_types: tuple[InstanceType, ...] = Field(
        min_length=1, description="Interchangeable types; on spot each is a pool of capacity"
    )
    min_per_zone: int = Field(default=0, ge=0, description="Nodes of a zone at least")
    max_per_zone: int = Field(default=4, ge=1, description="Nodes of a zone at most")


class CapacityBlockSettings(Group):
    """A Capacity Block for ML that was bought: instances for a time, in one zone."""

    instance_type: InstanceType = Field(description="That was bought")
    reservation: Reservation = Field(description="Its id")
    zone: str = Field(description="Availability Zone that it is in, one of the network's")
    nodes: int = Field(ge=1, description="Instances of the block")


class KubernetesSettings(Group):
    version: str = Field(
        default="1.35", pattern=r"^1\.\d+$", description="Kubernetes; upgraded one at a time"
    )
    administrators: tuple[Principal, ...] = Field(
        min_length=1, description="ARNs of IAM roles or users that administer the cluster"
    )
    viewers: tuple[Principal, ...] = Field(
        default=(), description="ARNs of those who may look at it"
    )
    system: PoolSettings = Field(
        default=PoolSettings(
            instance_types=("m7i.large", "m6i.large"), min_per_zone=1, max_per_zone=2
        ),
        description="On demand, for what the cluster itself needs, and a base of what serves",
    )
    cpu: PoolSettings | None = Field(
        default=None, description="On spot, for what can be moved; not stated: none"
    )
    gpu: PoolSettings | None = Field(
        default=None, description="With GPUs, on spot, tainted for those who need one"
    )
    capacity_block: CapacityBlockSettings | None = Field(
        default=None, description="Nodes out of a Capacity Block for ML"
    )
    volume_gb: int = Field(default=100, ge=20, description="gp3 volume of a node, for images")
    models_read_by: tuple[ServiceAccount, ...] = Field(
        default=("serving/model",),
        description="Service accounts, as NAMESPACE/NAME, that may read models and features and "
        "reach the stores",
    )

    @property
    def pools(self) -> dict[str, PoolSettings]:
        stated = {"system": self.system, "cpu": self.cpu, "gpu": self.gpu}
        return {name: pool for name, pool in stated.items() if pool}
