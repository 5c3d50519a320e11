"""AWS Payment Cryptography. https://aws.amazon.com/payment-cryptography/pricing/."""

from collections.abc import Iterator
from decimal import Decimal

from typing_extensions import override

from costing.model import Meter, Sku
from costing.resources._shared.metering import Metering, only_if
from costing.resources._shared.priced_resource import Links, PricedResource, ResourceUsage
from costing.resources._shared.usage_meters import Line, metered, usage_of
from costing.units import Unit

SERVICE = "AWSPaymentCryptography"
CALLED = (Line("monthly_requests", "API requests", "APIRequests", Unit.REQUESTS),)


class Key(PricedResource):
    """An active key by the month, and calls of the API."""

    type = "aws:paymentcryptography/key:Key"
    usage = usage_of("PaymentKeyUsage", CALLED)

    enabled: bool = True

    @override
    def meters(self, usage: ResourceUsage, links: Links) -> Iterator[Metering]:
        key = Meter("Key", Sku(SERVICE, "Keys"), Decimal(1), Unit.KEY_MONTHS)
        yield from only_if(lambda: self.enabled, key)
        yield from metered(SERVICE, CALLED, usage)
