"""Rules for Amazon Athena."""

from collections.abc import Iterator

from costing.graph.resource import Resource
from policies.engine.finding import Finding
from policies.engine.logic import forbid, found, given, not_
from policies.engine.rule import Rule, resource_rule

PAGE = "https://docs.aws.amazon.com/athena/latest/ug/encrypting-query-results-stored-in-s3.html"


@resource_rule(
    types=("aws:athena/workgroup:Workgroup",),
    concern="security",
    severity="medium",
    title="Athena workgroup does not encrypt query results",
    risk="Query results stay in S3 without the encryption that the source data has.",
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
    title="Athena database does not encrypt its query results",
    risk="Data written to S3 by queries is stored without a defined encryption.",
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
    title="Athena workgroup allows clients to override its configuration",
    risk=(
        "Clients can write results to another bucket or without encryption, and exceed "
        "the scan limit."
    ),
    fix='configuration={"enforce_workgroup_configuration": True, ...}',
    same_intent_as=("CKV_AWS_82",),
    aws_docs="https://docs.aws.amazon.com/athena/latest/ug/workgroups-settings-override.html",
)
def athena_workgroup_enforces_configuration(workgroup: Resource) -> Iterator[Finding]:
    path = "configuration.enforceWorkgroupConfiguration"
    yield from forbid(workgroup, path, False, expected=True)


@resource_rule(
    types=("aws:athena/workgroup:Workgroup",),
    concern="operations",
    severity="low",
    title="Athena workgroup publishes no metrics",
    risk="Failing and expensive queries are not visible.",
    fix='configuration={"publish_cloudwatch_metrics_enabled": True, ...}',
    same_intent_as=("athena_workgroup_logging_enabled",),
    aws_docs="https://docs.aws.amazon.com/securityhub/latest/userguide/athena-controls.html",
)
def athena_workgroup_metrics(resource: Resource) -> Iterator[Finding]:
    yield from forbid(
        resource, "configuration.publishCloudwatchMetricsEnabled", False, expected=True
    )


@resource_rule(
    types=("aws:athena/workgroup:Workgroup",),
    concern="cost",
    severity="low",
    title="Athena workgroup has no limit of scanned data",
    risk="One query without a partition filter can scan, and bill, the whole lake.",
    fix='configuration={"bytes_scanned_cutoff_per_query": 1099511627776, ...}',
    same_intent_as=(),
    aws_docs="https://docs.aws.amazon.com/athena/latest/ug/workgroups-setting-control-limits-cloudwatch.html",
    regulated=True,
)
def athena_workgroup_scan_limit(resource: Resource) -> Iterator[Finding]:
    path = "configuration.bytesScannedCutoffPerQuery"
    broken = not_(given(resource, path))
    yield from found(broken, resource, path, "a limit in bytes")


RULES: tuple[Rule, ...] = (
    athena_workgroup_result_encryption,
    athena_database_encryption,
    athena_workgroup_enforces_configuration,
    athena_workgroup_metrics,
    athena_workgroup_scan_limit,
)
