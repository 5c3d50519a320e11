"""Rules for AWS CloudTrail."""

from collections.abc import Iterator, Sequence

from costing.graph.resource import Resource, at
from costing.model import UNKNOWN
from policies.engine.finding import Finding
from policies.engine.logic import (
    Truth,
    all_of,
    any_of,
    equal,
    found,
    given,
    is_set,
    is_unknown,
    items,
    not_,
    one_of,
    read,
)
from policies.engine.rule import Rule, resource_rule, stack_rule
from policies.engine.selectors.tokens import METRIC_ALARM, TRAIL
from policies.engine.stack import Stack
from policies.rules._shared.input_rules import (
    input_rule,
    must_be,
    must_be_given,
    must_be_own_key,
    must_not_be,
)

METRIC_FILTER = "aws:cloudwatch/logMetricFilter:LogMetricFilter"
GUIDE = "https://docs.aws.amazon.com/awscloudtrail/latest/userguide"


@resource_rule(
    types=("aws:cloudtrail/trail:Trail",),
    concern="security",
    severity="medium",
    title="CloudTrail trail leaves out management events",
    risk="API calls that change or read the account are not recorded.",
    fix='event_selectors=[{"read_write_type": "All", "include_management_events": True}]',
    same_intent_as=("cloudtrail_multi_region_enabled_logging_management_events",),
    aws_docs="https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-management-events-with-cloudtrail.html",
)
def cloudtrail_management_events(resource: Resource) -> Iterator[Finding]:
    for path, selector in items(resource, "eventSelectors"):
        off = equal(at(selector, "includeManagementEvents"), option=False)
        yield from found(off, resource, f"{path}.includeManagementEvents", True)
        kind = at(selector, "readWriteType")
        partial = one_of(kind, ("ReadOnly", "WriteOnly"))
        yield from found(partial, resource, f"{path}.readWriteType", "All")


# Events that CIS AWS Foundations wants an alarm for → words that a filter for them contains.
MONITORED = {
    "unauthorized API calls": ("AccessDenied",),
    "console sign-in without MFA": ("ConsoleLogin", "MFAUsed"),
    "use of the root user": ("Root",),
    "changes of IAM policies": ("DeleteRolePolicy", "AttachRolePolicy"),
    "changes of CloudTrail": ("StopLogging",),
    "failed sign-ins to the console": ("ConsoleLogin", "Failed authentication"),
    "deletion of KMS keys": ("DisableKey", "ScheduleKeyDeletion"),
    "changes of bucket policies": ("PutBucketPolicy",),
    "changes of AWS Config": ("StopConfigurationRecorder",),
    "changes of security groups": ("AuthorizeSecurityGroupIngress",),
    "changes of network ACLs": ("CreateNetworkAclEntry",),
    "changes of gateways": ("AttachInternetGateway",),
    "changes of route tables": ("CreateRoute",),
    "changes of VPCs": ("CreateVpc",),
    "changes of AWS Organizations": ("organizations.amazonaws.com",),
}


@stack_rule(
    types=(TRAIL,),
    concern="security",
    severity="low",
    title="CloudTrail has no CloudWatch metric filter and alarm for an event that needs one",
    risk="An attack, or a change that opens the account, is noticed late.",
    fix='cloudwatch.LogMetricFilter(pattern="{ $.eventName = "StopLogging" }", ...), with an alarm',
    same_intent_as=(
        "cloudwatch_log_metric_filter_unauthorized_api_calls",
        "cloudwatch_log_metric_filter_sign_in_without_mfa",
        "cloudwatch_log_metric_filter_root_usage",
        "cloudwatch_log_metric_filter_policy_changes",
        "cloudwatch_log_metric_filter_authentication_failures",
        "cloudwatch_log_metric_filter_disable_or_scheduled_deletion_of_kms_cmk",
        "cloudwatch_log_metric_filter_for_s3_bucket_policy_changes",
        "cloudwatch_log_metric_filter_security_group_changes",
        "cloudwatch_log_metric_filter_aws_organizations_changes",
        "cloudwatch_log_metric_filter_and_alarm_for_cloudtrail_configuration_changes_enabled",
        "cloudwatch_log_metric_filter_and_alarm_for_aws_config_configuration_changes_enabled",
        "cloudwatch_changes_to_network_acls_alarm_configured",
        "cloudwatch_changes_to_network_gateways_alarm_configured",
        "cloudwatch_changes_to_network_route_tables_alarm_configured",
        "cloudwatch_changes_to_vpcs_alarm_configured",
    ),
    aws_docs="https://docs.aws.amazon.com/securityhub/latest/userguide/cloudwatch-controls.html",
    regulated=True,
)
def cloudtrail_events_alarmed(trail: Resource, stack: Stack) -> Iterator[Finding]:
    """Find events without a filter; a filter in another stack is not visible."""
    delivers = given(trail, "cloudWatchLogsGroupArn")
    filters = stack.of_type(METRIC_FILTER)
    alarmed = {each.urn: has_alarm(each, stack) for each in filters}
    for event, words in MONITORED.items():
        matching = [(matches(each, words), alarmed[each.urn]) for each in filters]
        filtered = any_of(match for match, _ in matching)
        noticed = any_of(all_of(each) for each in matching)
        missing = "alarm is on a metric filter for" if filtered is True else "metric filter matches"
        because = f"no {missing} {event}"
        broken = all_of([delivers, not_(noticed)])
        yield from found(broken, trail, "", "a metric filter with an alarm", because=because)


