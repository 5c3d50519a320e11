"""What settings must agree on: with each other, and with the profile that a stack lives up to.

Each problem is one line that names the setting and the way out.
"""

import math
from collections.abc import Iterator

from infra.settings import NetworkSettings, ServingSettings, Settings, architecture_of
from infra.subnets import NARROWEST, WIDEST, addresses, plan_subnets

SPOT_POOLS = 6  # fewer dry up together
BUDGET_ALERTS = (
    5  # https://docs.aws.amazon.com/cost-management/latest/userguide/management-limits.html
)


def problems(settings: Settings) -> list[str]:
    """Judge by the profile only what makes sense at all."""
    return list(contradictions(settings)) or list(weaknesses(settings))


def contradictions(settings: Settings) -> Iterator[str]:
    yield from network_contradictions(settings.network, settings.serving.max_size)
    yield from serving_contradictions(settings.serving, settings.network.zone_count)
    entrance = settings.load_balancer
    if bool(entrance.certificate_arn) == bool(entrance.domain):
        yield (
            "plimsoll:load_balancer needs either domain, for a certificate made for it, or "
            "certificate_arn, for one that exists"
        )
    if bool(entrance.domain) != bool(entrance.hosted_zone):
        yield "plimsoll:load_balancer: domain and hosted_zone, which is to hold it, go together"
    alerts = len(settings.governance.actual_percents + settings.governance.forecast_percents)
    if alerts > BUDGET_ALERTS:
        yield (
            f"plimsoll:governance has {alerts} percents, and a budget alerts at {BUDGET_ALERTS}: "
            "leave some out of actual_percents or forecast_percents"
        )
    storage = settings.storage
    if storage.archive_days < storage.infrequent_access_days + 30:
        yield (
            f"plimsoll:storage.archive_days is {storage.archive_days}, and S3 wants 30 days more "
            f"than infrequent_access_days: {storage.infrequent_access_days + 30}"
        )


def network_contradictions(network: NetworkSettings, max_size: int) -> Iterator[str]:
    zones = network.zone_count
    if not 2 <= zones <= 6:  # noqa: PLR2004 (the words say what they are)
        yield (
            f"plimsoll:network.zones is {zones}: a load balancer and a database need 2, "
            "and no region has more than 6"
        )
        return
    if not WIDEST <= network.cidr.prefixlen <= NARROWEST:
        yield f"plimsoll:network.cidr is {network.cidr}: use /{WIDEST} to /{NARROWEST}"
        return
    left = (zones - 1) * addresses(plan_subnets(network.cidr, ["any"])[0].private)
    if max_size > left:
        yield (
            f"plimsoll:serving.max_size is {max_size}, and with one zone lost {network.cidr} has "
            f"{left} private addresses: lower it, or widen plimsoll:network.cidr"
        )


def serving_contradictions(serving: ServingSettings, zones: int) -> Iterator[str]:
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


def weaknesses(settings: Settings) -> Iterator[str]:
    """Yield what does not live up to a production profile."""
    if settings.profile == "dev":
        return
    needed = f"and profile {settings.profile} needs"
    way_out = "or set plimsoll:profile to dev"
    for name, value, floor in floors(settings):
        if value < floor:
            yield f"plimsoll:{name} is {value}, {needed} {floor}: raise it, {way_out}"
    if settings.network.nat != "one_per_zone":
        yield f"plimsoll:network.nat is single, {needed} one_per_zone: change it, {way_out}"
    if not settings.protected:
        yield f"plimsoll:protected is false, {needed} true: change it, {way_out}"


def floors(settings: Settings) -> Iterator[tuple[str, int, int]]:
    """Yield a setting, its value and the least that survives the loss of a zone, or of data."""
    zones, serving = settings.network.zone_count, settings.serving
    yield "network.zones", zones, 3
    yield "serving.min_size", serving.min_size, zones
    yield "serving.max_size", serving.max_size, without_a_zone(serving.min_size, zones)
    yield "serving.on_demand_base", serving.on_demand_base, zones
    yield "database.instances", settings.database.instances, 2
    yield "database.backup_days", settings.database.backup_days, 7
    yield "cache.nodes", settings.cache.nodes, 2
    yield "cache.snapshot_days", settings.cache.snapshot_days, 1


def without_a_zone(size: int, zones: int) -> int:
    """Return how many instances carry what `size` carries once one of `zones` has its share lost.

    The others take over: size · zones / (zones - 1), rounded up.
    """
    return math.ceil(size * zones / (zones - 1))
