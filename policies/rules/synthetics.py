"""Rules for Amazon CloudWatch Synthetics."""

from collections.abc import Iterator

from costing.graph.resource import Resource
from policies.engine.finding import Finding
from policies.engine.rule import Rule, resource_rule
from policies.engine.selectors.secrets import no_secret


@resource_rule(
    types=("aws:synthetics/canary:Canary",),
    concern="security",
    severity="high",
    title="CloudWatch Synthetics canary has a secret in an environment variable",
    risk="Everyone who may read the canary can read the secret.",
    fix="read the secret from Secrets Manager in the script",
    same_intent_as=(),
    aws_docs="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Synthetics_Canaries.html",
)
def synthetics_canary_no_secrets(resource: Resource) -> Iterator[Finding]:
    path = "runConfig.environmentVariables"
    yield from no_secret(resource, path)


RULES: tuple[Rule, ...] = (synthetics_canary_no_secrets,)
