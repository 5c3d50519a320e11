"""What lets alarms be set on who did what."""

from collections.abc import Iterator

from costing.graph import Resource
from policies.finding import Finding
from policies.reading.tokens import TRAIL
from policies.reading.values import found, given, not_
from policies.rule import resource_rule


@resource_rule(
    types=(TRAIL,),
    concern="operations",
    severity="medium",
    fix="cloud_watch_logs_group_arn, cloud_watch_logs_role_arn",
    same_intent_as=("CKV2_AWS_10",),
    url="https://docs.aws.amazon.com/awscloudtrail/latest/userguide/send-cloudtrail-events-to-cloudwatch-logs.html",
)
def trail_reaches_alarms(trail: Resource) -> Iterator[Finding]:
    """A trail is sent to CloudWatch, too, where an alarm can look at it."""
    path = "cloudWatchLogsGroupArn"
    yield from found(not_(given(trail, path)), trail, path, "a log group")
