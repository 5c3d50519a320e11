"""Rules for AWS Database Migration Service (DMS)."""

from collections.abc import Iterator

from costing.graph.resource import Resource, at
from policies.engine.finding import Finding
from policies.engine.logic import (
    equal,
    found,
    json_object,
    not_,
)
from policies.engine.rule import Rule, resource_rule
from policies.engine.selectors.tokens import DMS_REPLICATION_INSTANCE
from policies.rules._shared.input_rules import input_is, input_rule, must_be, must_not_be

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
    input_rule(
        "dms-replication-instance-not-public",
        must_not_be("publiclyAccessible", True, expected=False),
        types=(DMS_REPLICATION_INSTANCE,),
        concern="security",
        severity="critical",
        title="AWS DMS replication instance is publicly accessible",
        risk="The instance, which reads and writes both databases, can be attacked from the "
        "internet.",
        fix="publicly_accessible=False",
        same_intent_as=("CKV_AWS_89",),
        aws_docs="https://docs.aws.amazon.com/dms/latest/userguide/CHAP_ReplicationInstance.html",
    ),
    input_rule(
        "dms-replication-instance-multi-az",
        must_be("multiAz", True),
        types=(DMS_REPLICATION_INSTANCE,),
        concern="availability",
        severity="medium",
        title="AWS DMS replication instance has no standby in a second zone",
        risk="The loss of a zone stops the replication, which must then be restarted.",
        fix="multi_az=True",
        aws_docs="https://docs.aws.amazon.com/dms/latest/userguide/CHAP_ReplicationInstance.html",
        production=True,
    ),
    input_rule(
        "dms-endpoint-tls",
        must_not_be(
            "sslMode",
            "none",
            expected="require",
            default="none",
            when=input_is("engineName", *WITH_TLS),
        ),
        types=("aws:dms/endpoint:Endpoint",),
        concern="security",
        severity="medium",
        title="AWS DMS endpoint connects without TLS",
        risk="Migrated data can be read in transit.",
        fix='ssl_mode="require" or "verify-full"',
        same_intent_as=("CKV2_AWS_49",),
        aws_docs="https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Security.SSL.html",
    ),
    input_rule(
        "dms-replication-instance-minor-version-upgrade",
        must_be("autoMinorVersionUpgrade", True),
        types=("aws:dms/replicationInstance:ReplicationInstance",),
        concern="operations",
        severity="low",
        title="DMS replication instance does not get minor version upgrades",
        risk="Known faults and vulnerabilities stay open.",
        fix="auto_minor_version_upgrade=True",
        same_intent_as=("CKV_AWS_222", "dms_instance_minor_version_upgrade_enabled"),
        aws_docs="https://docs.aws.amazon.com/dms/latest/userguide/CHAP_ReplicationInstance.html",
    ),
    input_rule(
        "dms-mongodb-endpoint-authentication",
        must_not_be(
            "mongodbSettings.authType",
            "no",
            expected="password",
            when=input_is("engineName", "mongodb"),
        ),
        types=("aws:dms/endpoint:Endpoint",),
        concern="security",
        severity="medium",
        title="DMS endpoint connects to MongoDB without authentication",
        risk="The source admits everyone who reaches its port.",
        fix='mongodb_settings={"auth_type": "password", ...}',
        same_intent_as=("dms_endpoint_mongodb_authentication_enabled",),
        aws_docs="https://docs.aws.amazon.com/securityhub/latest/userguide/dms-controls.html",
    ),
    input_rule(
        "dms-redis-endpoint-tls",
        must_not_be(
            "redisSettings.sslSecurityProtocol",
            "plaintext",
            expected="ssl-encryption",
            when=input_is("engineName", "redis"),
        ),
        types=("aws:dms/endpoint:Endpoint",),
        concern="security",
        severity="medium",
        title="DMS endpoint connects to Redis without TLS",
        risk="Replicated data can be read in transit.",
        fix='redis_settings={"ssl_security_protocol": "ssl-encryption", ...}',
        same_intent_as=("dms_endpoint_redis_in_transit_encryption_enabled",),
        aws_docs="https://docs.aws.amazon.com/securityhub/latest/userguide/dms-controls.html",
    ),
    dms_replication_task_logging,
)
