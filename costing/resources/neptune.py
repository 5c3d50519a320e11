"""Amazon Neptune. https://aws.amazon.com/neptune/pricing/."""

from collections.abc import Iterator

from costing.errors import InputError
from costing.model import Meter, Sku
from costing.resources._shared.cluster_storage import BACKUPS, SnapshotUsage, StorageCluster
from costing.resources._shared.data_transfer import TransferUsage, transfer
from costing.resources._shared.metering import Metering, charges
from costing.resources._shared.priced_resource import Links, PricedResource, Quantity
from costing.resources._shared.rds_instances import BurstUsage, cpu_credits, is_burstable
from costing.resources._shared.reservations import reservable
from costing.resources._shared.usage_meters import StatedResource
from costing.units import Unit

SERVICE = "AmazonNeptune"
CLUSTER = "aws:neptune/cluster:Cluster"
SERVERLESS = "db.serverless"


class InstanceUsage(BurstUsage, TransferUsage):
    capacity_units_per_hr: Quantity = None  # Neptune capacity units, of a serverless instance


class Cluster(StorageCluster):
    """What the instances of a cluster share. Left out: replication of a global cluster."""

    type = CLUSTER
    service = SERVICE


class ClusterInstance(PricedResource):
    """A writer or a reader. Whether I/O is included its cluster says."""

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
            raise InputError("no price of I/O-optimized serverless capacity is known")
        if self.instance_class == SERVERLESS:
            yield serverless(usage)
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


def serverless(usage: InstanceUsage) -> Meter:
    units = usage.capacity_units_per_hr
    return Meter(
        "Serverless capacity",
        Sku(SERVICE, "Neptune:ServerlessUsage"),
        None if units is None else units * usage.hours,
        Unit.NCU_HOURS,
        usage="capacity_units_per_hr",
    )


class ClusterSnapshot(StatedResource):
    """A snapshot that is kept until it is deleted."""

    type = "aws:neptune/clusterSnapshot:ClusterSnapshot"
    usage = SnapshotUsage
    service = SERVICE
    lines = (BACKUPS,)
