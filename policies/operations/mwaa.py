"""What tells why a workflow failed."""

from collections.abc import Iterator

from costing.graph import Resource
from policies.finding import Finding
from policies.reading.values import want
from policies.rule import resource_rule


@resource_rule(
    types=("aws:mwaa/environment:Environment",),
    concern="operations",
    severity="low",
    fix='logging_configuration={"worker_logs": {"enabled": True, "log_level": "INFO"}}',
    same_intent_as=("CKV_AWS_243",),
    url="https://docs.aws.amazon.com/mwaa/latest/userguide/monitoring-airflow.html",
)
def workflow_workers_log(environment: Resource) -> Iterator[Finding]:
    """The workers, which run the tasks, log to CloudWatch."""
    yield from want(environment, "loggingConfiguration.workerLogs.enabled", True)
