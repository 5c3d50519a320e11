"""What keeps a network closed."""

from collections.abc import Iterator

from costing.graph import Resource
from costing.model import UNKNOWN, Unknown
from policies.finding import Finding
from policies.reading.listeners import HTTP_PORT, only_redirects
from policies.reading.security_groups import (
    DEFAULT_SECURITY_GROUP,
    EGRESS_TYPES,
    INGRESS_RULE,
    INGRESS_TYPES,
    RULE,
    openings,
)
from policies.reading.stack import Stack
from policies.reading.tokens import LOAD_BALANCERS, SECURITY_GROUPS, VPC
from policies.reading.values import Truth, all_of, any_of, found, is_open, not_, read
from policies.rule import resource_rule, stack_rule

RULES_PAGE = "https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html"
DATABASE_PORTS = (
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


@resource_rule(
    types=INGRESS_TYPES,
    concern="security",
    severity="high",
    fix='cidr_blocks=["10.0.0.0/8"], or no port 22 at all: Session Manager needs none',
    same_intent_as=("CKV_AWS_24",),
    url=RULES_PAGE,
)
def no_open_ssh(group: Resource) -> Iterator[Finding]:
    """SSH is not open to the internet, where every open port 22 is tried within minutes."""
    yield from open_port(group, 22, "tcp")


@resource_rule(
    types=INGRESS_TYPES,
    concern="security",
    severity="high",
    fix='cidr_blocks=["10.0.0.0/8"], or no port 3389 at all: Fleet Manager needs none',
    same_intent_as=("CKV_AWS_25",),
    url=RULES_PAGE,
)
def no_open_rdp(group: Resource) -> Iterator[Finding]:
    """Remote Desktop is not open to the internet."""
    yield from open_port(group, 3389, "tcp", "udp")


@resource_rule(
    types=INGRESS_TYPES,
    concern="security",
    severity="critical",
    fix="security_groups=[application.id] in place of cidr_blocks",
    same_intent_as=(),
    url=RULES_PAGE,
    settings={"ports": "ports that no one on the internet may reach"},
)
def no_open_database_port(
    group: Resource, *, ports: tuple[int, ...] = DATABASE_PORTS
) -> Iterator[Finding]:
    """Databases, caches and brokers are reached from inside only, never from the internet."""
    for opening in openings(group, "ingress"):
        reached = {
            port: all_of([opening.from_anywhere, opening.lets_in(port, "tcp", "udp")])
            for port in ports
        }
        listed = ", ".join(str(port) for port, open_ in reached.items() if open_ is True)
        because = f"{opening.path} opens port {listed} to the internet"
        yield from found(
            any_of(reached.values()), group, opening.path, "inside only", because=because
        )


@resource_rule(
    types=INGRESS_TYPES,
    concern="security",
    severity="critical",
    fix="name the protocol and the ports: protocol=..., from_port=..., to_port=...",
    same_intent_as=("CKV_AWS_277",),
    url=RULES_PAGE,
)
def no_ingress_from_anywhere_to_all_ports(group: Resource) -> Iterator[Finding]:
    """Nothing is open to the internet on every port."""
    for opening in openings(group, "ingress"):
        broken = all_of([opening.from_anywhere, opening.all_ports])
        because = f"{opening.path} opens every port to the internet"
        yield from found(broken, group, opening.path, "named ports", because=because)


@stack_rule(
    types=INGRESS_TYPES,
    concern="security",
    severity="high",
    fix="port 443 in place of 80; or a load balancer on 80 that only redirects to it",
    same_intent_as=("CKV_AWS_260",),
    url=RULES_PAGE,
)
def no_open_http(group: Resource, stack: Stack) -> Iterator[Finding]:
    """Plain HTTP is not open to the internet, but for a load balancer that redirects to HTTPS."""
    for opening in openings(group, "ingress"):
        opened = all_of([opening.from_anywhere, opening.lets_in(HTTP_PORT, "tcp")])
        if opened is not False:
            broken = all_of([opened, not_(of_redirecting_balancers(group, stack))])
            because = f"{opening.path} opens port {HTTP_PORT} to the internet"
            yield from found(broken, group, opening.path, "no port open to all", because=because)


def of_redirecting_balancers(group: Resource, stack: Stack) -> Truth:
    """Whether the group is load balancers', which do nothing over HTTP but redirect."""
    held: Resource | Unknown | None = group
    if group.type in (RULE, INGRESS_RULE):
        held = stack.follow(group, "securityGroupId", *SECURITY_GROUPS)
    if not isinstance(held, Resource):
        balancing = bool(stack.of_type(*LOAD_BALANCERS))
        return UNKNOWN if held is UNKNOWN and balancing else False
    bearers = stack.listed(held, "securityGroups", *LOAD_BALANCERS)
    if not bearers.found:
        return all_of([UNKNOWN, any_of(only_redirects(each, stack) for each in bearers.open)])
    return all_of(only_redirects(each, stack) for each in bearers.found)


@resource_rule(
    types=EGRESS_TYPES,
    concern="security",
    severity="medium",
    fix="name the protocol and the ports that are needed, or the groups and prefix lists",
    same_intent_as=("CKV_AWS_382",),
    url=RULES_PAGE,
)
def no_egress_to_anywhere_of_every_protocol(group: Resource) -> Iterator[Finding]:
    """What leaves a group is named: an intruder's way out is not open by itself."""
    for opening in openings(group, "egress"):
        broken = all_of([opening.from_anywhere, opening.all_protocols])
        because = f"{opening.path} lets everything out to the internet"
        yield from found(broken, group, opening.path, "named ports", because=because)


def open_port(group: Resource, port: int, *protocols: str) -> Iterator[Finding]:
    for opening in openings(group, "ingress"):
        broken = all_of([opening.from_anywhere, opening.lets_in(port, *protocols)])
        because = f"{opening.path} opens port {port} to the internet"
        yield from found(broken, group, opening.path, "no port open to all", because=because)


@stack_rule(
    types=(VPC,),
    concern="security",
    severity="high",
    fix="ec2.DefaultSecurityGroup(vpc_id=vpc.id), without ingress and egress",
    same_intent_as=("CKV2_AWS_12",),
    url="https://docs.aws.amazon.com/vpc/latest/userguide/default-security-group.html",
)
def default_security_group_closed(vpc: Resource, stack: Stack) -> Iterator[Finding]:
    """A VPC's default group lets nothing through: what forgets to name a group gets that one."""
    groups = stack.attached(vpc, "vpcId", DEFAULT_SECURITY_GROUP)
    if not groups.found:
        broken = UNKNOWN if groups.open else True
        because = f"no DefaultSecurityGroup takes charge of the default group of {vpc.name}"
        yield from found(broken, vpc, "", "a closed default group", because=because)
    for group in groups.found:
        for direction in ("ingress", "egress"):
            blocks = read(group, direction, [])
            broken = UNKNOWN if is_open(blocks) else bool(blocks)
            because = f"{group.name} has {direction}"
            yield from found(broken, vpc, f"{group.name}: {direction}", [], because=because)
