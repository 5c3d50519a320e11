"""Rules for logs, audits, versions and tags."""

from collections.abc import Iterator, Mapping
from typing import Any

from costing.graph.resource import Resource
from costing.model import UNKNOWN
from policies.engine.selectors.tokens import (
    CLUSTER_INSTANCE,
    DATABASE,
    DATABASE_CLUSTER,
    DOMAINS,
    KEY,
    WAREHOUSE,
)
from policies.rules.apigateway.api import (
    API,
    SETTINGS,
    STAGE,
)
from policies.rules.docdb import (
    EXPORTS,
)
from policies.rules.rds.operations import (
    GROUPS,
)
from policies.rules.redshift import (
    LOGGING,
)
from tests.policies.row import Row, declare, of_input, of_inputs

CACHE_CLUSTER = "aws:elasticache/cluster:Cluster"
NEPTUNE = "aws:neptune/cluster:Cluster"
LOGGED = {"log_statement": "ddl", "log_min_duration_statement": "1000"}


def refused(rule: str, kind: str, path: str) -> Iterator[Row]:
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
    rule = "rds-postgresql-query-logging"
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
    rule = "apigateway-stage-execution-logging"
    yield Row(rule, None, logging(loggingLevel="ERROR"))
    yield Row(rule, None, logging(loggingLevel="INFO", stage="prod"))
    yield Row(rule, "violation", logging(loggingLevel="OFF"))
    yield Row(rule, "violation", logging(loggingLevel="ERROR", path="path/GET"))
    yield Row(rule, "violation", logging(loggingLevel="ERROR", stage="test"))
    yield Row(rule, "violation", logging(loggingLevel="ERROR", stage="prod", other=True))
    yield Row(rule, "unknown", logging(loggingLevel=UNKNOWN))
    yield Row(rule, "unknown", logging(loggingLevel="ERROR", stage=UNKNOWN))