def matches(metric_filter: Resource, words: Sequence[str]) -> Truth:
    pattern = read(metric_filter, "pattern", "")
    return UNKNOWN if is_unknown(pattern) else all(word in str(pattern) for word in words)


def has_alarm(metric_filter: Resource, stack: Stack) -> Truth:
    """Return whether an alarm is on the metric of a filter."""
    name = read(metric_filter, "metricTransformation.name")
    return any_of(
        on_metric(alarm, path, metric_filter, name, stack)
        for alarm in stack.of_type(METRIC_ALARM)
        for path in metric_paths(alarm)
    )


def metric_paths(alarm: Resource) -> Iterator[str]:
    if not is_set(alarm, "metricQueries"):
        yield "metricName"
        return
    queries = read(alarm, "metricQueries", [])
    for index in range(len(queries) if isinstance(queries, list) else 1):
        yield f"metricQueries[{index}].metric.metricName"


def on_metric(
    alarm: Resource, path: str, metric_filter: Resource, name: object, stack: Stack
) -> Truth:
    followed = stack.follow(alarm, path, METRIC_FILTER)
    if isinstance(followed, Resource):
        return followed.urn == metric_filter.urn
    value = read(alarm, path)
    if is_unknown(name) or is_unknown(value):
        return UNKNOWN
    return value is not None and value == name


RULES: tuple[Rule, ...] = (
    input_rule(
        "cloudtrail-customer-managed-key",
        must_be_own_key("kmsKeyId"),
        types=(TRAIL,),
        concern="security",
        severity="medium",
        title="CloudTrail trail has no customer managed KMS key",
        risk="Anyone who can read the bucket can read the audit log.",
        fix="kms_key_id=key.arn",
        same_intent_as=("CKV_AWS_35",),
        aws_docs=f"{GUIDE}/encrypting-cloudtrail-log-files-with-aws-kms.html",
    ),
    input_rule(
        "cloudtrail-log-file-validation",
        must_be("enableLogFileValidation", True),
        types=(TRAIL,),
        concern="security",
        severity="medium",
        title="CloudTrail trail has no log file validation",
        risk="Log files can be changed or deleted without detection.",
        fix="enable_log_file_validation=True",
        same_intent_as=("CKV_AWS_36",),
        aws_docs=f"{GUIDE}/cloudtrail-log-file-validation-intro.html",
    ),
    input_rule(
        "cloudtrail-multi-region",
        must_be("isMultiRegionTrail", True),
        types=(TRAIL,),
        concern="security",
        severity="high",
        title="CloudTrail trail does not record all regions",
        risk="Activity in unused regions, which attackers prefer, is not recorded.",
        fix="is_multi_region_trail=True",
        same_intent_as=("CKV_AWS_67",),
        aws_docs=f"{GUIDE}/receive-cloudtrail-log-files-from-multiple-regions.html",
    ),
    input_rule(
        "cloudtrail-logging-enabled",
        must_not_be("enableLogging", False, expected=True),
        types=(TRAIL,),
        concern="security",
        severity="high",
        title="CloudTrail trail has logging disabled",
        risk="API calls are not recorded.",
        fix="enable_logging=True, or remove the argument",
        same_intent_as=("CKV_AWS_251",),
        aws_docs=f"{GUIDE}/cloudtrail-turning-off-logging.html",
    ),
    input_rule(
        "cloudtrail-cloudwatch-logs",
        must_be_given("cloudWatchLogsGroupArn", "a log group"),
        types=(TRAIL,),
        concern="operations",
        severity="medium",
        title="CloudTrail trail does not deliver to CloudWatch Logs",
        risk="No alarm can react to API activity.",
        fix="set cloud_watch_logs_group_arn and cloud_watch_logs_role_arn",
        same_intent_as=("CKV2_AWS_10",),
        aws_docs="https://docs.aws.amazon.com/awscloudtrail/latest/userguide/send-cloudtrail-events-to-cloudwatch-logs.html",
    ),
    cloudtrail_events_alarmed,
    input_rule(
        "cloudtrail-sns-topic",
        must_be_given("snsTopicName", "an SNS topic"),
        types=("aws:cloudtrail/trail:Trail",),
        concern="operations",
        severity="low",
        title="CloudTrail trail notifies no SNS topic",
        risk="New log files are not announced to the systems that read them.",
        fix="sns_topic_name=topic.name",
        same_intent_as=("CKV_AWS_252",),
        aws_docs="https://docs.aws.amazon.com/awscloudtrail/latest/userguide/configure-sns-notifications-for-cloudtrail.html",
        regulated=True,
    ),
    input_rule(
        "cloudtrail-insights",
        must_be_given("insightSelectors", "an insight selector"),
        types=("aws:cloudtrail/trail:Trail",),
        concern="security",
        severity="low",
        title="CloudTrail trail has no Insights",
        risk="Unusual API activity is not detected.",
        fix='insight_selectors=[{"insight_type": "ApiCallRateInsight"}]',
        same_intent_as=("cloudtrail_insights_exist",),
        aws_docs="https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-insights-events-with-cloudtrail.html",
        regulated=True,
    ),
    cloudtrail_management_events,
    input_rule(
        "cloudtrail-event-data-store-termination-protection",
        must_not_be("terminationProtectionEnabled", False, expected=True),
        types=("aws:cloudtrail/eventDataStore:EventDataStore",),
        concern="availability",
        severity="medium",
        title="CloudTrail event data store has no termination protection",
        risk="One API call deletes the audit log.",
        fix="termination_protection_enabled=True",
        aws_docs="https://docs.aws.amazon.com/awscloudtrail/latest/userguide/query-eds-termination-protection.html",
    ),
)
