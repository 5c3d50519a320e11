"""What keeps an account from strangers who bring no name."""

from collections.abc import Iterator

from costing.graph import Resource
from policies.finding import Finding
from policies.reading.values import refuse
from policies.rule import resource_rule


@resource_rule(
    types=("aws:cognito/identityPool:IdentityPool",),
    concern="security",
    severity="high",
    fix="allow_unauthenticated_identities=False",
    same_intent_as=("CKV_AWS_366",),
    url="https://docs.aws.amazon.com/cognito/latest/developerguide/identity-pools.html",
)
def no_guests(pool: Resource) -> Iterator[Finding]:
    """Credentials of the account are for those who signed in."""
    yield from refuse(pool, "allowUnauthenticatedIdentities", True, wanted=False)
