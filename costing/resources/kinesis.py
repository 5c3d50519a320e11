"""Amazon Kinesis Data Streams, and Kinesis Data Analytics for SQL.

https://aws.amazon.com/kinesis/data-streams/pricing/,
https://aws.amazon.com/managed-service-apache-flink/pricing/.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Literal

from pydantic import Field
from typing_extensions import override

from costing.model import Meter, Sku
from costing.resources._shared.metering import Metering, by_count, charges
from costing.resources._shared.priced_resource import (
    Block,
    Links,
    PricedResource,
    Quantity,
    ResourceUsage,
)
from costing.resources._shared.usage_meters import Line, metered, stated, usage_of
from costing.units import HOURS_PER_MONTH, Unit

STREAM = "aws:kinesis/stream:Stream"
STREAMS = "AmazonKinesis"
INCLUDED_HOURS = Decimal(24)  # of retention

ON_DEMAND = (
    Line("monthly_on_demand_data_in_gb", "Data ingested", "OnDemand-BilledIncomingBytes", Unit.GB),
    Line(
        "monthly_on_demand_data_out_gb", "Data retrieval", "OnDemand-BilledOutgoingBytes", Unit.GB
    ),
    Line(
        "monthly_on_demand_efo_data_out_gb",
        "Enhanced Fan Out (EFO) Data retrieval",
        "OnDemand-BilledOutgoingEFOBytes",
        Unit.GB,
    ),
    Line(
        "monthly_on_demand_extended_retention_gb",
        "Extended retention (24H to 7D)",
        "OnDemand-ExtendedRetention-ByteHrs",
    ),
    Line(
        "monthly_on_demand_long_term_retention_gb",
        "Long term retention (7D+)",
        "OnDemand-LongTermRetention-ByteHrs",
    ),
)
PUT = Line(
    "monthly_provisioned_put_units",
    "Put request unit",
    "PutRequestPayloadUnits",
    Unit.PAYLOAD_UNITS,
)
FAN_OUT_HOURS = Line(
    "monthly_provisioned_efo_consumer_hours",
    "Enhanced Fan Out (EFO)",
    "EnhancedFanoutHour",
    Unit.HOURS,
)
FAN_OUT = Line(
    "monthly_provisioned_efo_data_out_gb",
    "Enhanced Fan Out (EFO) Data retrieval",
    "ReadBytes",
    Unit.GB,
)
PROVISIONED = (
    PUT,
    Line(
        "monthly_provisioned_long_term_retention_gb",
        "Long term retention (7D+)",
        "LongTermRetention-ByteHrs",
    ),
    Line(
        "monthly_provisioned_long_term_retrieval_gb",
        "Extended retention retrieval (7D+)",
        "LongTermRetention-ReadBytes",
        Unit.GB,
    ),
    FAN_OUT,
    FAN_OUT_HOURS,
)

IN_ALL = (
    "Shard hours",
    "Stream hours",
    *dict.fromkeys(line.name for line in (*PROVISIONED, *ON_DEMAND)),
)
ONE = Decimal(1)
METRICS = "Shard-level metrics"
ALL_METRICS = Decimal(7)
INITIAL_SHARDS = Decimal(4)  # of an on-demand stream


class RetainedUsage(ResourceUsage):
    # Without effect: retention between a day and a week is charged by the shard-hour.
    monthly_provisioned_extended_retention_gb: Quantity = None


class StreamModeDetails(Block):
    stream_mode: Literal["PROVISIONED", "ON_DEMAND"] = "PROVISIONED"


class Stream(PricedResource):
    """An on-demand stream by the hour and by data, or a provisioned stream by its shards.

    Retention from a day to a week is charged by the shard-hour, beyond it by the gigabyte.
    Shard-level metrics are custom metrics of CloudWatch.
    """

    type = STREAM
    usage = usage_of("StreamUsage", (*ON_DEMAND, *PROVISIONED), RetainedUsage)

    shard_count: Decimal = Decimal(1)
    retention_period: Decimal = INCLUDED_HOURS
    stream_mode_details: StreamModeDetails = StreamModeDetails()
    shard_level_metrics: list[str] = Field(default_factory=list)

    @property
    def is_on_demand(self) -> bool:
        return self.stream_mode_details.stream_mode == "ON_DEMAND"

    @override
    def meters(self, usage: RetainedUsage, links: Links) -> Iterator[Metering]:
        yield from self.stream(usage)
        yield from self.metrics()

    @charges(*IN_ALL)
    def stream(self, usage: RetainedUsage) -> Iterator[Metering]:
        if self.is_on_demand:
            yield hours("Stream hours, on demand", "OnDemand-StreamHour", HOURS_PER_MONTH)
            yield from metered(STREAMS, ON_DEMAND, usage)
            return
        yield from by_count(lambda: self.shard_count, shard_hours, ONE)
        yield from self.extended()
        yield from metered(STREAMS, PROVISIONED, usage)

    @charges("Extended retention")
    def extended(self) -> Iterator[Metering]:
        if self.retention_period > INCLUDED_HOURS:
            yield from by_count(lambda: self.shard_count, extended_hours, ONE)

    @charges(METRICS)
    def metrics(self) -> Iterator[Metering]:
        """Yield shard-level metrics: each metric of each shard is one custom metric."""
        chosen = Decimal(len(self.shard_level_metrics))
        if "ALL" in self.shard_level_metrics:
            chosen = ALL_METRICS
        if chosen and self.is_on_demand:
            yield shard_metrics(chosen, INITIAL_SHARDS, f"{INITIAL_SHARDS} shards, as at first")
        elif chosen:
            yield from by_count(
                lambda: self.shard_count, lambda shards: [shard_metrics(chosen, shards)], ONE
            )


def shard_metrics(chosen: Decimal, shards: Decimal, assumed: str | None = None) -> Meter:
    sku = Sku("AmazonCloudWatch", "CW:MetricMonitorUsage")
    return Meter(METRICS, sku, chosen * shards, Unit.METRIC_MONTHS, assumed=assumed)


def shard_hours(shards: Decimal) -> Iterator[Meter]:
    yield hours("Shard hours", "Storage-ShardHour", shards * HOURS_PER_MONTH)


def extended_hours(shards: Decimal) -> Iterator[Meter]:
    quantity = shards * HOURS_PER_MONTH
    yield hours("Extended retention (24H to 7D)", "Extended-ShardHour", quantity)


def hours(name: str, usage_type: str, quantity: Decimal) -> Meter:
    return Meter(name, Sku(STREAMS, usage_type), quantity, Unit.HOURS)


class StreamConsumer(PricedResource):
    """Enhanced fan-out to one consumer, by the hour of each shard.

    Consumer hours in the usage of the stream replace those of its consumers. An on-demand stream
    charges for data only, which is usage of the stream.
    """

    type = "aws:kinesis/streamConsumer:StreamConsumer"

    @override
    @charges(FAN_OUT_HOURS.name)
    def meters(self, usage: object, links: Links) -> Iterator[Meter]:
        stream = links.follow("streamArn", STREAM)
        if stream is None:
            yield hours(FAN_OUT_HOURS.name, FAN_OUT_HOURS.usage_type, HOURS_PER_MONTH)
            return
        read, of_stream = links.read(Stream, stream), links.usage_of(stream)
        counted = of_stream is not None and stated(of_stream, FAN_OUT_HOURS) is not None
        if not read.is_on_demand and not counted:
            shards = read.shard_count * HOURS_PER_MONTH
            yield hours(FAN_OUT_HOURS.name, FAN_OUT_HOURS.usage_type, shards)


class AnalyticsUsage(ResourceUsage):
    kinesis_processing_units: Quantity = None


class AnalyticsApplication(PricedResource):
    """The processing units (KPU) of an SQL application, all month."""

    type = "aws:kinesis/analyticsApplication:AnalyticsApplication"
    usage = AnalyticsUsage

    @override
    def meters(self, usage: AnalyticsUsage, links: Links) -> Iterator[Meter]:
        units = usage.kinesis_processing_units
        yield Meter(
            "Processing (stream)",
            Sku("AmazonKinesisAnalytics", "KPU-Hour"),
            None if units is None else units * HOURS_PER_MONTH,
            Unit.KPU_HOURS,
            usage="kinesis_processing_units",
        )
