from costing.resources.securitylake import AwsLogSource
from tests.costing.resources.case import Case

CASES = [
    Case(
        "logs of a service",
        AwsLogSource,
        {"source": {"sourceName": "VPC_FLOW"}},
        {"OtherLogs-Ingested": 700, "Logs-Normalized": 700},
        usage={"monthly_ingested_gb": 700},
    ),
    Case(
        "management events cost more",
        AwsLogSource,
        {"source": {"sourceName": "CLOUD_TRAIL_MGMT"}},
        {"CloudTrailEvents-Ingested": 9, "Logs-Normalized": 9},
        usage={"monthly_ingested_gb": 9},
    ),
]
