"""Rules for Amazon EventBridge."""

from costing.model import UNKNOWN
from tests.policies.row import Row, declare, of_input, of_inputs

ROWS = [
    Row(
        "eventbridge-bus-own-policy",
        None,
        [
            declare("aws:cloudwatch/eventBus:EventBus", "event-bus"),
            declare(
                "aws:cloudwatch/eventBusPolicy:EventBusPolicy",
                "other",
                {"eventBusName": declare("aws:cloudwatch/eventBus:EventBus", "event-bus")},
            ),
        ],
    ),
    Row(
        "eventbridge-bus-own-policy",
        "violation",
        [declare("aws:cloudwatch/eventBus:EventBus", "event-bus")],
    ),
    Row(
        "eventbridge-bus-own-policy",
        "unknown",
        [
            declare("aws:cloudwatch/eventBus:EventBus", "event-bus"),
            declare(
                "aws:cloudwatch/eventBusPolicy:EventBusPolicy", "other", {"eventBusName": UNKNOWN}
            ),
        ],
    ),
    *of_inputs(
        "eventbridge-permission-not-public",
        passes=[
            {"principal": "123456789012"},
            {
                "principal": "*",
                "condition": {"key": "aws:PrincipalOrgID", "type": "StringEquals", "value": "o-1"},
            },
        ],
        fails=[{"principal": "*"}],
        unknown=[{"principal": UNKNOWN}],
    ),
    *of_input(
        "eventbridge-endpoint-replication",
        "replicationConfig.state",
        passes=[None, "ENABLED"],
        fails=["DISABLED"],
    ),
    *of_input(
        "eventbridge-api-destination-https",
        "invocationEndpoint",
        passes=["https://example.com"],
        fails=["http://example.com"],
    ),
]
