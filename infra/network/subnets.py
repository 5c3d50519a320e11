"""Address plan of the VPC: CIDR blocks of the subnets of each tier and zone."""

from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import IPv4Network

MAX_ZONES = 8  # zones per address plan
# /16 is the largest VPC that AWS allows; with more than /22 the public subnets are too small.
SHORTEST_PREFIX, LONGEST_PREFIX = 16, 22
RESERVED_ADDRESSES = 5  # per subnet, by AWS


@dataclass(frozen=True, slots=True)
class SubnetPlan:
    zone: str
    private: IPv4Network
    data: IPv4Network
    public: IPv4Network


def plan_subnets(cidr: IPv4Network, zones: Sequence[str]) -> list[SubnetPlan]:
    """Assign an eighth of each tier's block to each zone.

    Half of `cidr` is the private tier, a quarter the data tier, an eighth the public tier, and an
    eighth is unused. A zone appended to `zones` changes no other zone's subnets. Raise ValueError
    for more than 8 zones or an unsupported prefix length.
    """
    if not SHORTEST_PREFIX <= cidr.prefixlen <= LONGEST_PREFIX:
        raise ValueError(f"{cidr}: prefix length is not /{SHORTEST_PREFIX} to /{LONGEST_PREFIX}")
    if len(zones) > MAX_ZONES:
        raise ValueError(f"{len(zones)} zones are more than {cidr} is planned for ({MAX_ZONES})")
    private, rest = cidr.subnets()
    data, last = rest.subnets()
    public, _ = last.subnets()
    tiers = (tier.subnets(prefixlen_diff=3) for tier in (private, data, public))
    return [SubnetPlan(*parts) for parts in zip(zones, *tiers, strict=False)]


def usable_addresses(block: IPv4Network) -> int:
    """Return the number of addresses of a subnet without those that AWS reserves."""
    return block.num_addresses - RESERVED_ADDRESSES
