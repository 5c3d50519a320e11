from costing.resources.eventbridge import EventApiDestination, EventArchive, EventBus
from tests.costing.resources.case import Case

ARCHIVED = {"ArchivedEvents-Bytes": None, "TimedStorage-ByteHrs": None}

CASES = [
    Case(
        "a bus",
        EventBus,
        {},
        {"Event-64K-Chunks": 3_000_000, **ARCHIVED, "Event-8K-Chunks": None},
        usage={"monthly_custom_events": 1_000_000, "monthly_third_party_events": 2_000_000},
    ),
    Case(
        "an archive",
        EventArchive,
        {},
        {"ArchivedEvents-Bytes": 10, "TimedStorage-ByteHrs": 100},
        usage={"monthly_archive_processing_gb": 10, "archive_storage_gb": 100},
    ),
    Case(
        "an endpoint outside AWS",
        EventApiDestination,
        {},
        {"ApiDestination-Invocations": None},
    ),
]
