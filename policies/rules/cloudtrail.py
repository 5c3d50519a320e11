"""Rules for AWS CloudTrail."""

from collections.abc import Iterator

from costing.graph.resource import Resource
from policies.engine.finding import Finding
from policies.engine.logic import forbid, found, given, not_, require
from policies.engine.rule import Rule, resource_rule
from policies.engine.selectors.keys import A_KEY_OF_OURS, own_key
from policies.engine.selectors.tokens import TRAIL

GUIDE = "https://docs.aws.amazon.com/awscloudtrail/latest/userguide"


@resource_rule(
    types=(TRAIL,),
    concern="security",
    severity="medium",
    title="CloudTrail trail has no customer managed KMS key",
    risk="Anyone who can read the bucket can read the audit log.",
    fix="kms_key_id=key.arn",
    same_intent_as=("CKV_AWS_35",),
    aws_docs=f"{GUIDE}/encrypting-cloudtrail-log-files-with-aws-kms.html",
)
def cloudtrail_customer_managed_key(trail: Resource) -> Iterator[Finding]:
    yield from found(not_(own_key(trail, "kmsKeyId")), trail, "kmsKeyId", A_KEY_OF_OURS)


@resource_rule(
    types=(TRAIL,),
    concern="security",
    severity="medium",
    title="CloudTrail trail has no log file validation",
    risk="Log files can be changed or deleted without detection.",
    fix="enable_log_file_validation=True",
    same_intent_as=("CKV_AWS_36",),
    aws_docs=f"{GUIDE}/cloudtrail-log-file-validation-intro.html",
)
def cloudtrail_log_file_validation(trail: Resource) -> Iterator[Finding]:
    yield from require(trail, "enableLogFileValidation", True)


@resource_rule(
    types=(TRAIL,),
    concern="security",
    severity="high",
    title="CloudTrail trail does not record all regions",
    risk="Activity in unused regions, which attackers prefer, is not recorded.",
    fix="is_multi_region_trail=True",
    same_intent_as=("CKV_AWS_67",),
    aws_docs=f"{GUIDE}/receive-cloudtrail-log-files-from-multiple-regions.html",
)
def cloudtrail_multi_region(trail: Resource) -> Iterator[Finding]:
    yield from require(trail, "isMultiRegionTrail", True)


@resource_rule(
    types=(TRAIL,),
    concern="security",
    severity="high",
    title="CloudTrail trail has logging disabled",
    risk="API calls are not recorded.",
    fix="enable_logging=True, or remove the argument",
    same_intent_as=("CKV_AWS_251",),
    aws_docs=f"{GUIDE}/cloudtrail-turning-off-logging.html",
)
def cloudtrail_logging_enabled(trail: Resource) -> Iterator[Finding]:
    yield from forbid(trail, "enableLogging", False, expected=True)


@resource_rule(
    types=(TRAIL,),
    concern="operations",
    severity="medium",
    title="CloudTrail trail does not deliver to CloudWatch Logs",
    risk="No alarm can react to API activity.",
    fix="set cloud_watch_logs_group_arn and cloud_watch_logs_role_arn",
    same_intent_as=("CKV2_AWS_10",),
    aws_docs="https://docs.aws.amazon.com/awscloudtrail/latest/userguide/send-cloudtrail-events-to-cloudwatch-logs.html",
)
def cloudtrail_cloudwatch_logs(trail: Resource) -> Iterator[Finding]:
    path = "cloudWatchLogsGroupArn"
    yield from found(not_(given(trail, path)), trail, path, "a log group")


RULES: tuple[Rule, ...] = (
    cloudtrail_customer_managed_key,
    cloudtrail_log_file_validation,
    cloudtrail_multi_region,
    cloudtrail_logging_enabled,
    cloudtrail_cloudwatch_logs,
)
