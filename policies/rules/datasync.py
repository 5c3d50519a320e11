"""Rules for AWS DataSync."""

from collections.abc import Iterator

from costing.graph.resource import Resource
from policies.engine.finding import Finding
from policies.engine.rule import Rule, resource_rule
from policies.engine.selectors.secrets import no_plain_text
from policies.rules._shared.input_rules import input_rule, must_be_given, must_not_be


@resource_rule(
    types=("aws:datasync/locationObjectStorage:LocationObjectStorage",),
    concern="security",
    severity="high",
    title="DataSync object storage location (AWS) has its secret key in the program",
    risk="Everyone who can read the program or the state knows the key.",
    fix='secret_key=config.require_secret("key")',
    same_intent_as=("CKV_AWS_295",),
    aws_docs="https://docs.aws.amazon.com/datasync/latest/userguide/create-object-location.html",
)
def datasync_location_no_secret_key(resource: Resource) -> Iterator[Finding]:
    yield from no_plain_text(resource, "secretKey", "no key, or a Pulumi secret")


RULES: tuple[Rule, ...] = (
    datasync_location_no_secret_key,
    input_rule(
        "datasync-task-logging",
        must_be_given("cloudwatchLogGroupArn", "a log group"),
        must_not_be("options.logLevel", "OFF", expected="BASIC or TRANSFER"),
        types=("aws:datasync/task:Task",),
        concern="operations",
        severity="low",
        title="DataSync task (AWS) has no logs",
        risk="Files that failed to transfer leave no record.",
        fix='cloudwatch_log_group_arn=group.arn, options={"log_level": "TRANSFER"}',
        same_intent_as=("datasync_task_logging_enabled",),
        aws_docs="https://docs.aws.amazon.com/datasync/latest/userguide/monitor-datasync.html",
    ),
)
