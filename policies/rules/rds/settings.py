"""Rules for Amazon RDS: settings."""

from collections.abc import Iterator

from costing.graph.resource import Resource
from costing.model import UNKNOWN
from policies.engine.finding import Finding
from policies.engine.logic import (
    Truth,
    all_of,
    any_of,
    equal,
    found,
    given,
    is_set,
    is_unknown,
    not_,
    one_of,
    read,
)
from policies.engine.rule import Rule, resource_rule
from policies.engine.selectors.secrets import no_plain_text
from policies.rules._shared.input_rules import input_is, input_rule, must_be_at_least

# Engine → its default port.
PORTS = {
    "mysql": 3306,
    "mariadb": 3306,
    "postgres": 5432,
    "aurora-mysql": 3306,
    "aurora-postgresql": 5432,
    "oracle": 1521,
    "sqlserver": 1433,
}
# Versions before the fix of AWS-2022-004.
LOG_FDW_POSTGRES = (
    "13.2",
    "13.1",
    "12.6",
    "12.5",
    "12.4",
    "12.3",
    "12.2",
    "11.11",
    "11.10",
    "11.9",
    "11.8",
    "11.7",
    "11.6",
    "11.5",
    "11.4",
    "11.3",
    "11.2",
    "11.1",
    "10.16",
    "10.15",
    "10.14",
    "10.13",
    "10.12",
    "10.11",
    "10.10",
    "10.9",
    "10.7",
    "10.6",
    "10.5",
    "10.4",
    "10.3",
    "10.1",
    "9.6.21",
    "9.6.20",
    "9.6.19",
    "9.6.18",
    "9.6.17",
    "9.6.16",
    "9.6.15",
    "9.6.14",
    "9.6.12",
    "9.6.11",
    "9.6.10",
    "9.6.9",
    "9.6.8",
    "9.6.6",
    "9.6.5",
    "9.6.3",
    "9.6.2",
    "9.6.1",
    "9.5",
    "9.4",
    "9.3",
)
LOG_FDW_AURORA = ("11.6", "11.7", "11.8", "10.11", "10.12", "10.13")


@resource_rule(
    types=("aws:rds/instance:Instance",),
    concern="security",
    severity="low",
    title="RDS instance uses the default security group and subnets",
    risk="The default group and the default VPC admit more than the database needs.",
    fix="vpc_security_group_ids=[group.id], db_subnet_group_name=subnets.name",
    aws_docs="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_VPC.WorkingWithRDSInstanceinaVPC.html",
    production=True,
)
def rds_security_groups_in_vpc(resource: Resource) -> Iterator[Finding]:
    path = "vpcSecurityGroupIds"
    placed = any_of(
        given(resource, key) for key in (path, "dbSubnetGroupName", "replicateSourceDb")
    )
    yield from found(not_(placed), resource, path, "security groups of the VPC")


@resource_rule(
    types=("aws:rds/instance:Instance", "aws:rds/cluster:Cluster"),
    concern="security",
    severity="low",
    title="RDS database listens on the default port of its engine",
    risk="Scanners find the database at once.",
    fix="port=6543",
    same_intent_as=("rds_instance_non_default_port", "rds_cluster_non_default_port"),
    aws_docs="https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html",
    regulated=True,
)
def rds_non_default_port(resource: Resource) -> Iterator[Finding]:
    port, engine = read(resource, "port"), read(resource, "engine")
    path = "port"
    default = any_of(
        all_of([engine_is(engine, name), equal(port, number)]) for name, number in PORTS.items()
    )
    absent = all_of(
        [port is None, not_(is_set(resource, "replicateSourceDb")), is_set(resource, "engine")]
    )
    yield from found(
        any_of([default, absent]), resource, path, "another port than the engine's default"
    )


