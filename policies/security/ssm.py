"""What keeps parameters from being read."""

from collections.abc import Iterator

from costing.graph import Resource
from policies.finding import Finding
from policies.reading.values import any_of, equal, found, not_, read, stated
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
    """A parameter is encrypted, but for what a program says is no secret: `insecure_value`."""
    secure = equal(read(parameter, "type"), "SecureString")
    harmless = stated(parameter, "insecureValue")
    yield from found(not_(any_of([secure, harmless])), parameter, "type", "SecureString")
