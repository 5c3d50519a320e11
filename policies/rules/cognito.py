"""Rules for Amazon Cognito."""

from collections.abc import Iterator

from costing.graph.resource import Resource
from policies.engine.finding import Finding
from policies.engine.logic import at_least, forbid, found, not_, read, require
from policies.engine.rule import Rule, resource_rule

LENGTH = 12  # characters


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


@resource_rule(
    types=("aws:cognito/userPool:UserPool",),
    concern="security",
    severity="medium",
    title="Cognito user pool has a weak password policy",
    risk="Short passwords are guessed by brute force.",
    fix='password_policy={"minimum_length": 12, "require_numbers": True, ...}',
    same_intent_as=("cognito_user_pool_password_policy_minimum_length_14",),
    aws_docs="https://docs.aws.amazon.com/cognito/latest/developerguide/managing-users-passwords.html",
)
def cognito_user_pool_password_policy(resource: Resource) -> Iterator[Finding]:
    path = "passwordPolicy.minimumLength"
    kept = at_least(read(resource, path, 8), LENGTH)
    yield from found(not_(kept), resource, path, f"at least {LENGTH}")


@resource_rule(
    types=("aws:cognito/userPool:UserPool",),
    concern="security",
    severity="medium",
    title="Cognito user pool has no multi-factor authentication",
    risk="A stolen password is enough to sign in.",
    fix='mfa_configuration="OPTIONAL" or "ON", with software_token_mfa_configuration',
    same_intent_as=("cognito_user_pool_mfa_enabled",),
    aws_docs="https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-mfa.html",
)
def cognito_user_pool_mfa(resource: Resource) -> Iterator[Finding]:
    yield from require(resource, "mfaConfiguration", "ON", "OPTIONAL", default="OFF")


@resource_rule(
    types=("aws:cognito/userPool:UserPool",),
    concern="availability",
    severity="medium",
    title="Cognito user pool has no deletion protection",
    risk="One API call or changed program deletes all users.",
    fix='deletion_protection="ACTIVE"',
    same_intent_as=("cognito_user_pool_deletion_protection_enabled",),
    aws_docs="https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-deletion-protection.html",
    production=True,
)
def cognito_user_pool_deletion_protection(resource: Resource) -> Iterator[Finding]:
    yield from require(resource, "deletionProtection", "ACTIVE", default="INACTIVE")


RULES: tuple[Rule, ...] = (
    cognito_identity_pool_no_unauthenticated_identities,
    cognito_user_pool_password_policy,
    cognito_user_pool_mfa,
    cognito_user_pool_deletion_protection,
)
