"""Validation of EKS settings."""

from collections.abc import Iterator

from infra.aws.capacity import MIN_SPOT_POOLS
from infra.aws.instance_type import accelerator_of, architecture_of
from infra.aws.validation import Minimum, above_maximum, below_minimum
from infra.kubernetes.settings import PoolSettings
from infra.settings import Settings

SPOT_POOLS = ("cpu", "gpu")  # node pools on Spot


def conflicts(settings: Settings) -> Iterator[str]:
    if settings.kubernetes is None:
        return
    for name, pool in settings.kubernetes.pools.items():
        yield from pool_conflicts(name, pool)
    gpu = settings.kubernetes.gpu
    plain = [each for each in gpu.instance_types if not accelerator_of(each)] if gpu else []
    if plain:
        yield (
            f"plimsoll:kubernetes.gpu.instance_types: {plain[0]} has no GPU; remove it, or move it "
            "to kubernetes.cpu"
        )
    neuron = [
        each
        for pool in settings.kubernetes.pools.values()
        for each in pool.instance_types
        if accelerator_of(each) == "neuron"
    ]
    if neuron:
        yield (
            f"plimsoll:kubernetes: {neuron[0]} needs a Neuron device plugin, which EKS does not "
            "install; use GPU types, or Neuron in plimsoll:serving, containers or training"
        )
    block, zones = settings.kubernetes.capacity_block, settings.network.zones
    if block and not isinstance(zones, int) and block.zone not in zones:
        yield (
            f"plimsoll:kubernetes.capacity_block.zone: {block.zone} is not in "
            f"plimsoll:network.zones; set one of {', '.join(zones)}"
        )


def pool_conflicts(name: str, pool: PoolSettings) -> Iterator[str]:
    setting = f"kubernetes.{name}"
    if pool.min_per_zone > pool.max_per_zone:
        yield above_maximum(
            f"{setting}.min_per_zone", pool.min_per_zone, "max_per_zone", pool.max_per_zone
        )
    first, types = pool.instance_types[0], set(pool.instance_types)
    if len({architecture_of(each) for each in types}) > 1:
        yield (
            f"plimsoll:{setting}.instance_types: the types are of two architectures ({first} and "
            "another), but a node group has one AMI; use types of one architecture"
        )
    if name in SPOT_POOLS and len(types) < MIN_SPOT_POOLS:
        yield (
            f"plimsoll:{setting}.instance_types: {len(types)} types are too few spot capacity "
            f"pools for the node group of a zone; set at least {MIN_SPOT_POOLS}"
        )


def weaknesses(settings: Settings) -> Iterator[str]:
    """Yield settings with which a zone can have no node for add-ons."""
    if cluster := settings.kubernetes:
        least = cluster.system.min_per_zone
        yield from below_minimum(
            [Minimum("kubernetes.system.min_per_zone", least, 1, "the nodes needed per zone")]
        )
