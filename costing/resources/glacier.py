"""Vaults of the old Amazon S3 Glacier. https://aws.amazon.com/s3/glacier/pricing/."""

from costing.resources._shared.usage_meters import Line, StatedResource, usage_of
from costing.units import Unit

SERVICE = "AmazonGlacier"
LINES = (
    Line("storage_gb", "Storage", "TimedStorage-ByteHrs"),
    Line("monthly_upload_requests", "Upload requests", "Requests-Tier1", Unit.REQUESTS),
    *(
        line
        for speed in ("standard", "expedited")
        for line in (
            Line(
                f"monthly_{speed}_retrieval_requests",
                f"Retrieval requests ({speed})",
                f"{speed.capitalize()}-Retrieval-Requests",
                Unit.REQUESTS,
                silent=speed != "standard",
            ),
            Line(
                f"monthly_{speed}_retrieval_gb",
                f"Retrievals ({speed})",
                f"{speed.capitalize()}-Retrieval-Bytes",
                Unit.GB,
                silent=speed != "standard",
            ),
        )
    ),
    Line("early_delete_gb", "Early delete (within 90 days)", "EarlyDelete-ByteHrs", silent=True),
)


class Vault(StatedResource):
    """Archives: storage, requests, retrievals and early deletion."""

    type = "aws:glacier/vault:Vault"
    usage = usage_of("VaultUsage", LINES)
    service = SERVICE
    lines = LINES
