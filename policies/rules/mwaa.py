"""Rules for Amazon MWAA."""

from policies.engine.rule import Rule
from policies.rules._shared.input_rules import input_rule, must_be, must_not_be

RULES: tuple[Rule, ...] = (
    input_rule(
        "mwaa-worker-logs",
        must_be("loggingConfiguration.workerLogs.enabled", True),
        types=("aws:mwaa/environment:Environment",),
        concern="operations",
        severity="low",
        title="Amazon MWAA environment does not send worker logs to CloudWatch Logs",
        risk="Failed tasks leave no record.",
        fix='logging_configuration={"worker_logs": {"enabled": True, "log_level": "INFO"}}',
        same_intent_as=("CKV_AWS_243",),
        aws_docs="https://docs.aws.amazon.com/mwaa/latest/userguide/monitoring-airflow.html",
    ),
    input_rule(
        "mwaa-web-server-private",
        must_not_be("webserverAccessMode", "PUBLIC_ONLY", expected="PRIVATE_ONLY"),
        types=("aws:mwaa/environment:Environment",),
        concern="security",
        severity="medium",
        title="MWAA web server is reachable from the internet",
        risk="The Airflow console is exposed to the internet, protected by IAM only.",
        fix='webserver_access_mode="PRIVATE_ONLY"',
        same_intent_as=("CKV2_AWS_66",),
        aws_docs="https://docs.aws.amazon.com/mwaa/latest/userguide/configuring-networking.html",
    ),
    input_rule(
        "mwaa-scheduler-logs",
        must_be("loggingConfiguration.schedulerLogs.enabled", True),
        types=("aws:mwaa/environment:Environment",),
        concern="operations",
        severity="low",
        title="Amazon MWAA environment does not send scheduler logs to CloudWatch Logs",
        risk="Runs that do not start leave no record.",
        fix='logging_configuration={"scheduler_logs": {"enabled": True, "log_level": "INFO"}}',
        same_intent_as=("CKV_AWS_242",),
        aws_docs="https://docs.aws.amazon.com/mwaa/latest/userguide/monitoring-airflow.html",
    ),
    input_rule(
        "mwaa-webserver-logs",
        must_be("loggingConfiguration.webserverLogs.enabled", True),
        types=("aws:mwaa/environment:Environment",),
        concern="operations",
        severity="low",
        title="Amazon MWAA environment does not send web server logs to CloudWatch Logs",
        risk="Sign-ins and errors of the console leave no record.",
        fix='logging_configuration={"webserver_logs": {"enabled": True, "log_level": "INFO"}}',
        same_intent_as=("CKV_AWS_244",),
        aws_docs="https://docs.aws.amazon.com/mwaa/latest/userguide/monitoring-airflow.html",
    ),
)
