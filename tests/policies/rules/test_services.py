"""Rules for logs, audits, versions and tags."""

from collections.abc import Iterator, Mapping
from typing import Any

from costing.graph.resource import Resource
from costing.model import UNKNOWN
from policies.engine.rule import Rule
from policies.engine.selectors.tokens import (
    BROKER,
    CLUSTER_INSTANCE,
    DATABASE,
    DATABASE_CLUSTER,
    DOCUMENT_PARAMETERS,
    DOMAINS,
    FUNCTION,
    KAFKA_CLUSTER,
    KEY,
    TRAIL,
    WAREHOUSE,
)
from policies.rules.apigateway.api import (
    API,
    SETTINGS,
    STAGE,
    apigateway_stage_access_logging,
    apigateway_stage_execution_logging,
)
from policies.rules.appsync import appsync_api_logging
from policies.rules.cloudtrail import cloudtrail_cloudwatch_logs
from policies.rules.docdb import (
    EXPORTS,
    docdb_cluster_log_exports,
    docdb_cluster_parameter_group_audit_logs,
)
from policies.rules.elasticache import elasticache_cluster_auto_minor_version_upgrade
from policies.rules.kms import kms_key_enabled
from policies.rules.lambda_ import lambda_function_xray_tracing
from policies.rules.mq import mq_broker_audit_logging, mq_broker_general_logging
from policies.rules.msk import msk_cluster_broker_logging
from policies.rules.mwaa import mwaa_worker_logs
from policies.rules.opensearch.domain import (
    opensearch_domain_audit_logging,
    opensearch_domain_error_logging,
)
from policies.rules.rds.operations import (
    GROUPS,
    rds_auto_minor_version_upgrade,
    rds_cluster_audit_log_export,
    rds_copy_tags_to_snapshots,
    rds_log_exports,
    rds_performance_insights,
    rds_postgresql_query_logging,
)
from policies.rules.redshift import (
    LOGGING,
    redshift_cluster_audit_logging,
    redshift_cluster_version_upgrade,
)
from policies.rules.sfn import sfn_state_machine_logging
from tests.policies.row import Row, declare, of_inputs

CACHE_CLUSTER = "aws:elasticache/cluster:Cluster"
NEPTUNE = "aws:neptune/cluster:Cluster"
LOGGED = {"log_statement": "ddl", "log_min_duration_statement": "1000"}


def refused(rule: Rule, kind: str, path: str) -> Iterator[Row]:
    """A flag that is on unless a program turns it off."""
    yield from of_inputs(
        rule,
        kind,
        passes=[{}, {path: True}, {path: "true"}],
        fails=[{path: False}, {path: "false"}],
        unknown=[{path: UNKNOWN}],
    )


def parameters(values: Mapping[str, Any]) -> dict[str, Any]:
    return {"parameters": [{"name": key, "value": value} for key, value in values.items()]}


def grouped(kind: str, engine: str, values: Mapping[str, Any]) -> list[Resource]:
    path, of = GROUPS[kind]
    group = declare(of, "group", parameters(values))
    return [group, declare(kind, "database", {"engine": engine, path: group})]


def queries() -> Iterator[Row]:
    rule = rds_postgresql_query_logging
    for kind, (path, _) in GROUPS.items():
        engine = "postgres" if kind == DATABASE else "aurora-postgresql"
        yield Row(rule, None, grouped(kind, engine, LOGGED))
        yield Row(rule, "violation", grouped(kind, engine, {"log_statement": "ddl"}))
        hidden = {**LOGGED, "log_statement": UNKNOWN}
        yield Row(rule, "unknown", grouped(kind, engine, hidden))
        yield from of_inputs(
            rule,
            kind,
            passes=[{"engine": "mysql"}],
            fails=[{"engine": engine}, {"engine": engine, path: "default.postgres16"}],
            unknown=[{"engine": UNKNOWN}, {"engine": engine, path: "elsewhere"}],
        )


def logging(**settings: Any) -> list[Resource]:
    api = declare(API, "api")
    stage = declare(STAGE, "stage", {"restApi": api, "stageName": "prod"})
    other = declare(API, "other")
    inputs = {
        "restApi": other if settings.pop("other", False) else api,
        "stageName": settings.pop("stage", stage),
        "methodPath": settings.pop("path", "*/*"),
        "settings": settings,
    }
    return [api, other, stage, declare(SETTINGS, "settings", inputs)]


