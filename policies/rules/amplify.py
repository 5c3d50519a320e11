"""Rules for AWS Amplify."""

from policies.engine.rule import Rule
from policies.rules._shared.input_rules import input_rule, must_have_no_secret

RULES: tuple[Rule, ...] = (
    input_rule(
        "amplify-app-no-secrets",
        must_have_no_secret("environmentVariables"),
        types=("aws:amplify/app:App", "aws:amplify/branch:Branch"),
        concern="security",
        severity="high",
        title="Amplify app (AWS) has a secret in an environment variable",
        risk="The value is in the build log and can be in the published bundle.",
        fix="use Amplify secrets, or Parameter Store",
        same_intent_as=("amplify_app_no_secrets_in_environment",),
        aws_docs="https://docs.aws.amazon.com/amplify/latest/userguide/environment-variables.html",
    ),
)
