"""Rules for AWS DataSync."""

from collections.abc import Iterator

from costing.graph.resource import Resource
from policies.engine.finding import Finding
from policies.engine.logic import forbid, found, given, not_
from policies.engine.rule import Rule, resource_rule
from policies.engine.selectors.secrets import no_plain_text


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


@resource_rule(
    types=("aws:datasync/task:Task",),
    concern="operations",
    severity="low",
    title="DataSync task (AWS) has no logs",
    risk="Files that failed to transfer leave no record.",
    fix='cloudwatch_log_group_arn=group.arn, options={"log_level": "TRANSFER"}',
    same_intent_as=("datasync_task_logging_enabled",),
    aws_docs="https://docs.aws.amazon.com/datasync/latest/userguide/monitor-datasync.html",
)
def datasync_task_logging(resource: Resource) -> Iterator[Finding]:
    path = "cloudwatchLogGroupArn"
    broken = not_(given(resource, path))
    yield from found(broken, resource, path, "a log group")
    yield from forbid(resource, "options.logLevel", "OFF", expected="BASIC or TRANSFER")


RULES: tuple[Rule, ...] = (
    datasync_location_no_secret_key,
    datasync_task_logging,
)
