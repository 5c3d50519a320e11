"""CloudWatch Synthetics. https://aws.amazon.com/cloudwatch/pricing/."""

from collections.abc import Iterator

from typing_extensions import override

from costing.aws.cron import runs_per_month
from costing.model import Meter, Sku
from costing.resources._shared.metering import charges
from costing.resources._shared.priced_resource import (
    Block,
    Links,
    PricedResource,
    Quantity,
    ResourceUsage,
)
from costing.units import Unit


class CanaryUsage(ResourceUsage):
    monthly_runs: Quantity = None  # those of its schedule where not given


class Schedule(Block):
    expression: str


class Canary(PricedResource):
    """Runs. Its function, logs, metrics and results are charged by their services."""

    type = "aws:synthetics/canary:Canary"
    usage = CanaryUsage

    schedule: Schedule

    @override
    @charges("Canary runs")
    def meters(self, usage: CanaryUsage, links: Links) -> Iterator[Meter]:
        runs, assumed = usage.monthly_runs, None
        if runs is None:
            expression = self.schedule.expression
            runs, assumed = runs_per_month(expression), f"runs of {expression}"
        sku = Sku("AmazonCloudWatch", "CW:Canary-runs")
        yield Meter("Canary runs", sku, runs, Unit.RUNS, assumed=assumed)
