"""AWS Transfer Family. https://aws.amazon.com/aws-transfer-family/pricing/."""

from collections.abc import Iterator
from typing import Literal

from typing_extensions import override

from costing.model import Meter, Sku
from costing.resources._shared.left_out import LeftOut
from costing.resources._shared.metering import charges
from costing.resources._shared.priced_resource import Links, PricedResource, Quantity, ResourceUsage
from costing.units import HOURS_PER_MONTH, Unit

SERVICE = "AWSTransfer"
MOVED = (
    ("Data downloaded", "DownloadBytes", "monthly_data_downloaded_gb"),
    ("Data uploaded", "UploadBytes", "monthly_data_uploaded_gb"),
)


class ServerUsage(ResourceUsage):
    monthly_data_downloaded_gb: Quantity = None  # over all protocols
    monthly_data_uploaded_gb: Quantity = None


class Server(PricedResource):
    """Each protocol by the hour, and data uploaded and downloaded."""

    type = "aws:transfer/server:Server"
    usage = ServerUsage
    left_out = (LeftOut("AS2 messages", "protocols[*]", values=("AS2",)),)

    protocols: tuple[str, ...] = ("SFTP",)
    domain: Literal["S3", "EFS"] = "S3"

    @override
    @charges("protocol enabled", *(name for name, _, _ in MOVED))
    def meters(self, usage: ServerUsage, links: Links) -> Iterator[Meter]:
        for protocol in sorted(self.protocols):
            yield Meter(
                f"{protocol} protocol enabled",
                Sku(SERVICE, "ProtocolHours", f"{protocol}:{self.domain}"),
                HOURS_PER_MONTH,
                Unit.HOURS,
            )
        first = min((each for each in self.protocols if each != "AS2"), default=None)
        for name, usage_type, key in MOVED:
            if first is not None:
                sku = Sku(SERVICE, usage_type, f"{first}:{self.domain}")
                yield Meter(name, sku, getattr(usage, key), Unit.GB, usage=key)
