"""Amazon EventBridge Scheduler. https://aws.amazon.com/eventbridge/pricing/."""

from collections.abc import Iterator
from typing import Literal

from typing_extensions import override

from costing.aws.cron import runs_per_month
from costing.model import ZERO, Meter, Sku
from costing.resources._shared.metering import charges
from costing.resources._shared.priced_resource import Links, PricedResource, Quantity, ResourceUsage
from costing.units import Unit


class ScheduleUsage(ResourceUsage):
    monthly_invocations: Quantity = None  # those of its expression where not given


class Schedule(PricedResource):
    """Invocations, of which 14 million a month are free. Its target is charged itself."""

    type = "aws:scheduler/schedule:Schedule"
    usage = ScheduleUsage

    schedule_expression: str
    state: Literal["ENABLED", "DISABLED"] = "ENABLED"

    @override
    @charges("Invocations")
    def meters(self, usage: ScheduleUsage, links: Links) -> Iterator[Meter]:
        runs, assumed = usage.monthly_invocations, None
        if runs is None:
            off = self.state == "DISABLED"
            runs = ZERO if off else runs_per_month(self.schedule_expression)
            assumed = "disabled" if off else f"invocations of {self.schedule_expression}"
        sku = Sku("AWSEvents", "ScheduledInvocation")
        yield Meter("Invocations", sku, runs, Unit.INVOCATIONS, assumed=assumed)
