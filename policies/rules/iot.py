"""Rules for AWS IoT."""

from collections.abc import Iterator

from costing.graph.resource import Resource
from policies.engine.finding import Finding
from policies.engine.logic import all_of, any_of, found, one_of
from policies.engine.rule import Rule, resource_rule
from policies.engine.selectors.documents import statements
from policies.rules._shared.input_rules import input_rule, must_not_be


@resource_rule(
    types=("aws:iot/policy:Policy",),
    concern="security",
    severity="high",
    title="AWS IoT policy allows all actions on all resources",
    risk="One stolen device certificate controls every device.",
    fix='"Resource": "arn:aws:iot:...:client/${iot:Connection.Thing.ThingName}"',
    aws_docs="https://docs.aws.amazon.com/iot/latest/developerguide/security-best-practices.html",
)
def iot_policy_no_wildcard(resource: Resource) -> Iterator[Finding]:
    for statement in statements(resource, "policy"):
        every = any_of(one_of(each, ("*", "iot:*")) for each in statement.actions)
        broken = all_of([statement.allows, every, statement.every_resource])
        because = f"{statement.path} allows all actions on all resources"
        yield from found(
            broken, resource, statement.path, "the device's own topics", because=because
        )


RULES: tuple[Rule, ...] = (
    iot_policy_no_wildcard,
    input_rule(
        "iot-logging",
        must_not_be("disableAllLogs", True, expected=False),
        must_not_be("defaultLogLevel", "DISABLED", expected="ERROR"),
        types=("aws:iot/loggingOptions:LoggingOptions",),
        concern="operations",
        severity="medium",
        title="AWS IoT logging is disabled",
        risk="Failed connections and messages leave no record.",
        fix='disable_all_logs=False, default_log_level="ERROR"',
        aws_docs="https://docs.aws.amazon.com/iot/latest/developerguide/configure-logging.html",
    ),
)
