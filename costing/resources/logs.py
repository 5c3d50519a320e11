"""Amazon CloudWatch Logs. https://aws.amazon.com/cloudwatch/pricing/."""

from collections.abc import Iterator
from decimal import Decimal
from typing import ClassVar, Literal

from pydantic import Field
from typing_extensions import override

from costing.errors import InputError
from costing.model import Meter, Sku
from costing.resources._shared.metering import Metering, charges
from costing.resources._shared.priced_resource import (
    Block,
    Links,
    PricedResource,
    Quantity,
    ResourceUsage,
)
from costing.resources._shared.usage_meters import Line, StatedResource, metered, usage_of
from costing.units import Unit

SERVICE = "AmazonCloudWatch"
INGESTED, WRITTEN = "monthly_data_ingested_gb", "Data ingested"
STANDARD = Line(INGESTED, WRITTEN, "DataProcessing-Bytes", Unit.GB)
INFREQUENT = Line(INGESTED, f"{WRITTEN} (infrequent access)", "DataProcessingIA-Bytes", Unit.GB)
VENDED = Line(INGESTED, f"{WRITTEN} (vended logs)", "VendedLog-Bytes", Unit.GB)
VENDED_IA = Line(
    INGESTED, f"{WRITTEN} (vended logs, infrequent access)", "VendedLogIA-Bytes", Unit.GB
)
VENDED_BY_CLASS = {"STANDARD": VENDED, "INFREQUENT_ACCESS": VENDED_IA, "DELIVERY": VENDED}
BY_CLASS = {"STANDARD": STANDARD, "INFREQUENT_ACCESS": INFREQUENT, "DELIVERY": VENDED}
KEPT = (
    Line("storage_gb", "Archival Storage", "TimedStorage-ByteHrs"),  # compressed
    Line("monthly_data_scanned_gb", "Insights queries data scanned", "DataScanned-Bytes", Unit.GB),
    Line("monthly_live_tail_mins", "Live Tail", "Logs-LiveTail", Unit.MINUTES, silent=True),
)
PROTECTED = (Line("monthly_data_masked_gb", "Data protection", "DataProtection-Bytes", Unit.GB),)
DESTINATION = "aws:cloudwatch/logDeliveryDestination:LogDeliveryDestination"
DELIVERED = {  # by the destination's type; those of a log group are charged with the group
    "S3": Line(INGESTED, "Logs delivered", "S3-Egress-Bytes", Unit.GB),
    "FH": Line(INGESTED, "Logs delivered", "FH-Egress-Bytes", Unit.GB),
}
BY_RESOURCE: dict[str, Literal["S3", "FH", "CWL"]] = {
    "aws:s3/bucket:Bucket": "S3",
    "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream": "FH",
    "aws:cloudwatch/logGroup:LogGroup": "CWL",
}
VENDORS = (  # types whose logs AWS sells, and the input that says where they go
    (DESTINATION, "deliveryDestinationConfiguration"),
    ("aws:ec2/flowLog:FlowLog", "logDestination"),
    ("aws:networkfirewall/loggingConfiguration:LoggingConfiguration", "loggingConfiguration"),
    ("aws:route53/queryLog:QueryLog", "cloudwatchLogGroupArn"),
    ("aws:route53/resolverQueryLogConfig:ResolverQueryLogConfig", "destinationArn"),
    ("aws:vpclattice/accessLogSubscription:AccessLogSubscription", "destinationArn"),
    ("aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration", "logDestinationConfigs"),
)


class LogGroup(PricedResource):
    """Ingestion, storage, queries and Live Tail.

    Logs of AWS services, such as flow logs, are priced as vended logs.
    """

    type = "aws:cloudwatch/logGroup:LogGroup"
    usage = usage_of("LogGroupUsage", (STANDARD, *KEPT))

    log_group_class: Literal["STANDARD", "INFREQUENT_ACCESS", "DELIVERY"] = "STANDARD"

    def meters(self, usage: ResourceUsage, links: Links) -> Iterator[Metering]:
        yield from self.ingested(usage, links)
        yield from metered(SERVICE, KEPT, usage)

    @charges(WRITTEN)
    def ingested(self, usage: ResourceUsage, links: Links) -> Iterator[Meter]:
        sold = any(links.referrers(kind, path) for kind, path in VENDORS)
        lines = VENDED_BY_CLASS if sold else BY_CLASS
        yield from metered(SERVICE, (lines[self.log_group_class],), usage)


class LogDataProtectionPolicy(StatedResource):
    """The data that a policy scans and masks: what the log group ingests."""

    type = "aws:cloudwatch/logDataProtectionPolicy:LogDataProtectionPolicy"
    usage = usage_of("LogDataProtectionPolicyUsage", PROTECTED)
    service = SERVICE
    lines = PROTECTED


class Destination(Block):
    delivery_destination_type: Literal["S3", "FH", "CWL", "XRAY"] | None = None


class LogDelivery(PricedResource):
    """Logs of an AWS service on their way to a bucket or a stream."""

    type = "aws:cloudwatch/logDelivery:LogDelivery"
    usage = usage_of("LogDeliveryUsage", (DELIVERED["S3"],))

    @charges("Logs delivered")
    def meters(self, usage: ResourceUsage, links: Links) -> Iterator[Meter]:
        found = links.follow("deliveryDestinationArn", DESTINATION)
        kind = links.read(Destination, found).delivery_destination_type if found else None
        if found and kind is None and "deliveryDestinationConfiguration" in found.inputs:
            kind = kind_of(links.of(found))
        if kind is None:
            raise InputError(
                "the delivery destination is not in this stack, so its type is unknown",
                "deliveryDestinationArn",
            )
        if kind in DELIVERED:
            yield from metered(SERVICE, (DELIVERED[kind],), usage)


def kind_of(links: Links) -> Literal["S3", "FH", "CWL"] | None:
    """Return the destination's type by the resource that it leads to."""
    path = "deliveryDestinationConfiguration.destinationResourceArn"
    found = links.follow(path, *BY_RESOURCE)
    return BY_RESOURCE[found.type] if found else None


class MetricFilterUsage(ResourceUsage):
    metrics: Quantity = None  # that it writes to all month: one for each set of dimension values


class MetricTransformation(Block):
    dimensions: dict[str, object] = Field(default_factory=dict)
    default_value: object = None

    @property
    def is_one_in_every_hour(self) -> bool:
        return self.default_value is not None and not self.dimensions


class LogMetricFilter(PricedResource):
    """The custom metrics that it writes, charged in hours in which it writes any.

    Without dimensions that is one, in any hour with log events if the filter has a default
    value, else in hours with a match only: then usage has to say it.
    """

    type = "aws:cloudwatch/logMetricFilter:LogMetricFilter"
    usage = MetricFilterUsage
    usage_for: ClassVar = {"metricTransformation": "metrics"}

    metric_transformation: MetricTransformation = MetricTransformation()

    @override
    @charges("Custom metrics")
    def meters(self, usage: MetricFilterUsage, links: Links) -> Iterator[Meter]:
        metrics, assumed = usage.metrics, None
        if metrics is None and self.metric_transformation.is_one_in_every_hour:
            metrics, assumed = Decimal(1), "log events in every hour"
        sku, unit = Sku(SERVICE, "CW:MetricMonitorUsage"), Unit.METRIC_MONTHS
        yield Meter("Custom metrics", sku, metrics, unit, usage="metrics", assumed=assumed)
