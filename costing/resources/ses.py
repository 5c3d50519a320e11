"""Amazon SES. https://aws.amazon.com/ses/pricing/."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Literal

from typing_extensions import override

from costing.model import Meter, Sku
from costing.resources._shared.metering import charges
from costing.resources._shared.priced_resource import Links, PricedResource, Quantity, ResourceUsage
from costing.resources._shared.usage_meters import Line, StatedResource, metered, usage_of
from costing.units import Unit

SERVICE = "AmazonSES"
SENT = (
    Line("monthly_emails", "Mails sent", "Recipients", Unit.EMAILS),
    Line("monthly_attachments_gb", "Attachments sent", "AttachmentsSize-Bytes", Unit.GB),
    Line("monthly_emails_received", "Mails received", "Message", Unit.EMAILS),
)
MANAGED = (
    Line("monthly_emails", "Mails over managed addresses", "DIPManaged-Recipients", Unit.EMAILS),
)


class EmailIdentity(StatedResource):
    """Mails from an address or a domain, each recipient one, and those received."""

    type = "aws:ses/emailIdentity:EmailIdentity"
    aliases = ("aws:ses/domainIdentity:DomainIdentity", "aws:sesv2/emailIdentity:EmailIdentity")
    usage = usage_of("EmailIdentityUsage", SENT)
    service = SERVICE
    lines = SENT


class PoolUsage(ResourceUsage):
    addresses: Quantity = None  # leased for a pool whose addresses one picks oneself


class DedicatedIpPool(PricedResource):
    """Addresses of one's own by the month; of a managed pool a fee, and its mails."""

    type = "aws:sesv2/dedicatedIpPool:DedicatedIpPool"
    usage = usage_of("DedicatedIpPoolUsage", MANAGED, PoolUsage)

    scaling_mode: Literal["STANDARD", "MANAGED"] = "STANDARD"

    @override
    @charges("Managed addresses", "Mails over managed addresses", "Dedicated addresses")
    def meters(self, usage: PoolUsage, links: Links) -> Iterator[Meter]:
        if self.scaling_mode == "MANAGED":
            fee = Sku(SERVICE, "DIPManaged-Subscription")
            yield Meter("Managed addresses", fee, Decimal(1), Unit.MONTHS)
            yield from metered(SERVICE, MANAGED, usage)
        else:
            sku, count = Sku(SERVICE, "DIP"), usage.addresses
            yield Meter("Dedicated addresses", sku, count, Unit.IP_MONTHS, usage="addresses")
