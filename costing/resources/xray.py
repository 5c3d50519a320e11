"""AWS X-Ray. https://aws.amazon.com/xray/pricing/."""

from collections.abc import Iterator

from typing_extensions import override

from costing.model import Meter
from costing.resources._shared.metering import charges
from costing.resources._shared.priced_resource import Block, Links, PricedResource, ResourceUsage
from costing.resources._shared.usage_meters import Line, StatedResource, metered, usage_of
from costing.units import Unit

SERVICE = "AWSXRay"
TRACED = (
    Line("monthly_traces_recorded", "Traces recorded", "XRay-TracesStored", Unit.TRACES),
    Line(
        "monthly_traces_retrieved",
        "Traces retrieved and scanned",
        "XRay-TracesAccessed",
        Unit.TRACES,
    ),
)
FOUND = (
    Line(
        "monthly_traces_processed", "Traces for insights", "XRay-TracesStored-Insights", Unit.TRACES
    ),
)


class SamplingRule(StatedResource):
    """The traces that a rule lets services record, and those that are read."""

    type = "aws:xray/samplingRule:SamplingRule"
    usage = usage_of("SamplingRuleUsage", TRACED)
    service = SERVICE
    lines = TRACED


class Insights(Block):
    insights_enabled: bool = False


class Group(PricedResource):
    """Free, but for traces that insights go through."""

    type = "aws:xray/group:Group"
    usage = usage_of("TraceGroupUsage", FOUND)

    insights_configuration: Insights = Insights()

    @override
    @charges("Traces for insights")
    def meters(self, usage: ResourceUsage, links: Links) -> Iterator[Meter]:
        if self.insights_configuration.insights_enabled:
            yield from metered(SERVICE, FOUND, usage)
