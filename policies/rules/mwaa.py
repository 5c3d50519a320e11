"""Rules for Amazon MWAA."""

from collections.abc import Iterator

from costing.graph.resource import Resource
from policies.engine.finding import Finding
from policies.engine.logic import forbid, require
from policies.engine.rule import Rule, resource_rule


@resource_rule(
    types=("aws:mwaa/environment:Environment",),
    concern="operations",
    severity="low",
    title="Amazon MWAA environment does not send worker logs to CloudWatch Logs",
    risk="Failed tasks leave no record.",
    fix='logging_configuration={"worker_logs": {"enabled": True, "log_level": "INFO"}}',
    same_intent_as=("CKV_AWS_243",),
    aws_docs="https://docs.aws.amazon.com/mwaa/latest/userguide/monitoring-airflow.html",
)
def mwaa_worker_logs(environment: Resource) -> Iterator[Finding]:
    yield from require(environment, "loggingConfiguration.workerLogs.enabled", True)


@resource_rule(
    types=("aws:mwaa/environment:Environment",),
    concern="security",
    severity="medium",
    title="MWAA web server is reachable from the internet",
    risk="The Airflow console is exposed to the internet, protected by IAM only.",
    fix='webserver_access_mode="PRIVATE_ONLY"',
    same_intent_as=("CKV2_AWS_66",),
    aws_docs="https://docs.aws.amazon.com/mwaa/latest/userguide/configuring-networking.html",
)
def mwaa_web_server_private(resource: Resource) -> Iterator[Finding]:
    yield from forbid(resource, "webserverAccessMode", "PUBLIC_ONLY", expected="PRIVATE_ONLY")


@resource_rule(
    types=("aws:mwaa/environment:Environment",),
    concern="operations",
    severity="low",
    title="Amazon MWAA environment does not send scheduler logs to CloudWatch Logs",
    risk="Runs that do not start leave no record.",
    fix='logging_configuration={"scheduler_logs": {"enabled": True, "log_level": "INFO"}}',
    same_intent_as=("CKV_AWS_242",),
    aws_docs="https://docs.aws.amazon.com/mwaa/latest/userguide/monitoring-airflow.html",
)
def mwaa_scheduler_logs(resource: Resource) -> Iterator[Finding]:
    yield from require(resource, "loggingConfiguration.schedulerLogs.enabled", True)


@resource_rule(
    types=("aws:mwaa/environment:Environment",),
    concern="operations",
    severity="low",
    title="Amazon MWAA environment does not send web server logs to CloudWatch Logs",
    risk="Sign-ins and errors of the console leave no record.",
    fix='logging_configuration={"webserver_logs": {"enabled": True, "log_level": "INFO"}}',
    same_intent_as=("CKV_AWS_244",),
    aws_docs="https://docs.aws.amazon.com/mwaa/latest/userguide/monitoring-airflow.html",
)
def mwaa_webserver_logs(resource: Resource) -> Iterator[Finding]:
    yield from require(resource, "loggingConfiguration.webserverLogs.enabled", True)


RULES: tuple[Rule, ...] = (
    mwaa_worker_logs,
    mwaa_web_server_private,
    mwaa_scheduler_logs,
    mwaa_webserver_logs,
)
