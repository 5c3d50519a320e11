"""Validation of EKS settings."""

from collections.abc import Iterator

from infra.aws.capacity import MIN_SPOT_POOLS
from infra.aws.instance_type import accelerator_of, architecture_of
from infra.aws.validation import Minimum, above_maximum, below_minimum
from infra.kubernetes.settings import PoolSettings
from infra.settings import Settings

SPOT_POOLS = ("cpu", "gpu", "neuron")  # node pools on Spot
MIN_TYPES = {"neuron": 2}  # fewer exist than MIN_SPOT_POOLS
ACCELERATORS = {"gpu": "nvidia", "neuron": "neuron"}  # of the pool, other pools have none
NAMES = {"nvidia": "GPU", "neuron": "Neuron device"}


def conflicts(settings: Settings) -> Iterator[str]:
    if settings.kubernetes is None:
        return
    for name, pool in settings.kubernetes.pools.items():
        yield from pool_conflicts(name, pool)
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
    fewest = MIN_TYPES.get(name, MIN_SPOT_POOLS)
    if name in SPOT_POOLS and len(types) < fewest:
        yield (
            f"plimsoll:{setting}.instance_types: {len(types)} types are too few spot capacity "
            f"pools for the nodes of a zone; set at least {fewest}"
        )
    yield from accelerator_conflicts(name, pool)


def accelerator_conflicts(name: str, pool: PoolSettings) -> Iterator[str]:
    """Yield the first type whose accelerator the AMI of its pool has no driver for."""
    wanted = ACCELERATORS.get(name)
    for each in pool.instance_types:
        actual = accelerator_of(each)
        if actual == wanted:
            continue
        own = next((key for key, kind in ACCELERATORS.items() if kind == actual), "cpu")
        has = f"has no {NAMES[wanted]}" if wanted else f"has a {NAMES[actual or 'nvidia']}"
        yield (
            f"plimsoll:kubernetes.{name}.instance_types: {each} {has}; remove it, or move it to "
            f"kubernetes.{own}"
        )
        return


def weaknesses(settings: Settings) -> Iterator[str]:
    """Yield settings with which a zone can have no node for add-ons."""
    if cluster := settings.kubernetes:
        least = cluster.system.min_per_zone
        yield from below_minimum(
            [Minimum("kubernetes.system.min_per_zone", least, 1, "the nodes needed per zone")]
        )
