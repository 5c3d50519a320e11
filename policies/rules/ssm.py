"""Rules for AWS Systems Manager."""

from collections.abc import Iterator

from costing.graph.resource import Resource
from costing.model import UNKNOWN
from policies.engine.finding import Finding
from policies.engine.logic import any_of, equal, found, is_set, is_unknown, not_, read
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


@resource_rule(
    types=("aws:ssm/document:Document",),
    concern="security",
    severity="high",
    title="SSM document is public",
    risk="Every AWS account can read the document and the parameters in it.",
    fix='permissions={"type": "Share", "account_ids": "123456789012"}, never "All"',
    same_intent_as=("CKV_AWS_303",),
    aws_docs="https://docs.aws.amazon.com/systems-manager/latest/userguide/documents-ssm-sharing.html",
)
def ssm_document_not_public(resource: Resource) -> Iterator[Finding]:
    path = "permissions.account_ids"
    shared = read(resource, "permissions.accountIds", read(resource, path, ""))
    public = UNKNOWN if is_unknown(shared) else "all" in str(shared).lower().split(",")
    yield from found(public, resource, "permissions.accountIds", "account ids")


RULES: tuple[Rule, ...] = (ssm_parameter_secure_string, ssm_document_not_public)
