"""IAM Access Analyzer. https://aws.amazon.com/iam/access-analyzer/pricing/."""

from collections.abc import Iterator

from pydantic import Field
from typing_extensions import override

from costing.resources._shared.metering import Metering, Unmetered, charges
from costing.resources._shared.priced_resource import Links, PricedResource, ResourceUsage
from costing.resources._shared.usage_meters import Line, metered, usage_of
from costing.units import Unit

UNUSED = (
    Line("roles_and_users", "Unused access analysis", "UnusedAccessAnalysis", Unit.RESOURCE_MONTHS),
)


class Analyzer(PricedResource):
    """Free where it looks for access from outside; by role and user where it looks for unused."""

    type = "aws:accessanalyzer/analyzer:Analyzer"
    usage = usage_of("AnalyzerUsage", UNUSED)

    kind: str = Field("ACCOUNT", alias="type")

    @override
    @charges("Unused access analysis")
    def meters(self, usage: ResourceUsage, links: Links) -> Iterator[Metering]:
        if self.kind.endswith("INTERNAL_ACCESS"):
            yield Unmetered("Internal access analysis", "no price of it is known")
        if self.kind.endswith("UNUSED_ACCESS"):
            yield from metered("AWSIAMAccessAnalyzer", UNUSED, usage)
