"""Rules for Amazon VPC: security groups."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from operator import attrgetter
from typing import Any

from costing.graph.resource import Resource, at, top
from costing.model import UNKNOWN, Unknown
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
from policies.engine.selectors.listeners import HTTP_PORT, only_redirects
from policies.engine.selectors.security_groups import (
    DEFAULT_SECURITY_GROUP,
    EGRESS_RULE,
    EGRESS_TYPES,
    INGRESS_RULE,
    INGRESS_TYPES,
    RULE,
    SECURITY_GROUP,
    Opening,
    combined,
    openings,
)
from policies.engine.selectors.tokens import LOAD_BALANCER, SECURITY_GROUPS, VPC
from policies.engine.stack import Stack

RULES_PAGE = "https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html"
SENSITIVE_PORTS = (
    20,  # FTP
    21,  # FTP
    23,  # Telnet
    389,  # LDAP
    445,  # SMB
    2375,  # Docker
    2376,  # Docker with TLS
    2379,  # etcd
    5000,  # MLflow
    5601,  # Kibana and OpenSearch Dashboards
    6006,  # TensorBoard
    6443,  # Kubernetes API
    8265,  # Ray dashboard
    8888,  # Jupyter
    9042,  # Cassandra
    1433,  # SQL Server
    1521,  # Oracle
    3306,  # MySQL, MariaDB, Aurora MySQL
    5432,  # PostgreSQL, Aurora PostgreSQL
    5439,  # Redshift
    6379,  # Redis, Valkey
    8182,  # Neptune
    9092,  # Kafka
    9200,  # OpenSearch, Elasticsearch
    11211,  # Memcached
    27017,  # MongoDB, DocumentDB
)
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
    types=INGRESS_TYPES,
    concern="security",
    severity="high",
    title="EC2 security group allows SSH from the internet",
    risk="Anyone can try passwords and exploits on port 22.",
    fix='cidr_blocks=["10.0.0.0/8"], or no port 22: Session Manager needs none',
    same_intent_as=("CKV_AWS_24",),
    aws_docs=RULES_PAGE,
)
def security_group_no_public_ssh(group: Resource, stack: Stack) -> Iterator[Finding]:
    yield from open_port(group, stack, 22, "tcp")


@stack_rule(
    types=INGRESS_TYPES,
    concern="security",
    severity="high",
    title="EC2 security group allows RDP from the internet",
    risk="Anyone can try passwords and exploits on port 3389.",
    fix='cidr_blocks=["10.0.0.0/8"], or no port 3389: Fleet Manager needs none',
    same_intent_as=("CKV_AWS_25",),
    aws_docs=RULES_PAGE,
)
def security_group_no_public_rdp(group: Resource, stack: Stack) -> Iterator[Finding]:
    yield from open_port(group, stack, 3389, "tcp", "udp")


@stack_rule(
    types=INGRESS_TYPES,
    concern="security",
    severity="critical",
    title="EC2 security group allows database or administration ports from the internet",
    risk="Anyone can try passwords and exploits against the service behind the port.",
    fix="security_groups=[application.id] in place of cidr_blocks",
    same_intent_as=("ec2_securitygroup_allow_ingress_from_internet_to_high_risk_tcp_ports",),
    aws_docs=RULES_PAGE,
    settings={"ports": "ports that must not be open to the internet"},
)
def security_group_no_public_database_ports(
    group: Resource, stack: Stack, *, ports: tuple[int, ...] = SENSITIVE_PORTS
) -> Iterator[Finding]:
    for opening in openings(group, "ingress", stack):
        reached = {
            port: all_of([opening.from_anywhere, opening.admits(port, "tcp", "udp")])
            for port in ports
        }
        listed = ", ".join(str(port) for port, open_ in reached.items() if open_ is True)
        because = f"{opening.path} opens port {listed} to the internet"
        yield from found(
            any_of(reached.values()), group, opening.path, "no public source", because=because
        )
    every = combined(group, "ingress", stack)
    together = {
        port: every.together(lambda each, port=port: each.admits(port, "tcp", "udp"))
        for port in ports
    }
    listed = ", ".join(str(port) for port, open_ in together.items() if open_ is True)
    because = f"the rules together open port {listed} to most of the internet"
    yield from found(any_of(together.values()), group, "", "no public source", because=because)


@stack_rule(
    types=INGRESS_TYPES,
    concern="security",
    severity="critical",
    title="EC2 security group allows all ports from the internet",
    risk="Every service on the instance can be attacked.",
    fix="set protocol, from_port and to_port of the traffic that is needed",
    same_intent_as=("CKV_AWS_277",),
    aws_docs=RULES_PAGE,
    subsumes=(
        "security-group-no-public-ssh",
        "security-group-no-public-rdp",
        "security-group-no-public-database-ports",
        "security-group-no-public-http",
    ),
)
def security_group_no_public_ingress_all_ports(group: Resource, stack: Stack) -> Iterator[Finding]:
    every = attrgetter("all_ports")
    yield from open_to_all(group, stack, every, "every port", "named ports")


@stack_rule(
    types=INGRESS_TYPES,
    concern="security",
    severity="high",
    title="EC2 security group allows HTTP from the internet",
    risk="Requests and responses are exchanged in plain text.",
    fix=("use port 443 instead of 80, or a load balancer on port 80 that redirects to HTTPS"),
    same_intent_as=("CKV_AWS_260",),
    aws_docs=RULES_PAGE,
)
def security_group_no_public_http(group: Resource, stack: Stack) -> Iterator[Finding]:
    for finding in open_port(group, stack, HTTP_PORT, "tcp"):
        redirects = of_redirecting_balancers(group, stack)
        if redirects is False:
            yield finding
        elif redirects is UNKNOWN:
            yield replace(finding, actual=UNKNOWN)


def of_redirecting_balancers(group: Resource, stack: Stack) -> Truth:
    """Return whether all users of the group are load balancers that only redirect HTTP."""
    held: Resource | Unknown | None = group
    if group.type in (RULE, INGRESS_RULE):
        held = stack.follow(group, "securityGroupId", *SECURITY_GROUPS)
    if not isinstance(held, Resource):
        balancing = bool(stack.of_type(LOAD_BALANCER))
        return UNKNOWN if held is UNKNOWN and balancing else False
    group_users = stack.listed(held, "securityGroups", LOAD_BALANCER)
    if not group_users.found:
        return all_of(
            [UNKNOWN, any_of(only_redirects(each, stack) for each in group_users.unknown)]
        )
    return all_of(only_redirects(each, stack) for each in group_users.found)


@stack_rule(
    types=EGRESS_TYPES,
    concern="security",
    severity="medium",
    title="EC2 security group allows egress to all addresses on all protocols",
    risk="A compromised instance can send data anywhere.",
    fix=(
        "set protocol, ports and destination (security groups or prefix lists) of the "
        "egress that is needed"
    ),
    same_intent_as=("CKV_AWS_382",),
    aws_docs=RULES_PAGE,
)
def security_group_no_unrestricted_egress(group: Resource, stack: Stack) -> Iterator[Finding]:
    for opening in openings(group, "egress", stack):
        broken = all_of([opening.from_anywhere, opening.all_protocols])
        because = f"{opening.path} allows all egress to the internet"
        yield from found(broken, group, opening.path, "named ports", because=because)
    together = combined(group, "egress", stack).together(attrgetter("all_protocols"))
    because = "the rules together allow all egress to most of the internet"
    yield from found(together, group, "", "named ports", because=because)


def admits(port: int, *protocols: str) -> Callable[[Opening], Truth]:
    return lambda opening: opening.admits(port, *protocols)


def open_port(group: Resource, stack: Stack, port: int, *protocols: str) -> Iterator[Finding]:
    every = admits(port, *protocols)
    yield from open_to_all(group, stack, every, f"port {port}", "no public source")


def open_to_all(
    group: Resource, stack: Stack, admitting: Callable[[Opening], Truth], what: str, expected: str
) -> Iterator[Finding]:
    """Yield openings to the internet, and narrower ones that add up to most of it."""
    together = combined(group, "ingress", stack).together(admitting)
    because = f"the rules together open {what} to most of the internet"
    yield from found(together, group, "", expected, because=because)
    for opening in openings(group, "ingress", stack):
        broken = all_of([opening.from_anywhere, admitting(opening)])
        because = f"{opening.path} opens {what} to the internet"
        yield from found(broken, group, opening.path, expected, because=because)


@stack_rule(
    types=(VPC,),
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
    same_intent_as=(),
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
    security_group_no_public_ssh,
    security_group_no_public_rdp,
    security_group_no_public_database_ports,
    security_group_no_public_ingress_all_ports,
    security_group_no_public_http,
    security_group_no_unrestricted_egress,
    vpc_default_security_group_no_rules,
    security_group_rules_single_management,
    security_group_rule_description,
    security_group_in_use,
)
