"""AWS Cloud Map. https://aws.amazon.com/cloud-map/pricing/."""

from collections.abc import Iterator
from decimal import Decimal

from typing_extensions import override

from costing.model import Meter, Sku
from costing.resources._shared.priced_resource import Links, PricedResource, ResourceUsage
from costing.resources._shared.usage_meters import Line, metered, usage_of
from costing.units import Unit

SERVICE = "AWSCloudMap"
QUERIES = (
    Line(
        "monthly_standard_queries",
        "Standard queries",
        "DNS-Queries",
        Unit.QUERIES,
        service="AmazonRoute53",
    ),
)
DISCOVERED = (Line("monthly_requests", "Discovery requests", "Cloud-Map-API-Calls", Unit.REQUESTS),)
ZONE = Sku("AmazonRoute53", "HostedZone")


class PrivateDnsNamespace(PricedResource):
    """The hosted zone that it makes: queries from within a VPC are free."""

    type = "aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace"

    @override
    def meters(self, usage: object, links: Links) -> Iterator[Meter]:
        yield Meter("Hosted zone", ZONE, Decimal(1), Unit.ZONE_MONTHS)


class PublicDnsNamespace(PricedResource):
    """The hosted zone that it makes, and queries for its names."""

    type = "aws:servicediscovery/publicDnsNamespace:PublicDnsNamespace"
    usage = usage_of("PublicDnsNamespaceUsage", QUERIES)

    @override
    def meters(self, usage: ResourceUsage, links: Links) -> Iterator[Meter]:
        yield Meter("Hosted zone", ZONE, Decimal(1), Unit.ZONE_MONTHS)
        yield from metered("AmazonRoute53", QUERIES, usage)


class Instance(PricedResource):
    """A registered instance by the month, and requests that find it."""

    type = "aws:servicediscovery/instance:Instance"
    usage = usage_of("RegisteredInstanceUsage", DISCOVERED)

    @override
    def meters(self, usage: ResourceUsage, links: Links) -> Iterator[Meter]:
        sku = Sku(SERVICE, "Cloud-Map-Resources")
        yield Meter("Registered instance", sku, Decimal(1), Unit.RESOURCE_MONTHS)
        yield from metered(SERVICE, DISCOVERED, usage)
