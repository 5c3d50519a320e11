"""Rules for Amazon Cognito."""

from collections.abc import Iterator

from costing.graph.resource import Resource
from policies.engine.finding import Finding
from policies.engine.logic import forbid
from policies.engine.rule import Rule, resource_rule


@resource_rule(
    types=("aws:cognito/identityPool:IdentityPool",),
    concern="security",
    severity="high",
    title="Cognito identity pool gives AWS credentials to unauthenticated users",
    risk="Anyone on the internet obtains AWS credentials of the account.",
    fix="allow_unauthenticated_identities=False",
    same_intent_as=("CKV_AWS_366",),
    aws_docs="https://docs.aws.amazon.com/cognito/latest/developerguide/identity-pools.html",
)
def cognito_identity_pool_no_unauthenticated_identities(pool: Resource) -> Iterator[Finding]:
    yield from forbid(pool, "allowUnauthenticatedIdentities", True, expected=False)


RULES: tuple[Rule, ...] = (cognito_identity_pool_no_unauthenticated_identities,)
