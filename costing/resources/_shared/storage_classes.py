"""S3's storage classes: what each is metered on. https://aws.amazon.com/s3/pricing/.

Usage types: the S3 user guide's "Understanding your AWS billing and usage reports".
"""

from collections.abc import Mapping, Sequence

from costing.resources._shared.usage_meters import Line
from costing.units import Unit

REQUESTS, GB = Unit.REQUESTS, Unit.GB


def requests(key: str, code: str) -> tuple[Line, Line]:
    """Return the two tiers of requests on a storage class: writing and listing, reading."""
    return (
        Line(
            f"{key}.monthly_tier_1_requests",
            "PUT, COPY, POST, LIST requests",
            f"Requests-{code}Tier1",
            REQUESTS,
        ),
        Line(
            f"{key}.monthly_tier_2_requests",
            "GET, SELECT, and all other requests",
            f"Requests-{code}Tier2",
            REQUESTS,
        ),
    )


def select(key: str, code: str) -> tuple[Line, Line]:
    return (
        Line(
            f"{key}.monthly_select_data_scanned_gb",
            "Select data scanned",
            f"Select-Scanned-{code}Bytes",
            GB,
        ),
        Line(
            f"{key}.monthly_select_data_returned_gb",
            "Select data returned",
            f"Select-Returned-{code}Bytes",
            GB,
        ),
    )


def transition(key: str, usage_type: str, operation: str) -> Line:
    return Line(
        f"{key}.monthly_lifecycle_transition_requests",
        "Lifecycle transition",
        usage_type,
        REQUESTS,
        operation,
    )


def retrieved(key: str, usage_type: str) -> Line:
    return Line(f"{key}.monthly_data_retrieval_gb", "Retrievals", usage_type, GB)


def storage(key: str, usage_type: str) -> Line:
    return Line(f"{key}.storage_gb", "Storage", usage_type)


