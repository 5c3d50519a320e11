"""What keeps a database's content from being read."""

import re
from collections.abc import Iterator

from costing.graph import Resource
from costing.model import UNKNOWN
from policies.finding import Finding
from policies.reading.keys import A_KEY_OF_OURS, own_key
from policies.reading.knowledge import fact
from policies.reading.parameters import group_settings, is_on
from policies.reading.stack import Stack
from policies.reading.tokens import CLUSTER_INSTANCE, DATABASE, DATABASE_CLUSTER
from policies.reading.values import (
    Truth,
    Undecided,
    all_of,
    equal,
    found,
    is_open,
    items,
    not_,
    one_of,
    read,
    refuse,
    stated,
    want,
)
from policies.rule import resource_rule, stack_rule

GUIDE = "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide"
GLOBAL_CLUSTERS = (
    "aws:rds/globalCluster:GlobalCluster",
    "aws:docdb/globalCluster:GlobalCluster",
)
NEPTUNE = "aws:neptune/cluster:Cluster"
NEPTUNE_INSTANCE = "aws:neptune/clusterInstance:ClusterInstance"
OF_THE_SAME_MAKE = ("aws:docdb/cluster:Cluster", NEPTUNE)
PARAMETER_GROUP = "aws:rds/parameterGroup:ParameterGroup"

# Engines whose users can sign in with IAM, and the parameter of each that refuses plain clients.
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
# From which version on an engine does so unless its parameter group says otherwise (2026-11-24):
# PostgreSQL.Concepts.General.SSL.html, mysql-ssl-connections.require-ssl.html and
# mariadb-ssl-connections.require-ssl.html of the guide.
FORCES_BY_DEFAULT = {"postgres": (15, 0), "mysql": (9, 7), "mariadb": (11, 8)}


@resource_rule(
    types=(DATABASE, DATABASE_CLUSTER, *GLOBAL_CLUSTERS, *OF_THE_SAME_MAKE),
    concern="security",
    severity="high",
    fix="storage_encrypted=True",
    same_intent_as=(
        "CKV_AWS_16",
        "CKV_AWS_44",
        "CKV_AWS_74",
        "CKV_AWS_96",
        "CKV_AWS_140",
        "CKV_AWS_292",
    ),
    url=f"{GUIDE}/Overview.Encryption.html",
)
def database_encrypted(database: Resource) -> Iterator[Finding]:
    """A database is encrypted at rest, so that a lost volume or snapshot tells nothing."""
    if stated(database, "replicateSourceDb") or stated(database, "sourceDbClusterIdentifier"):
        return  # a replica is encrypted where its source is
    serverless = equal(read(database, "engineMode"), "serverless")  # always encrypted
    plain = not_(equal(read(database, "storageEncrypted"), option=True))
    yield from found(all_of([plain, not_(serverless)]), database, "storageEncrypted", wanted=True)


@resource_rule(
    types=(DATABASE, DATABASE_CLUSTER, CLUSTER_INSTANCE, NEPTUNE_INSTANCE),
    concern="security",
    severity="critical",
    fix="publicly_accessible=False",
    same_intent_as=("CKV_AWS_17", "CKV_AWS_102"),
    url=f"{GUIDE}/USER_VPC.WorkingWithRDSInstanceinaVPC.html",
)
def database_not_public(database: Resource) -> Iterator[Finding]:
    """A database has no public address: only what is in its network can try a password."""
    yield from refuse(database, "publiclyAccessible", True, wanted=False)


