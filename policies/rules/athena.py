"""Rules for Amazon Athena."""

from policies.engine.rule import Rule
from policies.rules._shared.input_rules import input_rule, must_be_given, must_not_be

PAGE = "https://docs.aws.amazon.com/athena/latest/ug/encrypting-query-results-stored-in-s3.html"


RULES: tuple[Rule, ...] = (
    input_rule(
        "athena-workgroup-result-encryption",
        must_be_given(
            "configuration.resultConfiguration.encryptionConfiguration.encryptionOption", "SSE_KMS"
        ),
        types=("aws:athena/workgroup:Workgroup",),
        concern="security",
        severity="medium",
        title="Athena workgroup does not encrypt query results",
        risk="Query results stay in S3 without the encryption that the source data has.",
        fix='result_configuration={"encryption_configuration": {"encryption_option": '
        '"SSE_KMS", ...}}',
        same_intent_as=("CKV_AWS_159",),
        aws_docs=PAGE,
    ),
    input_rule(
        "athena-database-encryption",
        must_be_given("encryptionConfiguration.encryptionOption", "SSE_KMS"),
        types=("aws:athena/database:Database",),
        concern="security",
        severity="medium",
        title="Athena database does not encrypt its query results",
        risk="Data written to S3 by queries is stored without a defined encryption.",
        fix='encryption_configuration={"encryption_option": "SSE_KMS", "kms_key": key.arn}',
        same_intent_as=("CKV_AWS_77",),
        aws_docs=PAGE,
    ),
    input_rule(
        "athena-workgroup-enforces-configuration",
        must_not_be("configuration.enforceWorkgroupConfiguration", False, expected=True),
        types=("aws:athena/workgroup:Workgroup",),
        concern="security",
        severity="medium",
        title="Athena workgroup allows clients to override its configuration",
        risk="Clients can write results to another bucket or without encryption, and exceed "
        "the scan limit.",
        fix='configuration={"enforce_workgroup_configuration": True, ...}',
        same_intent_as=("CKV_AWS_82",),
        aws_docs="https://docs.aws.amazon.com/athena/latest/ug/workgroups-settings-override.html",
    ),
    input_rule(
        "athena-workgroup-metrics",
        must_not_be("configuration.publishCloudwatchMetricsEnabled", False, expected=True),
        types=("aws:athena/workgroup:Workgroup",),
        concern="operations",
        severity="low",
        title="Athena workgroup publishes no metrics",
        risk="Failing and expensive queries are not visible.",
        fix='configuration={"publish_cloudwatch_metrics_enabled": True, ...}',
        same_intent_as=("athena_workgroup_logging_enabled",),
        aws_docs="https://docs.aws.amazon.com/securityhub/latest/userguide/athena-controls.html",
    ),
    input_rule(
        "athena-workgroup-scan-limit",
        must_be_given("configuration.bytesScannedCutoffPerQuery", "a limit in bytes"),
        types=("aws:athena/workgroup:Workgroup",),
        concern="cost",
        severity="low",
        title="Athena workgroup has no limit of scanned data",
        risk="One query without a partition filter can scan, and bill, the whole lake.",
        fix='configuration={"bytes_scanned_cutoff_per_query": 1099511627776, ...}',
        aws_docs="https://docs.aws.amazon.com/athena/latest/ug/workgroups-setting-control-limits-cloudwatch.html",
        regulated=True,
    ),
)
