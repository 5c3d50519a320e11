"""What the settings of the network and of the entrance must agree on."""

from collections.abc import Iterator

from infra.agreement.floor import below, needs
from infra.settings import LoadBalancerSettings, NetworkSettings, Settings, StandbySettings
from infra.subnets import NARROWEST, WIDEST, addresses, plan_subnets


def contradictions(settings: Settings) -> Iterator[str]:
    yield from network_contradictions(settings.network, settings.serving.max_size)
    if settings.standby:
        yield from network_contradictions(settings.standby, settings.serving.max_size, "standby")
    yield from entrance_contradictions(settings.load_balancer)


def network_contradictions(
    network: NetworkSettings | StandbySettings, max_size: int, group: str = "network"
) -> Iterator[str]:
    zones = network.zone_count
    if not 2 <= zones <= 6:  # noqa: PLR2004 (the words say what they are)
        yield (
            f"plimsoll:{group}.zones is {zones}: a load balancer and a database need 2, "
            "and no region has more than 6"
        )
        return
    if not WIDEST <= network.cidr.prefixlen <= NARROWEST:
        yield f"plimsoll:{group}.cidr is {network.cidr}: use /{WIDEST} to /{NARROWEST}"
        return
    left = (zones - 1) * addresses(plan_subnets(network.cidr, ["any"])[0].private)
    if max_size > left:
        yield (
            f"plimsoll:serving.max_size is {max_size}, and with one zone lost {network.cidr} has "
            f"{left} private addresses: lower it, or widen plimsoll:{group}.cidr"
        )


def entrance_contradictions(entrance: LoadBalancerSettings) -> Iterator[str]:
    if bool(entrance.certificate_arn) == bool(entrance.domain):
        yield (
            "plimsoll:load_balancer needs either domain, for a certificate made for it, or "
            "certificate_arn, for one that exists"
        )
    if bool(entrance.domain) != bool(entrance.hosted_zone):
        yield "plimsoll:load_balancer: domain and hosted_zone, which is to hold it, go together"


def weaknesses(settings: Settings) -> Iterator[str]:
    yield from below(settings, [("network.zones", settings.network.zone_count, 3)])
    if settings.network.nat != "one_per_zone":
        yield f"plimsoll:network.nat is single, {needs(settings, 'one_per_zone')}"
