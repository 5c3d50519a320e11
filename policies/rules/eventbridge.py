"""Rules for Amazon EventBridge."""

from collections.abc import Iterator

from costing.graph.resource import Resource
from costing.model import UNKNOWN
from policies.engine.finding import Finding
from policies.engine.logic import all_of, equal, found, is_set, is_unknown, not_, read
from policies.engine.rule import Rule, resource_rule
from policies.rules._shared.input_rules import attached_rule, input_rule, must_not_be


@resource_rule(
    types=("aws:cloudwatch/eventPermission:EventPermission",),
    concern="security",
    severity="critical",
    title="EventBridge event bus admits events of every AWS account",
    risk="Anyone can trigger the rules of the bus.",
    fix='condition={"key": "aws:PrincipalOrgID", "type": "StringEquals", "value": "o-..."}',
    same_intent_as=("eventbridge_bus_exposed",),
    aws_docs="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-bus-perms.html",
)
def eventbridge_permission_not_public(resource: Resource) -> Iterator[Finding]:
    anyone = equal(read(resource, "principal"), "*")
    limited = is_set(resource, "condition")
    yield from found(
        all_of([anyone, not_(limited)]),
        resource,
        "principal",
        "an account, or a condition on the organization",
    )


@resource_rule(
    types=("aws:cloudwatch/eventApiDestination:EventApiDestination",),
    concern="security",
    severity="medium",
    title="EventBridge API destination uses plain HTTP",
    risk="Events and their credentials can be read in transit.",
    fix='invocation_endpoint="https://..."',
    aws_docs="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-api-destinations.html",
)
def eventbridge_api_destination_https(resource: Resource) -> Iterator[Finding]:
    path = "invocationEndpoint"
    url = read(resource, path, "")
    plain = UNKNOWN if is_unknown(url) else str(url).lower().startswith("http://")
    yield from found(plain, resource, path, "https://")


RULES: tuple[Rule, ...] = (
    attached_rule(
        "eventbridge-bus-own-policy",
        "aws:cloudwatch/eventBusPolicy:EventBusPolicy",
        "eventBusName",
        "an event bus policy",
        types=("aws:cloudwatch/eventBus:EventBus",),
        concern="security",
        severity="low",
        title="EventBridge event bus has no resource policy",
        risk="Every principal of the account with events:PutEvents can send events.",
        fix="cloudwatch.EventBusPolicy(event_bus_name=bus.name, policy=...)",
        aws_docs="https://docs.aws.amazon.com/securityhub/latest/userguide/eventbridge-controls.html",
        regulated=True,
    ),
    eventbridge_permission_not_public,
    input_rule(
        "eventbridge-endpoint-replication",
        must_not_be("replicationConfig.state", "DISABLED", expected="ENABLED"),
        types=("aws:cloudwatch/eventEndpoint:EventEndpoint",),
        concern="availability",
        severity="medium",
        title="EventBridge global endpoint does not replicate events",
        risk="Events of a failing region are lost for the other one.",
        fix='replication_config={"state": "ENABLED"}',
        same_intent_as=("eventbridge_global_endpoint_event_replication_enabled",),
        aws_docs="https://docs.aws.amazon.com/securityhub/latest/userguide/eventbridge-controls.html",
        production=True,
    ),
    eventbridge_api_destination_https,
)
