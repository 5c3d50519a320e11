"""AWS IoT Core. https://aws.amazon.com/iot-core/pricing/."""

from costing.resources._shared.usage_meters import Line, StatedResource, usage_of
from costing.units import Unit

TRIGGERED = (
    Line("monthly_messages", "Messages", "Messages", Unit.MESSAGES),
    Line("monthly_rules_triggered", "Rules triggered", "RulesTriggered", Unit.REQUESTS),
    Line("monthly_actions", "Actions executed", "ActionsExecuted", Unit.REQUESTS),
)


class TopicRule(StatedResource):
    """Messages of its topic, and how often the rule and its actions run, by the started 5 KB."""

    type = "aws:iot/topicRule:TopicRule"
    usage = usage_of("TopicRuleUsage", TRIGGERED)
    service = "AWSIoT"
    lines = TRIGGERED
