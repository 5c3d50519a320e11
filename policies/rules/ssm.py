"""Rules for AWS Systems Manager."""

from collections.abc import Iterator

from costing.graph.resource import Resource
from policies.engine.finding import Finding
from policies.engine.logic import any_of, equal, found, is_set, not_, read
from policies.engine.rule import Rule, resource_rule
from policies.engine.selectors.tokens import SSM_PARAMETER


@resource_rule(
    types=(SSM_PARAMETER,),
    concern="security",
    severity="low",
    title="SSM Parameter Store parameter is not a SecureString",
    risk=("Secrets are stored in plain text. Values given as insecure_value are not checked."),
    fix='type="SecureString"',
    same_intent_as=("CKV2_AWS_34",),
    aws_docs="https://docs.aws.amazon.com/systems-manager/latest/userguide/secure-string-parameter-kms-encryption.html",
)
def ssm_parameter_secure_string(parameter: Resource) -> Iterator[Finding]:
    secure = equal(read(parameter, "type"), "SecureString")
    harmless = is_set(parameter, "insecureValue")
    yield from found(not_(any_of([secure, harmless])), parameter, "type", "SecureString")


RULES: tuple[Rule, ...] = (ssm_parameter_secure_string,)
