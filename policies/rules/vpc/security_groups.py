"""Rules for Amazon VPC: traffic that security groups allow."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from operator import attrgetter

from costing.graph.resource import Resource
from costing.model import UNKNOWN, Unknown
from policies.engine.finding import Finding
from policies.engine.logic import (
    Truth,
    all_of,
    any_of,
    found,
)
from policies.engine.rule import Rule, stack_rule
from policies.engine.selectors.listeners import HTTP_PORT, only_redirects
from policies.engine.selectors.security_groups import (
    EGRESS_TYPES,
    INGRESS_RULE,
    INGRESS_TYPES,
    RULE,
    Opening,
    combined,
    openings,
)
from policies.engine.selectors.tokens import LOAD_BALANCER, SECURITY_GROUPS
from policies.engine.stack import Stack

RULES_PAGE = "https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html"
SENSITIVE_PORTS = (
    20,  # FTP
    21,  # FTP
    23,  # Telnet
    25,  # SMTP
    88,  # Kerberos
    110,  # POP3
    111,  # RPC portmapper
    135,  # RPC
    137,  # NetBIOS
    138,  # NetBIOS
    139,  # NetBIOS
    143,  # IMAP
    161,  # SNMP
    389,  # LDAP
    445,  # SMB
    464,  # Kerberos passwords
    512,  # rexec
    513,  # rlogin
    514,  # rsh, syslog
    636,  # LDAP with TLS
    873,  # rsync
    1433,  # SQL Server
    1434,  # SQL Server browser
    1521,  # Oracle
    2049,  # NFS
    2181,  # ZooKeeper
    2375,  # Docker
    2376,  # Docker with TLS
    2379,  # etcd
    2380,  # etcd peers
    2383,  # SQL Server Analysis Services
    2483,  # Oracle
    2484,  # Oracle with TLS
    3000,  # development servers and Grafana
    3306,  # MySQL, MariaDB, Aurora MySQL
    4333,  # ahsp, in the list of Security Hub EC2.19
    4505,  # Salt
    4506,  # Salt
    5000,  # MLflow
    5432,  # PostgreSQL, Aurora PostgreSQL
    5439,  # Redshift
    5500,  # fcp-addr-srvr1, in the list of Security Hub EC2.19
    5601,  # Kibana and OpenSearch Dashboards
    5672,  # RabbitMQ without TLS
    5900,  # VNC
    5985,  # Windows Remote Management
    5986,  # Windows Remote Management
    6006,  # TensorBoard
    6379,  # Redis, Valkey
    6443,  # Kubernetes API
    7000,  # Cassandra nodes
    7001,  # Cassandra nodes with TLS
    7077,  # Spark master
    7199,  # Cassandra JMX
    7474,  # Neo4j
    7687,  # Neo4j
    8020,  # HDFS
    8080,  # proxies
    8086,  # InfluxDB
    8088,  # YARN
    8161,  # ActiveMQ console
    8182,  # Neptune
    8265,  # Ray dashboard
    8500,  # Consul
    8793,  # Airflow logs
    8888,  # Jupyter
    9042,  # Cassandra
    9090,  # Prometheus
    9092,  # Kafka
    9160,  # Cassandra Thrift
    9200,  # OpenSearch, Elasticsearch
    9300,  # OpenSearch, Elasticsearch nodes
    9870,  # HDFS
    10250,  # kubelet
    10255,  # kubelet, read-only
    11211,  # Memcached
    15672,  # RabbitMQ console
    18080,  # Spark history server
    27017,  # MongoDB, DocumentDB
    27018,  # MongoDB shards
    27019,  # MongoDB configuration servers
    28015,  # RethinkDB
    50070,  # HDFS
    61616,  # ActiveMQ
)


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
    together = {port: every.together(admits(port, "tcp", "udp")) for port in ports}
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


RULES: tuple[Rule, ...] = (
    security_group_no_public_ssh,
    security_group_no_public_rdp,
    security_group_no_public_database_ports,
    security_group_no_public_ingress_all_ports,
    security_group_no_public_http,
    security_group_no_unrestricted_egress,
)
