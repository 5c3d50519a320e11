"""What the settings of access must agree on."""

from collections.abc import Iterator

from infra.settings import Settings

WIDEST, NARROWEST = 12, 22  # prefix lengths of a client VPN's addresses


def contradictions(settings: Settings) -> Iterator[str]:
    vpn = settings.identity.vpn
    if vpn is None:
        return
    if not WIDEST <= vpn.client_cidr.prefixlen <= NARROWEST:
        yield (
            f"plimsoll:identity.vpn.client_cidr is {vpn.client_cidr}: use /{WIDEST} to /{NARROWEST}"
        )
    if vpn.client_cidr.overlaps(settings.network.cidr):
        yield (
            f"plimsoll:identity.vpn.client_cidr is {vpn.client_cidr}, within reach of "
            f"plimsoll:network.cidr {settings.network.cidr}: take another block"
        )
