"""Rules for Amazon CloudWatch Synthetics."""

from policies.engine.rule import Rule
from policies.rules._shared.input_rules import input_rule, must_have_no_secret

RULES: tuple[Rule, ...] = (
    input_rule(
        "synthetics-canary-no-secrets",
        must_have_no_secret("runConfig.environmentVariables"),
        types=("aws:synthetics/canary:Canary",),
        concern="security",
        severity="high",
        title="CloudWatch Synthetics canary has a secret in an environment variable",
        risk="Everyone who may read the canary can read the secret.",
        fix="read the secret from Secrets Manager in the script",
        aws_docs="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Synthetics_Canaries.html",
    ),
)
