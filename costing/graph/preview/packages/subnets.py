"""Subnet layout of awsx.ec2.Vpc.

Sources: https://www.pulumi.com/docs/iac/clouds/aws/guides/vpc/#subnet-layouts, and the provider
(pulumi/pulumi-awsx, awsx/ec2, read 2026-11-24).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network
from itertools import pairwise
from typing import Any

# Prefix lengths of private, public and isolated subnets, if the VPC is large enough.
LARGEST = {"private": 19, "public": 20, "isolated": 24}
ORDER = ("private", "public", "isolated")  # order of allocation
SMALLEST_ZONE = 26  # prefix length, with the default subnets
ADDRESS_BITS = 32


@dataclass(frozen=True, slots=True)
class Spec:
    """Specification of a subnet in each zone."""

    type: str  # "Public", "Private", "Isolated", "Unused"
    name: str | None = None
    mask: int | None = None
    blocks: Sequence[str] = ()  # explicit, one for each zone
    tags: Any = None
    assign_ipv6: Any = None

    @property
    def kind(self) -> str:
        return self.type.lower()


@dataclass(frozen=True, slots=True)
class Subnet:
    zone: str
    number: int  # of the zone, from 1
    spec: Spec
    block: str | None  # None: known only after deployment


class DoesNotFit(ValueError):  # noqa: N818
    pass


def spec(specified: Mapping[str, Any]) -> Spec:
    size = specified.get("size")
    mask = specified.get("cidrMask")
    if mask is None and size:
        mask = ADDRESS_BITS - (int(size).bit_length() - 1)
    return Spec(
        type=str(specified.get("type", "Private")),
        name=specified.get("name"),
        mask=mask,
        blocks=tuple(specified.get("cidrBlocks") or ()),
        tags=specified.get("tags"),
        assign_ipv6=specified.get("assignIpv6AddressOnCreation"),
    )


def planned(
    block: str | None,
    zones: Sequence[str],
    specs: Sequence[Spec] | None,
    strategy: str,
    mask: int | None,
) -> list[Subnet]:
    """Return the subnets of each zone. Raise DoesNotFit if the VPC is too small."""
    if specs and all(each.blocks for each in specs) and strategy != "Legacy":
        return list(explicit(zones, specs))
    if block is None:
        each = specs or (Spec("Private"), Spec("Public"))
        return [Subnet(zone, n, one, None) for n, zone in enumerate(zones, 1) for one in each]
    network = IPv4Network(block, strict=False)
    if strategy == "Legacy":
        return list(legacy(network, zones, specs))
    return list(distributed(network, zones, specs, mask))


def explicit(zones: Sequence[str], specs: Sequence[Spec]) -> Iterator[Subnet]:
    for number, zone in enumerate(zones, 1):
        for each in specs:
            if len(each.blocks) != len(zones):
                raise DoesNotFit(f"{each.type} subnets need one CIDR block for each zone")
            yield Subnet(zone, number, each, each.blocks[number - 1])


def bits(count: int) -> int:
    """Return the number of bits that number `count` items."""
    return (count - 1).bit_length() if count else 0


def zone_networks(network: IPv4Network, count: int, mask: int | None = None) -> list[IPv4Network]:
    prefix = mask if mask is not None else network.prefixlen + bits(count)
    if not network.prefixlen <= prefix <= ADDRESS_BITS:
        raise DoesNotFit(f"{network} has no room for {count} zones")
    found = network.subnets(new_prefix=prefix)
    return [each for each, _ in zip(found, range(count), strict=False)]


def legacy(
    network: IPv4Network, zones: Sequence[str], specs: Sequence[Spec] | None
) -> Iterator[Subnet]:
    """Return subnets allocated by kind: private first, then public, then isolated."""
    by_zone = zip(zones, zone_networks(network, len(zones)), strict=True)
    for number, (zone, room) in enumerate(by_zone, 1):
        if specs is None:
            half = room.prefixlen + 1
            first = Subnet(zone, number, Spec("Private"), str(sized(room.network_address, half)))
            yield first
            start = IPv4Network(str(first.block)).broadcast_address + 1
            yield Subnet(zone, number, Spec("Public"), str(sized(start, half + 1)))
            continue
        extra = 0 if len(specs) == 1 else 1
        following = room.network_address
        for kind in ORDER:
            for each in (one for one in specs if one.kind == kind):
                prefix = each.mask or max(room.prefixlen + extra, LARGEST[kind])
                block = sized(aligned(following, prefix), prefix)
                yield Subnet(zone, number, each, str(block))
                following = block.broadcast_address + 1


def distributed(
    network: IPv4Network, zones: Sequence[str], specs: Sequence[Spec] | None, mask: int | None
) -> Iterator[Subnet]:
    """Return subnets allocated in the order of the specifications."""
    rooms = zone_networks(network, len(zones), mask)
    prefix = rooms[0].prefixlen
    wanted = specs or default_specs(prefix)
    default = prefix + bits(len(wanted))
    needed = sum(2 ** (ADDRESS_BITS - (each.mask or default)) for each in wanted)
    if needed > rooms[0].num_addresses:
        raise DoesNotFit(
            f"a zone has {rooms[0].num_addresses} addresses, its subnets need {needed}"
        )
    for number, (zone, room) in enumerate(zip(zones, rooms, strict=True), 1):
        following = room.network_address
        for each in wanted:
            size = each.mask or default
            block = sized(aligned(following, size), size)
            if not block.subnet_of(room):
                raise DoesNotFit(
                    f"{block} is outside its zone's block {room}; order subnets by size"
                )
            yield Subnet(zone, number, each, str(block))
            following = block.broadcast_address + 1


def default_specs(prefix: int) -> tuple[Spec, Spec]:
    if prefix > SMALLEST_ZONE:
        raise DoesNotFit(
            f"a zone of /{prefix} is too small for the default subnets; set subnetSpecs"
        )
    largest = max(prefix, 16)
    return Spec("Private", mask=largest + 1), Spec("Public", mask=largest + 2)


def aligned(address: IPv4Address, prefix: int) -> IPv4Address:
    """Return the first address, from `address` on, at which a block of this size can start."""
    size = 2 ** (ADDRESS_BITS - prefix)
    return IPv4Address(-(-int(address) // size) * size)


def sized(address: IPv4Address, prefix: int) -> IPv4Network:
    if not 0 <= prefix <= ADDRESS_BITS:
        raise DoesNotFit(f"/{prefix} is not a valid subnet size")
    return IPv4Network((address, prefix))


def overlapping(subnets: Iterable[Subnet]) -> bool:
    networks = sorted(IPv4Network(each.block) for each in subnets if each.block)
    return any(one.overlaps(other) for one, other in pairwise(networks))
