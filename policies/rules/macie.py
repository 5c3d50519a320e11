"""Rules for Amazon Macie."""

from collections.abc import Iterator

from costing.graph.resource import Resource
from policies.engine.finding import Finding
from policies.engine.logic import forbid
from policies.engine.rule import Rule, resource_rule


@resource_rule(
    types=("aws:macie2/account:Account",),
    concern="security",
    severity="medium",
    title="Amazon Macie is paused",
    risk="Sensitive data in S3 buckets is not discovered.",
    fix='status="ENABLED"',
    same_intent_as=("macie_is_enabled",),
    aws_docs="https://docs.aws.amazon.com/securityhub/latest/userguide/macie-controls.html",
)
def macie_account_enabled(resource: Resource) -> Iterator[Finding]:
    yield from forbid(resource, "status", "PAUSED", expected="ENABLED")


RULES: tuple[Rule, ...] = (macie_account_enabled,)
