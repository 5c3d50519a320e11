"""Rules for athena."""

from collections.abc import Iterator

from costing.graph import Resource
from policies.engine.finding import Finding
from policies.engine.logic import found, given, not_, refuse
from policies.engine.rule import Rule, resource_rule

PAGE = "https://docs.aws.amazon.com/athena/latest/ug/encrypting-query-results-stored-in-s3.html"


@resource_rule(
    types=("aws:athena/workgroup:Workgroup",),
    concern="security",
    severity="medium",
    fix='result_configuration={"encryption_configuration": {"encryption_option": "SSE_KMS", ...}}',
    same_intent_as=("CKV_AWS_159",),
    url=PAGE,
)
def athena_workgroup_result_encryption(workgroup: Resource) -> Iterator[Finding]:
    """What a workgroup's queries answer is encrypted as it says, not as each client does."""
    path = "configuration.resultConfiguration.encryptionConfiguration.encryptionOption"
    yield from found(not_(given(workgroup, path)), workgroup, path, "SSE_KMS")


@resource_rule(
    types=("aws:athena/database:Database",),
    concern="security",
    severity="medium",
    fix='encryption_configuration={"encryption_option": "SSE_KMS", "kms_key": key.arn}',
    same_intent_as=("CKV_AWS_77",),
    url=PAGE,
)
def athena_database_encryption(database: Resource) -> Iterator[Finding]:
    """A database says how what it writes is encrypted."""
    path = "encryptionConfiguration.encryptionOption"
    yield from found(not_(given(database, path)), database, path, "SSE_KMS")


@resource_rule(
    types=("aws:athena/workgroup:Workgroup",),
    concern="security",
    severity="medium",
    fix='configuration={"enforce_workgroup_configuration": True, ...}',
    same_intent_as=("CKV_AWS_82",),
    url="https://docs.aws.amazon.com/athena/latest/ug/workgroups-settings-override.html",
)
def athena_workgroup_enforces_configuration(workgroup: Resource) -> Iterator[Finding]:
    """A client cannot put its own settings in place of the workgroup's."""
    path = "configuration.enforceWorkgroupConfiguration"
    yield from refuse(workgroup, path, False, wanted=True)


RULES: tuple[Rule, ...] = (
    athena_workgroup_result_encryption,
    athena_database_encryption,
    athena_workgroup_enforces_configuration,
)
