"""Amazon Neptune. https://aws.amazon.com/neptune/pricing/."""

from collections.abc import Iterator
from decimal import Decimal

from pydantic import Field

from costing.errors import NotPriced
from costing.model import Meter, Sku
from costing.resources._shared.cluster_storage import BACKUPS, SnapshotUsage, StorageCluster
from costing.resources._shared.data_transfer import TransferUsage, transfer
from costing.resources._shared.metering import Metering, charges
from costing.resources._shared.priced_resource import Block, Links, PricedResource, Quantity
from costing.resources._shared.rds_instances import BurstUsage, cpu_credits, is_burstable
from costing.resources._shared.reservations import reservable
from costing.resources._shared.usage_meters import StatedResource
from costing.units import Unit

SERVICE = "AmazonNeptune"
CLUSTER = "aws:neptune/cluster:Cluster"
SERVERLESS = "db.serverless"


class InstanceUsage(BurstUsage, TransferUsage):
    capacity_units_per_hr: Quantity = None  # Neptune capacity units, of a serverless instance


class Capacity(Block):
    """Neptune capacity units of a serverless cluster."""

    min_capacity: Decimal | None = None


class Cluster(StorageCluster):
    """Storage, requests and backups of a cluster."""

    type = CLUSTER
    service = SERVICE

    serverless_v2_scaling_configuration: Capacity = Field(
        Capacity(), alias="serverlessV2ScalingConfiguration"
    )


class ClusterInstance(PricedResource):
    """A writer or a reader; the cluster's storage type decides whether I/O is included."""

    type = "aws:neptune/clusterInstance:ClusterInstance"
    usage = InstanceUsage

    instance_class: str

    def meters(self, usage: InstanceUsage, links: Links) -> Iterator[Metering]:
        yield from self.hours(usage, links)
        yield from self.credits(usage)
        yield from transfer(usage, SERVICE, links)

    @charges("Database instance", "Serverless capacity")
    def hours(self, usage: InstanceUsage, links: Links) -> Iterator[Meter]:
        cluster = links.follow("clusterIdentifier", CLUSTER)
        io_optimized = cluster and links.read(Cluster, cluster).is_io_optimized
        if self.instance_class == SERVERLESS and io_optimized:
            raise NotPriced("no price of I/O-optimized serverless capacity is known")
        if self.instance_class == SERVERLESS:
            read = links.read(Cluster, cluster) if cluster else Cluster()
            least = read.serverless_v2_scaling_configuration.min_capacity
            yield serverless(usage, least)
            return
        hours = "InstanceUsageIOOptimized" if io_optimized else "InstanceUsage"
        yield reservable(
            f"Database instance ({usage.bought}, {self.instance_class})",
            Sku(SERVICE, f"{hours}:{self.instance_class}"),
            usage,
        )

    @charges("CPU credits")
    def credits(self, usage: InstanceUsage) -> Iterator[Meter]:
        if is_burstable(self.instance_class):
            yield cpu_credits(SERVICE, self.instance_class, usage)


def serverless(usage: InstanceUsage, least: Decimal | None) -> Meter:
    """Meter capacity units: those that usage gives, at least the minimum of the cluster."""
    units, assumed = usage.capacity_units_per_hr, None
    if least is not None and (units is None or units < least):
        units, assumed = least, f"minCapacity, {least} NCUs"
    return Meter(
        "Serverless capacity",
        Sku(SERVICE, "Neptune:ServerlessUsage"),
        None if units is None else units * usage.hours,
        Unit.NCU_HOURS,
        usage="capacity_units_per_hr",
        assumed=assumed,
    )


class ClusterSnapshot(StatedResource):
    """A snapshot that is kept until it is deleted."""

    type = "aws:neptune/clusterSnapshot:ClusterSnapshot"
    usage = SnapshotUsage
    service = SERVICE
    lines = (BACKUPS,)
