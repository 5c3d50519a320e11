"""Index of subnets by VPC and address range: a stack may have thousands of subnets."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Network

from costing.graph.resource import Resource
from costing.model import UNKNOWN, Unknown
from policies.engine.logic import is_partial, is_unknown, read
from policies.engine.selectors.tokens import SUBNET, VPC
from policies.engine.stack import Stack

Range = IPv4Network | Unknown | None
BITS = 32  # of an IPv4 address
VpcKey = tuple[str, str] | None  # None: known only after deployment
Block = tuple[int, int]  # bits of the network, and their value


@dataclass(frozen=True, slots=True)
class Ranges:
    """Subnets by address range. Two ranges overlap only if one contains the other."""

    by_block: Mapping[Block, Sequence[Resource]]
    sizes: Sequence[int]  # bits of the networks that occur
    firsts: Sequence[tuple[int, Block]]  # first addresses, ascending
    unclear: Sequence[Resource]  # the range is known only after deployment

    @classmethod
    def of(cls, subnets: Iterable[Resource]) -> "Ranges":
        by_block: dict[Block, list[Resource]] = defaultdict(list)
        unclear: list[Resource] = []
        for each in subnets:
            network = range_of(each)
            if network is UNKNOWN:
                unclear.append(each)
            elif isinstance(network, IPv4Network):
                by_block[block_of(network)].append(each)
        firsts = sorted((value << (BITS - size), (size, value)) for size, value in by_block)
        return cls(by_block, sorted({size for size, _ in by_block}), firsts, unclear)

    def near(self, network: Range) -> Iterator[Resource]:
        """Yield the subnets whose range overlaps a network, or may do so."""
        if network is None:
            return
        yield from self.unclear
        if isinstance(network, Unknown):
            yield from (each for found in self.by_block.values() for each in found)
            return
        own, value = block_of(network)
        for size in self.sizes[: bisect_right(self.sizes, own)]:
            yield from self.by_block.get((size, value >> (own - size)), ())
        start = value << (BITS - own)
        low, high = (
            bisect_left(self.firsts, (each, (0, 0)))
            for each in (start, start + (1 << (BITS - own)))
        )
        for _, block in self.firsts[low:high]:
            if block[0] > own:
                yield from self.by_block[block]


def block_of(network: IPv4Network) -> Block:
    size = network.prefixlen
    return size, int(network.network_address) >> (BITS - size)


def range_of(resource: Resource) -> Range:
    """Return the IPv4 range of a VPC or subnet; None without one, or for one that is not valid."""
    value = read(resource, "cidrBlock")
    if is_unknown(value) or is_partial(value):
        return UNKNOWN
    try:
        return IPv4Network(str(value), strict=False)
    except ValueError:
        return None


def vpc_key(subnet: Resource, stack: Stack) -> VpcKey:
    """Return what subnets of one VPC have in common; None if that is unknown."""
    vpc, value = stack.follow(subnet, "vpcId", VPC), read(subnet, "vpcId")
    if isinstance(vpc, Resource):
        return "urn", vpc.urn
    if isinstance(vpc, Unknown) or is_unknown(value) or is_partial(value):
        return None
    return "id", str(value)


def neighbours(subnet: Resource, stack: Stack) -> list[Resource]:
    """Return the subnets before this one that may have its VPC and may overlap it, by URN."""
    groups = stack.once("subnets by VPC", lambda: by_vpc(stack))
    key = vpc_key(subnet, stack)
    within = groups.values() if key is None else [groups[each] for each in {key, None} & {*groups}]
    network = range_of(subnet)
    found = (each for group in within for each in group.near(network))
    return sorted(
        (each for each in found if each.urn < subnet.urn and each.account == subnet.account),
        key=lambda each: each.urn,
    )


def by_vpc(stack: Stack) -> Mapping[VpcKey, Ranges]:
    groups: dict[VpcKey, list[Resource]] = defaultdict(list)
    for each in stack.of_type(SUBNET):
        groups[vpc_key(each, stack)].append(each)
    return {key: Ranges.of(subnets) for key, subnets in groups.items()}
