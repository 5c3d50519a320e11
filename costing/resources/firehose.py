"""Amazon Data Firehose. https://aws.amazon.com/firehose/pricing/."""

from collections.abc import Iterator
from decimal import Decimal

from costing.model import Meter, Sku
from costing.resources._shared.left_out import LeftOut
from costing.resources._shared.metering import Metering, charges
from costing.resources._shared.priced_resource import Block, Links, PricedResource, ResourceUsage
from costing.resources._shared.usage_meters import Line, metered, usage_of
from costing.units import HOURS_PER_MONTH, Unit

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
    """Data ingested, by source, and its conversion, partitioning and delivery into a VPC.

    Each record is billed in steps of 5 KB, which the usage has to include.
    """

    type = "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream"
    usage = usage_of("FirehoseUsage", (DIRECT, OBJECTS))
    left_out = (
        LeftOut(
            "Decompression and JQ processing",
            "extendedS3Configuration.processingConfiguration.processors[*].type",
            values=("Decompression", "MetadataExtraction"),
            usage_types=("DecompressionDecompressedBytes", "MetadataProcessingDuration"),
        ),
    )

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
        """Return the path of the input that lists the subnets of a VPC delivery."""
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
