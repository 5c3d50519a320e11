"""AWS CodePipeline. https://aws.amazon.com/codepipeline/pricing/."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Literal

from typing_extensions import override

from costing.model import Meter, Sku
from costing.resources._shared.metering import charges
from costing.resources._shared.priced_resource import Links, PricedResource, ResourceUsage
from costing.resources._shared.usage_meters import Line, metered, usage_of
from costing.units import Unit

SERVICE = "AWSCodePipeline"
MINUTES = (Line("monthly_action_minutes", "Action minutes", "actionExecutionMinute", Unit.MINUTES),)


class Pipeline(PricedResource):
    """Of type V1 by the month in which it runs, of type V2 by the minutes of its actions."""

    type = "aws:codepipeline/pipeline:Pipeline"
    usage = usage_of("PipelineUsage", MINUTES)

    pipeline_type: Literal["V1", "V2"] = "V1"

    @override
    @charges("Active pipeline", "Action minutes")
    def meters(self, usage: ResourceUsage, links: Links) -> Iterator[Meter]:
        if self.pipeline_type == "V2":
            yield from metered(SERVICE, MINUTES, usage)
        else:
            sku, assumed = Sku(SERVICE, "activePipeline"), "it runs at least once a month"
            yield Meter("Active pipeline", sku, Decimal(1), Unit.PIPELINE_MONTHS, assumed=assumed)