STANDARD = (
    storage("standard", "TimedStorage-ByteHrs"),
    *requests("standard", ""),
    *select("standard", ""),
)
INTELLIGENT = (
    Line(
        "intelligent_tiering.frequent_access_storage_gb",
        "Storage (frequent access)",
        "TimedStorage-INT-FA-ByteHrs",
    ),
    Line(
        "intelligent_tiering.infrequent_access_storage_gb",
        "Storage (infrequent access)",
        "TimedStorage-INT-IA-ByteHrs",
    ),
    Line(
        "intelligent_tiering.archive_instant_access_storage_gb",
        "Storage (archive instant access)",
        "TimedStorage-INT-AIA-ByteHrs",
    ),
    Line(
        "intelligent_tiering.monitored_objects",
        "Monitoring and automation",
        "Monitoring-Automation-INT",
        Unit.OBJECT_MONTHS,
    ),
    *requests("intelligent_tiering", "INT-"),
    transition("intelligent_tiering", "Requests-Tier4", "S3-INTTransition"),
    *select("intelligent_tiering", "INT-"),
    Line(
        "intelligent_tiering.early_delete_gb",
        "Early delete (within 30 days)",
        "EarlyDelete-INT",
        silent=True,
    ),
)
ARCHIVE = Line(
    "intelligent_tiering.archive_access_storage_gb",
    "Storage (archive access)",
    "TimedStorage-INT-AA-ByteHrs",
    silent=True,
)
DEEP_ARCHIVE = Line(
    "intelligent_tiering.deep_archive_access_storage_gb",
    "Storage (deep archive access)",
    "TimedStorage-INT-DAA-ByteHrs",
    silent=True,
)
STANDARD_IA = (
    storage("standard_infrequent_access", "TimedStorage-SIA-ByteHrs"),
    *requests("standard_infrequent_access", "SIA-"),
    transition("standard_infrequent_access", "Requests-Tier4", "S3-SIATransition"),
    retrieved("standard_infrequent_access", "Retrieval-SIA"),
    *select("standard_infrequent_access", "SIA-"),
)
ONE_ZONE_IA = (
    storage("one_zone_infrequent_access", "TimedStorage-ZIA-ByteHrs"),
    *requests("one_zone_infrequent_access", "ZIA-"),
    transition("one_zone_infrequent_access", "Requests-Tier4", "S3-ZIATransition"),
    retrieved("one_zone_infrequent_access", "Retrieval-ZIA"),
    *select("one_zone_infrequent_access", "ZIA-"),
)
INSTANT = (
    storage("glacier_instant_retrieval", "TimedStorage-GIR-ByteHrs"),
    *requests("glacier_instant_retrieval", "GIR-"),
    transition("glacier_instant_retrieval", "Requests-Tier4", "S3-GIRTransition"),
    retrieved("glacier_instant_retrieval", "Retrieval-GIR"),
)
FLEXIBLE = (
    storage("glacier_flexible_retrieval", "TimedStorage-GlacierByteHrs"),
    *requests("glacier_flexible_retrieval", "GLACIER-"),
    transition("glacier_flexible_retrieval", "Requests-Tier3", "S3-GlacierTransition"),
    Line(
        "glacier_flexible_retrieval.monthly_standard_data_retrieval_requests",
        "Retrieval requests (standard)",
        "Requests-Tier3",
        REQUESTS,
        "RestoreObject",
    ),
    Line(
        "glacier_flexible_retrieval.monthly_standard_data_retrieval_gb",
        "Retrievals (standard)",
        "Standard-Retrieval-Bytes",
        GB,
        "RestoreObject",
    ),
    Line(
        "glacier_flexible_retrieval.monthly_expedited_data_retrieval_requests",
        "Retrieval requests (expedited)",
        "Requests-Tier6",
        REQUESTS,
        "RestoreObject",
    ),
    Line(
        "glacier_flexible_retrieval.monthly_expedited_data_retrieval_gb",
        "Retrievals (expedited)",
        "Expedited-Retrieval-Bytes",
        GB,
        "RestoreObject",
    ),
    Line(
        "glacier_flexible_retrieval.early_delete_gb",
        "Early delete (within 90 days)",
        "EarlyDelete-ByteHrs",
    ),
)
GLACIER_SELECT = tuple(
    Line(
        f"glacier_flexible_retrieval.monthly_{speed}_select_data_{done}_gb",
        f"Select data {done} ({speed})",
        f"{code}-Select-{done.title()}-Bytes",
        GB,
        service="AmazonGlacier",
        silent=True,
    )
    for speed, code in (("standard", "Std"), ("expedited", "Exp"), ("bulk", "Bulk"))
    for done in ("scanned", "returned")
)
DEEP = (
    storage("glacier_deep_archive", "TimedStorage-GDA-ByteHrs"),
    *requests("glacier_deep_archive", "GDA-"),
    transition("glacier_deep_archive", "Requests-Tier3", "S3-GDATransition"),
    Line(
        "glacier_deep_archive.monthly_standard_data_retrieval_requests",
        "Retrieval requests (standard)",
        "Requests-GDA-Tier3",
        REQUESTS,
    ),
    Line(
        "glacier_deep_archive.monthly_standard_data_retrieval_gb",
        "Retrievals (standard)",
        "Standard-Retrieval-Bytes",
        GB,
        "DeepArchiveRestoreObject",
    ),
    Line(
        "glacier_deep_archive.monthly_bulk_data_retrieval_requests",
        "Retrieval requests (bulk)",
        "Requests-GDA-Tier5",
        REQUESTS,
    ),
    Line(
        "glacier_deep_archive.monthly_bulk_data_retrieval_gb",
        "Retrievals (bulk)",
        "Bulk-Retrieval-Bytes",
        GB,
        "DeepArchiveRestoreObject",
    ),
    Line(
        "glacier_deep_archive.early_delete_gb",
        "Early delete (within 180 days)",
        "EarlyDelete-GDA",
    ),
)
TAGS = Line("object_tags", "Object tagging", "TagStorage-TagHrs", Unit.TAG_MONTHS, silent=True)

EXPRESS = (
    storage("express_one_zone", "TimedStorage-XZ-ByteHrs"),
    *requests("express_one_zone", "XZ-"),
    Line(
        "express_one_zone.monthly_upload_gb",
        "Uploads, beyond 512 KB a request",
        "Upload-XZ",
        GB,
    ),
    Line(
        "express_one_zone.monthly_data_retrieval_gb",
        "Retrievals, beyond 512 KB a request",
        "Retrieval-XZ",
        GB,
    ),
)

# class as lifecycle rules name it → what it is called, what it is metered on
CLASSES: Mapping[str, tuple[str, Sequence[Line]]] = {
    "STANDARD": ("Standard", STANDARD),
    "INTELLIGENT_TIERING": ("Intelligent tiering", (*INTELLIGENT, ARCHIVE, DEEP_ARCHIVE)),
    "STANDARD_IA": ("Standard - infrequent access", STANDARD_IA),
    "ONEZONE_IA": ("One zone - infrequent access", ONE_ZONE_IA),
    "GLACIER_IR": ("Glacier instant retrieval", INSTANT),
    "GLACIER": ("Glacier flexible retrieval", (*FLEXIBLE, *GLACIER_SELECT)),
    "DEEP_ARCHIVE": ("Glacier deep archive", DEEP),
}
