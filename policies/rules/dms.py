"""Rules for AWS Database Migration Service (DMS)."""

from collections.abc import Iterator

from costing.graph.resource import Resource
from policies.engine.finding import Finding
from policies.engine.logic import all_of, equal, forbid, found, one_of, read, require
from policies.engine.rule import Rule, resource_rule
from policies.engine.selectors.tokens import DMS_REPLICATION_INSTANCE

WITH_TLS = (
    "aurora",
    "aurora-postgresql",
    "docdb",
    "mariadb",
    "mongodb",
    "mysql",
    "oracle",
    "postgres",
    "sqlserver",
)


@resource_rule(
    types=(DMS_REPLICATION_INSTANCE,),
    concern="security",
    severity="critical",
    title="AWS DMS replication instance is publicly accessible",
    risk=(
        "The instance, which reads and writes both databases, can be attacked from the internet."
    ),
    fix="publicly_accessible=False",
    same_intent_as=("CKV_AWS_89",),
    aws_docs="https://docs.aws.amazon.com/dms/latest/userguide/CHAP_ReplicationInstance.html",
)
def dms_replication_instance_not_public(instance: Resource) -> Iterator[Finding]:
    yield from forbid(instance, "publiclyAccessible", True, expected=False)


@resource_rule(
    types=(DMS_REPLICATION_INSTANCE,),
    concern="availability",
    severity="medium",
    title="AWS DMS replication instance has no standby in a second zone",
    risk="The loss of a zone stops the replication, which must then be restarted.",
    fix="multi_az=True",
    same_intent_as=(),
    aws_docs="https://docs.aws.amazon.com/dms/latest/userguide/CHAP_ReplicationInstance.html",
    production=True,
)
def dms_replication_instance_multi_az(instance: Resource) -> Iterator[Finding]:
    yield from require(instance, "multiAz", True)


@resource_rule(
    types=("aws:dms/endpoint:Endpoint",),
    concern="security",
    severity="medium",
    title="AWS DMS endpoint connects without TLS",
    risk="Migrated data can be read in transit.",
    fix='ssl_mode="require" or "verify-full"',
    same_intent_as=("CKV2_AWS_49",),
    aws_docs="https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Security.SSL.html",
)
def dms_endpoint_tls(resource: Resource) -> Iterator[Finding]:
    able = one_of(read(resource, "engineName"), WITH_TLS)
    off = equal(read(resource, "sslMode", "none"), "none")
    yield from found(all_of([able, off]), resource, "sslMode", "require")


RULES: tuple[Rule, ...] = (
    dms_replication_instance_not_public,
    dms_replication_instance_multi_az,
    dms_endpoint_tls,
)
