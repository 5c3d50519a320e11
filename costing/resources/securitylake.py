"""Amazon Security Lake. https://aws.amazon.com/security-lake/pricing/."""

from collections.abc import Iterator

from typing_extensions import override

from costing.model import Meter
from costing.resources._shared.metering import charges
from costing.resources._shared.priced_resource import Block, Links, PricedResource, ResourceUsage
from costing.resources._shared.usage_meters import Line, metered, usage_of
from costing.units import Unit

SERVICE = "AmazonSecurityLake"
KEY = "monthly_ingested_gb"
MANAGEMENT = "CLOUD_TRAIL_MGMT"
INGESTED = {
    True: Line(KEY, "CloudTrail management events", "CloudTrailEvents-Ingested", Unit.GB),
    False: Line(KEY, "Logs and events", "OtherLogs-Ingested", Unit.GB),
}
NORMALIZED = Line(KEY, "Normalization", "Logs-Normalized", Unit.GB)


class LogSource(Block):
    source_name: str


class AwsLogSource(PricedResource):
    """Gigabytes of one service, ingested and normalized. Storage is usage of the lake's bucket."""

    type = "aws:securitylake/awsLogSource:AwsLogSource"
    usage = usage_of("AwsLogSourceUsage", (NORMALIZED,))

    source: LogSource

    @override
    @charges("CloudTrail management events", "Logs and events", "Normalization")
    def meters(self, usage: ResourceUsage, links: Links) -> Iterator[Meter]:
        of_management = self.source.source_name == MANAGEMENT
        yield from metered(SERVICE, (INGESTED[of_management], NORMALIZED), usage)
