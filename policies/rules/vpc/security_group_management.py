"""Rules for Amazon VPC: management and use of security groups."""

import re
from collections.abc import Iterator
from typing import Any

from costing.graph.resource import Resource, at, top
from costing.model import UNKNOWN
from policies.engine.finding import Finding
from policies.engine.logic import (
    Truth,
    all_of,
    any_of,
    found,
    given,
    is_unknown,
    items,
    names_resources,
    not_,
    of_kind,
    read,
    unknowns,
)
from policies.engine.rule import Rule, resource_rule, stack_rule
from policies.engine.selectors.security_groups import (
    DEFAULT_SECURITY_GROUP,
    EGRESS_RULE,
    INGRESS_RULE,
    RULE,
    SECURITY_GROUP,
)
from policies.engine.selectors.tokens import SECURITY_GROUPS, VPC
from policies.engine.stack import Stack

GROUP_TYPES = (
    *SECURITY_GROUPS,
    RULE,
    INGRESS_RULE,
    EGRESS_RULE,
)  # types that define groups, without using them
# Inputs that may hold security groups: their ids, or a block with them.
MAY_HOLD_GROUPS = re.compile(
    r"security_?groups?|(^|\.)(network|vpc|compute|launch|subnet)\w*(\[\d+\])?$", re.IGNORECASE
)
BY_DEFAULT = "Managed by Pulumi"  # default description of the provider


@stack_rule(
    types=(VPC, DEFAULT_SECURITY_GROUP),
    concern="security",
    severity="high",
    title="Default security group of the VPC has rules",
    risk="Resources without an explicit security group get its access.",
    fix="ec2.DefaultSecurityGroup(vpc_id=vpc.id) without ingress and egress",
    same_intent_as=("CKV2_AWS_12",),
    aws_docs="https://docs.aws.amazon.com/vpc/latest/userguide/default-security-group.html",
    production=True,
)
def vpc_default_security_group_no_rules(vpc: Resource, stack: Stack) -> Iterator[Finding]:
    if vpc.type == DEFAULT_SECURITY_GROUP:
        yield from of_a_vpc_outside(vpc, stack)
        return
    groups = stack.attached(vpc, "vpcId", DEFAULT_SECURITY_GROUP)
    if not groups.found:
        broken = UNKNOWN if groups.unknown else True
        because = f"no ec2.DefaultSecurityGroup manages the default security group of {vpc.name}"
        yield from found(broken, vpc, "", "a default security group without rules", because=because)
    for group in groups.found:
        beside = stack.attached(group, "securityGroupId", RULE, INGRESS_RULE, EGRESS_RULE)
        because = f"{', '.join(each.name for each in beside.found)} adds rules to {group.name}"
        yield from found(bool(beside.found), vpc, "", "no rules", because=because)
        for direction in ("ingress", "egress"):
            blocks = read(group, direction, [])
            broken = UNKNOWN if is_unknown(blocks) else bool(blocks)
            because = f"{group.name} has {direction}"
            yield from found(broken, vpc, f"{group.name}: {direction}", [], because=because)


def of_a_vpc_outside(group: Resource, stack: Stack) -> Iterator[Finding]:
    """Yield the rules of a default group whose VPC is not in the stack; else the VPC has them."""
    vpc = stack.follow(group, "vpcId", VPC)
    if isinstance(vpc, Resource):
        return
    for direction in ("ingress", "egress"):
        blocks = read(group, direction, [])
        has = UNKNOWN if is_unknown(blocks) else bool(blocks)
        broken = all_of([UNKNOWN, has]) if vpc is UNKNOWN else has
        yield from found(broken, group, direction, [], because=f"{group.name} has {direction}")


@stack_rule(
    types=(SECURITY_GROUP, DEFAULT_SECURITY_GROUP),
    concern="operations",
    severity="medium",
    title="EC2 security group has its rules managed in two ways",
    risk="Each deployment removes the rules that the other resource added.",
    fix=(
        "all rules as vpc.SecurityGroupIngressRule and vpc.SecurityGroupEgressRule, or "
        "all inside the group"
    ),
    aws_docs="https://www.pulumi.com/registry/packages/aws/api-docs/ec2/securitygroup/",
)
def security_group_rules_single_management(group: Resource, stack: Stack) -> Iterator[Finding]:
    old = stack.attached(group, "securityGroupId", RULE).exist
    new = stack.attached(group, "securityGroupId", INGRESS_RULE, EGRESS_RULE).exist
    inside = any_of([given(group, "ingress"), given(group, "egress")])
    if group.type == DEFAULT_SECURITY_GROUP:
        inside = True  # it removes all other rules
    because = "rules are set inside the group, which removes the separate rule resources"
    broken = all_of([inside, any_of([old, new])])
    if broken is False:
        because = "rules are separate resources of two different types"
        broken = all_of([old, new])
    yield from found(broken, group, "", "one way of managing rules", because=because)


@resource_rule(
    types=(SECURITY_GROUP, DEFAULT_SECURITY_GROUP, RULE, INGRESS_RULE, EGRESS_RULE),
    concern="operations",
    severity="low",
    title="EC2 security group or rule has no description",
    risk="The purpose of the rule is not documented, so it is never removed.",
    fix="description of the purpose on the group and on each rule",
    same_intent_as=("CKV_AWS_23",),
    aws_docs="https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html",
)
def security_group_rule_description(group: Resource) -> Iterator[Finding]:
    what = "a description of its purpose"
    if group.type != DEFAULT_SECURITY_GROUP:  # its description cannot be set
        yield from found(not_(described(group.inputs)), group, "description", what)
    if group.type in SECURITY_GROUPS:
        for direction in ("ingress", "egress"):
            for path, rule in items(group, direction):
                yield from found(not_(described(rule)), group, f"{path}.description", what)


def described(specified: Any) -> Truth:  # noqa: ANN401 (JSON)
    text = at(specified, "description")
    return UNKNOWN if is_unknown(text) else text not in (None, "", BY_DEFAULT)


@stack_rule(
    types=(SECURITY_GROUP,),
    concern="operations",
    severity="low",
    title="EC2 security group is attached to nothing",
    risk="Unused groups are attached by mistake and hide what is really protected.",
    fix="attach the group, or delete it",
    same_intent_as=("CKV2_AWS_5",),
    aws_docs="https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html",
)
def security_group_in_use(group: Resource, stack: Stack) -> Iterator[Finding]:
    used = any(each.type not in GROUP_TYPES for each in stack.referring(group))
    if not used:
        may = stack.once("bearers", lambda: any(map(may_use_groups, stack.graph.resources)))
        broken: Truth = UNKNOWN if may else True
        because = f"{group.name} is attached to nothing"
        yield from found(broken, group, "", "a resource that uses it", because=because)


def may_use_groups(resource: Resource) -> bool:
    """Return whether a resource uses security groups that are unknown."""
    return resource.type not in GROUP_TYPES and any(
        MAY_HOLD_GROUPS.search(path) and not given_by_others(resource, path)
        for path in unknowns(resource.inputs)
    )


def given_by_others(resource: Resource, path: str) -> bool:
    """Return whether an unknown input consists of security groups, which refer to this one not."""
    if resource.references.get(path):
        return names_resources(resource, path, *SECURITY_GROUPS)
    urns = resource.property_dependencies.get(top(path), ())
    return bool(urns) and any(of_kind(urn, SECURITY_GROUPS) for urn in urns)


RULES: tuple[Rule, ...] = (
    vpc_default_security_group_no_rules,
    security_group_rules_single_management,
    security_group_rule_description,
    security_group_in_use,
)
