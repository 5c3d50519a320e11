"""Amazon S3 Tables. https://aws.amazon.com/s3/pricing/.

Usage types: the S3 user guide's "Understanding your AWS billing and usage reports".
"""

from costing.resources._shared.usage_meters import Line, StatedResource, usage_of
from costing.units import Unit

SERVICE = "AmazonS3"
LINES = (
    Line("storage_gb", "Storage", "Tables-TimedStorage-ByteHrs"),
    Line(
        "monthly_tier_1_requests",
        "PUT, POST, LIST requests",
        "Tables-Requests-Tier1",
        Unit.REQUESTS,
    ),
    Line(
        "monthly_tier_2_requests",
        "GET, and all other requests",
        "Tables-Requests-Tier2",
        Unit.REQUESTS,
    ),
    Line("monitored_objects", "Monitoring", "Tables-MonitoredObjects", Unit.OBJECT_MONTHS),
    Line(
        "monthly_compacted_objects", "Compaction, objects", "Tables-CompactedObjects", Unit.OBJECTS
    ),
    Line("monthly_compacted_gb", "Compaction, data", "Tables-ProcessedBytes", Unit.GB),
)


class TableBucket(StatedResource):
    """Storage, requests, monitoring and compaction of the tables of a bucket."""

    type = "aws:s3tables/tableBucket:TableBucket"
    usage = usage_of("TableBucketUsage", LINES)
    service = SERVICE
    lines = LINES
