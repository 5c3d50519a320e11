"""Amazon MSK. https://aws.amazon.com/msk/pricing/."""

from collections.abc import Iterator
from decimal import Decimal
from functools import partial
from typing import Literal

from typing_extensions import override

from costing.model import Meter, Sku
from costing.resources._shared.application_autoscaling import held_at
from costing.resources._shared.left_out import LeftOut
from costing.resources._shared.metering import Metering, by_count, charges, only_if
from costing.resources._shared.priced_resource import (
    Block,
    Links,
    PricedResource,
    Quantity,
    ResourceUsage,
)
from costing.resources._shared.public_addresses import (
    AddressUsage,
    given_or,
    has_public_address,
    in_use,
)
from costing.resources._shared.usage_meters import Line, metered, usage_of
from costing.units import HOURS_PER_MONTH, Unit

SERVICE = "AmazonMSK"
TOPIC = "aws:msk/topic:Topic"
TIERED = (
    Line("tiered_storage_gb", "Tiered storage", "Kafka.Storage.Tiered"),
    Line(
        "monthly_tiered_data_retrieved_gb",
        "Tiered storage retrieval",
        "Kafka.DataRetrieval.Tiered",
        Unit.GB,
    ),
)
EXPRESS = (
    Line("storage_gb", "Storage", "Express.Storage"),
    Line("monthly_data_ingested_gb", "Data ingested", "Express.DataIn-Bytes", Unit.GB),
)
SERVERLESS = (
    Line("monthly_data_in_gb", "Data in", "KafkaServerless-In-Bytes", Unit.GB),
    Line("monthly_data_out_gb", "Data out", "KafkaServerless-Out-Bytes", Unit.GB),
    Line("storage_gb", "Storage", "KafkaServerless-StorageHours"),
)
REPLICATED = (
    Line("monthly_data_replicated_gb", "Data replicated", "KafkaReplication-Bytes", Unit.GB),
)
CONNECTED = (
    Line("monthly_data_processed_gb", "Data processed", "Kafka.PrivateConnectivityBytes", Unit.GB),
)


BROKERS = ("Instance", "Storage")
DEFAULT_METRICS = "DEFAULT"  # the level of monitoring that is free
MONITORED = Line(
    "monitored_metrics",
    "Enhanced monitoring metrics",
    "CW:MetricMonitorUsage",
    Unit.METRIC_MONTHS,
    service="AmazonCloudWatch",
)
EXPRESS_FAMILY = "express."
ONE = Decimal(1)


class EbsStorageInfo(Block):
    volume_size: Decimal | None = None  # GiB of each broker


class StorageInfo(Block):
    ebs_storage_info: EbsStorageInfo | None = None


class BrokerNodeGroupInfo(Block):
    instance_type: str  # kafka.m5.large, express.m7g.large
    storage_info: StorageInfo = StorageInfo()


class Cluster(PricedResource):
    """Brokers and their volumes, or under autoscaling the minimum size of a volume.

    Data transfer between brokers is included.
    """

    type = "aws:msk/cluster:Cluster"
    usage = usage_of("ClusterUsage", (*TIERED, *EXPRESS, MONITORED), AddressUsage)
    left_out = (
        LeftOut(
            "Provisioned storage throughput",
            "brokerNodeGroupInfo.storageInfo.ebsStorageInfo.provisionedThroughput.enabled",
            reason="no price of provisioned storage throughput is known",
        ),
    )

    number_of_broker_nodes: Decimal
    broker_node_group_info: BrokerNodeGroupInfo
    storage_mode: Literal["LOCAL", "TIERED"] = "LOCAL"
    enhanced_monitoring: str = DEFAULT_METRICS

    def meters(self, usage: AddressUsage, links: Links) -> Iterator[Metering]:
        yield from self.cluster(usage, links)
        yield from given_or(usage.public_ipv4_addresses, partial(self.addresses, links))
        yield from self.monitored(usage)

    def addresses(self, links: Links) -> Iterator[Metering]:
        """Yield the Elastic IP address of each broker of a public cluster."""
        if has_public_address(links):
            yield from by_count(
                lambda: self.number_of_broker_nodes, lambda count: [in_use(count)], ONE
            )

    @charges(MONITORED.name)
    def monitored(self, usage: ResourceUsage) -> Iterator[Meter]:
        if self.enhanced_monitoring != DEFAULT_METRICS:
            yield from metered(SERVICE, [MONITORED], usage)

    @charges(*BROKERS, *(line.name for line in (*TIERED, *EXPRESS)))
    def cluster(self, usage: ResourceUsage, links: Links) -> Iterator[Metering]:
        kind = self.broker_node_group_info.instance_type
        yield from by_count(lambda: self.number_of_broker_nodes, partial(brokers, kind), ONE)
        if kind.startswith(EXPRESS_FAMILY):
            yield from metered(SERVICE, EXPRESS, usage)
            return
        yield from self.storage(links)
        tiered = [*metered(SERVICE, TIERED, usage)]
        yield from only_if(lambda: self.storage_mode == "TIERED", *tiered)

    @charges(BROKERS[1])
    def storage(self, links: Links) -> Iterator[Metering]:
        arn = str(links.resource.outputs.get("arn", ""))
        held = held_at(links, "kafka:broker-storage:VolumeSize", arn)
        if held is not None:
            name, (size, assumed) = "Storage (autoscaling)", held
        else:
            ebs = self.broker_node_group_info.storage_info.ebs_storage_info
            if ebs is None or ebs.volume_size is None:
                return
            name, size, assumed = "Storage", ebs.volume_size, None
        sku = Sku(SERVICE, "Kafka.Storage.GP2")

        def of(count: Decimal) -> Iterator[Meter]:
            yield Meter(name, sku, size * count, Unit.GB_MONTHS, assumed=assumed)

        yield from by_count(lambda: self.number_of_broker_nodes, of, ONE)


