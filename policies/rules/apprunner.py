"""Rules for AWS App Runner."""

from collections.abc import Iterator

from costing.graph.resource import Resource
from policies.engine.finding import Finding
from policies.engine.logic import found, not_
from policies.engine.rule import Rule, resource_rule
from policies.engine.selectors.keys import A_KEY_OF_OURS, own_key
from policies.engine.selectors.secrets import no_secret


@resource_rule(
    types=("aws:apprunner/service:Service",),
    concern="security",
    severity="high",
    title="App Runner service (AWS) has a secret in an environment variable",
    risk="Everyone who may read the service can read the secret.",
    fix=(
        'runtime_environment_secrets={"DB_PASSWORD": secret.arn} in place of '
        "runtime_environment_variables"
    ),
    same_intent_as=(),
    aws_docs="https://docs.aws.amazon.com/apprunner/latest/dg/env-variable.html",
)
def apprunner_service_no_plain_text_secrets(resource: Resource) -> Iterator[Finding]:
    path = "sourceConfiguration.imageRepository.imageConfiguration.runtimeEnvironmentVariables"
    yield from no_secret(resource, path)


@resource_rule(
    types=("aws:apprunner/service:Service",),
    concern="security",
    severity="low",
    title="App Runner service (AWS) is not encrypted with a customer managed key",
    risk="Access to the source and its logs cannot be restricted through a key policy.",
    fix='encryption_configuration={"kms_key": key.arn}',
    same_intent_as=(),
    aws_docs="https://docs.aws.amazon.com/apprunner/latest/dg/security-data-protection-encryption.html",
    regulated=True,
)
def apprunner_service_customer_managed_key(resource: Resource) -> Iterator[Finding]:
    path = "encryptionConfiguration.kmsKey"
    broken = not_(own_key(resource, path))
    yield from found(broken, resource, path, A_KEY_OF_OURS)


RULES: tuple[Rule, ...] = (
    apprunner_service_no_plain_text_secrets,
    apprunner_service_customer_managed_key,
)
