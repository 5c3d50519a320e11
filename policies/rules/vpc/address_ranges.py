"""Rules for Amazon VPC: ranges of addresses in security groups."""

from collections.abc import Iterator

from costing.graph.resource import Resource
from costing.model import UNKNOWN
from policies.engine.finding import Finding
from policies.engine.logic import Truth, found, is_unknown
from policies.engine.rule import Rule, stack_rule
from policies.engine.selectors.addresses import anywhere, is_private, network_of
from policies.engine.selectors.security_groups import INGRESS_TYPES, openings
from policies.engine.stack import Stack

WIDEST = 8  # bits of the network: 16 million addresses


@stack_rule(
    types=INGRESS_TYPES,
    concern="security",
    severity="high",
    title="EC2 security group admits a range of 16 million or more public addresses",
    risk="The range belongs to many networks, most of them strangers'.",
    fix='cidr_blocks=["203.0.113.0/24"]',
    same_intent_as=("ec2_securitygroup_allow_wide_open_public_ipv4",),
    aws_docs="https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html",
)
def security_group_no_wide_public_range(group: Resource, stack: Stack) -> Iterator[Finding]:
    for opening in openings(group, "ingress", stack):
        because = f"{opening.path} admits {opening.addresses}"
        wide = is_wide(opening.addresses)
        yield from found(wide, group, opening.path, "a smaller range", because=because)


def is_wide(addresses: object) -> Truth:
    """Return whether a block is a wide public range; the whole internet is another finding."""
    if is_unknown(addresses):
        return UNKNOWN
    network = network_of(addresses)
    if network is None or network.version != 4 or is_private(network):  # noqa: PLR2004
        return False
    return network.prefixlen <= WIDEST and not anywhere(addresses)


RULES: tuple[Rule, ...] = (security_group_no_wide_public_range,)
