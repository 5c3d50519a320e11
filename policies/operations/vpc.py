"""What keeps a network's rules what the program says they are."""

from collections.abc import Iterator, Mapping
from typing import Any

from costing.graph import Resource, at, top
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
from policies.reading.tokens import SECURITY_GROUPS
from policies.reading.values import Truth, all_of, any_of, found, given, is_open, items, not_
from policies.rule import resource_rule, stack_rule

NETWORK_ACL = "aws:ec2/networkAcl:NetworkAcl"
NO_BEARERS = (*SECURITY_GROUPS, RULE, INGRESS_RULE, EGRESS_RULE)  # they only speak of groups
BY_DEFAULT = "Managed by Pulumi"  # the description that the provider writes
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


@resource_rule(
    types=(SECURITY_GROUP, DEFAULT_SECURITY_GROUP, RULE, INGRESS_RULE, EGRESS_RULE),
    concern="operations",
    severity="low",
    fix="description of what the group, and each of its rules, is for",
    same_intent_as=("CKV_AWS_23",),
    url="https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html",
)
def security_group_rules_described(group: Resource) -> Iterator[Finding]:
    """A rule says what it is for: nobody dares to take away one that does not."""
    what = "what it is for"
    if group.type != DEFAULT_SECURITY_GROUP:  # whose own description is AWS's
        yield from found(not_(described(group.inputs)), group, "description", what)
    if group.type in SECURITY_GROUPS:
        for direction in ("ingress", "egress"):
            for path, rule in items(group, direction):
                yield from found(not_(described(rule)), group, f"{path}.description", what)


def described(stated: Any) -> Truth:  # noqa: ANN401 (JSON)
    text = at(stated, "description")
    return UNKNOWN if is_open(text) else text not in (None, "", BY_DEFAULT)


@stack_rule(
    types=(SECURITY_GROUP,),
    concern="operations",
    severity="low",
    fix="the group's id where it is wanted; or no group",
    same_intent_as=("CKV2_AWS_5",),
    url="https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html",
)
def security_group_in_use(group: Resource, stack: Stack) -> Iterator[Finding]:
    """A group protects something: one that nothing bears is what the next one takes by mistake."""
    used = any(each.type not in NO_BEARERS for each in stack.referring(group))
    if not used:
        may = stack.once("bearers", lambda: any(map(may_bear, stack.graph.resources)))
        broken: Truth = UNKNOWN if may else True
        because = f"nothing bears {group.name}"
        yield from found(broken, group, "", "something that bears it", because=because)


def may_bear(resource: Resource) -> bool:
    """Whether a resource bears groups of which it is not known which."""
    return resource.type not in NO_BEARERS and any(
        "securitygroup" in path.lower() and not given_by_others(resource, path)
        for path in unknowns(resource.inputs)
    )


def given_by_others(resource: Resource, path: str) -> bool:
    return bool(resource.references.get(path) or resource.property_dependencies.get(top(path)))


def unknowns(value: Any, path: str = "") -> Iterator[str]:  # noqa: ANN401 (JSON)
    """Yield the path of each input, or part of one, that is not known."""
    if is_open(value):
        yield path
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from unknowns(item, f"{path}.{key}" if path else key)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from unknowns(item, f"{path}[{index}]")
