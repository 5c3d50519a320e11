"""Validation of network and load balancer settings."""

from collections.abc import Iterator

from infra.aws.validation import Minimum, below_minimum, not_allowed
from infra.network.settings import LoadBalancerSettings, NetworkSettings
from infra.network.subnets import LONGEST_PREFIX, SHORTEST_PREFIX, plan_subnets, usable_addresses
from infra.operations.settings import StandbySettings
from infra.settings import Settings

MIN_ZONES, MAX_ZONES = 2, 6


def conflicts(settings: Settings) -> Iterator[str]:
    largest = settings.serving.max_size if settings.serving else 0
    yield from network_conflicts(settings.network, largest)
    if settings.standby:
        yield from network_conflicts(settings.standby, largest, "standby")
    if settings.load_balancer:
        yield from load_balancer_conflicts(settings.load_balancer)
    else:
        yield from without_load_balancer(settings)


def network_conflicts(
    network: NetworkSettings | StandbySettings, max_size: int, group: str = "network"
) -> Iterator[str]:
    zones = network.zone_count
    if not MIN_ZONES <= zones <= MAX_ZONES:
        yield (
            f"plimsoll:{group}.zones: {zones} zones are not possible; set {MIN_ZONES} (required "
            f"by load balancer and database) to {MAX_ZONES} (the most that a region has)"
        )
        return
    if not SHORTEST_PREFIX <= network.cidr.prefixlen <= LONGEST_PREFIX:
        yield (
            f"plimsoll:{group}.cidr: {network.cidr} has an unsupported prefix length; use "
            f"/{SHORTEST_PREFIX} to /{LONGEST_PREFIX}"
        )
        return
    per_zone = usable_addresses(plan_subnets(network.cidr, ["any"])[0].private)
    available = (zones - 1) * per_zone
    if max_size > available:
        yield (
            f"plimsoll:serving.max_size: {max_size} is above the private addresses of "
            f"{network.cidr} after the loss of a zone ({available}); lower it, or widen "
            f"plimsoll:{group}.cidr"
        )


def without_load_balancer(settings: Settings) -> Iterator[str]:
    needing: dict[str, object] = {
        "serving": settings.serving,
        "containers": settings.containers,
        "observability.canary": settings.observability.canary,
    }
    for name in (name for name, group in needing.items() if group):
        yield (
            f"plimsoll:{name}: needs a load balancer; set plimsoll:load_balancer, or remove {name}"
        )


def load_balancer_conflicts(load_balancer: LoadBalancerSettings) -> Iterator[str]:
    if bool(load_balancer.certificate_arn) == bool(load_balancer.domain):
        yield (
            "plimsoll:load_balancer: exactly one of domain and certificate_arn is required; set "
            "domain for a new certificate, or certificate_arn for an existing one"
        )
    if bool(load_balancer.domain) != bool(load_balancer.hosted_zone):
        yield "plimsoll:load_balancer: domain and hosted_zone require each other; set both"
    for group in load_balancer.firewall_rule_exceptions:
        if group not in load_balancer.firewall_rule_groups:
            yield (
                f"plimsoll:load_balancer.firewall_rule_exceptions: {group} is not in "
                "firewall_rule_groups; add it there, or remove the exception"
            )


def weaknesses(settings: Settings) -> Iterator[str]:
    zones = settings.network.zone_count
    yield from below_minimum(
        [Minimum("network.zones", zones, 3, f"the zones that profile {settings.profile} requires")]
    )
    if settings.network.nat != "one_per_zone":
        yield not_allowed("network.nat", settings.network.nat, settings.profile, "one_per_zone")
