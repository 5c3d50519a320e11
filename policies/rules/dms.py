"""Rules for AWS Database Migration Service (DMS)."""

from collections.abc import Iterator

from costing.graph.resource import Resource, at
from policies.engine.finding import Finding
from policies.engine.logic import (
    all_of,
    equal,
    forbid,
    found,
    json_object,
    not_,
    one_of,
    read,
    require,
)
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


@resource_rule(
    types=("aws:dms/replicationInstance:ReplicationInstance",),
    concern="operations",
    severity="low",
    title="DMS replication instance does not get minor version upgrades",
    risk="Known faults and vulnerabilities stay open.",
    fix="auto_minor_version_upgrade=True",
    same_intent_as=("CKV_AWS_222", "dms_instance_minor_version_upgrade_enabled"),
    aws_docs="https://docs.aws.amazon.com/dms/latest/userguide/CHAP_ReplicationInstance.html",
)
def dms_replication_instance_minor_version_upgrade(resource: Resource) -> Iterator[Finding]:
    yield from require(resource, "autoMinorVersionUpgrade", True)


@resource_rule(
    types=("aws:dms/endpoint:Endpoint",),
    concern="security",
    severity="medium",
    title="DMS endpoint connects to MongoDB without authentication",
    risk="The source admits everyone who reaches its port.",
    fix='mongodb_settings={"auth_type": "password", ...}',
    same_intent_as=("dms_endpoint_mongodb_authentication_enabled",),
    aws_docs="https://docs.aws.amazon.com/securityhub/latest/userguide/dms-controls.html",
)
def dms_mongodb_endpoint_authentication(resource: Resource) -> Iterator[Finding]:
    path = "mongodbSettings.authType"
    guarded = equal(read(resource, "engineName"), "mongodb")
    broken = equal(read(resource, path), "no")
    yield from found(all_of([guarded, broken]), resource, path, "password")


@resource_rule(
    types=("aws:dms/endpoint:Endpoint",),
    concern="security",
    severity="medium",
    title="DMS endpoint connects to Redis without TLS",
    risk="Replicated data can be read in transit.",
    fix='redis_settings={"ssl_security_protocol": "ssl-encryption", ...}',
    same_intent_as=("dms_endpoint_redis_in_transit_encryption_enabled",),
    aws_docs="https://docs.aws.amazon.com/securityhub/latest/userguide/dms-controls.html",
)
def dms_redis_endpoint_tls(resource: Resource) -> Iterator[Finding]:
    path = "redisSettings.sslSecurityProtocol"
    guarded = equal(read(resource, "engineName"), "redis")
    broken = equal(read(resource, path), "plaintext")
    yield from found(all_of([guarded, broken]), resource, path, "ssl-encryption")


@resource_rule(
    types=("aws:dms/replicationTask:ReplicationTask",),
    concern="operations",
    severity="medium",
    title="DMS replication task has no logs",
    risk="Rows that failed to replicate leave no record.",
    fix='replication_task_settings=json.dumps({"Logging": {"EnableLogging": True}})',
    same_intent_as=(
        "dms_replication_task_source_logging_enabled",
        "dms_replication_task_target_logging_enabled",
    ),
    aws_docs="https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Tasks.CustomizingTasks.TaskSettings.Logging.html",
)
def dms_replication_task_logging(resource: Resource) -> Iterator[Finding]:
    path = "replicationTaskSettings"
    enabled = at(json_object(resource, path), "Logging.EnableLogging")
    yield from found(not_(equal(enabled, option=True)), resource, path, "EnableLogging true")


RULES: tuple[Rule, ...] = (
    dms_replication_instance_not_public,
    dms_replication_instance_multi_az,
    dms_endpoint_tls,
    dms_replication_instance_minor_version_upgrade,
    dms_mongodb_endpoint_authentication,
    dms_redis_endpoint_tls,
    dms_replication_task_logging,
)
