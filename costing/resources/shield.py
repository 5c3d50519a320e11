"""AWS Shield Advanced. https://aws.amazon.com/shield/pricing/."""

from collections.abc import Iterator
from decimal import Decimal

from typing_extensions import override

from costing.model import Meter, Sku
from costing.resources._shared.priced_resource import Links, PricedResource, ResourceUsage
from costing.resources._shared.usage_meters import Line, metered, usage_of
from costing.units import Unit

SERVICE = "AWSShield"
OUTBOUND = tuple(
    Line(
        f"monthly_{key}_outbound_gb",
        f"Data transfer out ({name})",
        f"{code}-DataTransfer-Out-Bytes",
        Unit.GB,
    )
    for key, name, code in (
        ("cloudfront", "CloudFront", "CloudFront"),
        ("global_accelerator", "Global Accelerator", "GlobalAccelerator"),
        ("load_balancer", "load balancers", "LoadBalancing"),
        ("elastic_ip", "Elastic IP addresses", "EIP"),
    )
)


class Subscription(PricedResource):
    """The monthly fee of an organization, for at least a year, and data out of what it protects."""

    type = "aws:shield/subscription:Subscription"
    is_global = True
    usage = usage_of("SubscriptionUsage", OUTBOUND)

    @override
    def meters(self, usage: ResourceUsage, links: Links) -> Iterator[Meter]:
        sku = Sku(SERVICE, "Shield-Monthly-Fee")
        yield Meter("Shield Advanced", sku, Decimal(1), Unit.MONTHS)
        yield from metered(SERVICE, OUTBOUND, usage)
