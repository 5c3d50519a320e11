"""Rules for Amazon VPC: entries of network ACLs."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from costing.graph.resource import Resource, at
from costing.model import UNKNOWN
from policies.engine.finding import Finding
from policies.engine.logic import (
    Truth,
    UnknownInput,
    all_of,
    any_of,
    at_least,
    at_most,
    blocks,
    equal,
    found,
    is_partial,
    is_unknown,
    items,
    not_,
    one_of,
    read,
)
from policies.engine.rule import Rule, stack_rule
from policies.engine.selectors.addresses import add_up, anywhere
from policies.engine.selectors.security_groups import LAST_PORT, protocol_name
from policies.engine.stack import Stack

GUIDE = "https://docs.aws.amazon.com/vpc/latest/userguide"
ACL_RULE = "aws:ec2/networkAclRule:NetworkAclRule"
ACLS = ("aws:ec2/networkAcl:NetworkAcl", "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl")
# Port and protocol: FTP, SSH and RDP.
ADMINISTRATION = ((20, "tcp"), (21, "tcp"), (22, "tcp"), (3389, "tcp"), (3389, "udp"))
EVERYONE = {"cidrBlock": "0.0.0.0/0", "ipv6CidrBlock": "::/0"}
EVERY_PROTOCOL = ("-1", "all")


@dataclass(frozen=True, slots=True)
class Entry:
    path: str
    content: Any  # a block of an ACL, or the inputs of a rule resource
    incoming: Truth
    number: object
    action: object
    sure: Truth = True  # whether it belongs to the ACL

    def acts(self, action: str) -> Truth:
        """Return whether it allows or denies; the provider accepts the word in upper case."""
        text = self.action
        plain = isinstance(text, str) and not is_unknown(text) and not is_partial(text)
        return equal(text.lower() if isinstance(text, str) and plain else text, action)

    def covers(self, port: int, protocol: str) -> Truth:
        named = protocol_name(at(self.content, "protocol"))
        first, last = at(self.content, "fromPort"), at(self.content, "toPort")
        ranged = all_of([one_of(named, (protocol,)), at_most(first, port), at_least(last, port)])
        return any_of([one_of(named, EVERY_PROTOCOL), ranged])

    def covers_every_port(self) -> Truth:
        named = protocol_name(at(self.content, "protocol"))
        first, last = at(self.content, "fromPort"), at(self.content, "toPort")
        ranged = all_of([at_most(first, 0), at_least(last, LAST_PORT)])
        numbered = all_of([one_of(named, ("tcp", "udp")), ranged])
        return any_of([one_of(named, EVERY_PROTOCOL), numbered])

    def covers_all_of(self, other: "Entry") -> Truth:
        """Return whether it covers every port of the protocols of another entry."""
        named, wanted = protocol_name(at(self.content, "protocol")), at(other.content, "protocol")
        same = UNKNOWN if is_unknown(wanted) else equal(named, protocol_name(wanted))
        return all_of([self.covers_every_port(), any_of([one_of(named, EVERY_PROTOCOL), same])])

    def from_anywhere(self) -> Truth:
        return any_of(anywhere(at(self.content, key)) for key in EVERYONE)

    def denies_before(self, other: "Entry") -> Truth:
        """Return whether it denies the whole family of addresses of an entry, ahead of it."""
        key = "cidrBlock" if at(other.content, "cidrBlock") is not None else "ipv6CidrBlock"
        everyone = equal(at(self.content, key), EVERYONE[key])
        earlier = less_than(self.number, other.number)
        return all_of([self.sure, self.incoming, self.acts("deny"), everyone, earlier])


@stack_rule(
    types=(ACL_RULE, *ACLS),
    concern="security",
    severity="high",
    title="VPC network ACL allows all ports, SSH or RDP from the internet",
    risk="Security groups are the only filter left for the subnet.",
    fix="protocol, from_port and to_port of the traffic that is allowed",
    same_intent_as=(
        "CKV_AWS_352",
        "CKV_AWS_232",
        "CKV_AWS_229",
        "CKV_AWS_230",
        "CKV_AWS_231",
        "ec2_networkacl_allow_ingress_tcp_port_22",
        "ec2_networkacl_allow_ingress_tcp_port_3389",
    ),
    aws_docs=f"{GUIDE}/vpc-network-acls.html",
)
def vpc_network_acl_no_unrestricted_ingress(acl: Resource, stack: Stack) -> Iterator[Finding]:
    others = [*beside(acl, stack)]
    for entry in entries(acl):
        admitted = allows_administration(entry, others)
        broken = all_of([entry.incoming, entry.from_anywhere(), admitted])
        because = f"{entry.path or 'the rule'} allows administration ports from the internet"
        yield from found(broken, acl, entry.path, "named ports", because=because)
    broken = add_up(
        (at(each.content, key), all_of([each.incoming, allows_administration(each, others)]))
        for each in known_entries(acl)
        for key in EVERYONE
    )
    because = "the rules together allow administration ports from most of the internet"
    yield from found(broken, acl, "", "named ports", because=because)


def allows_administration(entry: Entry, others: list[Entry]) -> Truth:
    """Return whether an entry lets every port or an administration port in."""
    before = [(each, each.denies_before(entry)) for each in others]
    denied = any_of(all_of([sure, each.covers_all_of(entry)]) for each, sure in before)
    ports = any_of(
        all_of(
            [
                entry.covers(port, protocol),
                not_(any_of(all_of([sure, each.covers(port, protocol)]) for each, sure in before)),
            ]
        )
        for port, protocol in ADMINISTRATION
    )
    every = all_of([entry.covers_every_port(), not_(denied)])
    return all_of([entry.acts("allow"), any_of([every, ports])])


def beside(acl: Resource, stack: Stack) -> Iterator[Entry]:
    """Yield the entries of the same ACL, in the ACL and as resources of their own."""
    if acl.type != ACL_RULE:
        yield from possible_entries(acl, stack, acl)
        return
    holder = stack.follow(acl, "networkAclId", *ACLS)
    if isinstance(holder, Resource):
        yield from possible_entries(acl, stack, holder)
        return
    named = read(acl, "networkAclId")
    for each in stack.of_type(ACL_RULE):
        other = read(each, "networkAclId")
        unsure = is_unknown(named) or is_unknown(other)
        if unsure or other == named:
            yield of_rule(each, sure=UNKNOWN if unsure else True)


def possible_entries(acl: Resource, stack: Stack, holder: Resource) -> Iterator[Entry]:
    for each in blocks(holder, "ingress"):
        yield of_block("", each)
    rules = stack.attached(holder, "networkAclId", ACL_RULE)
    for rule in rules.found:
        yield of_rule(rule)
    for rule in rules.unknown:
        if rule.urn != acl.urn:
            yield of_rule(rule, sure=UNKNOWN)


def entries(acl: Resource) -> Iterator[Entry]:
    if acl.type == ACL_RULE:
        yield of_rule(acl)
        return
    for path, block in items(acl, "ingress"):
        yield of_block(path, block)


def known_entries(acl: Resource) -> Iterator[Entry]:
    with suppress(UnknownInput):  # that is a finding of its own
        yield from entries(acl)


def of_rule(rule: Resource, *, sure: Truth = True) -> Entry:
    incoming = not_(equal(read(rule, "egress"), option=True))
    number, action = read(rule, "ruleNumber"), read(rule, "ruleAction")
    return Entry("", rule.inputs, incoming, number, action, sure)


def of_block(path: str, block: Any) -> Entry:  # noqa: ANN401 (JSON)
    return Entry(path, block, incoming=True, number=at(block, "ruleNo"), action=at(block, "action"))


def less_than(number: object, other: object) -> Truth:
    if is_unknown(number) or is_unknown(other):
        return UNKNOWN
    return isinstance(number, int | float) and isinstance(other, int | float) and number < other


RULES: tuple[Rule, ...] = (vpc_network_acl_no_unrestricted_ingress,)
