"""Rules for Amazon Cognito."""

from collections.abc import Iterator

from costing.graph.resource import Resource
from policies.engine.finding import Finding
from policies.engine.logic import (
    all_of,
    at_least,
    at_most,
    equal,
    forbid,
    found,
    is_set,
    items,
    not_,
    read,
    require,
)
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
    fix=(
        'password_policy={"minimum_length": 14, "require_lowercase": True, '
        '"require_uppercase": True, "require_numbers": True, "require_symbols": True}'
    ),
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


@resource_rule(
    types=("aws:cognito/userPool:UserPool",),
    concern="security",
    severity="low",
    title="Cognito user pool accepts passwords of one kind of characters",
    risk="Simple passwords are guessed by brute force.",
    fix=(
        'password_policy={"require_lowercase": True, "require_uppercase": True, '
        '"require_numbers": True, "require_symbols": True, ...}'
    ),
    same_intent_as=(
        "cognito_user_pool_password_policy_lowercase",
        "cognito_user_pool_password_policy_uppercase",
        "cognito_user_pool_password_policy_number",
        "cognito_user_pool_password_policy_symbol",
    ),
    aws_docs="https://docs.aws.amazon.com/cognito/latest/developerguide/managing-users-passwords.html",
)
def cognito_user_pool_password_complexity(resource: Resource) -> Iterator[Finding]:
    for key in ("requireLowercase", "requireUppercase", "requireNumbers", "requireSymbols"):
        given_policy = is_set(resource, "passwordPolicy")
        path = f"passwordPolicy.{key}"
        broken = all_of([given_policy, not_(equal(read(resource, path), option=True))])
        yield from found(broken, resource, path, True)


@resource_rule(
    types=("aws:cognito/userPool:UserPool",),
    concern="security",
    severity="low",
    title="Cognito user pool has no threat protection",
    risk="Sign-ins with stolen passwords are not blocked.",
    fix='user_pool_add_ons={"advanced_security_mode": "ENFORCED"}, with user_pool_tier="PLUS"',
    same_intent_as=("cognito_user_pool_advanced_security_enabled",),
    aws_docs="https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-settings-threat-protection.html",
    regulated=True,
)
def cognito_user_pool_threat_protection(resource: Resource) -> Iterator[Finding]:
    yield from require(resource, "userPoolAddOns.advancedSecurityMode", "ENFORCED")


@resource_rule(
    types=("aws:cognito/userPool:UserPool",),
    concern="security",
    severity="low",
    title="Cognito user pool lets anyone register",
    risk="Anyone on the internet gets an account of the application.",
    fix='admin_create_user_config={"allow_admin_create_user_only": True}',
    same_intent_as=("cognito_user_pool_self_registration_disabled",),
    aws_docs="https://docs.aws.amazon.com/cognito/latest/developerguide/signing-up-users-in-your-app.html",
    regulated=True,
)
def cognito_user_pool_no_self_registration(resource: Resource) -> Iterator[Finding]:
    yield from require(resource, "adminCreateUserConfig.allowAdminCreateUserOnly", True)


@resource_rule(
    types=("aws:cognito/userPool:UserPool",),
    concern="security",
    severity="low",
    title="Cognito temporary passwords are valid for more than a week",
    risk="An invitation that was not used can be used by its finder.",
    fix='password_policy={"temporary_password_validity_days": 7, ...}',
    same_intent_as=("cognito_user_pool_temporary_password_expiration",),
    aws_docs="https://docs.aws.amazon.com/cognito/latest/developerguide/managing-users-passwords.html",
)
def cognito_user_pool_temporary_password_validity(resource: Resource) -> Iterator[Finding]:
    path = "passwordPolicy.temporaryPasswordValidityDays"
    broken = not_(at_most(read(resource, path, 7), 7))
    yield from found(broken, resource, path, "at most 7 days")


@resource_rule(
    types=("aws:cognito/userPoolClient:UserPoolClient",),
    concern="security",
    severity="medium",
    title="Cognito client reveals whether a user exists",
    risk="Attackers find valid user names.",
    fix='prevent_user_existence_errors="ENABLED"',
    same_intent_as=("cognito_user_pool_client_prevent_user_existence_errors",),
    aws_docs="https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-managing-errors.html",
)
def cognito_client_hides_user_existence(resource: Resource) -> Iterator[Finding]:
    yield from forbid(resource, "preventUserExistenceErrors", "LEGACY", expected="ENABLED")


@resource_rule(
    types=("aws:cognito/userPoolClient:UserPoolClient",),
    concern="security",
    severity="medium",
    title="Cognito client does not revoke tokens",
    risk="A stolen refresh token stays valid after sign-out.",
    fix="enable_token_revocation=True",
    same_intent_as=("cognito_user_pool_client_token_revocation_enabled",),
    aws_docs="https://docs.aws.amazon.com/cognito/latest/developerguide/token-revocation.html",
)
def cognito_client_token_revocation(resource: Resource) -> Iterator[Finding]:
    yield from forbid(resource, "enableTokenRevocation", False, expected=True)


@resource_rule(
    types=("aws:cognito/userPoolClient:UserPoolClient",),
    concern="security",
    severity="medium",
    title="Cognito client uses the implicit OAuth flow",
    risk="Tokens appear in URLs, histories and logs.",
    fix='allowed_oauth_flows=["code"]',
    same_intent_as=(),
    aws_docs="https://docs.aws.amazon.com/cognito/latest/developerguide/federation-endpoints-oauth-grants.html",
)
def cognito_client_no_implicit_grant(resource: Resource) -> Iterator[Finding]:
    for path, flow in items(resource, "allowedOauthFlows"):
        yield from found(equal(flow, "implicit"), resource, path, "code")


RULES: tuple[Rule, ...] = (
    cognito_identity_pool_no_unauthenticated_identities,
    cognito_user_pool_password_policy,
    cognito_user_pool_mfa,
    cognito_user_pool_deletion_protection,
    cognito_user_pool_password_complexity,
    cognito_user_pool_threat_protection,
    cognito_user_pool_no_self_registration,
    cognito_user_pool_temporary_password_validity,
    cognito_client_hides_user_existence,
    cognito_client_token_revocation,
    cognito_client_no_implicit_grant,
)
