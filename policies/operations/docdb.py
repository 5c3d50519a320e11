"""What tells who asked for which documents."""

from collections.abc import Iterator

from costing.graph import Resource
from policies.finding import Finding
from policies.reading.parameters import says, setting
from policies.reading.tokens import DOCUMENT_PARAMETERS
from policies.reading.values import found, given, not_
from policies.rule import resource_rule

EXPORTS = {
    "aws:docdb/cluster:Cluster": "enabledCloudwatchLogsExports",
    "aws:neptune/cluster:Cluster": "enableCloudwatchLogsExports",
}
AUDITING = ("enabled", "all", "ddl", "dml_read", "dml_write")


@resource_rule(
    types=(DOCUMENT_PARAMETERS,),
    concern="operations",
    severity="low",
    fix='parameters=[{"name": "audit_logs", "value": "enabled"}]',
    same_intent_as=("CKV_AWS_104",),
    url="https://docs.aws.amazon.com/documentdb/latest/developerguide/event-auditing.html",
)
def documents_audited(group: Resource) -> Iterator[Finding]:
    """DocumentDB says who signed in and what they changed."""
    logs = says(setting(group, "audit_logs"), *AUDITING)
    because = "parameters do not set audit_logs"
    yield from found(not_(logs), group, "parameters", "audit_logs = enabled", because=because)


@resource_rule(
    types=tuple(EXPORTS),
    concern="operations",
    severity="medium",
    fix='enabled_cloudwatch_logs_exports=["audit", "profiler"]; Neptune: enable_…=["audit"]',
    same_intent_as=("CKV_AWS_85", "CKV_AWS_101"),
    url="https://docs.aws.amazon.com/documentdb/latest/developerguide/event-auditing.html",
)
def documents_export_logs(cluster: Resource) -> Iterator[Finding]:
    """The logs of documents and graphs outlast their cluster, in CloudWatch."""
    path = EXPORTS[cluster.type]
    yield from found(not_(given(cluster, path)), cluster, path, "the engine's logs")
