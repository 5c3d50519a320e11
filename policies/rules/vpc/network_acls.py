"""Rules for Amazon VPC: entries of network ACLs."""

from collections.abc import Iterator
from contextlib import suppress
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
from policies.engine.rule import Rule, resource_rule
from policies.engine.selectors.addresses import add_up, anywhere
from policies.engine.selectors.security_groups import LAST_PORT, protocol_name

GUIDE = "https://docs.aws.amazon.com/vpc/latest/userguide"
ACL_RULE = "aws:ec2/networkAclRule:NetworkAclRule"
ACLS = ("aws:ec2/networkAcl:NetworkAcl", "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl")
ADMINISTRATION = (20, 21, 22, 3389)
EVERYONE = {"cidrBlock": "0.0.0.0/0", "ipv6CidrBlock": "::/0"}


@resource_rule(
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
def vpc_network_acl_no_unrestricted_ingress(acl: Resource) -> Iterator[Finding]:
    for path, rule, incoming in entries(acl):
        everyone = any_of(anywhere(at(rule, key)) for key in ("cidrBlock", "ipv6CidrBlock"))
        admitted = all_of([allows_administration(acl, rule), not_(denied_before(acl, rule))])
        broken = all_of([incoming, everyone, admitted])
        because = f"{path or 'the rule'} allows administration ports from the internet"
        yield from found(broken, acl, path, "named ports", because=because)
    broken = add_up(
        (at(rule, key), all_of([incoming, allows_administration(acl, rule)]))
        for _, rule, incoming in known_entries(acl)
        for key in ("cidrBlock", "ipv6CidrBlock")
    )
    because = "the rules together allow administration ports from most of the internet"
    yield from found(broken, acl, "", "named ports", because=because)


def known_entries(acl: Resource) -> Iterator[tuple[str, Any, Truth]]:
    with suppress(UnknownInput):  # that is a finding of its own
        yield from entries(acl)


def allows_administration(acl: Resource, rule: Any) -> Truth:  # noqa: ANN401 (JSON)
    allows = acts(rule, "ruleAction" if acl.type == ACL_RULE else "action", "allow")
    return all_of([allows, any_of([every_port(rule), administers(rule)])])


def denied_before(acl: Resource, rule: Any) -> Truth:  # noqa: ANN401 (JSON)
    """Return whether an entry of the ACL with a lower number denies the same addresses entirely."""
    if acl.type == ACL_RULE:
        return False  # the other entries of its ACL are resources of their own
    number = at(rule, "ruleNo")
    key = "cidrBlock" if at(rule, "cidrBlock") is not None else "ipv6CidrBlock"
    return any_of(
        UNKNOWN
        if is_unknown(each)
        else all_of(
            [
                acts(each, "action", "deny"),
                one_of(protocol_name(at(each, "protocol")), ("-1", "all")),
                equal(at(each, key), EVERYONE[key]),
                less_than(at(each, "ruleNo"), number),
            ]
        )
        for each in blocks(acl, "ingress")
    )


def acts(rule: Any, key: str, action: str) -> Truth:  # noqa: ANN401 (JSON)
    """Return whether a rule allows or denies; the provider accepts the word in upper case."""
    value = at(rule, key)
    known_text = isinstance(value, str) and not is_unknown(value) and not is_partial(value)
    return equal(value.lower() if known_text else value, action)


def less_than(number: object, other: object) -> Truth:
    if is_unknown(number) or is_unknown(other):
        return UNKNOWN
    return isinstance(number, int | float) and isinstance(other, int | float) and number < other


def entries(acl: Resource) -> Iterator[tuple[str, Any, Truth]]:
    """Yield path and content of each entry, and whether it is for what comes in."""
    if acl.type == ACL_RULE:
        yield "", acl.inputs, not_(equal(read(acl, "egress"), option=True))
        return
    for path, entry in items(acl, "ingress"):
        yield path, entry, True


def administers(rule: Any) -> Truth:  # noqa: ANN401 (JSON)
    """Return whether a rule admits port 20, 21, 22 or 3389 over TCP."""
    tcp = one_of(protocol_name(at(rule, "protocol")), ("tcp",))
    return any_of(
        all_of([tcp, at_most(at(rule, "fromPort"), port), at_least(at(rule, "toPort"), port)])
        for port in ADMINISTRATION
    )


def every_port(rule: Any) -> Truth:  # noqa: ANN401 (JSON)
    protocol = protocol_name(at(rule, "protocol"))
    ranged = all_of([at_most(at(rule, "fromPort"), 0), at_least(at(rule, "toPort"), LAST_PORT)])
    numbered = all_of([one_of(protocol, ("tcp", "udp")), ranged])
    return any_of([one_of(protocol, ("-1", "all")), numbered])


RULES: tuple[Rule, ...] = (vpc_network_acl_no_unrestricted_ingress,)
