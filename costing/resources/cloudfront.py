"""Amazon CloudFront. https://aws.amazon.com/cloudfront/pricing/."""

from collections.abc import Iterator
from decimal import Decimal

from pydantic import Field
from typing_extensions import override

from costing.model import Meter, Sku
from costing.resources._shared.metering import Metering, charges
from costing.resources._shared.priced_resource import (
    Block,
    Links,
    PricedResource,
    Quantity,
    ResourceUsage,
)
from costing.resources._shared.usage_meters import Line, metered, stated, usage_of
from costing.units import Unit

SERVICE = "AmazonCloudFront"
GEOGRAPHIES = {  # key → its name and what a usage type begins with
    "us": ("US, Mexico, Canada", "US"),
    "europe": ("Europe, Israel", "EU"),
    "south_africa": ("South Africa, Kenya, Middle East", "ZA"),
    "south_america": ("South America", "SA"),
    "japan": ("Japan", "JP"),
    "australia": ("Australia, New Zealand", "AU"),
    "asia_pacific": ("Hong Kong, Philippines, Asia Pacific", "AP"),
    "india": ("India", "IN"),
}
HOME = "us"  # listed where usage gives no geography
SHIELDS = {  # key → the regions that it stands for begin so
    "us": ("us-",),
    "europe": ("eu-",),
    "south_america": ("sa-",),
    "japan": ("ap-northeast-1", "ap-northeast-3"),
    "australia": ("ap-southeast-2",),
    "singapore": ("ap-southeast-1",),
    "south_korea": ("ap-northeast-2",),
    "india": ("ap-south-",),
}


def lines_of(place: str) -> tuple[Line, ...]:
    _, code = GEOGRAPHIES[place]
    return (
        Line(
            f"monthly_data_transfer_to_internet_gb.{place}",
            "Data transfer out to internet",
            f"{code}-DataTransfer-Out-Bytes",
            Unit.GB,
            silent=place != HOME,
        ),
        Line(
            f"monthly_data_transfer_to_origin_gb.{place}",
            "Data transfer out to origin",
            f"{code}-DataTransfer-Out-OBytes",
            Unit.GB,
            silent=place != HOME,
        ),
        Line(
            f"monthly_http_requests.{place}",
            "HTTP requests",
            f"{code}-Requests-Tier1",
            Unit.REQUESTS,
            silent=place != HOME,
        ),
        Line(
            f"monthly_https_requests.{place}",
            "HTTPS requests",
            f"{code}-Requests-Tier2-HTTPS",
            Unit.REQUESTS,
            silent=place != HOME,
        ),
    )


LINES = {place: lines_of(place) for place in GEOGRAPHIES}
SHIELD_LINES = {
    place: Line(f"monthly_shield_requests.{place}", "Origin shield", "", Unit.REQUESTS)
    for place in SHIELDS
}


class OwnUsage(ResourceUsage):
    monthly_invalidation_requests: Quantity = None  # paths
    monthly_encryption_requests: Quantity = None  # of field-level encryption
    monthly_log_lines: Quantity = None  # of real-time logs
    custom_ssl_certificates: Quantity = None


DistributionUsage = usage_of(
    "DistributionUsage",
    (*(line for lines in LINES.values() for line in lines), *SHIELD_LINES.values()),
    base=OwnUsage,
)


class OriginShield(Block):
    enabled: bool
    origin_shield_region: str | None = None


class Origin(Block):
    origin_shield: OriginShield | None = None


class CacheBehavior(Block):
    field_level_encryption_id: str | None = None
    realtime_log_config_arn: object = None


class ViewerCertificate(Block):
    ssl_support_method: str | None = None


class Distribution(PricedResource):
    """Transfer and requests by the viewers' geography, origin shields, certificates."""

    type = "aws:cloudfront/distribution:Distribution"
    usage = DistributionUsage
    is_global = True

    default_cache_behavior: CacheBehavior = CacheBehavior()
    origins: list[Origin] = Field(default_factory=list)
    viewer_certificate: ViewerCertificate = ViewerCertificate()

    @override
    def meters(self, usage: OwnUsage, links: Links) -> Iterator[Metering]:
        anywhere = any(
            stated(usage, line) is not None for lines in LINES.values() for line in lines
        )
        for place, lines in LINES.items():
            for meter in metered(SERVICE, lines, usage, group=GEOGRAPHIES[place][0]):
                if meter.quantity is not None or not anywhere:
                    yield meter
        yield from self.shields(usage)
        yield Meter(
            "Invalidation requests",
            Sku(SERVICE, "Invalidations"),
            usage.monthly_invalidation_requests,
            Unit.PATHS,
            usage="monthly_invalidation_requests",
        )
        yield from self.encryption(usage)
        yield from self.log_lines(usage)
        yield from self.certificates(usage)

    @charges("Origin shield requests")
    def shields(self, usage: OwnUsage) -> Iterator[Meter]:
        """Yield the requests that reach an origin shield, priced where it stands."""
        regions = {
            origin.origin_shield.origin_shield_region
            for origin in self.origins
            if origin.origin_shield is not None and origin.origin_shield.enabled
        }
        for region in sorted(filter(None, regions)):
            for place, starts in SHIELDS.items():
                if region.startswith(starts):
                    yield Meter(
                        f"Origin shield requests ({region})",
                        Sku(SERVICE, "Requests-OriginShield"),
                        stated(usage, SHIELD_LINES[place]),
                        Unit.REQUESTS,
                        usage=SHIELD_LINES[place].key,
                        region=region,
                    )

    @charges("Field level encryption requests")
    def encryption(self, usage: OwnUsage) -> Iterator[Meter]:
        encrypted = self.default_cache_behavior.field_level_encryption_id
        if encrypted or usage.monthly_encryption_requests is not None:
            yield Meter(
                "Field level encryption requests",
                Sku(SERVICE, "US-Requests-HTTPS-Proxy-FLE"),
                usage.monthly_encryption_requests,
                Unit.REQUESTS,
                usage="monthly_encryption_requests",
            )

    @charges("Real-time log lines")
    def log_lines(self, usage: OwnUsage) -> Iterator[Meter]:
        configuration = self.default_cache_behavior.realtime_log_config_arn
        if configuration is not None or usage.monthly_log_lines is not None:
            yield Meter(
                "Real-time log lines",
                Sku(SERVICE, "US-RealTimeLog-KinesisDataStream"),
                usage.monthly_log_lines,
                Unit.LINES,
                usage="monthly_log_lines",
            )

    @charges("Dedicated IP custom SSLs")
    def certificates(self, usage: OwnUsage) -> Iterator[Meter]:
        count = usage.custom_ssl_certificates
        if count or self.viewer_certificate.ssl_support_method == "vip":
            yield Meter(
                "Dedicated IP custom SSLs",
                Sku(SERVICE, "SSL-Cert-Custom"),
                Decimal(1) if count is None else count,
                Unit.CERTIFICATE_MONTHS,
                usage="custom_ssl_certificates",
            )


class FunctionUsage(ResourceUsage):
    monthly_requests: Quantity = None


class Function(PricedResource):
    """The invocations of a function at the edge."""

    type = "aws:cloudfront/function:Function"
    usage = FunctionUsage
    is_global = True

    @override
    def meters(self, usage: FunctionUsage, links: Links) -> Iterator[Meter]:
        yield Meter(
            "Total number of invocations",
            Sku(SERVICE, "Executions-CloudFrontFunctions"),
            usage.monthly_requests,
            Unit.REQUESTS,
            usage="monthly_requests",
        )
