"""The plan of a network's addresses: which block is whose, before any of it exists."""

from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import IPv4Network

ZONES = 8  # that a plan has room for
WIDEST, NARROWEST = 16, 22  # prefix lengths: AWS takes none wider, a public subnet none narrower
RESERVED = 5  # addresses AWS keeps in every subnet


@dataclass(frozen=True, slots=True)
class SubnetPlan:
    zone: str
    private: IPv4Network
    data: IPv4Network
    public: IPv4Network


def plan_subnets(cidr: IPv4Network, zones: Sequence[str]) -> list[SubnetPlan]:
    """Give each zone an eighth of each tier's part of `cidr`.

    Half of it is private, for what computes; a quarter holds data, an eighth is public, and an
    eighth is spare. A zone added at the end moves no other zone's subnets. Raise ValueError over
    8 zones, or for a block that AWS would not take.
    """
    if not WIDEST <= cidr.prefixlen <= NARROWEST:
        raise ValueError(f"{cidr} is not between /{WIDEST} and /{NARROWEST}")
    if len(zones) > ZONES:
        raise ValueError(f"{cidr} holds {ZONES} zones, not {len(zones)}")
    private, rest = cidr.subnets()
    data, last = rest.subnets()
    public, _ = last.subnets()
    tiers = (tier.subnets(prefixlen_diff=3) for tier in (private, data, public))
    return [SubnetPlan(*parts) for parts in zip(zones, *tiers, strict=False)]


def addresses(block: IPv4Network) -> int:
    """Return how many addresses of a subnet its users can have."""
    return block.num_addresses - RESERVED