def warehouses() -> Iterator[Row]:
    rule, cluster = "redshift-cluster-audit-logging", declare(WAREHOUSE, "cluster")

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
    *refused("rds-auto-minor-version-upgrade", DATABASE, "autoMinorVersionUpgrade"),
    *refused("rds-auto-minor-version-upgrade", CLUSTER_INSTANCE, "autoMinorVersionUpgrade"),
    *refused(
        "elasticache-cluster-auto-minor-version-upgrade",
        CACHE_CLUSTER,
        "autoMinorVersionUpgrade",
    ),
    *refused("redshift-cluster-version-upgrade", WAREHOUSE, "allowVersionUpgrade"),
    *refused("kms-key-enabled", KEY, "isEnabled"),
    *queries(),
    *warehouses(),
    *of_inputs(
        "lambda-function-xray-tracing",
        passes=[{"tracingConfig": {"mode": "Active"}}, {"tracingConfig": {"mode": "PassThrough"}}],
        fails=[{}],
        unknown=[{"tracingConfig": UNKNOWN}],
    ),
    *stages(),
    *(
        row
        for kind in (DATABASE, DATABASE_CLUSTER)
        for row in of_inputs(
            "rds-log-exports",
            kind,
            passes=[exports("postgresql")],
            fails=[{}, exports()],
            unknown=[{"enabledCloudwatchLogsExports": UNKNOWN}],
        )
    ),
    *of_inputs(
        "rds-cluster-audit-log-export",
        passes=[
            exports("audit"),
            exports("general", "audit", engine="aurora-mysql"),
            {"engine": "aurora-postgresql"},
        ],
        fails=[{}, exports("error", engine="aurora-mysql")],
        unknown=[exports(UNKNOWN), {"engine": UNKNOWN}],
    ),
    *of_input(
        "rds-performance-insights",
        "performanceInsightsEnabled",
        passes=[True],
        fails=[None, False],
        kind=CLUSTER_INSTANCE,
    ),
    *(
        row
        for kind in (DATABASE, DATABASE_CLUSTER, NEPTUNE)
        for row in of_input(
            "rds-copy-tags-to-snapshots",
            "copyTagsToSnapshot",
            passes=[True],
            fails=[None, False],
            kind=kind,
        )
    ),
    *of_inputs(
        "docdb-cluster-parameter-group-audit-logs",
        passes=[parameters({"audit_logs": "enabled"}), parameters({"audit_logs": "DDL"})],
        fails=[{}, parameters({"audit_logs": "disabled"}), parameters({"audit_logs": "none"})],
        unknown=[parameters({"audit_logs": UNKNOWN})],
    ),
    *of_inputs(
        "mq-broker-audit-logging",
        passes=[{"engineType": "ActiveMQ", "logs": {"audit": True}}, {"engineType": "RabbitMQ"}],
        fails=[{"engineType": "ActiveMQ"}, {"engineType": "ActiveMQ", "logs": {"audit": False}}],
        unknown=[{"engineType": "ActiveMQ", "logs": UNKNOWN}, {"engineType": UNKNOWN}],
    ),
    *of_inputs(
        "mq-broker-general-logging",
        passes=[{"logs": {"general": True}}],
        fails=[{}, {"logs": {"general": False}}],
        unknown=[{"logs": UNKNOWN}],
    ),
    *of_inputs(
        "opensearch-domain-error-logging",
        DOMAINS[0],
        passes=[logged("ES_APPLICATION_LOGS"), logged("AUDIT_LOGS", enabled=True)],
        fails=[{}, logged("ES_APPLICATION_LOGS", enabled=False)],
        unknown=[{"logPublishingOptions": UNKNOWN}, logged("AUDIT_LOGS", enabled=UNKNOWN)],
    ),
    *of_inputs(
        "opensearch-domain-audit-logging",
        DOMAINS[1],
        passes=[logged("AUDIT_LOGS")],
        fails=[{}, logged("ES_APPLICATION_LOGS"), logged("AUDIT_LOGS", enabled=False)],
        unknown=[logged(UNKNOWN)],
    ),
    *(
        row
        for kind, path in EXPORTS.items()
        for row in of_inputs(
            "docdb-cluster-log-exports",
            kind,
            passes=[{path: ["audit"]}],
            fails=[{}, {path: []}],
            unknown=[{path: UNKNOWN}],
        )
    ),
    *of_inputs(
        "apigateway-stage-access-logging",
        "aws:apigatewayv2/stage:Stage",
        passes=[{"accessLogSettings": {"destinationArn": "arn:aws:logs:g"}}],
        fails=[{}],
        unknown=[{"accessLogSettings": UNKNOWN}],
    ),
    *of_inputs(
        "appsync-api-logging",
        passes=[{"logConfig": {"fieldLogLevel": "ERROR"}}],
        fails=[{}],
        unknown=[{"logConfig": UNKNOWN}],
    ),
    *of_inputs(
        "mwaa-worker-logs",
        passes=[{"loggingConfiguration": {"workerLogs": {"enabled": True}}}],
        fails=[{}, {"loggingConfiguration": {"workerLogs": {"enabled": False}}}],
        unknown=[{"loggingConfiguration": UNKNOWN}],
    ),
    *of_inputs(
        "sfn-state-machine-logging",
        passes=[{"loggingConfiguration": {"includeExecutionData": True}}],
        fails=[{}, {"loggingConfiguration": {"includeExecutionData": False}}],
        unknown=[{"loggingConfiguration": UNKNOWN}],
    ),
    *of_inputs(
        "msk-cluster-broker-logging",
        passes=[
            broker_logs(cloudwatchLogs={"enabled": True}),
            broker_logs(cloudwatchLogs={"enabled": False}, s3={"enabled": True}),
        ],
        fails=[{}, broker_logs(firehose={"enabled": False})],
        unknown=[{"loggingInfo": UNKNOWN}],
    ),
    *of_input(
        "cloudtrail-cloudwatch-logs",
        "cloudWatchLogsGroupArn",
        passes=["arn:aws:logs:g:*"],
        fails=[None],
    ),
]
