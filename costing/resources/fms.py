"""AWS Firewall Manager. https://aws.amazon.com/firewall-manager/pricing/."""

from collections.abc import Iterator
from decimal import Decimal

from typing_extensions import override

from costing.model import Meter, Sku
from costing.resources._shared.priced_resource import Links, PricedResource
from costing.units import Unit


class Policy(PricedResource):
    """A policy by the month and region. Its rules and Config items are charged apart."""

    type = "aws:fms/policy:Policy"

    @override
    def meters(self, usage: object, links: Links) -> Iterator[Meter]:
        yield Meter("Policy", Sku("AWSFMS", "FMS-Policy"), Decimal(1), Unit.MONTHS)
