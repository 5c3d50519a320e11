"""Amazon Kinesis Data Streams and Data Firehose, and Kinesis Data Analytics for SQL.

https://aws.amazon.com/kinesis/data-streams/pricing/, https://aws.amazon.com/firehose/pricing/,
https://aws.amazon.com/managed-service-apache-flink/pricing/.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Literal

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
WEEK_HOURS = Decimal(168)  # beyond which retention is charged by the gigabyte

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


class RetainedUsage(ResourceUsage):
    # How much of it lies between a day and a week: charged by the shard, so the figure only
    # says that there is any.
    monthly_provisioned_extended_retention_gb: Quantity = None


class StreamModeDetails(Block):
    stream_mode: Literal["PROVISIONED", "ON_DEMAND"] = "PROVISIONED"


class Stream(PricedResource):
    """A stream by the hour and by what goes through it, or its shards.

    Retention from a day to a week is charged by the shard, beyond it by the gigabyte.
    """

    type = STREAM
    usage = usage_of("StreamUsage", (*ON_DEMAND, *PROVISIONED), RetainedUsage)

    shard_count: Decimal = Decimal(1)
    retention_period: Decimal = INCLUDED_HOURS
    stream_mode_details: StreamModeDetails = StreamModeDetails()

    @property
    def is_on_demand(self) -> bool:
        return self.stream_mode_details.stream_mode == "ON_DEMAND"

    @override
    @charges(*IN_ALL)
    def meters(self, usage: RetainedUsage, links: Links) -> Iterator[Metering]:
        if self.is_on_demand:
            yield hours("Stream hours, on demand", "OnDemand-StreamHour", HOURS_PER_MONTH)
            yield from metered(STREAMS, ON_DEMAND, usage)
            return
        yield from by_count(lambda: self.shard_count, shard_hours, ONE)
        yield from self.extended(usage)
        yield from metered(STREAMS, PROVISIONED, usage)

    @charges("Extended retention")
    def extended(self, usage: RetainedUsage) -> Iterator[Metering]:
        retained = usage.monthly_provisioned_extended_retention_gb
        if retained or self.retention_period > INCLUDED_HOURS:
            yield from by_count(lambda: self.shard_count, extended_hours, ONE)


def shard_hours(shards: Decimal) -> Iterator[Meter]:
    yield hours("Shard hours", "Storage-ShardHour", shards * HOURS_PER_MONTH)


def extended_hours(shards: Decimal) -> Iterator[Meter]:
    quantity = shards * HOURS_PER_MONTH
    yield hours("Extended retention (24H to 7D)", "Extended-ShardHour", quantity)


def hours(name: str, usage_type: str, quantity: Decimal) -> Meter:
    return Meter(name, Sku(STREAMS, usage_type), quantity, Unit.HOURS)


class StreamConsumer(PricedResource):
    """Enhanced fan-out to one consumer: each shard by the hour, where its stream states no hours.

    A stream on demand charges for data alone, which is usage of the stream.
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


FIREHOSE = "AmazonKinesisFirehose"
INGESTED = "monthly_data_ingested_gb"
DIRECT = Line(INGESTED, "Data ingested", "BilledBytes", Unit.GB)
FROM_STREAM = Line(INGESTED, "Data ingested from a stream", "StreamsSourceBilledBytes", Unit.GB)
FROM_KAFKA = Line(INGESTED, "Data ingested from Kafka", "MSKAsSourceBilledBytes", Unit.GB)
ICEBERG = Line(INGESTED, "Data delivered to Iceberg", "IcebergTablesBilledBytes", Unit.GB)
CONVERTED = Line(INGESTED, "Format conversion", "DFCBilledBytes", Unit.GB)
PARTITIONED = Line(INGESTED, "Dynamic partitioning", "DPBytesDelivered", Unit.GB)
INTO_VPC = Line(INGESTED, "VPC data", "Firehose-VpcDelivery-Bytes", Unit.GB)
OBJECTS = Line(
    "monthly_objects_delivered", "Objects partitioned", "S3DeliveryObjectCount", Unit.OBJECTS
)


class Enabled(Block):
    enabled: bool = True


class Partitioning(Block):
    enabled: bool = False


class ExtendedS3Configuration(Block):
    data_format_conversion_configuration: Enabled | None = None
    dynamic_partitioning_configuration: Partitioning | None = None


class VpcConfig(Block):
    subnet_ids: object = None


class SearchConfiguration(Block):
    vpc_config: VpcConfig | None = None


class FirehoseDeliveryStream(PricedResource):
    """What it ingests, by source, and what it does to it on the way.

    Each record is charged as whole steps of 5 KB, which usage has to allow for. Left out: what
    decompressing and querying (jq) cost.
    """

    type = "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream"
    usage = usage_of("FirehoseUsage", (DIRECT, OBJECTS))

    kinesis_source_configuration: object = None
    msk_source_configuration: object = None
    iceberg_configuration: object = None
    extended_s3_configuration: ExtendedS3Configuration | None = None
    elasticsearch_configuration: SearchConfiguration | None = None
    opensearch_configuration: SearchConfiguration | None = None
    opensearchserverless_configuration: SearchConfiguration | None = None

    @property
    def source(self) -> Line:
        if self.iceberg_configuration is not None:
            return ICEBERG
        if self.msk_source_configuration is not None:
            return FROM_KAFKA
        return DIRECT if self.kinesis_source_configuration is None else FROM_STREAM

    @property
    def vpc_path(self) -> str | None:
        """Return where the program says into which subnets to deliver."""
        for name, each in (
            ("elasticsearchConfiguration", self.elasticsearch_configuration),
            ("opensearchConfiguration", self.opensearch_configuration),
            ("opensearchserverlessConfiguration", self.opensearchserverless_configuration),
        ):
            if each is not None and each.vpc_config is not None:
                return f"{name}.vpcConfig.subnetIds"
        return None

    def meters(self, usage: ResourceUsage, links: Links) -> Iterator[Metering]:
        yield from self.ingested(usage)
        yield from self.converted(usage)
        yield from self.partitioned(usage)
        yield from self.into_vpc(usage, links)

    @charges("Data ingested", ICEBERG.name)
    def ingested(self, usage: ResourceUsage) -> Iterator[Meter]:
        yield from metered(FIREHOSE, [self.source], usage)

    @charges(CONVERTED.name)
    def converted(self, usage: ResourceUsage) -> Iterator[Meter]:
        s3 = self.extended_s3_configuration
        conversion = s3 and s3.data_format_conversion_configuration
        if conversion and conversion.enabled:
            yield from metered(FIREHOSE, [CONVERTED], usage)

    @charges(PARTITIONED.name, OBJECTS.name)
    def partitioned(self, usage: ResourceUsage) -> Iterator[Meter]:
        s3 = self.extended_s3_configuration
        partitioning = s3 and s3.dynamic_partitioning_configuration
        if partitioning and partitioning.enabled:
            yield from metered(FIREHOSE, [PARTITIONED, OBJECTS], usage)

    @charges(INTO_VPC.name, "VPC AZ delivery")
    def into_vpc(self, usage: ResourceUsage, links: Links) -> Iterator[Meter]:
        if self.vpc_path is not None:
            yield from metered(FIREHOSE, [INTO_VPC], usage)
            zones = Decimal(links.count(self.vpc_path, "aws:ec2/subnet:Subnet"))
            sku = Sku(FIREHOSE, "Firehose-VpcDelivery-Hours")
            yield Meter("VPC AZ delivery", sku, zones * HOURS_PER_MONTH, Unit.HOURS)


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
