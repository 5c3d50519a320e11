"""AWS Shield Advanced. https://aws.amazon.com/shield/pricing/."""

from collections.abc import Iterator
from decimal import Decimal

from typing_extensions import override

from costing.model import Meter, Sku
from costing.resources._shared.priced_resource import Links, PricedResource
from costing.units import Unit


class Subscription(PricedResource):
    """The monthly fee of an organization, for at least a year. Data transfer is not metered."""

    type = "aws:shield/subscription:Subscription"
    is_global = True

    @override
    def meters(self, usage: object, links: Links) -> Iterator[Meter]:
        sku = Sku("AWSShield", "Shield-Monthly-Fee")
        yield Meter("Shield Advanced", sku, Decimal(1), Unit.MONTHS)
