"""Cases of Performance Insights and Database Insights of RDS instances."""

from costing.resources.rds import Instance
from tests.costing.resources.case import Case

POSTGRES = {"engine": "postgres", "instanceClass": "db.m6g.large"}
SQL_SERVER = {"engine": "sqlserver-se", "instanceClass": "db.m5.xlarge"}

INSIGHTS = [
    Case(
        "Performance Insights answers a million requests, and charges those beyond",
        Instance,
        {**POSTGRES, "performanceInsightsEnabled": True},
        {"InstanceUsage:db.m6g.large": 730, "RDS:GP2-Storage": 20, "PI_API": 500_000},
        usage={"monthly_additional_performance_insights_requests": 500_000},
    ),
    Case(
        "Performance Insights kept for three months: one at the first price, two at the other",
        Instance,
        {
            "engine": "postgres",
            "instanceClass": "db.m6g.large",
            "performanceInsightsEnabled": True,
            "performanceInsightsRetentionPeriod": 93,
        },
        {
            "InstanceUsage:db.m6g.large": 730,
            "RDS:GP2-Storage": 20,
            "PI_LTR_FMR:Provisioned": 2,
            "PI_LTR_AMR:Provisioned": 4,
            "PI_API": None,
        },
    ),
    Case(
        "Performance Insights kept for two years, by the vCPU",
        Instance,
        {
            "engine": "postgres",
            "engineVersion": "17.4",
            "instanceClass": "db.m5.large",
            "performanceInsightsEnabled": True,
            "performanceInsightsRetentionPeriod": 731,
        },
        {
            "InstanceUsage:db.m5.large": 730,
            "RDS:GP2-Storage": 20,
            "PI_LTR:M5": 2,
            "PI_API": None,
        },
    ),
    Case(
        "advanced Database Insights include long retention of Performance Insights",
        Instance,
        {
            **POSTGRES,
            "databaseInsightsMode": "advanced",
            "performanceInsightsEnabled": True,
            "performanceInsightsRetentionPeriod": 465,
        },
        {
            "InstanceUsage:db.m6g.large": 730,
            "RDS:GP2-Storage": 20,
            "PI_API": None,
            "CW:DatabaseInsights-vCPU-Hours": 1460,
        },
    ),
]
