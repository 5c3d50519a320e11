"""What tells who asked for which documents."""

from collections.abc import Iterator

from costing.graph import Resource
from policies.finding import Finding
from policies.reading.parameters import says, setting
from policies.reading.tokens import DOCUMENT_PARAMETERS
from policies.reading.values import found, not_
from policies.rule import resource_rule

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
