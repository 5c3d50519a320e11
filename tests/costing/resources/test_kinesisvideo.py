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
]
