"""Vaults of the old Amazon S3 Glacier. https://aws.amazon.com/s3/glacier/pricing/."""

from collections.abc import Iterator

from costing.model import Meter
from costing.resources._shared.priced_resource import Links, PricedResource, ResourceUsage
from costing.resources._shared.usage_meters import Line, metered, usage_of

SERVICE = "AmazonGlacier"
STORAGE = Line("storage_gb", "Storage", "TimedStorage-ByteHrs")


class Vault(PricedResource):
    """Archives. Left out: requests, retrievals, archives deleted within 90 days."""

    type = "aws:glacier/vault:Vault"
    usage = usage_of("VaultUsage", [STORAGE])

    def meters(self, usage: ResourceUsage, links: Links) -> Iterator[Meter]:  # noqa: ARG002
        yield from metered(SERVICE, [STORAGE], usage)
