"""Vaults of the old Amazon S3 Glacier. https://aws.amazon.com/s3/glacier/pricing/."""

from costing.resources._shared.usage_meters import Line, StatedResource, usage_of

SERVICE = "AmazonGlacier"
STORAGE = Line("storage_gb", "Storage", "TimedStorage-ByteHrs")


class Vault(StatedResource):
    """Archives. Requests, retrievals and early deletion are not metered."""

    type = "aws:glacier/vault:Vault"
    usage = usage_of("VaultUsage", [STORAGE])
    service = SERVICE
    lines = (STORAGE,)
