from costing.resources.macie2 import DAYS_PER_MONTH, Account, ClassificationJob
from tests.costing.resources.case import Case

BUCKETS, FOUND = "S3BucketsMonitored", "SensitiveDataDiscovery"

CASES = [
    Case(
        "buckets and objects by the day",
        Account,
        {},
        {BUCKETS: 100 * DAYS_PER_MONTH, "S3ObjectsMonitored": None, FOUND: 50},
        usage={"buckets": 100, "monthly_discovered_gb": 50},
    ),
    Case("nothing while it pauses", Account, {"status": "PAUSED"}, {}),
    Case("a job", ClassificationJob, {}, {FOUND: None}),
]
