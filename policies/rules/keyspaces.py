"""Rules for Amazon Keyspaces."""

from collections.abc import Iterator

from costing.graph.resource import Resource
from policies.engine.finding import Finding
from policies.engine.logic import require
from policies.engine.rule import Rule, resource_rule


@resource_rule(
    types=("aws:keyspaces/table:Table",),
    concern="availability",
    severity="medium",
    title="Keyspaces table of the AWS account has no point-in-time recovery",
    risk="An erroneous write or delete cannot be undone.",
    fix='point_in_time_recovery={"status": "ENABLED"}',
    same_intent_as=(),
    aws_docs="https://docs.aws.amazon.com/keyspaces/latest/devguide/PointInTimeRecovery.html",
    production=True,
)
def keyspaces_table_point_in_time_recovery(resource: Resource) -> Iterator[Finding]:
    yield from require(resource, "pointInTimeRecovery.status", "ENABLED")


RULES: tuple[Rule, ...] = (keyspaces_table_point_in_time_recovery,)
