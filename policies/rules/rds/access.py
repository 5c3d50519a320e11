"""Rules for Amazon RDS: access."""

import re
from collections.abc import Iterator
from typing import Any

from costing.graph.resource import Resource
from costing.model import UNKNOWN
from policies.engine.finding import Finding
from policies.engine.logic import (
    Truth,
    UnknownInput,
    all_of,
    any_of,
    equal,
    found,
    is_unknown,
    not_,
    one_of,
    read,
)
from policies.engine.rule import Rule, stack_rule
from policies.engine.selectors.database_sources import inherited
from policies.engine.selectors.dated_facts import fact
from policies.engine.selectors.parameters import group_settings, is_on
from policies.engine.selectors.tokens import (
    CLUSTER_INSTANCE,
    DATABASE,
    DATABASE_CLUSTER,
    NEPTUNE_CLUSTER,
    NEPTUNE_CLUSTER_INSTANCE,
    RDS_PARAMETER_GROUP,
    RDS_SNAPSHOT_COPY,
)
from policies.engine.stack import Stack
from policies.rules._shared.input_rules import (
    elements_must_not_be,
    input_rule,
    must_be,
    must_not_be,
)

GUIDE = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide"
NEPTUNE = NEPTUNE_CLUSTER
NEPTUNE_INSTANCE = NEPTUNE_CLUSTER_INSTANCE
PARAMETER_GROUP = RDS_PARAMETER_GROUP
# Engines with IAM authentication, and the parameter of each that requires TLS.
WITH_IAM = ("mysql", "postgres", "mariadb")
FORCES_TLS = {
    "postgres": "rds.force_ssl",
    "mysql": "require_secure_transport",
    "mariadb": "require_secure_transport",
    "sqlserver-ee": "rds.force_ssl",
    "sqlserver-ex": "rds.force_ssl",
    "sqlserver-se": "rds.force_ssl",
    "sqlserver-web": "rds.force_ssl",
}
FORCES_TLS |= {"aurora-postgresql": "rds.force_ssl", "aurora-mysql": "require_secure_transport"}
GROUPS_OF = {
    DATABASE: ("parameterGroupName", PARAMETER_GROUP),
    DATABASE_CLUSTER: (
        "dbClusterParameterGroupName",
        "aws:rds/clusterParameterGroup:ClusterParameterGroup",
    ),
}
# First version that requires TLS by default (2026-11-24):
# PostgreSQL.Concepts.General.SSL.html, mysql-ssl-connections.require-ssl.html and
# mariadb-ssl-connections.require-ssl.html of the guide.
FORCES_BY_DEFAULT = {"postgres": (15, 0), "mysql": (9, 7), "mariadb": (11, 8)}


@stack_rule(
    types=(DATABASE, DATABASE_CLUSTER, NEPTUNE),
    concern="security",
    severity="medium",
    title="RDS database has no IAM database authentication",
    risk="Database passwords are long-lived and are not managed by IAM.",
    fix="iam_database_authentication_enabled=True",
    same_intent_as=(
        "CKV_AWS_161",
        "CKV_AWS_162",
        "CKV_AWS_359",
        "neptune_cluster_iam_authentication_enabled",
    ),
    aws_docs=f"{GUIDE}/UsingWithRDS.IAMDBAuth.html",
    production=True,
)
def rds_iam_database_authentication(database: Resource, stack: Stack) -> Iterator[Finding]:
    able: Truth = True
    if database.type == DATABASE:
        able = one_of(engine_of(database, stack), WITH_IAM)
    path = "iamDatabaseAuthenticationEnabled"
    off = not_(equal(read(database, path), option=True))
    yield from found(all_of([able, off]), database, path, expected=True)