def stages() -> Iterator[Row]:
    rule = apigateway_stage_execution_logging
    yield Row(rule, None, logging(loggingLevel="ERROR"))
    yield Row(rule, None, logging(loggingLevel="INFO", stage="prod"))
    yield Row(rule, "violation", logging(loggingLevel="OFF"))
    yield Row(rule, "violation", logging(loggingLevel="ERROR", path="path/GET"))
    yield Row(rule, "violation", logging(loggingLevel="ERROR", stage="test"))
    yield Row(rule, "violation", logging(loggingLevel="ERROR", stage="prod", other=True))
    yield Row(rule, "unknown", logging(loggingLevel=UNKNOWN))
    yield Row(rule, "unknown", logging(loggingLevel="ERROR", stage=UNKNOWN))


def warehouses() -> Iterator[Row]:
    rule, cluster = redshift_cluster_audit_logging, declare(WAREHOUSE, "cluster")

    def logged(of: Any) -> list[Resource]:
        return [cluster, declare(LOGGING, "logs", {"clusterIdentifier": of})]

    yield Row(rule, None, logged(cluster))
    yield Row(rule, "unknown", logged(UNKNOWN))
    yield from of_inputs(
        rule,
        WAREHOUSE,
        passes=[{"logging": {"enable": True, "bucketName": "b"}}],
        fails=[{}, {"logging": {"enable": False}}],
    )


def broker_logs(**target: Any) -> dict[str, Any]:
    return {"loggingInfo": {"brokerLogs": target}}


def logged(kind: Any, **more: Any) -> dict[str, Any]:
    return {"logPublishingOptions": [{"logType": kind, **more}]}


def exports(*logs: Any, **more: Any) -> dict[str, Any]:
    return {"enabledCloudwatchLogsExports": [*logs], **more}


