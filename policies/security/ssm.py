"""What keeps parameters from being read."""

from collections.abc import Iterator

from costing.graph import Resource
from policies.finding import Finding
from policies.reading.values import want
from policies.rule import resource_rule


@resource_rule(
    types=("aws:ssm/parameter:Parameter",),
    concern="security",
    severity="low",
    fix='type="SecureString"',
    same_intent_as=("CKV2_AWS_34",),
    url="https://docs.aws.amazon.com/systems-manager/latest/userguide/secure-string-parameter-kms-encryption.html",
)
def parameter_encrypted(parameter: Resource) -> Iterator[Finding]:
    """A parameter is encrypted: what is a setting today holds a password tomorrow."""
    yield from want(parameter, "type", "SecureString")