@resource_rule(
    types=("aws:rds/instance:Instance", "aws:rds/cluster:Cluster"),
    concern="security",
    severity="low",
    title="RDS database has a well-known administrator name",
    risk="One half of the credentials is known to attackers.",
    fix='username="platform_owner"',
    same_intent_as=("rds_cluster_default_admin", "rds_instance_default_admin"),
    aws_docs="https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html",
    regulated=True,
)
def rds_custom_administrator_name(resource: Resource) -> Iterator[Finding]:
    path = "masterUsername" if resource.type.endswith("Cluster") else "username"
    common = one_of(read(resource, path), ("admin", "administrator", "postgres", "root"))
    yield from found(common, resource, path, "a name that cannot be guessed")


@resource_rule(
    types=("aws:rds/instance:Instance", "aws:rds/cluster:Cluster", "aws:docdb/cluster:Cluster"),
    concern="security",
    severity="high",
    title="RDS or DocumentDB master password is a text in the program",
    risk="Everyone who can read the program or the state knows the password.",
    fix=(
        "manage_master_user_password=True in place of password, or "
        'password=config.require_secret("password")'
    ),
    aws_docs="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html",
)
def rds_master_password_managed(resource: Resource) -> Iterator[Finding]:
    for path in ("password", "masterPassword"):
        yield from no_plain_text(resource, path, "a managed password or a secret")


@resource_rule(
    types=("aws:rds/instance:Instance", "aws:rds/cluster:Cluster"),
    concern="security",
    severity="high",
    title="RDS PostgreSQL version has the vulnerability of the log_fdw extension",
    risk="A user of the database reads files of the host (AWS-2022-004).",
    fix='engine_version="16.4"',
    same_intent_as=("CKV_AWS_250", "CKV_AWS_388"),
    aws_docs="https://aws.amazon.com/security/security-bulletins/AWS-2022-004/",
)
def rds_postgresql_log_fdw_vulnerability(resource: Resource) -> Iterator[Finding]:
    engine, version = read(resource, "engine"), read(resource, "engineVersion")
    path = "engineVersion"
    expected = "a version with the fix of log_fdw"
    aurora = engine_is(engine, "aurora-postgresql")
    vulnerable = any_of(
        [
            all_of([equal(engine, "postgres"), one_of(version, LOG_FDW_POSTGRES)]),
            all_of([aurora, one_of(version, LOG_FDW_AURORA)]),
        ]
    )
    yield from found(vulnerable, resource, path, expected)


def engine_is(engine: object, name: str) -> Truth:
    """Return whether an engine is this one, in any edition: "oracle-ee" is "oracle"."""
    if is_unknown(engine):
        return UNKNOWN
    return engine == name or str(engine).startswith(
        (f"{name}-ee", f"{name}-se", f"{name}-ex", f"{name}-web")
    )


RULES: tuple[Rule, ...] = (
    input_rule(
        "rds-enhanced-monitoring",
        must_be_at_least("monitoringInterval", 1, "60 seconds or less", default=0),
        types=("aws:rds/instance:Instance", "aws:rds/clusterInstance:ClusterInstance"),
        concern="operations",
        severity="low",
        title="RDS instance has no enhanced monitoring",
        risk="Load on the operating system is not visible when the database is slow.",
        fix="monitoring_interval=60, monitoring_role_arn=role.arn",
        same_intent_as=("CKV_AWS_118", "rds_instance_enhanced_monitoring_enabled"),
        aws_docs="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Monitoring.OS.html",
        regulated=True,
    ),
    rds_security_groups_in_vpc,
    rds_non_default_port,
    rds_custom_administrator_name,
    input_rule(
        "rds-aurora-backtracking",
        must_be_at_least(
            "backtrackWindow",
            1,
            "seconds to go back",
            default=0,
            when=input_is("engine", "aurora-mysql"),
        ),
        types=("aws:rds/cluster:Cluster",),
        concern="availability",
        severity="low",
        title="Aurora MySQL cluster (RDS) has no backtracking",
        risk="An erroneous change is undone by a restore only, which takes long.",
        fix="backtrack_window=86400",
        same_intent_as=("CKV_AWS_326", "rds_cluster_backtrack_enabled"),
        aws_docs="https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/AuroraMySQL.Managing.Backtrack.html",
        regulated=True,
    ),
    rds_master_password_managed,
    rds_postgresql_log_fdw_vulnerability,
)
