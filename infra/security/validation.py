"""Validation of VPN settings."""

from collections.abc import Iterator

from infra.settings import Settings

SHORTEST_PREFIX, LONGEST_PREFIX = 12, 22  # of the client CIDR block


def conflicts(settings: Settings) -> Iterator[str]:
    vpn = settings.identity.vpn
    if vpn is None:
        return
    if not SHORTEST_PREFIX <= vpn.client_cidr.prefixlen <= LONGEST_PREFIX:
        yield (
            f"plimsoll:identity.vpn.client_cidr: {vpn.client_cidr} has an unsupported prefix "
            f"length; use /{SHORTEST_PREFIX} to /{LONGEST_PREFIX}"
        )
    if vpn.client_cidr.overlaps(settings.network.cidr):
        yield (
            f"plimsoll:identity.vpn.client_cidr: {vpn.client_cidr} overlaps plimsoll:network.cidr "
            f"({settings.network.cidr}); use another block"
        )
