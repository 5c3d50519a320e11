from typing import Any

from costing.resources.cloudwatch import (
    CompositeAlarm,
    ContributorInsightRule,
    ContributorManagedInsightRule,
    Dashboard,
    MetricAlarm,
    MetricStream,
)
from tests.costing.resources.case import Case

STANDARD, HIGH = "CW:AlarmMonitorUsage", "CW:HighResAlarmMonitorUsage"


def metric(name: str, period: int = 60) -> dict[str, Any]:
    return {"id": name, "metric": {"metricName": name, "period": period}}


def expression(text: str) -> dict[str, Any]:
    return {"id": "e1", "expression": text, "returnData": True}


RULE = {"CW:ContributorInsightRules": 1, "CW:ContributorInsightEvents": None}

CASES = [
    Case("an alarm watches one metric", MetricAlarm, {"period": 60}, {STANDARD: 1}),
    Case("by the minute where no period is stated", MetricAlarm, {}, {STANDARD: 1}),
    Case("in high resolution below a minute", MetricAlarm, {"period": 10}, {HIGH: 1}),
    Case(
        "metric math counts each metric, not the expression",
        MetricAlarm,
        {"metricQueries": [expression("m2/m1*100"), metric("m1"), metric("m2")]},
        {STANDARD: 2},
    ),
    Case(
        "anomaly detection adds the two bounds",
        MetricAlarm,
        {"metricQueries": [expression("ANOMALY_DETECTION_BAND(m1)"), metric("m1", 30)]},
        {HIGH: 3},
    ),
    Case(
        "a Metrics Insights query is charged by what it analyzes",
        MetricAlarm,
        {"metricQueries": [expression("SELECT MAX(CPUUtilization) FROM SCHEMA(x)")]},
        {"CW:MetricInsightAlarmUsage": 40},
        usage={"metrics_analyzed": 40},
    ),
    Case("a composite alarm", CompositeAlarm, {}, {"CW:CompositeAlarmMonitorUsage": 1}),
    Case("a dashboard", Dashboard, {}, {"DashboardsUsageHour": 1}),
    Case(
        "a metric stream",
        MetricStream,
        {},
        {"CW:MetricStreamUsage": 1000},
        usage={"monthly_metric_updates": 1000},
    ),
    Case("a rule of one's own", ContributorInsightRule, {}, RULE),
    Case(
        "a rule of AWS's",
        ContributorManagedInsightRule,
        {},
        {**RULE, "CW:ContributorInsightEvents": 7},
        usage={"monthly_events": 7},
    ),
]
