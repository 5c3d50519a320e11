"""What keeps a network's rules what the program says they are."""

from collections.abc import Iterator

from costing.graph import Resource
from costing.model import UNKNOWN
from policies.finding import Finding
from policies.reading.security_groups import (
    DEFAULT_SECURITY_GROUP,
    EGRESS_RULE,
    INGRESS_RULE,
    RULE,
    SECURITY_GROUP,
)
from policies.reading.stack import Attached, Stack
from policies.reading.values import Truth, all_of, any_of, found, given, not_
from policies.rule import stack_rule

NETWORK_ACL = "aws:ec2/networkAcl:NetworkAcl"
ACL_ASSOCIATION = "aws:ec2/networkAclAssociation:NetworkAclAssociation"


@stack_rule(
    types=(NETWORK_ACL,),
    concern="operations",
    severity="low",
    fix="subnet_ids of the subnets that it is for",
    same_intent_as=("CKV2_AWS_1",),
    url="https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html",
)
def network_acl_has_subnets(acl: Resource, stack: Stack) -> Iterator[Finding]:
    """A network ACL stands before some subnet: without one it keeps nobody out."""
    associations = stack.attached(acl, "networkAclId", ACL_ASSOCIATION)
    used = any_of([given(acl, "subnetIds"), some(associations)])
    yield from found(not_(used), acl, "subnetIds", "the subnets that it is for")


@stack_rule(
    types=(SECURITY_GROUP, DEFAULT_SECURITY_GROUP),
    concern="operations",
    severity="medium",
    fix="all rules as vpc.SecurityGroupIngressRule and EgressRule; no ingress and egress inside",
    same_intent_as=(),
    url="https://www.pulumi.com/registry/packages/aws/api-docs/ec2/securitygroup/",
)
def security_group_rules_kept_in_one_way(group: Resource, stack: Stack) -> Iterator[Finding]:
    """A group's rules stand in it or beside it: in both, each deployment undoes the other's."""
    old = some(stack.attached(group, "securityGroupId", RULE))
    new = some(stack.attached(group, "securityGroupId", INGRESS_RULE, EGRESS_RULE))
    inside = any_of([given(group, "ingress"), given(group, "egress")])
    if group.type == DEFAULT_SECURITY_GROUP:
        inside = True  # it takes away all rules that it does not state
    because = "rules stand in the group, which takes away those beside it"
    broken = all_of([inside, any_of([old, new])])
    if broken is False:
        because = "rules stand beside the group as two kinds of resource"
        broken = all_of([old, new])
    yield from found(broken, group, "", "one way of stating rules", because=because)


def some(attached: Attached) -> Truth:
    if attached.found:
        return True
    return UNKNOWN if attached.open else False
