"""Amazon DocumentDB. https://aws.amazon.com/documentdb/pricing/."""

from collections.abc import Iterator

from costing.aws.engine_versions import surcharged
from costing.errors import NotPriced
from costing.model import Meter, Sku
from costing.resources._shared.cluster_storage import BACKUPS, SnapshotUsage, StorageCluster
from costing.resources._shared.data_transfer import TransferUsage, transfer
from costing.resources._shared.extended_support import NAME as EXTENDED
from costing.resources._shared.extended_support import of_documents
from costing.resources._shared.metering import Metering, charges
from costing.resources._shared.priced_resource import Links, PricedResource
from costing.resources._shared.rds_instances import (
    BurstUsage,
    cpu_credits,
    family,
    is_burstable,
    vcpus,
)
from costing.resources._shared.reservations import reservable
from costing.resources._shared.usage_meters import Line, StatedResource, metered, usage_of
from costing.units import Unit

SERVICE = "AmazonDocDB"
CLUSTER = "aws:docdb/cluster:Cluster"
# Charges of the cluster whose usage Infracost's usage files give for an instance.
OF_CLUSTER = (
    Line("data_storage_gb", "Storage", "StorageUsage", silent=True),
    Line("monthly_io_requests", "I/O requests", "StorageIOUsage", Unit.REQUESTS, silent=True),
)
SERVERLESS = "db.serverless"


class NodeUsage(BurstUsage, TransferUsage):
    pass


InstanceUsage = usage_of("InstanceUsage", OF_CLUSTER, NodeUsage)


class Cluster(StorageCluster):
    """Storage, requests and backups of a cluster."""

    type = CLUSTER
    service = SERVICE

    engine_version: object = None  # text, or UNKNOWN: only the surcharge depends on it


class ClusterInstance(PricedResource):
    """A writer or a reader; the cluster's storage type decides whether I/O is included."""

    type = "aws:docdb/clusterInstance:ClusterInstance"
    usage = InstanceUsage

    instance_class: str

    def meters(self, usage: NodeUsage, links: Links) -> Iterator[Metering]:
        yield from self.hours(usage, links)
        yield from self.credits(usage)
        yield from self.surcharge(usage, links)
        yield from metered(SERVICE, OF_CLUSTER, usage)
        yield from transfer(usage, SERVICE, links)

    @charges("Database instance")
    def hours(self, usage: NodeUsage, links: Links) -> Iterator[Meter]:
        if self.instance_class == SERVERLESS:
            raise NotPriced("no price of the capacity of db.serverless is known")
        cluster = links.follow("clusterIdentifier", CLUSTER)
        io_optimized = cluster and links.read(Cluster, cluster).is_io_optimized
        hours = "InstanceUsageIOOptimized" if io_optimized else "InstanceUsage"
        yield reservable(
            f"Database instance ({usage.bought}, {self.instance_class})",
            Sku(SERVICE, f"{hours}:{self.instance_class}"),
            usage,
        )

    @charges(EXTENDED)
    def surcharge(self, usage: NodeUsage, links: Links) -> Iterator[Meter]:
        cluster = links.follow("clusterIdentifier", CLUSTER)
        if cluster is None:
            return
        version = surcharged("docdb", links.read(Cluster, cluster).engine_version, links.on)
        if version is not None:
            kind = family(self.instance_class).removeprefix("db.")
            hours = vcpus(self.instance_class) * usage.hours
            yield of_documents(version, links.on, kind, hours)

    @charges("CPU credits")
    def credits(self, usage: NodeUsage) -> Iterator[Meter]:
        if is_burstable(self.instance_class):
            yield cpu_credits(SERVICE, self.instance_class, usage)


class ClusterSnapshot(StatedResource):
    """A snapshot that is kept until it is deleted."""

    type = "aws:docdb/clusterSnapshot:ClusterSnapshot"
    usage = SnapshotUsage
    service = SERVICE
    lines = (BACKUPS,)
