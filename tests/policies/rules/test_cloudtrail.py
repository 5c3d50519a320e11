"""Rules for AWS CloudTrail."""

from costing.model import UNKNOWN
from policies.rules.cloudtrail import (
    MONITORED,
)
from tests.policies.row import Row, declare, of_input, of_inputs

TRAIL = declare("aws:cloudtrail/trail:Trail", "trail", {"cloudWatchLogsGroupArn": "arn:aws:logs:g"})
METRIC_FILTER = "aws:cloudwatch/logMetricFilter:LogMetricFilter"
FILTERS = [
    declare(METRIC_FILTER, f"filter-{index}", {"pattern": " ".join(words)})
    for index, words in enumerate(MONITORED.values())
]

ROWS = [
    Row("cloudtrail-events-alarmed", None, [TRAIL, *FILTERS]),
    Row("cloudtrail-events-alarmed", None, [declare("aws:cloudtrail/trail:Trail", "trail")]),
    Row("cloudtrail-events-alarmed", "violation", [TRAIL, *FILTERS[1:]]),
    Row(
        "cloudtrail-events-alarmed",
        "unknown",
        [TRAIL, *FILTERS[1:], declare(METRIC_FILTER, "other", {"pattern": UNKNOWN})],
    ),
    *of_input("cloudtrail-sns-topic", "snsTopicName", passes=["value"], fails=[None]),
    *of_inputs(
        "cloudtrail-insights",
        passes=[{"insightSelectors": [{"insightType": "ApiCallRateInsight"}]}],
        fails=[{}],
        unknown=[{"insightSelectors": UNKNOWN}],
    ),
    *of_inputs(
        "cloudtrail-management-events",
        passes=[
            {},
            {"eventSelectors": [{"readWriteType": "All", "includeManagementEvents": True}]},
        ],
        fails=[
            {"eventSelectors": [{"readWriteType": "WriteOnly"}]},
            {"eventSelectors": [{"includeManagementEvents": False}]},
        ],
        unknown=[{"eventSelectors": UNKNOWN}],
    ),
    *of_input(
        "cloudtrail-event-data-store-termination-protection",
        "terminationProtectionEnabled",
        passes=[None, True],
        fails=[False],
    ),
]
