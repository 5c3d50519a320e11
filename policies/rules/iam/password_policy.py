"""Rules for AWS IAM: password policy."""

from collections.abc import Iterator

from costing.graph.resource import Resource
from policies.engine.finding import Finding
from policies.engine.fix_forms import argument
from policies.engine.logic import all_of, at_least, at_most, found, not_, read
from policies.engine.rule import Rule, resource_rule
from policies.rules._shared.input_rules import input_rule, must_be

PAGE = (
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_passwords_account-policy.html"
)
PASSWORD_POLICY = "aws:iam/accountPasswordPolicy:AccountPasswordPolicy"  # noqa: S105 (a type)


@resource_rule(
    types=(PASSWORD_POLICY,),
    concern="security",
    severity="low",
    title="IAM password policy does not expire passwords within 90 days",
    risk="A leaked password stays valid.",
    fix="max_password_age=90",
    same_intent_as=("CKV_AWS_9",),
    aws_docs=PAGE,
    settings={"days": "maximum age of a password, in days"},
)
def iam_password_policy_expiration(policy: Resource, *, days: int = 90) -> Iterator[Finding]:
    age = read(policy, "maxPasswordAge", 0)  # 0: for ever
    lasts = all_of([at_least(age, 1), at_most(age, days)])
    yield from found(not_(lasts), policy, "maxPasswordAge", f"1 to {days} days")


@resource_rule(
    types=(PASSWORD_POLICY,),
    concern="security",
    severity="medium",
    title="IAM password policy allows fewer than 14 characters",
    risk="Short passwords can be guessed.",
    fix="minimum_password_length=14",
    same_intent_as=("CKV_AWS_10",),
    aws_docs=PAGE,
    settings={"characters": "minimum length of a password, in characters"},
)
def iam_password_policy_minimum_length(
    policy: Resource, *, characters: int = 14
) -> Iterator[Finding]:
    path = "minimumPasswordLength"
    long = at_least(read(policy, path, 6), characters)
    yield from found(not_(long), policy, path, f"at least {characters}")


@resource_rule(
    types=(PASSWORD_POLICY,),
    concern="security",
    severity="low",
    title="IAM password policy allows reuse of the last 24 passwords",
    risk="A leaked former password can become valid again.",
    fix="password_reuse_prevention=24",
    same_intent_as=("CKV_AWS_13",),
    aws_docs=PAGE,
    settings={"former": "number of previous passwords that cannot be reused"},
)
def iam_password_policy_reuse_prevention(
    policy: Resource, *, former: int = 24
) -> Iterator[Finding]:
    path = "passwordReusePrevention"
    new = at_least(read(policy, path, 0), former)
    yield from found(not_(new), policy, path, former)


def character_rule(name: str, path: str, character: str, peer: str) -> Rule:
    """Return the rule that a password needs a kind of character."""
    return input_rule(
        name,
        must_be(path, True),
        types=(PASSWORD_POLICY,),
        concern="security",
        severity="low",
        title=f"IAM password policy does not require {character}",
        risk="Simple passwords can be guessed.",
        fix=f"{argument(path)}=True",
        same_intent_as=(peer,),
        aws_docs=PAGE,
    )


RULES: tuple[Rule, ...] = (
    iam_password_policy_expiration,
    iam_password_policy_minimum_length,
    iam_password_policy_reuse_prevention,
    character_rule(
        "iam-password-policy-lowercase",
        "requireLowercaseCharacters",
        "a lowercase letter",
        "CKV_AWS_11",
    ),
    character_rule("iam-password-policy-numbers", "requireNumbers", "a number", "CKV_AWS_12"),
    character_rule("iam-password-policy-symbols", "requireSymbols", "a symbol", "CKV_AWS_14"),
    character_rule(
        "iam-password-policy-uppercase",
        "requireUppercaseCharacters",
        "an uppercase letter",
        "CKV_AWS_15",
    ),
)