@resource_rule(
    types=(DATABASE, DATABASE_CLUSTER, NEPTUNE),
    concern="security",
    severity="medium",
    fix="iam_database_authentication_enabled=True",
    same_intent_as=("CKV_AWS_161", "CKV_AWS_162", "CKV_AWS_359"),
    url=f"{GUIDE}/UsingWithRDS.IAMDBAuth.html",
)
def database_signs_in_with_iam(database: Resource) -> Iterator[Finding]:
    """Who may sign in to a database is IAM's to say: its tokens last minutes, a password years."""
    able: Truth = True
    if database.type == DATABASE:
        able = one_of(read(database, "engine", "mysql"), WITH_IAM)
    path = "iamDatabaseAuthenticationEnabled"
    off = not_(equal(read(database, path), option=True))
    yield from found(all_of([able, off]), database, path, wanted=True)


@stack_rule(
    types=(DATABASE,),
    concern="security",
    severity="high",
    fix='a parameter group with rds.force_ssl, or require_secure_transport, at "1"',
    same_intent_as=("CKV2_AWS_69",),
    url=f"{GUIDE}/UsingWithRDS.SSL.html",
)
def database_refuses_plain_clients(database: Resource, stack: Stack) -> Iterator[Finding]:
    """A database takes no client that does not speak TLS."""
    engine = read(database, "engine", "mysql")
    if is_open(engine):
        raise Undecided(database, "engine")
    parameter = FORCES_TLS.get(str(engine))
    if parameter is None:
        return  # Oracle and Db2 have other means
    path = "parameterGroupName"
    settings = [*group_settings(stack, database, path, PARAMETER_GROUP, parameter)]
    chosen = [value for value in settings if value is not None]
    forced = is_on(chosen[0]) if chosen else forces_by_default(database, str(engine))
    because = f"no parameter group of {database.name} sets {parameter}"
    yield from found(not_(forced), database, path, f"{parameter} = 1", because=because)


def forces_by_default(database: Resource, engine: str) -> Truth:
    version = read(database, "engineVersion")
    if engine not in FORCES_BY_DEFAULT or version is None:
        return False
    if is_open(version):
        return UNKNOWN
    major, minor = [*map(int, re.findall(r"\d+", str(version))), 0, 0][:2]
    return (major, minor) >= FORCES_BY_DEFAULT[engine]


@resource_rule(
    types=(DATABASE, CLUSTER_INSTANCE),
    concern="security",
    severity="low",
    fix="performance_insights_kms_key_id=key.arn",
    same_intent_as=("CKV_AWS_354",),
    url=f"{GUIDE}/USER_PerfInsights.access-control.cmk-policy.html",
)
def insights_encrypted_with_own_key(database: Resource) -> Iterator[Finding]:
    """Performance Insights, which shows queries, is encrypted with a key of ours."""
    path = "performanceInsightsKmsKeyId"
    on = equal(read(database, "performanceInsightsEnabled"), option=True)
    yield from found(all_of([on, not_(own_key(database, path))]), database, path, A_KEY_OF_OURS)


@resource_rule(
    types=(DATABASE, CLUSTER_INSTANCE),
    concern="security",
    severity="medium",
    fix='ca_cert_identifier="rds-ca-rsa2048-g1"',
    same_intent_as=("CKV_AWS_211",),
    url=f"{GUIDE}/UsingWithRDS.SSL-certificate-rotation.html",
)
def database_certificate_current(database: Resource) -> Iterator[Finding]:
    """A database shows a certificate that has not expired, or clients learn not to look."""
    authorities = fact("rds", "authorities")
    yield from want(database, "caCertIdentifier", *authorities, default=authorities[0])


@resource_rule(
    types=("aws:rds/snapshot:Snapshot", "aws:rds/snapshotCopy:SnapshotCopy"),
    concern="security",
    severity="critical",
    fix="shared_accounts=[...], by number; not all",
    same_intent_as=("CKV_AWS_302",),
    url=f"{GUIDE}/USER_ShareSnapshot.html",
)
def snapshot_not_public(snapshot: Resource) -> Iterator[Finding]:
    """A snapshot is shared with nobody, or with accounts that are named."""
    for path, account in items(snapshot, "sharedAccounts"):
        yield from found(equal(account, "all"), snapshot, path, "an account's number")
