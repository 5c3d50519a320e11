"""What the settings of serving must agree on."""

import math
from collections.abc import Iterator

from infra.agreement.floor import below
from infra.settings import ServingSettings, Settings, architecture_of

SPOT_POOLS = 6  # fewer dry up together


def contradictions(settings: Settings) -> Iterator[str]:
    serving, zones = settings.serving, settings.network.zone_count
    if serving.min_size > serving.max_size:
        yield (
            f"plimsoll:serving.min_size is {serving.min_size}, over max_size {serving.max_size}: "
            "raise max_size"
        )
    first, architecture = serving.instance_types[0], serving.architecture
    others = [each for each in serving.instance_types if architecture_of(each) != architecture]
    if others:
        yield (
            f"plimsoll:serving.instance_types has {first} ({architecture}) and {others[0]}, and "
            "one image runs on one architecture: keep to one"
        )
    pools = len(set(serving.instance_types)) * zones
    if serving.spot_percent and (pools < SPOT_POOLS or len(set(serving.instance_types)) == 1):
        yield (
            f"plimsoll:serving.instance_types gives {pools} pools of spot capacity over {zones} "
            f"zones: name enough types, 2 at least, for {SPOT_POOLS}, or set spot_percent to 0"
        )
    yield from variant_contradictions(serving)


def variant_contradictions(serving: ServingSettings) -> Iterator[str]:
    if serving.warm_pool and (serving.spot_percent or len(serving.instance_types) > 1):
        yield (
            "plimsoll:serving.warm_pool wants one instance type on demand: leave one in "
            "instance_types and set spot_percent to 0, or leave warm_pool out"
        )
    candidate = serving.candidate
    if candidate and candidate.min_size > candidate.max_size:
        yield (
            f"plimsoll:serving.candidate.min_size is {candidate.min_size}, over max_size "
            f"{candidate.max_size}: raise max_size"
        )


def weaknesses(settings: Settings) -> Iterator[str]:
    """Yield what does not survive the loss of a zone."""
    zones, serving = settings.network.zone_count, settings.serving
    floors = [
        ("serving.min_size", serving.min_size, zones),
        ("serving.max_size", serving.max_size, without_a_zone(serving.min_size, zones)),
        ("serving.on_demand_base", serving.on_demand_base, zones),
    ]
    if candidate := serving.candidate:
        floors.append(("serving.candidate.min_size", candidate.min_size, zones))
    yield from below(settings, floors)


def without_a_zone(size: int, zones: int) -> int:
    """Return how many instances carry what `size` carries once one of `zones` has its share lost.

    The others take over: size · zones / (zones - 1), rounded up.
    """
    return math.ceil(size * zones / (zones - 1))
