"""What the settings of Kubernetes must agree on."""

from collections.abc import Iterator

from infra.agreement.floor import below
from infra.agreement.serving import SPOT_POOLS
from infra.settings import PoolSettings, Settings, accelerator_of, architecture_of

ON_SPOT = ("cpu", "gpu")


def contradictions(settings: Settings) -> Iterator[str]:
    if settings.kubernetes is None:
        return
    for name, pool in settings.kubernetes.pools.items():
        yield from pool_contradictions(name, pool)
    gpu = settings.kubernetes.gpu
    plain = [each for each in gpu.instance_types if not accelerator_of(each)] if gpu else []
    if plain:
        yield (
            f"plimsoll:kubernetes.gpu.instance_types has {plain[0]}, which has no GPU: leave it "
            "out, or move it to kubernetes.cpu"
        )
    block, zones = settings.kubernetes.capacity_block, settings.network.zones
    if block and not isinstance(zones, int) and block.zone not in zones:
        yield (
            f"plimsoll:kubernetes.capacity_block.zone is {block.zone}: take one of "
            f"plimsoll:network.zones, {', '.join(zones)}"
        )


def pool_contradictions(name: str, pool: PoolSettings) -> Iterator[str]:
    path = f"plimsoll:kubernetes.{name}"
    if pool.min_per_zone > pool.max_per_zone:
        yield (
            f"{path}.min_per_zone is {pool.min_per_zone}, over max_per_zone {pool.max_per_zone}: "
            "raise max_per_zone"
        )
    first, types = pool.instance_types[0], set(pool.instance_types)
    if len({architecture_of(each) for each in types}) > 1:
        yield (
            f"{path}.instance_types has types of two architectures, {first} and another, and a "
            "group has one machine image: keep to one"
        )
    if name in ON_SPOT and len(types) < SPOT_POOLS:
        yield (
            f"{path}.instance_types has {len(types)} types, and each zone's group has only those "
            f"pools of spot capacity: name {SPOT_POOLS}"
        )


def weaknesses(settings: Settings) -> Iterator[str]:
    """Yield what leaves a zone without a node for what the cluster itself needs."""
    if cluster := settings.kubernetes:
        yield from below(
            settings, [("kubernetes.system.min_per_zone", cluster.system.min_per_zone, 1)]
        )
