from costing.resources.kinesisvideo import VideoStream
from tests.costing.resources.case import Case

CASES = [
    Case(
        "video in, kept, and out",
        VideoStream,
        {"dataRetentionInHours": 24},
        {"DataIngested-Bytes": 300, "TimedStorage-ByteHrs": None, "DataConsumed-Bytes": None},
        usage={"monthly_ingested_gb": 300},
    ),
    Case(
        "clips and images",
        VideoStream,
        {},
        {
            "DataIngested-Bytes": None,
            "TimedStorage-ByteHrs": None,
            "DataConsumed-Bytes": None,
            "GetClip-Bytes": 5,
            "Images-1080p": 1000,
            "Images-4K": 10,
        },
        usage={"monthly_clips_gb": 5, "monthly_images": 1000, "monthly_large_images": 10},
    ),
]
