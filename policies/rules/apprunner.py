"""Rules for AWS App Runner."""

from policies.engine.rule import Rule
from policies.rules._shared.input_rules import input_rule, must_be_own_key, must_have_no_secret

RULES: tuple[Rule, ...] = (
    input_rule(
        "apprunner-service-no-plain-text-secrets",
        must_have_no_secret(
            "sourceConfiguration.imageRepository.imageConfiguration.runtimeEnvironmentVariables"
        ),
        types=("aws:apprunner/service:Service",),
        concern="security",
        severity="high",
        title="App Runner service (AWS) has a secret in an environment variable",
        risk="Everyone who may read the service can read the secret.",
        fix='runtime_environment_secrets={"DB_PASSWORD": secret.arn} in place of '
        "runtime_environment_variables",
        aws_docs="https://docs.aws.amazon.com/apprunner/latest/dg/env-variable.html",
    ),
    input_rule(
        "apprunner-service-customer-managed-key",
        must_be_own_key("encryptionConfiguration.kmsKey"),
        types=("aws:apprunner/service:Service",),
        concern="security",
        severity="low",
        title="App Runner service (AWS) is not encrypted with a customer managed key",
        risk="Access to the source and its logs cannot be restricted through a key policy.",
        fix='encryption_configuration={"kms_key": key.arn}',
        aws_docs="https://docs.aws.amazon.com/apprunner/latest/dg/security-data-protection-encryption.html",
        regulated=True,
    ),
)
