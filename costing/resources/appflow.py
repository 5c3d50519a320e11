"""Amazon AppFlow. https://aws.amazon.com/appflow/pricing/."""

from collections.abc import Iterator
from typing import ClassVar, Literal

from typing_extensions import override

from costing.aws.cron import runs_per_month
from costing.model import Meter, Sku
from costing.resources._shared.metering import Metering, charges
from costing.resources._shared.priced_resource import (
    Block,
    Links,
    PricedResource,
    Quantity,
    ResourceUsage,
)
from costing.resources._shared.usage_meters import Line, metered, usage_of
from costing.units import Unit

SERVICE = "AmazonAppFlow"
PROCESSED = (
    Line("monthly_processed_gb", "Data processed", "DataProcessing-Bytes", Unit.GB),
    Line(
        "monthly_processed_outside_gb",
        "Data processed for destinations outside AWS",
        "DataProcessing-OutsideAWS-Bytes",
        Unit.GB,
        silent=True,
    ),
)


class FlowUsage(ResourceUsage):
    monthly_runs: Quantity = None  # those of its schedule where not given


class Scheduled(Block):
    schedule_expression: str


class TriggerProperties(Block):
    scheduled: Scheduled | None = None


class Trigger(Block):
    trigger_type: Literal["Scheduled", "Event", "OnDemand"]
    trigger_properties: TriggerProperties = TriggerProperties()


class Flow(PricedResource):
    """Runs, as its schedule has them where it has one, and data by its destination."""

    type = "aws:appflow/flow:Flow"
    usage = usage_of("AppFlowUsage", PROCESSED, FlowUsage)
    usage_for: ClassVar = {"triggerConfig": "monthly_runs"}

    trigger_config: Trigger

    @override
    def meters(self, usage: FlowUsage, links: Links) -> Iterator[Metering]:
        yield from self.runs(usage)
        yield from metered(SERVICE, PROCESSED, usage)

    @charges("Runs")
    def runs(self, usage: FlowUsage) -> Iterator[Meter]:
        runs, assumed = usage.monthly_runs, None
        if runs is None:
            schedule = self.trigger_config.trigger_properties.scheduled
            if schedule is not None:
                runs = runs_per_month(schedule.schedule_expression)
                assumed = f"runs of {schedule.schedule_expression}"
        sku = Sku(SERVICE, "FlowRuns")
        yield Meter("Runs", sku, runs, Unit.RUNS, usage="monthly_runs", assumed=assumed)