@stack_rule(
    types=(DATABASE, DATABASE_CLUSTER),
    concern="security",
    severity="high",
    title="RDS database accepts connections without TLS",
    risk="Passwords and data can be read in transit.",
    fix='a parameter group that sets rds.force_ssl or require_secure_transport to "1"',
    same_intent_as=("CKV2_AWS_69",),
    aws_docs=f"{GUIDE}/UsingWithRDS.SSL.html",
)
def rds_instance_tls_required(database: Resource, stack: Stack) -> Iterator[Finding]:
    engine = engine_of(database, stack)
    if is_unknown(engine):
        if required_by_group(database, stack) is not True:
            raise UnknownInput(database, "engine")
        return
    parameter = FORCES_TLS.get(str(engine))
    if parameter is None:
        return  # Oracle and Db2 require TLS by other settings
    path, kind = GROUPS_OF[database.type]
    settings = [*group_settings(stack, database, path, kind, parameter)]
    chosen = [value for value in settings if value is not None]
    forced = is_on(chosen[0]) if chosen else forces_by_default(database, str(engine), stack)
    because = f"the parameter group of {database.name} does not set {parameter}"
    yield from found(not_(forced), database, path, f"{parameter} = 1", because=because)


def required_by_group(database: Resource, stack: Stack) -> Truth:
    """Return whether the parameter group requires TLS, whatever the engine."""
    path, kind = GROUPS_OF[database.type]
    return any_of(
        is_on(value)
        for parameter in {*FORCES_TLS.values()}
        for value in group_settings(stack, database, path, kind, parameter)
        if value is not None
    )


def engine_of(database: Resource, stack: Stack) -> Any:  # noqa: ANN401 (JSON)
    """Return the engine; a restored database or a replica has its source's."""
    engine = inherited(stack, database, "engine")
    return "mysql" if engine is None else engine


def forces_by_default(database: Resource, engine: str, stack: Stack) -> Truth:
    """Return whether the version requires TLS without a parameter.

    A version that is not given is the one of the parameter group's family, or AWS chooses it.
    """
    if engine not in FORCES_BY_DEFAULT:
        return False
    version = inherited(stack, database, "engineVersion")
    if version is None:
        group = stack.follow(database, *GROUPS_OF[database.type])
        version = read(group, "family", UNKNOWN) if isinstance(group, Resource) else UNKNOWN
    if is_unknown(version):
        return UNKNOWN
    major, minor = [*map(int, re.findall(r"\d+", str(version))), 0, 0][:2]
    return (major, minor) >= FORCES_BY_DEFAULT[engine]


RULES: tuple[Rule, ...] = (
    input_rule(
        "rds-not-publicly-accessible",
        must_not_be("publiclyAccessible", True, expected=False),
        types=(DATABASE, DATABASE_CLUSTER, CLUSTER_INSTANCE, NEPTUNE_INSTANCE),
        concern="security",
        severity="critical",
        title="RDS database is publicly accessible",
        risk="Anyone on the internet can try passwords and exploits against the database.",
        fix="publicly_accessible=False",
        same_intent_as=("CKV_AWS_17", "CKV_AWS_102"),
        aws_docs=f"{GUIDE}/USER_VPC.WorkingWithRDSInstanceinaVPC.html",
    ),
    rds_iam_database_authentication,
    rds_instance_tls_required,
    input_rule(
        "rds-instance-ca-certificate-current",
        must_be(
            "caCertIdentifier", *fact("rds", "authorities"), default=fact("rds", "authorities")[0]
        ),
        types=(DATABASE, CLUSTER_INSTANCE),
        concern="security",
        severity="medium",
        title="RDS instance uses an expired CA certificate",
        risk="Clients that verify certificates cannot connect.",
        fix='ca_cert_identifier="rds-ca-rsa2048-g1"',
        same_intent_as=("CKV_AWS_211",),
        aws_docs=f"{GUIDE}/UsingWithRDS.SSL-certificate-rotation.html",
    ),
    input_rule(
        "rds-snapshot-not-public",
        elements_must_not_be("sharedAccounts", "all", expected="account ids"),
        types=("aws:rds/snapshot:Snapshot", RDS_SNAPSHOT_COPY),
        concern="security",
        severity="critical",
        title="RDS snapshot is public",
        risk="Anyone with an AWS account can restore the database.",
        fix='shared_accounts=[...] with account ids, never "all"',
        same_intent_as=("CKV_AWS_302",),
        aws_docs=f"{GUIDE}/USER_ShareSnapshot.html",
    ),
)
