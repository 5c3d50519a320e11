"""Amazon Route 53. https://aws.amazon.com/route53/pricing/."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from costing.model import Meter, Sku
from costing.resources._shared.metering import Metering, by_count, charges
from costing.resources._shared.priced_resource import Links, PricedResource, Quantity, ResourceUsage
from costing.units import HOURS_PER_MONTH, Unit

SERVICE = "AmazonRoute53"
ONE = Decimal(1)


class Zone(PricedResource):
    """A hosted zone, public or private; the first 25 of an account cost more."""

    type = "aws:route53/zone:Zone"
    is_global = True

    def meters(self, usage: ResourceUsage, links: Links) -> Iterator[Meter]:  # noqa: ARG002
        yield Meter("Hosted zone", Sku(SERVICE, "HostedZone"), ONE, Unit.ZONE_MONTHS)


class RecordUsage(ResourceUsage):
    monthly_standard_queries: Quantity = None
    monthly_latency_based_queries: Quantity = None
    monthly_geo_queries: Quantity = None


QUERIES = (
    ("monthly_standard_queries", "Standard queries", "DNS-Queries"),
    ("monthly_latency_based_queries", "Latency based routing queries", "LBR-Queries"),
    ("monthly_geo_queries", "Geo DNS queries", "Geo-Queries"),
)


class Record(PricedResource):
    """The queries of a record; an alias for a resource of AWS is free."""

    type = "aws:route53/record:Record"
    usage = RecordUsage
    is_global = True

    aliases_of: list[Any] = Field(default_factory=list, alias="aliases")

    @charges("Standard queries", "Latency based routing queries", "Geo DNS queries")
    def meters(self, usage: RecordUsage, links: Links) -> Iterator[Meter]:
        if self.aliases_of:
            return
        routed = asked_as(links)
        for key, name, usage_type in QUERIES:
            quantity = getattr(usage, key)
            if quantity is not None or usage_type == routed:
                yield Meter(name, Sku(SERVICE, usage_type), quantity, Unit.QUERIES, usage=key)


def asked_as(links: Links) -> str:
    """Return the usage type of the queries that the record's routing policy makes them."""
    inputs = links.resource.inputs
    if inputs.get("latencyRoutingPolicies") not in (None, []):
        return "LBR-Queries"
    geo = (inputs.get("geolocationRoutingPolicies"), inputs.get("geoproximityRoutingPolicy"))
    if any(each not in (None, []) for each in geo):
        return "Geo-Queries"
    return "DNS-Queries"


Endpoint = Annotated[
    Literal["aws", "non_aws"],
    BeforeValidator(lambda value: value.lower() if isinstance(value, str) else value),
]


class HealthCheckUsage(ResourceUsage):
    endpoint_type: Endpoint = "aws"


class HealthCheck(PricedResource):
    """A check, and each optional feature: HTTPS, text search, latency, ten-second interval."""

    type = "aws:route53/healthCheck:HealthCheck"
    usage = HealthCheckUsage
    is_global = True

    kind: str = Field(alias="type")
    measure_latency: bool = False
    request_interval: Decimal = Decimal(30)  # seconds

    def meters(self, usage: HealthCheckUsage, links: Links) -> Iterator[Metering]:  # noqa: ARG002
        at = "AWS" if usage.endpoint_type == "aws" else "Non-AWS"
        assumed = None if "endpoint_type" in usage.model_fields_set else "of an endpoint in AWS"
        check = Sku(SERVICE, f"Health-Check-{at}")
        yield Meter("Health check", check, ONE, Unit.CHECK_MONTHS, assumed=assumed)
        yield from self.features(at)

    @charges("Optional features")
    def features(self, at: str) -> Iterator[Meter]:
        features = (
            self.kind.startswith("HTTPS"),
            self.kind.endswith("STR_MATCH"),
            self.measure_latency,
            self.request_interval == Decimal(10),
        )
        if any(features):
            yield Meter(
                "Optional features",
                Sku(SERVICE, f"Health-Check-Option-{at}"),
                Decimal(sum(features)),
                Unit.FEATURE_MONTHS,
            )


class ResolverUsage(ResourceUsage):
    monthly_queries: Quantity = None


class ResolverEndpoint(PricedResource):
    """An endpoint's network interfaces, one an address, and the queries through it."""

    type = "aws:route53/resolverEndpoint:ResolverEndpoint"
    usage = ResolverUsage

    ip_addresses: list[Any]

    def meters(self, usage: ResolverUsage, links: Links) -> Iterator[Metering]:  # noqa: ARG002
        yield from self.interfaces()
        yield Meter(
            "DNS queries",
            Sku(SERVICE, "DNS-Queries"),
            usage.monthly_queries,
            Unit.QUERIES,
            usage="monthly_queries",
        )

    @charges("Resolver endpoints")
    def interfaces(self) -> Iterator[Metering]:
        yield from by_count(lambda: len(self.ip_addresses), interfaces, 1)


def interfaces(count: int) -> Iterator[Meter]:
    sku = Sku(SERVICE, "ResolverNetworkInterface")
    yield Meter("Resolver endpoints", sku, HOURS_PER_MONTH * count, Unit.HOURS)
