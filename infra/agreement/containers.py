"""What the settings of containers must agree on."""

from collections.abc import Iterator

from infra.agreement.floor import below
from infra.agreement.serving import SPOT_POOLS, without_a_zone
from infra.settings import Settings, architecture_of


def contradictions(settings: Settings) -> Iterator[str]:
    containers = settings.containers
    if containers is None:
        return
    for least, most in (("on_demand_min", "on_demand_max"), ("min_tasks", "max_tasks")):
        low, high = getattr(containers, least), getattr(containers, most)
        if low > high:
            yield f"plimsoll:containers.{least} is {low}, over {most} {high}: raise {most}"
    first, types = containers.instance_types[0], set(containers.instance_types)
    others = [each for each in types if architecture_of(each) != containers.architecture]
    if others:
        yield (
            f"plimsoll:containers.instance_types has {first} ({containers.architecture}) and "
            f"{min(others)}, and one image runs on one architecture: keep to one"
        )
    pools = len(types) * max(settings.network.zone_count, 2)  # fewer are refused as such
    if containers.spot_max and (pools < SPOT_POOLS or len(types) == 1):
        yield (
            f"plimsoll:containers.instance_types gives {pools} pools of spot capacity: name "
            f"enough types, 2 at least, for {SPOT_POOLS}, or set spot_max to 0"
        )
    if containers.path == "/*":
        yield (
            "plimsoll:containers.path is /*, and the fleet of plimsoll:serving answers what is "
            "left: take a narrower one, such as /containers/*"
        )


def weaknesses(settings: Settings) -> Iterator[str]:
    """Yield what does not survive the loss of a zone."""
    containers, zones = settings.containers, settings.network.zone_count
    if containers is None:
        return
    floors = [
        ("containers.on_demand_min", containers.on_demand_min, zones),
        ("containers.min_tasks", containers.min_tasks, zones),
        ("containers.max_tasks", containers.max_tasks, without_a_zone(containers.min_tasks, zones)),
        ("containers.on_demand_tasks", containers.on_demand_tasks, zones),
    ]
    yield from below(settings, floors)
