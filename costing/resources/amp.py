"""Amazon Managed Service for Prometheus.

https://aws.amazon.com/prometheus/pricing/.
"""

from collections.abc import Iterator

from typing_extensions import override

from costing.model import Meter, Sku
from costing.resources._shared.priced_resource import Links, PricedResource, ResourceUsage
from costing.resources._shared.usage_meters import Line, StatedResource, metered, usage_of
from costing.units import HOURS_PER_MONTH, Unit

SERVICE = "AmazonPrometheus"
KEPT = (
    Line("monthly_samples", "Samples ingested", "AMP:MetricSampleCount", Unit.SAMPLES),
    Line("monthly_query_samples", "Samples queried", "AMP:QuerySamplesProcessed", Unit.SAMPLES),
    Line("storage_gb", "Storage", "AMP:MetricStorageByteHrs"),
)
COLLECTED = (
    Line(
        "monthly_collected_samples", "Samples collected", "AMP:CollectorSampleCount", Unit.SAMPLES
    ),
)


class Workspace(StatedResource):
    """Samples in, samples that queries and rules read, and storage."""

    type = "aws:amp/workspace:Workspace"
    usage = usage_of("PrometheusUsage", KEPT)
    service = SERVICE
    lines = KEPT


class Scraper(PricedResource):
    """A collector by the hour, and the samples that it collects, which are ingested as well."""

    type = "aws:amp/scraper:Scraper"
    usage = usage_of("ScraperUsage", COLLECTED)

    @override
    def meters(self, usage: ResourceUsage, links: Links) -> Iterator[Meter]:
        hours = Sku(SERVICE, "AMP:CollectorHours")
        yield Meter("Collector", hours, HOURS_PER_MONTH, Unit.HOURS)
        yield from metered(SERVICE, COLLECTED, usage)
