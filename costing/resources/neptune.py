"""Amazon Neptune. https://aws.amazon.com/neptune/pricing/."""

from collections.abc import Iterator

from costing.errors import InputError
from costing.model import Meter, Sku
from costing.parts.cluster_storage import (
    BACKUPS,
    IO_OPTIMIZED,
    ClusterUsage,
    SnapshotUsage,
    shared,
)
from costing.parts.databases import BurstUsage, cpu_credits
from costing.parts.reservations import reservable
from costing.parts.stated import metered
from costing.parts.transfer import TransferUsage, transfer
from costing.priced_resource import Links, PricedResource, Quantity, ResourceUsage
from costing.units import Unit

SERVICE = "AmazonNeptune"
CLUSTER = "aws:neptune/cluster:Cluster"
SERVERLESS = "db.serverless"


class InstanceUsage(BurstUsage, TransferUsage):
    capacity_units_per_hr: Quantity = None  # Neptune capacity units, of a serverless instance


class Cluster(PricedResource):
    """What the instances of a cluster share. Left out: replication of a global cluster."""

    type = CLUSTER
    usage = ClusterUsage

    storage_type: str | None = None
    backup_retention_period: int = 1  # days

    def meters(self, usage: ResourceUsage, links: Links) -> Iterator[Meter]:  # noqa: ARG002
        yield from shared(SERVICE, usage, self.storage_type, kept_days=self.backup_retention_period)


class ClusterInstance(PricedResource):
    """A writer or a reader. Whether I/O is included its cluster says."""

    type = "aws:neptune/clusterInstance:ClusterInstance"
    usage = InstanceUsage

    instance_class: str

    def meters(self, usage: InstanceUsage, links: Links) -> Iterator[Meter]:
        cluster = links.follow("clusterIdentifier", CLUSTER)
        io_optimized = cluster and Cluster.read(cluster.inputs).storage_type == IO_OPTIMIZED
        if self.instance_class == SERVERLESS and io_optimized:
            raise InputError("what a bill calls I/O-optimized serverless capacity is not known")
        if self.instance_class == SERVERLESS:
            yield serverless(usage)
        else:
            hours = "InstanceUsageIOOptimized" if io_optimized else "InstanceUsage"
            yield reservable(
                f"Database instance ({usage.bought}, {self.instance_class})",
                Sku(SERVICE, f"{hours}:{self.instance_class}"),
                usage,
            )
            yield from cpu_credits(SERVICE, self.instance_class, usage)
        yield from transfer(usage, SERVICE, links)


def serverless(usage: InstanceUsage) -> Meter:
    units = usage.capacity_units_per_hr
    return Meter(
        "Serverless capacity",
        Sku(SERVICE, "Neptune:ServerlessUsage"),
        None if units is None else units * usage.hours,
        Unit.NCU_HOURS,
        usage="capacity_units_per_hr",
    )


class ClusterSnapshot(PricedResource):
    """A snapshot that is kept until it is deleted."""

    type = "aws:neptune/clusterSnapshot:ClusterSnapshot"
    usage = SnapshotUsage

    def meters(self, usage: ResourceUsage, links: Links) -> Iterator[Meter]:  # noqa: ARG002
        yield from metered(SERVICE, [BACKUPS], usage)
