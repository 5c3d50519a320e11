from costing.resources.s3 import (
    AnalyticsConfiguration,
    Bucket,
    DirectoryBucket,
    Inventory,
    VectorsVectorBucket,
)
from tests import graphs
from tests.costing.resources.case import Case

STANDARD = {
    "TimedStorage-ByteHrs": None,
    "Requests-Tier1": None,
    "Requests-Tier2": None,
    "Select-Scanned-Bytes": None,
    "Select-Returned-Bytes": None,
}
RULES = {"transitions": [{"days": 30, "storageClass": "STANDARD_IA"}]}

CASES = [
    Case("a bucket lists what Standard is metered on, unstated", Bucket, {}, STANDARD),
    Case(
        "Standard as usage states it",
        Bucket,
        {},
        {**STANDARD, "TimedStorage-ByteHrs": 500, "Requests-Tier1": 1_000_000},
        usage={"standard": {"storage_gb": 500, "monthly_tier_1_requests": "1e6"}},
    ),
    Case(
        "accelerated transfer, whose price is unknown",
        Bucket,
        {"accelerationStatus": "Enabled"},
        {**STANDARD, "DataTransfer-In-ABytes": 10},
        usage={"monthly_accelerated_gb": 10},
        unpriced=["DataTransfer-In-ABytes"],
    ),
    Case(
        "acceleration configured apart from the bucket",
        Bucket,
        {"bucket": "models"},
        {**STANDARD, "DataTransfer-In-ABytes": None},
        around=[
            graphs.resource(
                "aws:s3/bucketAccelerateConfiguration:BucketAccelerateConfiguration",
                "fast",
                {"bucket": "models", "status": "Enabled"},
            )
        ],
        unpriced=["DataTransfer-In-ABytes"],
    ),
    Case(
        "replication to a bucket of another region, with time control",
        Bucket,
        {"bucket": "models"},
        {**STANDARD, "EU-AWS-Out-Bytes": 100, "EU-S3RTC-Out-Bytes": 100},
        usage={"monthly_replicated_gb": 100},
        around=[
            graphs.resource(
                "aws:s3/bucketReplicationConfig:BucketReplicationConfig",
                "copies",
                {
                    "bucket": "models",
                    "rules": [
                        {
                            "status": "Enabled",
                            "destination": {
                                "bucket": "arn:aws:s3:::replica",
                                "replicationTime": {"status": "Enabled"},
                            },
                        },
                        {"status": "Disabled", "destination": {"bucket": "arn:aws:s3:::other"}},
                    ],
                },
            ),
            graphs.resource(
                "aws:s3/bucket:Bucket",
                "replica",
                {"bucket": "replica", "arn": "arn:aws:s3:::replica"},
                region="eu-west-1",
            ),
        ],
    ),
    Case(
        "replication to a bucket outside the stack",
        Bucket,
        {
            "replicationConfiguration": {
                "role": "r",
                "rules": [{"status": "Enabled", "destination": {"bucket": "arn:aws:s3:::other"}}],
            }
        },
        {**STANDARD, "USW2-AWS-Out-Bytes": None},
    ),
    Case(
        "object tags are metered where they are stated",
        Bucket,
        {},
        {**STANDARD, "TagStorage-TagHrs": 10_000},
        usage={"object_tags": 10_000},
    ),
    Case(
        "a class that usage states is listed whole",
        Bucket,
        {},
        {
            **STANDARD,
            "TimedStorage-ZIA-ByteHrs": 40,
            "Requests-ZIA-Tier1": None,
            "Requests-ZIA-Tier2": None,
            "Requests-Tier4": 4000,
            "Retrieval-ZIA": None,
            "Select-Scanned-ZIA-Bytes": None,
            "Select-Returned-ZIA-Bytes": None,
        },
        usage={
            "one_zone_infrequent_access": {
                "storage_gb": 40,
                "monthly_lifecycle_transition_requests": 4000,
            }
        },
    ),
    Case(
        "a class that a lifecycle rule of its own leads to is listed",
        Bucket,
        {
            "lifecycleRules": [
                {"enabled": True, "transitions": [{"days": 90, "storageClass": "GLACIER_IR"}]}
            ]
        },
        {
            **STANDARD,
            "TimedStorage-GIR-ByteHrs": None,
            "Requests-GIR-Tier1": None,
            "Requests-GIR-Tier2": None,
            "Requests-Tier4": None,
            "Retrieval-GIR": None,
        },
    ),
    Case(
        "a class that a lifecycle configuration beside it leads to is listed",
        Bucket,
        {"bucket": "features"},
        {
            **STANDARD,
            "TimedStorage-SIA-ByteHrs": None,
            "Requests-SIA-Tier1": None,
            "Requests-SIA-Tier2": None,
            "Requests-Tier4": None,
            "Retrieval-SIA": None,
            "Select-Scanned-SIA-Bytes": None,
            "Select-Returned-SIA-Bytes": None,
        },
        around=[
            graphs.resource(
                "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
                "tiers",
                {"bucket": "features", "rules": [{"id": "old", "status": "Enabled", **RULES}]},
            )
        ],
    ),
    Case(
        "Glacier's requests and retrievals are told apart by speed",
        Bucket,
        {},
        {
            **STANDARD,
            "TimedStorage-GlacierByteHrs": None,
            "Requests-GLACIER-Tier1": None,
            "Requests-GLACIER-Tier2": None,
            "Requests-Tier3": 20,  # restores; transitions share the usage type
            "Standard-Retrieval-Bytes": None,
            "Requests-Tier6": 10,
            "Expedited-Retrieval-Bytes": 5,
            "EarlyDelete-ByteHrs": None,
        },
        usage={
            "glacier_flexible_retrieval": {
                "monthly_lifecycle_transition_requests": 0,
                "monthly_standard_data_retrieval_requests": 20,
                "monthly_expedited_data_retrieval_requests": 10,
                "monthly_expedited_data_retrieval_gb": 5,
            }
        },
    ),
    Case(
        "deep archive and Intelligent-Tiering, as far as stated",
        Bucket,
        {},
        {
            **STANDARD,
            "TimedStorage-INT-FA-ByteHrs": 10,
            "TimedStorage-INT-IA-ByteHrs": None,
            "TimedStorage-INT-AIA-ByteHrs": None,
            "Monitoring-Automation-INT": 1000,
            "Requests-INT-Tier1": None,
            "Requests-INT-Tier2": None,
            "Requests-Tier4": None,
            "Select-Scanned-INT-Bytes": None,
            "Select-Returned-INT-Bytes": None,
            "TimedStorage-INT-AA-ByteHrs": 7,
            "TimedStorage-GDA-ByteHrs": 60,
            "Requests-GDA-Tier1": None,
            "Requests-GDA-Tier2": None,
            "Requests-Tier3": None,
            "Requests-GDA-Tier3": None,
            "Standard-Retrieval-Bytes": None,
            "Requests-GDA-Tier5": None,
            "Bulk-Retrieval-Bytes": None,
            "EarlyDelete-GDA": None,
        },
        usage={
            "intelligent_tiering": {
                "frequent_access_storage_gb": 10,
                "archive_access_storage_gb": 7,
                "monitored_objects": 1000,
            },
            "glacier_deep_archive": {"storage_gb": 60},
        },
    ),
    Case(
        "an archive tier that the bucket opts into is listed, and data that leaves as stated",
        Bucket,
        {"bucket": "features"},
        {
            **STANDARD,
            "TimedStorage-INT-FA-ByteHrs": 10,
            "TimedStorage-INT-IA-ByteHrs": None,
            "TimedStorage-INT-AIA-ByteHrs": None,
            "Monitoring-Automation-INT": None,
            "Requests-INT-Tier1": None,
            "Requests-INT-Tier2": None,
            "Requests-Tier4": None,
            "Select-Scanned-INT-Bytes": None,
            "Select-Returned-INT-Bytes": None,
            "TimedStorage-INT-AA-ByteHrs": None,
            "DataTransfer-Out-Bytes": 50,
        },
        usage={
            "intelligent_tiering": {"frequent_access_storage_gb": 10},
            "monthly_outbound_internet_gb": 50,
        },
        around=[
            graphs.resource(
                "aws:s3/bucketIntelligentTieringConfiguration:BucketIntelligentTieringConfiguration",
                "archive",
                {
                    "bucket": "features",
                    "tierings": [{"accessTier": "ARCHIVE_ACCESS", "days": 125}],
                },
            )
        ],
    ),
    Case(
        "storage class analysis",
        AnalyticsConfiguration,
        {"bucket": "features"},
        {"StorageAnalytics-ObjCount": 10_000_000},
        usage={"monthly_monitored_objects": 10_000_000},
    ),
    Case(
        "an inventory, unstated",
        Inventory,
        {"bucket": "features"},
        {"Inventory-ObjectsListed": None},
    ),
    Case(
        "S3 Express One Zone",
        DirectoryBucket,
        {"bucket": "scratch--use1-az4--x-s3"},
        {
            "TimedStorage-XZ-ByteHrs": 500,
            "Requests-XZ-Tier1": None,
            "Requests-XZ-Tier2": None,
            "Upload-XZ": 100,
            "Retrieval-XZ": None,
        },
        usage={"express_one_zone": {"storage_gb": 500, "monthly_upload_gb": 100}},
    ),
    Case(
        "vectors",
        VectorsVectorBucket,
        {"vectorBucketName": "embeddings"},
        {"Vectors-TimedStorage-ByteHrs": 100, "Vectors-Put-Bytes": None},
        usage={"storage_gb": 100},
    ),
]
