"""Rules for Amazon Cognito."""

from collections.abc import Iterator

from costing.graph.resource import Resource
from policies.engine.finding import Finding
from policies.engine.logic import (
    all_of,
    equal,
    found,
    is_set,
    not_,
    read,
)
from policies.engine.rule import Rule, resource_rule
from policies.rules._shared.input_rules import (
    elements_must_not_be,
    input_rule,
    must_be,
    must_be_at_least,
    must_be_at_most,
    must_not_be,
)

LENGTH = 12  # characters


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


RULES: tuple[Rule, ...] = (
    input_rule(
        "cognito-identity-pool-no-unauthenticated-identities",
        must_not_be("allowUnauthenticatedIdentities", True, expected=False),
        types=("aws:cognito/identityPool:IdentityPool",),
        concern="security",
        severity="high",
        title="Cognito identity pool gives AWS credentials to unauthenticated users",
        risk="Anyone on the internet obtains AWS credentials of the account.",
        fix="allow_unauthenticated_identities=False",
        same_intent_as=("CKV_AWS_366",),
        aws_docs="https://docs.aws.amazon.com/cognito/latest/developerguide/identity-pools.html",
    ),
    input_rule(
        "cognito-user-pool-password-policy",
        must_be_at_least("passwordPolicy.minimumLength", LENGTH, f"at least {LENGTH}", default=8),
        types=("aws:cognito/userPool:UserPool",),
        concern="security",
        severity="medium",
        title="Cognito user pool has a weak password policy",
        risk="Short passwords are guessed by brute force.",
        fix='password_policy={"minimum_length": 14, "require_lowercase": True, '
        '"require_uppercase": True, "require_numbers": True, "require_symbols": True}',
        same_intent_as=("cognito_user_pool_password_policy_minimum_length_14",),
        aws_docs="https://docs.aws.amazon.com/cognito/latest/developerguide/managing-users-passwords.html",
    ),
    input_rule(
        "cognito-user-pool-mfa",
        must_be("mfaConfiguration", "ON", "OPTIONAL", default="OFF"),
        types=("aws:cognito/userPool:UserPool",),
        concern="security",
        severity="medium",
        title="Cognito user pool has no multi-factor authentication",
        risk="A stolen password is enough to sign in.",
        fix='mfa_configuration="OPTIONAL" or "ON", with software_token_mfa_configuration',
        same_intent_as=("cognito_user_pool_mfa_enabled",),
        aws_docs="https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-mfa.html",
    ),
    input_rule(
        "cognito-user-pool-deletion-protection",
        must_be("deletionProtection", "ACTIVE", default="INACTIVE"),
        types=("aws:cognito/userPool:UserPool",),
        concern="availability",
        severity="medium",
        title="Cognito user pool has no deletion protection",
        risk="One API call or changed program deletes all users.",
        fix='deletion_protection="ACTIVE"',
        same_intent_as=("cognito_user_pool_deletion_protection_enabled",),
        aws_docs="https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-deletion-protection.html",
        production=True,
    ),
    cognito_user_pool_password_complexity,
    input_rule(
        "cognito-user-pool-threat-protection",
        must_be("userPoolAddOns.advancedSecurityMode", "ENFORCED"),
        types=("aws:cognito/userPool:UserPool",),
        concern="security",
        severity="low",
        title="Cognito user pool has no threat protection",
        risk="Sign-ins with stolen passwords are not blocked.",
        fix='user_pool_add_ons={"advanced_security_mode": "ENFORCED"}, with user_pool_tier="PLUS"',
        same_intent_as=("cognito_user_pool_advanced_security_enabled",),
        aws_docs="https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-settings-threat-protection.html",
        regulated=True,
    ),
    input_rule(
        "cognito-user-pool-no-self-registration",
        must_be("adminCreateUserConfig.allowAdminCreateUserOnly", True),
        types=("aws:cognito/userPool:UserPool",),
        concern="security",
        severity="low",
        title="Cognito user pool lets anyone register",
        risk="Anyone on the internet gets an account of the application.",
        fix='admin_create_user_config={"allow_admin_create_user_only": True}',
        same_intent_as=("cognito_user_pool_self_registration_disabled",),
        aws_docs="https://docs.aws.amazon.com/cognito/latest/developerguide/signing-up-users-in-your-app.html",
        regulated=True,
    ),
    input_rule(
        "cognito-user-pool-temporary-password-validity",
        must_be_at_most(
            "passwordPolicy.temporaryPasswordValidityDays", 7, "at most 7 days", default=7
        ),
        types=("aws:cognito/userPool:UserPool",),
        concern="security",
        severity="low",
        title="Cognito temporary passwords are valid for more than a week",
        risk="An invitation that was not used can be used by its finder.",
        fix='password_policy={"temporary_password_validity_days": 7, ...}',
        same_intent_as=("cognito_user_pool_temporary_password_expiration",),
        aws_docs="https://docs.aws.amazon.com/cognito/latest/developerguide/managing-users-passwords.html",
    ),
    input_rule(
        "cognito-client-hides-user-existence",
        must_not_be("preventUserExistenceErrors", "LEGACY", expected="ENABLED"),
        types=("aws:cognito/userPoolClient:UserPoolClient",),
        concern="security",
        severity="medium",
        title="Cognito client reveals whether a user exists",
        risk="Attackers find valid user names.",
        fix='prevent_user_existence_errors="ENABLED"',
        same_intent_as=("cognito_user_pool_client_prevent_user_existence_errors",),
        aws_docs="https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-managing-errors.html",
    ),
    input_rule(
        "cognito-client-token-revocation",
        must_not_be("enableTokenRevocation", False, expected=True),
        types=("aws:cognito/userPoolClient:UserPoolClient",),
        concern="security",
        severity="medium",
        title="Cognito client does not revoke tokens",
        risk="A stolen refresh token stays valid after sign-out.",
        fix="enable_token_revocation=True",
        same_intent_as=("cognito_user_pool_client_token_revocation_enabled",),
        aws_docs="https://docs.aws.amazon.com/cognito/latest/developerguide/token-revocation.html",
    ),
    input_rule(
        "cognito-client-no-implicit-grant",
        elements_must_not_be("allowedOauthFlows", "implicit", expected="code"),
        types=("aws:cognito/userPoolClient:UserPoolClient",),
        concern="security",
        severity="medium",
        title="Cognito client uses the implicit OAuth flow",
        risk="Tokens appear in URLs, histories and logs.",
        fix='allowed_oauth_flows=["code"]',
        aws_docs="https://docs.aws.amazon.com/cognito/latest/developerguide/federation-endpoints-oauth-grants.html",
    ),
)
