"""Rules for athena."""

from collections.abc import Iterator

from costing.graph import Resource
from policies.engine.finding import Finding
from policies.engine.logic import forbid, found, given, not_
from policies.engine.rule import Rule, resource_rule

PAGE = "https://docs.aws.amazon.com/athena/latest/ug/encrypting-query-results-stored-in-s3.html"


@resource_rule(
    types=("aws:athena/workgroup:Workgroup",),
    concern="security",
    severity="medium",
    title="What a workgroup's queries answer is encrypted as it says, not as each client does.",
    risk="",
    fix='result_configuration={"encryption_configuration": {"encryption_option": "SSE_KMS", ...}}',
    same_intent_as=("CKV_AWS_159",),
    aws_docs=PAGE,
)
def athena_workgroup_result_encryption(workgroup: Resource) -> Iterator[Finding]:
    path = "configuration.resultConfiguration.encryptionConfiguration.encryptionOption"
    yield from found(not_(given(workgroup, path)), workgroup, path, "SSE_KMS")


@resource_rule(
    types=("aws:athena/database:Database",),
    concern="security",
    severity="medium",
    title="A database says how what it writes is encrypted.",
    risk="",
    fix='encryption_configuration={"encryption_option": "SSE_KMS", "kms_key": key.arn}',
    same_intent_as=("CKV_AWS_77",),
    aws_docs=PAGE,
)
def athena_database_encryption(database: Resource) -> Iterator[Finding]:
    path = "encryptionConfiguration.encryptionOption"
    yield from found(not_(given(database, path)), database, path, "SSE_KMS")


@resource_rule(
    types=("aws:athena/workgroup:Workgroup",),
    concern="security",
    severity="medium",
    title="A client cannot put its own settings in place of the workgroup's.",
    risk="",
    fix='configuration={"enforce_workgroup_configuration": True, ...}',
    same_intent_as=("CKV_AWS_82",),
    aws_docs="https://docs.aws.amazon.com/athena/latest/ug/workgroups-settings-override.html",
)
def athena_workgroup_enforces_configuration(workgroup: Resource) -> Iterator[Finding]:
    path = "configuration.enforceWorkgroupConfiguration"
    yield from forbid(workgroup, path, False, expected=True)


RULES: tuple[Rule, ...] = (
    athena_workgroup_result_encryption,
    athena_database_encryption,
    athena_workgroup_enforces_configuration,
)
