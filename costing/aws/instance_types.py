"""Properties of instance types, instance classes and node types. None: not in the sources."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from costing.aws.tables import count, number, rows, truth


@dataclass(frozen=True, slots=True)
class InstanceType:
    """Of EC2."""

    name: str
    vcpu: int
    memory_gib: Decimal
    architecture: str  # "x86_64", "arm64", "arm64_mac", "x86_64_mac"; empty where unknown
    processor_maker: str  # "AWS", "Intel", "AMD", "Apple"
    processor: str
    gpus: Decimal  # 0.125 where several instances share one
    gpu_name: str
    gpu_memory_gib: Decimal | None  # of all GPUs together
    neuron_devices: int | None
    neuron_device_name: str
    network_performance: str  # in AWS's words, "Up to 10 Gigabit"
    network_gbps: Decimal | None  # the baseline
    network_interfaces: int | None
    addresses_per_interface: int | None  # IPv4
    efa: bool | None
    ebs_mbps: Decimal | None  # the baseline
    ebs_iops: Decimal | None  # the baseline
    local_storage_gb: Decimal | None
    burstable: bool | None
    current_generation: bool | None
    bare_metal: bool | None
    spot: bool | None
    pods: int | None  # the most that EKS schedules on it

    @property
    def family(self) -> str:
        return self.name.partition(".")[0]


@dataclass(frozen=True, slots=True)
class Size:
    """Of an RDS instance class or an ElastiCache node type."""

    name: str
    vcpu: int
    memory_gib: Decimal


@cache
def instance_types() -> Mapping[str, InstanceType]:
    return {row["instance_type"]: instance_type(row) for row in rows("instance_types")}


def instance_type(row: Mapping[str, str]) -> InstanceType:
    return InstanceType(
        row["instance_type"],
        int(row["vcpu"]),
        Decimal(row["memory_gib"]),
        row["architecture"],
        row["processor_maker"],
        row["processor"],
        Decimal(row["gpus"]),
        row["gpu_name"],
        number(row["gpu_memory_gib"]),
        count(row["neuron_devices"]),
        row["neuron_device_name"],
        row["network_performance"],
        number(row["network_gbps"]),
        count(row["network_interfaces"]),
        count(row["addresses_per_interface"]),
        truth(row["efa"]),
        number(row["ebs_mbps"]),
        number(row["ebs_iops"]),
        number(row["local_storage_gb"]),
        truth(row["burstable"]),
        truth(row["current_generation"]),
        truth(row["bare_metal"]),
        truth(row["spot"]),
        count(row["pods"]),
    )


@cache
def instance_classes() -> Mapping[str, Size]:
    """Return RDS instance classes by name, "db.r6g.large"."""
    return {
        row["instance_class"]: Size(
            row["instance_class"], int(row["vcpu"]), Decimal(row["memory_gib"])
        )
        for row in rows("instance_classes")
    }


@cache
def node_types() -> Mapping[str, Size]:
    """Return ElastiCache node types by name, "cache.r7g.large"."""
    return {
        row["node_type"]: Size(row["node_type"], int(row["vcpu"]), Decimal(row["memory_gib"]))
        for row in rows("node_types")
    }
