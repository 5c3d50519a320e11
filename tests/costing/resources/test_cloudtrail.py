from costing.resources.cloudtrail import EventDataStore, Trail
from tests.costing.resources.case import Case

COPIES, READ = "PaidEventsRecorded", "DataEventsRecorded"

CASES = [
    Case("a trail", Trail, {}, {COPIES: None, READ: None}),
    Case(
        "with insights",
        Trail,
        {"insightSelectors": [{"insightType": "ApiCallRateInsight"}]},
        {COPIES: 100, READ: 200, "InsightsEvents": 300},
        usage={
            "monthly_additional_management_events": 100,
            "monthly_data_events": 200,
            "monthly_insight_events": 300,
        },
    ),
    Case(
        "of data events alone",
        Trail,
        {"eventSelectors": [{"includeManagementEvents": False}]},
        {READ: None},
    ),
    Case(
        "a lake keeps a year, and longer at a charge",
        EventDataStore,
        {},
        {
            "Ingestion-Bytes-1yearstore-Live-CloudTrail-Logs": 100,
            "Ingestion-Bytes-1yearstore-Other-data-sources": None,
            "PaidStorage-ByteHrs": 50,
            "QueryScanned-Bytes": None,
        },
        usage={"monthly_data_ingested_gb": 100, "extended_retention_gb": 50},
    ),
    Case(
        "or seven years at once",
        EventDataStore,
        {"billingMode": "FIXED_RETENTION_PRICING"},
        {"Ingestion-Bytes": 100, "QueryScanned-Bytes": 10},
        usage={"monthly_data_ingested_gb": 100, "monthly_data_scanned_gb": 10},
    ),
]
