"""What tells what an interface was asked, and what it answered."""

from collections.abc import Iterator

from costing.graph import Resource
from policies.finding import Finding
from policies.reading.values import found, given, not_
from policies.rule import resource_rule


@resource_rule(
    types=("aws:appsync/graphQLApi:GraphQLApi",),
    concern="operations",
    severity="low",
    fix='log_config={"cloudwatch_logs_role_arn": role.arn, "field_log_level": "ERROR"}',
    same_intent_as=("CKV_AWS_193",),
    url="https://docs.aws.amazon.com/appsync/latest/devguide/monitoring.html",
)
def graph_api_logs(api: Resource) -> Iterator[Finding]:
    """An interface logs what went wrong with it."""
    path = "logConfig.fieldLogLevel"
    yield from found(not_(given(api, path)), api, path, "ERROR")
