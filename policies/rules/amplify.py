"""Rules for AWS Amplify."""

from collections.abc import Iterator

from costing.graph.resource import Resource
from policies.engine.finding import Finding
from policies.engine.rule import Rule, resource_rule
from policies.engine.selectors.secrets import no_secret


@resource_rule(
    types=("aws:amplify/app:App", "aws:amplify/branch:Branch"),
    concern="security",
    severity="high",
    title="Amplify app (AWS) has a secret in an environment variable",
    risk="The value is in the build log and can be in the published bundle.",
    fix="use Amplify secrets, or Parameter Store",
    same_intent_as=("amplify_app_no_secrets_in_environment",),
    aws_docs="https://docs.aws.amazon.com/amplify/latest/userguide/environment-variables.html",
)
def amplify_app_no_secrets(resource: Resource) -> Iterator[Finding]:
    path = "environmentVariables"
    yield from no_secret(resource, path)


RULES: tuple[Rule, ...] = (amplify_app_no_secrets,)
