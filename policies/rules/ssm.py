"""Rules for AWS Systems Manager."""

from collections.abc import Iterator

from costing.graph.resource import Resource, at
from costing.model import UNKNOWN
from policies.engine.finding import Finding
from policies.engine.logic import all_of, any_of, equal, found, is_set, is_unknown, not_, read
from policies.engine.rule import Rule, resource_rule
from policies.engine.selectors.sessions import is_given, is_setting, logs_encrypted, session_inputs
from policies.engine.selectors.tokens import SSM_PARAMETER
from policies.rules._shared.input_rules import input_rule, must_have_no_secret


@resource_rule(
    types=(SSM_PARAMETER,),
    concern="security",
    severity="low",
    title="SSM Parameter Store parameter is not a SecureString",
    risk=("Secrets are stored in plain text. Values given as insecure_value are not checked."),
    fix='type="SecureString", key_id=key.arn',
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


@resource_rule(
    types=("aws:ssm/document:Document",),
    concern="security",
    severity="medium",
    title="Session Manager sessions are not encrypted with a KMS key (SSM document)",
    risk="Session data is protected by TLS only.",
    fix='content={"inputs": {"kmsKeyId": key.arn, ...}, ...}',
    same_intent_as=("CKV_AWS_112",),
    aws_docs="https://docs.aws.amazon.com/systems-manager/latest/userguide/session-preferences-enable-encryption.html",
    regulated=True,
)
def ssm_session_encryption(resource: Resource) -> Iterator[Finding]:
    for path, inputs in session_inputs(resource):
        yield from found(
            not_(is_given(at(inputs, "kmsKeyId"), resource)), resource, f"{path}.kmsKeyId", "a key"
        )


@resource_rule(
    types=("aws:ssm/document:Document",),
    concern="security",
    severity="medium",
    title="Session Manager sessions are not logged to an encrypted destination (SSM document)",
    risk="Commands typed in a session leave no record.",
    fix='content={"inputs": {"s3BucketName": ..., "s3EncryptionEnabled": True, ...}, ...}',
    same_intent_as=("CKV_AWS_113",),
    aws_docs="https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-logging.html",
)
def ssm_session_logging(resource: Resource) -> Iterator[Finding]:
    for path, inputs in session_inputs(resource):
        yield from found(
            not_(logs_encrypted(inputs, resource)), resource, path, "encrypted session logs"
        )


@resource_rule(
    types=("aws:ssm/serviceSetting:ServiceSetting",),
    concern="security",
    severity="high",
    title="SSM documents may be shared with the public",
    risk="A document with account details can be published by mistake.",
    fix='setting_value="Disable"',
    aws_docs="https://docs.aws.amazon.com/systems-manager/latest/userguide/documents-ssm-sharing.html",
)
def ssm_document_public_sharing_blocked(resource: Resource) -> Iterator[Finding]:
    sharing = is_setting(resource, "/ssm/documents/console/public-sharing-permission")
    off = equal(read(resource, "settingValue"), "Disable")
    yield from found(all_of([sharing, not_(off)]), resource, "settingValue", "Disable")


@resource_rule(
    types=("aws:ssm/serviceSetting:ServiceSetting",),
    concern="operations",
    severity="medium",
    title="SSM Automation does not log to CloudWatch",
    risk="The output of automation scripts leaves no record.",
    fix='setting_value="CloudWatch"',
    aws_docs="https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-logging.html",
)
def ssm_automation_logging(resource: Resource) -> Iterator[Finding]:
    logging = is_setting(resource, "/ssm/automation/customer-script-log-destination")
    on = equal(read(resource, "settingValue"), "CloudWatch")
    yield from found(all_of([logging, not_(on)]), resource, "settingValue", "CloudWatch")


RULES: tuple[Rule, ...] = (
    ssm_parameter_secure_string,
    ssm_document_not_public,
    ssm_session_encryption,
    ssm_session_logging,
    input_rule(
        "ssm-document-no-secrets",
        must_have_no_secret("content"),
        types=("aws:ssm/document:Document",),
        concern="security",
        severity="high",
        title="SSM document contains a secret",
        risk="Everyone who may read the document can read the secret.",
        fix="read the secret from Parameter Store in the document: {{ssm-secure:name}}",
        same_intent_as=("ssm_document_secrets",),
        aws_docs="https://docs.aws.amazon.com/systems-manager/latest/userguide/documents.html",
    ),
    ssm_document_public_sharing_blocked,
    ssm_automation_logging,
)
