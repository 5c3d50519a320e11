"""Rules for AWS CloudTrail."""

from costing.model import UNKNOWN
from policies.engine.selectors.tokens import METRIC_ALARM
from policies.rules.cloudtrail import MONITORED
from tests.policies.row import Row, declare, of_input, of_inputs

TRAIL = declare("aws:cloudtrail/trail:Trail", "trail", {"cloudWatchLogsGroupArn": "arn:aws:logs:g"})
METRIC_FILTER = "aws:cloudwatch/logMetricFilter:LogMetricFilter"
FILTERS = [
    declare(
        METRIC_FILTER,
        f"filter-{index}",
        {"pattern": " ".join(words), "metricTransformation": {"name": f"metric-{index}"}},
    )
    for index, words in enumerate(MONITORED.values())
]
ALARMS = [
    declare(METRIC_ALARM, f"alarm-{index}", {"metricName": f"metric-{index}"})
    for index, _ in enumerate(MONITORED)
]
BY_REFERENCE = [
    declare(
        METRIC_ALARM, f"alarm-{each.name}", {"metricQueries": [{"metric": {"metricName": each}}]}
    )
    for each in FILTERS
]

ROWS = [
    Row("cloudtrail-events-alarmed", None, [TRAIL, *FILTERS, *ALARMS]),
    Row("cloudtrail-events-alarmed", None, [TRAIL, *FILTERS, *BY_REFERENCE]),
    Row("cloudtrail-events-alarmed", "violation", [TRAIL, *FILTERS, *ALARMS[1:]]),
    Row("cloudtrail-events-alarmed", None, [declare("aws:cloudtrail/trail:Trail", "trail")]),
    Row("cloudtrail-events-alarmed", "violation", [TRAIL, *FILTERS[1:], *ALARMS]),
    Row(
        "cloudtrail-events-alarmed",
        "unknown",
        [
            TRAIL,
            *FILTERS[1:],
            *ALARMS,
            declare(
                METRIC_FILTER,
                "other",
                {"pattern": UNKNOWN, "metricTransformation": {"name": "metric-0"}},
            ),
        ],
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
