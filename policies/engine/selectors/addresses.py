"""Ranges of IP addresses, and how much of the internet several of them cover together.

S3 calls a policy public from ranges broader than /8 (IPv4) and /32 (IPv6):
https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
(2026-11-30).
"""

import ipaddress
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from costing.model import UNKNOWN
from policies.engine.logic import Truth, any_of, is_partial, is_unknown

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
BROADEST = {4: 8, 6: 32}  # prefix lengths below which one range counts as everyone
RESERVED = {4: 4, 6: 7}  # prefix lengths of the largest reserved ranges
INTERNET = {4: 2**32, 6: 2**125}  # addresses; IPv6 has assigned 2000::/3
SHARE = 16  # scattered ranges count as everyone from a sixteenth of the internet


def network_of(value: object) -> Network | None:
    return parsed(str(value))


@lru_cache(maxsize=4096)
def parsed(text: str) -> Network | None:
    try:
        return ipaddress.ip_network(text, strict=False)
    except ValueError:
        return None


def is_private(network: Network) -> bool:
    """Return whether all addresses of a range are private or reserved, not only its ends."""
    return network.is_private and network.prefixlen >= RESERVED[network.version]


def is_broad(network: Network) -> bool:
    return network.prefixlen < BROADEST[network.version] and not is_private(network)


def anywhere(addresses: object) -> Truth:
    """Return whether a CIDR block, IPv4 or IPv6, covers all or most of the internet."""
    if is_unknown(addresses) or is_partial(addresses):
        return UNKNOWN
    return together_anywhere([addresses])


def together_anywhere(values: Iterable[object]) -> Truth:
    """Return whether CIDR blocks together cover all or most of the internet.

    Adjacent ranges count as one: 0.0.0.0/1 and 128.0.0.0/1, or 256 ranges of /8.
    """
    every = list(values)
    networks = [network for each in every if (network := network_of(each)) is not None]
    if any(covers_most(merged(networks, version), version) for version in (4, 6)):
        return True
    return any_of(UNKNOWN for each in every if is_unknown(each) or is_partial(each))


def add_up(admitted: Iterable[tuple[object, Truth]]) -> Truth:
    """Return whether narrower CIDR blocks add up to most of the internet.

    Each block comes with whether it is admitted. A single block of that size gives False: it is a
    finding of its own.
    """
    every = list(admitted)
    sure = [each for each, truth in every if truth is True]
    if any(anywhere(each) is True for each in sure):
        return False
    if together_anywhere(sure) is True:
        return True
    possible = [each for each, truth in every if truth is not False]
    more = len(possible) > len(sure) and together_anywhere(possible) is True
    return UNKNOWN if more else False


def covers_most(networks: Sequence[Network], version: int) -> bool:
    if any(is_broad(each) for each in networks):
        return True
    public = sum(each.num_addresses for each in networks if not is_private(each))
    return public * SHARE >= INTERNET[version]


def merged(networks: Iterable[Network], version: int) -> Sequence[Network]:
    """Return the union of networks as the largest ranges without overlap."""
    return list(collapse([each for each in networks if each.version == version]))


def collapse(networks: Sequence[Network]) -> Iterator[Network]:
    yield from ipaddress.collapse_addresses(networks)  # type: ignore[type-var]
