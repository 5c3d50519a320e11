from costing.resources.s3tables import TableBucket
from tests.costing.resources.case import Case

CASES = [
    Case(
        "the tables of a bucket",
        TableBucket,
        {"name": "lake"},
        {
            "Tables-TimedStorage-ByteHrs": 1000,
            "Tables-Requests-Tier1": None,
            "Tables-Requests-Tier2": None,
            "Tables-MonitoredObjects": 10_000,
            "Tables-CompactedObjects": None,
            "Tables-ProcessedBytes": None,
        },
        usage={"storage_gb": 1000, "monitored_objects": 10_000},
    ),
]
