"""Amazon CloudWatch, but for logs. https://aws.amazon.com/cloudwatch/pricing/."""

from collections.abc import Iterator
from decimal import Decimal

from pydantic import Field
from typing_extensions import override

from costing.model import Meter, Sku
from costing.resources._shared.metering import Metering, charges
from costing.resources._shared.priced_resource import Block, Links, PricedResource, ResourceUsage
from costing.resources._shared.usage_meters import Line, StatedResource, metered, usage_of
from costing.units import Unit

ONE = Decimal(1)
STANDARD_SECONDS = Decimal(60)  # a shorter period is of high resolution
BAND = Decimal(2)  # metrics that anomaly detection adds: an upper and a lower bound
SERVICE = "AmazonCloudWatch"
ANALYZED = (
    Line(
        "metrics_analyzed",
        "Metrics Insights query",
        "CW:MetricInsightAlarmUsage",
        Unit.METRIC_MONTHS,
    ),
)
STREAMED = (Line("monthly_metric_updates", "Metric updates", "CW:MetricStreamUsage", Unit.UPDATES),)
MATCHED = (Line("monthly_events", "Matched events", "CW:ContributorInsightEvents", Unit.EVENTS),)


def alarm(name: str, usage_type: str, metrics: Decimal) -> Meter:
    return Meter(name, Sku(SERVICE, usage_type), metrics, Unit.ALARM_MONTHS)


class QueriedMetric(Block):
    period: Decimal = STANDARD_SECONDS


class MetricQuery(Block):
    expression: str | None = None
    metric: QueriedMetric | None = None
    period: Decimal | None = None

    @property
    def periods(self) -> list[Decimal | None]:
        return [self.period, self.metric.period if self.metric else None]


class MetricAlarm(PricedResource):
    """Each metric that an alarm watches; a band of anomaly detection is two more of them."""

    type = "aws:cloudwatch/metricAlarm:MetricAlarm"
    usage = usage_of("AlarmUsage", ANALYZED)

    period: Decimal | None = None
    metric_queries: list[MetricQuery] = Field(default_factory=list)

    @property
    def is_high_resolution(self) -> bool:
        periods = [self.period, *(each for query in self.metric_queries for each in query.periods)]
        return any(each is not None and each < STANDARD_SECONDS for each in periods)

    @property
    def expressions(self) -> list[str]:
        return [query.expression.strip() for query in self.metric_queries if query.expression]

    @override
    @charges("Standard resolution", "High resolution", "Metrics Insights query")
    def meters(self, usage: ResourceUsage, links: Links) -> Iterator[Metering]:
        if any(each.upper().startswith("SELECT") for each in self.expressions):
            yield from metered(SERVICE, ANALYZED, usage)
        else:
            yield from self.watched()

    @charges("Standard resolution", "High resolution")
    def watched(self) -> Iterator[Meter]:
        """Yield the metrics that the alarm watches, by their resolution."""
        metrics = Decimal(sum(query.metric is not None for query in self.metric_queries)) or ONE
        name, usage_type = "Standard resolution", "CW:AlarmMonitorUsage"
        if self.is_high_resolution:
            name, usage_type = "High resolution", "CW:HighResAlarmMonitorUsage"
        if any("ANOMALY_DETECTION_BAND" in each for each in self.expressions):
            name, metrics = f"{name} anomaly detection", metrics + BAND
        yield alarm(name, usage_type, metrics)


class CompositeAlarm(PricedResource):
    """An alarm on other alarms, which are charged apart."""

    type = "aws:cloudwatch/compositeAlarm:CompositeAlarm"

    @override
    def meters(self, usage: object, links: Links) -> Iterator[Meter]:
        yield alarm("Composite alarm", "CW:CompositeAlarmMonitorUsage", ONE)


class Dashboard(PricedResource):
    """A dashboard. The three free dashboards of an account are charged here."""

    type = "aws:cloudwatch/dashboard:Dashboard"
    is_global = True

    @override
    def meters(self, usage: object, links: Links) -> Iterator[Meter]:
        sku = Sku(SERVICE, "DashboardsUsageHour")
        yield Meter("Dashboard", sku, ONE, Unit.DASHBOARD_MONTHS)


class MetricStream(StatedResource):
    """Metric updates sent. The delivery stream is charged apart."""

    type = "aws:cloudwatch/metricStream:MetricStream"
    usage = usage_of("MetricStreamUsage", STREAMED)
    service = SERVICE
    lines = STREAMED


class ContributorInsightRule(PricedResource):
    """A rule, and the log events that match it."""

    type = "aws:cloudwatch/contributorInsightRule:ContributorInsightRule"
    usage = usage_of("InsightRuleUsage", MATCHED)

    @override
    def meters(self, usage: ResourceUsage, links: Links) -> Iterator[Meter]:
        rule = Sku(SERVICE, "CW:ContributorInsightRules")
        yield Meter("Contributor Insights rule", rule, ONE, Unit.RULE_MONTHS)
        yield from metered(SERVICE, MATCHED, usage)


class ContributorManagedInsightRule(ContributorInsightRule):
    """A rule that AWS wrote, and the log events that match it."""

    type = "aws:cloudwatch/contributorManagedInsightRule:ContributorManagedInsightRule"