ROWS = [
    *refused(rds_auto_minor_version_upgrade, DATABASE, "autoMinorVersionUpgrade"),
    *refused(rds_auto_minor_version_upgrade, CLUSTER_INSTANCE, "autoMinorVersionUpgrade"),
    *refused(
        elasticache_cluster_auto_minor_version_upgrade,
        CACHE_CLUSTER,
        "autoMinorVersionUpgrade",
    ),
    *refused(redshift_cluster_version_upgrade, WAREHOUSE, "allowVersionUpgrade"),
    *refused(kms_key_enabled, KEY, "isEnabled"),
    *queries(),
    *warehouses(),
    *of_inputs(
        lambda_function_xray_tracing,
        FUNCTION,
        passes=[{"tracingConfig": {"mode": "Active"}}, {"tracingConfig": {"mode": "PassThrough"}}],
        fails=[{}],
        unknown=[{"tracingConfig": UNKNOWN}],
    ),
    *stages(),
    *(
        row
        for kind in (DATABASE, DATABASE_CLUSTER)
        for row in of_inputs(
            rds_log_exports,
            kind,
            passes=[exports("postgresql")],
            fails=[{}, exports()],
            unknown=[{"enabledCloudwatchLogsExports": UNKNOWN}],
        )
    ),
    *of_inputs(
        rds_cluster_audit_log_export,
        DATABASE_CLUSTER,
        passes=[
            exports("audit"),
            exports("general", "audit", engine="aurora-mysql"),
            {"engine": "aurora-postgresql"},
        ],
        fails=[{}, exports("error", engine="aurora-mysql")],
        unknown=[exports(UNKNOWN), {"engine": UNKNOWN}],
    ),
    *of_inputs(
        rds_performance_insights,
        CLUSTER_INSTANCE,
        passes=[{"performanceInsightsEnabled": True}],
        fails=[{}, {"performanceInsightsEnabled": False}],
        unknown=[{"performanceInsightsEnabled": UNKNOWN}],
    ),
    *(
        row
        for kind in (DATABASE, DATABASE_CLUSTER, NEPTUNE)
        for row in of_inputs(
            rds_copy_tags_to_snapshots,
            kind,
            passes=[{"copyTagsToSnapshot": True}],
            fails=[{}, {"copyTagsToSnapshot": False}],
            unknown=[{"copyTagsToSnapshot": UNKNOWN}],
        )
    ),
    *of_inputs(
        docdb_cluster_parameter_group_audit_logs,
        DOCUMENT_PARAMETERS,
        passes=[parameters({"audit_logs": "enabled"}), parameters({"audit_logs": "DDL"})],
        fails=[{}, parameters({"audit_logs": "disabled"}), parameters({"audit_logs": "none"})],
        unknown=[parameters({"audit_logs": UNKNOWN})],
    ),
    *of_inputs(
        mq_broker_audit_logging,
        BROKER,
        passes=[{"engineType": "ActiveMQ", "logs": {"audit": True}}, {"engineType": "RabbitMQ"}],
        fails=[{"engineType": "ActiveMQ"}, {"engineType": "ActiveMQ", "logs": {"audit": False}}],
        unknown=[{"engineType": "ActiveMQ", "logs": UNKNOWN}, {"engineType": UNKNOWN}],
    ),
    *of_inputs(
        mq_broker_general_logging,
        BROKER,
        passes=[{"logs": {"general": True}}],
        fails=[{}, {"logs": {"general": False}}],
        unknown=[{"logs": UNKNOWN}],
    ),
    *of_inputs(
        opensearch_domain_error_logging,
        DOMAINS[0],
        passes=[logged("ES_APPLICATION_LOGS"), logged("AUDIT_LOGS", enabled=True)],
        fails=[{}, logged("ES_APPLICATION_LOGS", enabled=False)],
        unknown=[{"logPublishingOptions": UNKNOWN}, logged("AUDIT_LOGS", enabled=UNKNOWN)],
    ),
    *of_inputs(
        opensearch_domain_audit_logging,
        DOMAINS[1],
        passes=[logged("AUDIT_LOGS")],
        fails=[{}, logged("ES_APPLICATION_LOGS"), logged("AUDIT_LOGS", enabled=False)],
        unknown=[logged(UNKNOWN)],
    ),
    *(
        row
        for kind, path in EXPORTS.items()
        for row in of_inputs(
            docdb_cluster_log_exports,
            kind,
            passes=[{path: ["audit"]}],
            fails=[{}, {path: []}],
            unknown=[{path: UNKNOWN}],
        )
    ),
    *of_inputs(
        apigateway_stage_access_logging,
        "aws:apigatewayv2/stage:Stage",
        passes=[{"accessLogSettings": {"destinationArn": "arn:aws:logs:g"}}],
        fails=[{}],
        unknown=[{"accessLogSettings": UNKNOWN}],
    ),
    *of_inputs(
        appsync_api_logging,
        "aws:appsync/graphQLApi:GraphQLApi",
        passes=[{"logConfig": {"fieldLogLevel": "ERROR"}}],
        fails=[{}],
        unknown=[{"logConfig": UNKNOWN}],
    ),
    *of_inputs(
        mwaa_worker_logs,
        "aws:mwaa/environment:Environment",
        passes=[{"loggingConfiguration": {"workerLogs": {"enabled": True}}}],
        fails=[{}, {"loggingConfiguration": {"workerLogs": {"enabled": False}}}],
        unknown=[{"loggingConfiguration": UNKNOWN}],
    ),
    *of_inputs(
        sfn_state_machine_logging,
        "aws:sfn/stateMachine:StateMachine",
        passes=[{"loggingConfiguration": {"includeExecutionData": True}}],
        fails=[{}, {"loggingConfiguration": {"includeExecutionData": False}}],
        unknown=[{"loggingConfiguration": UNKNOWN}],
    ),
    *of_inputs(
        msk_cluster_broker_logging,
        KAFKA_CLUSTER,
        passes=[
            broker_logs(cloudwatchLogs={"enabled": True}),
            broker_logs(cloudwatchLogs={"enabled": False}, s3={"enabled": True}),
        ],
        fails=[{}, broker_logs(firehose={"enabled": False})],
        unknown=[{"loggingInfo": UNKNOWN}],
    ),
    *of_inputs(
        cloudtrail_cloudwatch_logs,
        TRAIL,
        passes=[{"cloudWatchLogsGroupArn": "arn:aws:logs:g:*"}],
        fails=[{}],
        unknown=[{"cloudWatchLogsGroupArn": UNKNOWN}],
    ),
]
