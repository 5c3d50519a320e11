"""Rules for iam/password_policy."""

from collections.abc import Iterator

from costing.graph import Resource
from policies.engine.finding import Finding
from policies.engine.logic import all_of, at_least, at_most, found, not_, read, want
from policies.engine.rule import Rule, resource_rule

PAGE = (
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_passwords_account-policy.html"
)
PASSWORD_POLICY = "aws:iam/accountPasswordPolicy:AccountPasswordPolicy"  # noqa: S105 (a type)


@resource_rule(
    types=(PASSWORD_POLICY,),
    concern="security",
    severity="low",
    fix="max_password_age=90",
    same_intent_as=("CKV_AWS_9",),
    url=PAGE,
    settings={"days": "the longest that a password lasts"},
)
def iam_password_policy_expiration(policy: Resource, *, days: int = 90) -> Iterator[Finding]:
    """A password lasts a quarter at most."""
    age = read(policy, "maxPasswordAge", 0)  # 0: for ever
    lasts = all_of([at_least(age, 1), at_most(age, days)])
    yield from found(not_(lasts), policy, "maxPasswordAge", f"1 to {days} days")


@resource_rule(
    types=(PASSWORD_POLICY,),
    concern="security",
    severity="medium",
    fix="minimum_password_length=14",
    same_intent_as=("CKV_AWS_10",),
    url=PAGE,
    settings={"characters": "the fewest that a password has"},
)
def iam_password_policy_minimum_length(
    policy: Resource, *, characters: int = 14
) -> Iterator[Finding]:
    """A password has fourteen characters or more; AWS would take six."""
    path = "minimumPasswordLength"
    long = at_least(read(policy, path, 6), characters)
    yield from found(not_(long), policy, path, f"{characters} or more")


@resource_rule(
    types=(PASSWORD_POLICY,),
    concern="security",
    severity="low",
    fix="password_reuse_prevention=24",
    same_intent_as=("CKV_AWS_13",),
    url=PAGE,
    settings={"former": "how many former passwords are refused"},
)
def iam_password_policy_reuse_prevention(
    policy: Resource, *, former: int = 24
) -> Iterator[Finding]:
    """A new password is none of the last two dozen."""
    path = "passwordReusePrevention"
    new = at_least(read(policy, path, 0), former)
    yield from found(not_(new), policy, path, former)


@resource_rule(
    types=(PASSWORD_POLICY,),
    concern="security",
    severity="low",
    fix="require_lowercase_characters=True",
    same_intent_as=("CKV_AWS_11",),
    url=PAGE,
)
def iam_password_policy_lowercase(policy: Resource) -> Iterator[Finding]:
    """A password has a small letter."""
    yield from want(policy, "requireLowercaseCharacters", True)


@resource_rule(
    types=(PASSWORD_POLICY,),
    concern="security",
    severity="low",
    fix="require_numbers=True",
    same_intent_as=("CKV_AWS_12",),
    url=PAGE,
)
def iam_password_policy_numbers(policy: Resource) -> Iterator[Finding]:
    """A password has a digit."""
    yield from want(policy, "requireNumbers", True)


@resource_rule(
    types=(PASSWORD_POLICY,),
    concern="security",
    severity="low",
    fix="require_symbols=True",
    same_intent_as=("CKV_AWS_14",),
    url=PAGE,
)
def iam_password_policy_symbols(policy: Resource) -> Iterator[Finding]:
    """A password has a character that is neither letter nor digit."""
    yield from want(policy, "requireSymbols", True)


@resource_rule(
    types=(PASSWORD_POLICY,),
    concern="security",
    severity="low",
    fix="require_uppercase_characters=True",
    same_intent_as=("CKV_AWS_15",),
    url=PAGE,
)
def iam_password_policy_uppercase(policy: Resource) -> Iterator[Finding]:
    """A password has a capital letter."""
    yield from want(policy, "requireUppercaseCharacters", True)


RULES: tuple[Rule, ...] = (
    iam_password_policy_expiration,
    iam_password_policy_minimum_length,
    iam_password_policy_reuse_prevention,
    iam_password_policy_lowercase,
    iam_password_policy_numbers,
    iam_password_policy_symbols,
    iam_password_policy_uppercase,
)
