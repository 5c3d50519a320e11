from costing.resources.s3control import StorageLensConfiguration
from tests.costing.resources.case import Case

CASES = [
    Case(
        "free metrics",
        StorageLensConfiguration,
        {"storageLensConfiguration": {"enabled": True, "accountLevel": {"bucketLevel": {}}}},
        {},
    ),
    Case(
        "advanced metrics, by the object",
        StorageLensConfiguration,
        {
            "storageLensConfiguration": {
                "enabled": True,
                "accountLevel": {"activityMetrics": {"enabled": True}},
            }
        },
        {"StorageLens-ObjCount": 1_000_000},
        usage={"monitored_objects": 1_000_000},
    ),
]