def brokers(kind: str, count: Decimal) -> Iterator[Meter]:
    _, _, size = kind.partition(".")
    usage_type = f"Express.{size}" if kind.startswith(EXPRESS_FAMILY) else f"Kafka.{size}"
    yield Meter(f"Instance ({kind})", Sku(SERVICE, usage_type), HOURS_PER_MONTH * count, Unit.HOURS)


class ServerlessUsage(ResourceUsage):
    partitions: Quantity = None  # those of the stack's topics where not given


class TopicInputs(Block):
    partition_count: Decimal = Decimal(1)


class ServerlessCluster(PricedResource):
    """A cluster by the hour, its partitions, what goes in and out, and storage."""

    type = "aws:msk/serverlessCluster:ServerlessCluster"
    usage = usage_of("ServerlessClusterUsage", SERVERLESS, ServerlessUsage)

    def meters(self, usage: ServerlessUsage, links: Links) -> Iterator[Metering]:
        hours = Sku(SERVICE, "KafkaServerless-ClusterHours")
        yield Meter("Cluster", hours, HOURS_PER_MONTH, Unit.HOURS)
        yield from self.partitions(usage, links)
        yield from metered(SERVICE, SERVERLESS, usage)

    @charges("Partitions")
    def partitions(self, usage: ServerlessUsage, links: Links) -> Iterator[Meter]:
        partitions = usage.partitions
        topics = links.referrers(TOPIC, "clusterArn")
        if partitions is None and topics:
            counts = (links.read(TopicInputs, each).partition_count for each in topics)
            partitions = sum(counts, Decimal(0))
        yield Meter(
            "Partitions",
            Sku(SERVICE, "KafkaServerless-PartitionHours"),
            None if partitions is None else partitions * HOURS_PER_MONTH,
            Unit.PARTITION_HOURS,
            usage="partitions",
        )


class Replicator(PricedResource):
    """A replicator by the hour, and the data that it replicates, between regions too."""

    type = "aws:msk/replicator:Replicator"
    usage = usage_of("ReplicatorUsage", REPLICATED)

    @override
    def meters(self, usage: ResourceUsage, links: Links) -> Iterator[Meter]:
        hours = Sku(SERVICE, "KafkaReplication-Hours")
        yield Meter("Replicator", hours, HOURS_PER_MONTH, Unit.HOURS)
        yield from metered(SERVICE, REPLICATED, usage)


class VpcConnection(PricedResource):
    """A private connection to a cluster of another VPC, by the hour and by data."""

    type = "aws:msk/vpcConnection:VpcConnection"
    usage = usage_of("VpcConnectionUsage", CONNECTED)

    @override
    def meters(self, usage: ResourceUsage, links: Links) -> Iterator[Meter]:
        hours = Sku(SERVICE, "Kafka.PrivateConnectivityHours")
        yield Meter("Private connectivity", hours, HOURS_PER_MONTH, Unit.HOURS)
        yield from metered(SERVICE, CONNECTED, usage)
