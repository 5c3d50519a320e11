"""Openings of a security group, in every form that can declare them.

Blocks inside a group, `ec2.SecurityGroupRule`, `vpc.SecurityGroupIngressRule`: each becomes
Openings, a range of addresses with a range of ports.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Literal

from costing.graph.resource import Resource, at
from costing.model import UNKNOWN
from policies.engine.logic import (
    Truth,
    UnknownInput,
    all_of,
    any_of,
    at_least,
    at_most,
    blocks,
    equal,
    is_unknown,
    items,
    known,
    one_of,
    read,
)
from policies.engine.selectors.addresses import add_up, anywhere
from policies.engine.selectors.tokens import SECURITY_GROUPS
from policies.engine.stack import Stack

Direction = Literal["ingress", "egress"]
SECURITY_GROUP, DEFAULT_SECURITY_GROUP = SECURITY_GROUPS
RULE = "aws:ec2/securityGroupRule:SecurityGroupRule"
INGRESS_RULE = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
EGRESS_RULE = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"
INGRESS_TYPES = (SECURITY_GROUP, DEFAULT_SECURITY_GROUP, RULE, INGRESS_RULE)
EGRESS_TYPES = (SECURITY_GROUP, DEFAULT_SECURITY_GROUP, RULE, EGRESS_RULE)

SEPARATE: Mapping[Direction, tuple[str, ...]] = {
    "ingress": (RULE, INGRESS_RULE),
    "egress": (RULE, EGRESS_RULE),
}
PREFIX_LIST = "aws:ec2/managedPrefixList:ManagedPrefixList"
PREFIX_LIST_ENTRY = "aws:ec2/managedPrefixListEntry:ManagedPrefixListEntry"

ALL = ("-1", "all")  # every protocol; ports are ignored
LAST_PORT = 65535


@dataclass(frozen=True, slots=True)
class Opening:
    path: str  # of the addresses
    addresses: object  # a CIDR block, or UNKNOWN
    protocol: object
    first: object  # port
    last: object

    @property
    def from_anywhere(self) -> Truth:
        return anywhere(self.addresses)

    @property
    def all_protocols(self) -> Truth:
        return one_of(protocol_name(self.protocol), ALL)

    @property
    def all_ports(self) -> Truth:
        every = all_of([at_most(self.first, 1), at_least(self.last, LAST_PORT)])
        return any_of([self.all_protocols, every])

    def admits(self, port: int, *protocols: str) -> Truth:
        """Return whether the port is open for one of these protocols, "tcp"."""
        inside = all_of([at_most(self.first, port), at_least(self.last, port)])
        protocol_matches = one_of(protocol_name(self.protocol), protocols)
        return any_of([self.all_protocols, all_of([protocol_matches, inside])])


NUMBERS = {"6": "tcp", "17": "udp", "1": "icmp"}  # IANA protocol numbers, which the API accepts


def protocol_name(protocol: object) -> object:
    if not isinstance(protocol, str):
        return protocol
    return NUMBERS.get(protocol, protocol.lower())


def openings(resource: Resource, direction: Direction, stack: Stack) -> Iterator[Opening]:
    """Yield the openings of a resource of any of the types. Raises UnknownInput last."""
    yield from to_prefix_lists(resource, direction, stack)
    if resource.type in (SECURITY_GROUP, DEFAULT_SECURITY_GROUP):
        for path, block in items(resource, direction):
            yield from of_block(path, block)
    elif resource.type == RULE:
        if equal(known(resource, "type"), direction):
            yield from of_block("", resource.inputs)
    else:
        for key in ("cidrIpv4", "cidrIpv6"):
            addresses = read(resource, key)
            if addresses is not None:
                yield opening(key, addresses, resource.inputs, "ipProtocol")


def to_prefix_lists(resource: Resource, direction: Direction, stack: Stack) -> Iterator[Opening]:
    """Yield the openings to managed prefix lists of the stack; lists of AWS are not public."""
    if resource.type in {INGRESS_RULE, EGRESS_RULE}:
        listed = [("prefixListId", resource.inputs, "ipProtocol")]
    elif resource.type == RULE:
        listed = [("prefixListIds", resource.inputs, "protocol")]
    else:
        listed = [
            (f"{direction}[{index}].prefixListIds", block, "protocol")
            for index, block in enumerate(blocks(resource, direction))
        ]
    for path, block, protocol in listed:
        for prefix_list in stack.follow_all(resource, path, PREFIX_LIST) or [
            stack.follow(resource, path, PREFIX_LIST)
        ]:
            if isinstance(prefix_list, Resource):
                for cidr in cidrs(prefix_list, stack):
                    yield opening(path, cidr, block, protocol)


def cidrs(prefix_list: Resource, stack: Stack) -> Iterator[object]:
    """Yield the CIDR blocks of a prefix list, of its own entries and of separate ones."""
    for entry in blocks(prefix_list, "entries"):
        yield UNKNOWN if is_unknown(entry) else at(entry, "cidr")
    separate = stack.attached(prefix_list, "prefixListId", PREFIX_LIST_ENTRY)
    for entry in separate.found:
        yield read(entry, "cidr")
    if any(anywhere(read(entry, "cidr")) is not False for entry in separate.unknown):
        yield UNKNOWN


def of_block(path: str, block: Any) -> Iterator[Opening]:  # noqa: ANN401 (JSON)
    prefix = f"{path}." if path else ""
    for key in ("cidrBlocks", "ipv6CidrBlocks"):
        specified = at(block, key)
        if is_unknown(specified):
            yield opening(f"{prefix}{key}", UNKNOWN, block, "protocol")
            continue
        for index, addresses in enumerate(specified or ()):
            yield opening(f"{prefix}{key}[{index}]", addresses, block, "protocol")


def opening(path: str, addresses: object, block: Any, protocol: str) -> Opening:  # noqa: ANN401
    specified = at(block, protocol)
    return Opening(
        path,
        addresses,
        "-1" if specified is None else specified,
        at(block, "fromPort"),
        at(block, "toPort"),
    )


@dataclass(frozen=True, slots=True)
class Combined:
    """Openings of a security group with all its rules, wherever they are declared."""

    known: tuple[Opening, ...]
    possible: tuple[Opening, ...]  # of rules whose security group is not known

    def together(self, admits: Callable[[Opening], Truth]) -> Truth:
        """Return whether narrower openings add up to most of the internet."""
        known = [(each.addresses, admits(each)) for each in self.known]
        others = [(each.addresses, all_of([UNKNOWN, admits(each)])) for each in self.possible]
        return add_up([*known, *others])


def combined(resource: Resource, direction: Direction, stack: Stack) -> Combined:
    """Return all openings of a group, for one resource of the group; none for the others."""
    key = f"openings {direction} {resource.urn}"
    return stack.once(key, lambda: combine(resource, direction, stack))


def combine(resource: Resource, direction: Direction, stack: Stack) -> Combined:
    if resource.type in SECURITY_GROUPS:
        rules = stack.attached(resource, "securityGroupId", *SEPARATE[direction])
        found, possible = [resource, *rules.found], rules.unknown
    else:
        group = stack.follow(resource, "securityGroupId", *SECURITY_GROUPS)
        if isinstance(group, Resource) or group is UNKNOWN:
            return Combined((), ())
        named = read(resource, "securityGroupId")
        every = stack.of_type(*SEPARATE[direction])
        found = [each for each in every if read(each, "securityGroupId") == named]
        possible = [each for each in every if is_unknown(read(each, "securityGroupId"))]
        if found[:1] != [resource]:
            return Combined((), ())
    return Combined(
        tuple(each for one in found for each in known_openings(one, direction, stack)),
        tuple(each for one in possible for each in known_openings(one, direction, stack)),
    )


def known_openings(resource: Resource, direction: Direction, stack: Stack) -> Iterator[Opening]:
    with suppress(UnknownInput):  # that is a finding of its own
        yield from openings(resource, direction, stack)
