"""Settings of the EKS cluster."""

from typing import Annotated

from pydantic import Field, StringConstraints

from infra.aws.instance_type import InstanceType
from infra.aws.setting import SettingsGroup

Principal = Annotated[str, StringConstraints(pattern=r"^arn:aws[a-z-]*:iam::\d{12}:(role|user)/")]
ServiceAccount = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+/[a-z0-9.-]+$")]
Reservation = Annotated[str, StringConstraints(pattern=r"^cr-[0-9a-f]+$")]


class PoolSettings(SettingsGroup):
    """Node pool: a managed node group per zone for the minimum; Karpenter adds nodes."""

    instance_types: tuple[InstanceType, ...] = Field(
        min_length=1, description="Interchangeable instance types; each is a spot capacity pool"
    )
    min_per_zone: int = Field(default=0, ge=0, description="Minimum number of nodes per zone")
    max_per_zone: int = Field(default=4, ge=1, description="Maximum number of nodes per zone")


class CapacityBlockSettings(SettingsGroup):
    """Purchased EC2 Capacity Block for ML: instances for a period in one zone."""

    instance_type: InstanceType = Field(description="Instance type of the Capacity Block")
    reservation: Reservation = Field(description="Capacity reservation id of the Capacity Block")
    zone: str = Field(description="Availability Zone of the Capacity Block, one of network.zones")
    nodes: int = Field(ge=1, description="Number of instances in the Capacity Block")


class KubernetesSettings(SettingsGroup):
    version: str = Field(
        default="1.35",
        pattern=r"^1\.\d+$",
        description="Kubernetes version; upgrade one minor version at a time",
    )
    administrators: tuple[Principal, ...] = Field(
        min_length=1, description="ARNs of IAM roles or users with cluster administrator access"
    )
    viewers: tuple[Principal, ...] = Field(
        default=(), description="ARNs of IAM roles or users with read-only access"
    )
    system: PoolSettings = Field(
        default=PoolSettings(
            instance_types=("m7i.large", "m6i.large"), min_per_zone=1, max_per_zone=2
        ),
        description="On-Demand node pool for add-ons, Karpenter and a base of the serving pods",
    )
    cpu: PoolSettings | None = Field(
        default=None, description="Spot node pool for interruptible pods; null: none"
    )
    gpu: PoolSettings | None = Field(
        default=None, description="Spot node pool with GPUs, tainted; null: none"
    )
    neuron: PoolSettings | None = Field(
        default=None,
        description="Spot node pool with AWS Inferentia or Trainium, tainted; null: none",
    )
    capacity_block: CapacityBlockSettings | None = Field(
        default=None, description="Node group in an EC2 Capacity Block for ML; null: none"
    )
    volume_gb: int = Field(default=100, ge=20, description="Size of a node's gp3 volume, GiB")
    model_service_accounts: tuple[ServiceAccount, ...] = Field(
        default=("serving/model",),
        description="Service accounts, as NAMESPACE/NAME, that may read models and features and "
        "connect to the data stores",
    )

    @property
    def pools(self) -> dict[str, PoolSettings]:
        return {"system": self.system, **self.elastic_pools}

    @property
    def node_types(self) -> list[str]:
        """All instance types of nodes."""
        block = [self.capacity_block.instance_type] if self.capacity_block else []
        return sorted({*block, *(t for pool in self.pools.values() for t in pool.instance_types)})

    @property
    def elastic_pools(self) -> dict[str, PoolSettings]:
        """Pools whose nodes Karpenter starts on demand."""
        pools = {"cpu": self.cpu, "gpu": self.gpu, "neuron": self.neuron}
        return {name: pool for name, pool in pools.items() if pool}
