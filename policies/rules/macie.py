"""Rules for Amazon Macie."""

from policies.engine.rule import Rule
from policies.rules._shared.input_rules import input_rule, must_not_be

RULES: tuple[Rule, ...] = (
    input_rule(
        "macie-account-enabled",
        must_not_be("status", "PAUSED", expected="ENABLED"),
        types=("aws:macie2/account:Account",),
        concern="security",
        severity="medium",
        title="Amazon Macie is paused",
        risk="Sensitive data in S3 buckets is not discovered.",
        fix='status="ENABLED"',
        same_intent_as=("macie_is_enabled",),
        aws_docs="https://docs.aws.amazon.com/securityhub/latest/userguide/macie-controls.html",
    ),
)
