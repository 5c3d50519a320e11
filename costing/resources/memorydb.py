"""Amazon MemoryDB. https://aws.amazon.com/memorydb/pricing/."""

from collections.abc import Iterator
from decimal import Decimal

from costing.model import Meter, Sku
from costing.parts.reservations import ReservedUsage, reservable
from costing.parts.stated import Line, metered, usage_of
from costing.parts.transfer import TransferUsage, transfer
from costing.priced_resource import Links, PricedResource, ResourceUsage
from costing.units import Unit

SERVICE = "AmazonMemoryDB"
ONE = Decimal(1)
WRITTEN = Line("monthly_data_written_gb", "Data written", "DataWritten", Unit.GB)
SNAPSHOTS = Line("snapshot_storage_size_gb", "Snapshot storage", "SnapshotUsage")


class NodeUsage(ReservedUsage, TransferUsage):
    pass


ClusterUsage = usage_of("ClusterUsage", [WRITTEN, SNAPSHOTS], NodeUsage)


class Cluster(PricedResource):
    """The nodes of all shards with their replicas. Valkey's first 10 TB written are included.

    Left out: what Valkey writes beyond them; the first day of snapshots is included.
    """

    type = "aws:memorydb/cluster:Cluster"
    usage = ClusterUsage

    node_type: str
    engine: str = "redis"
    num_shards: Decimal = ONE
    num_replicas_per_shard: Decimal = ONE
    snapshot_retention_limit: int = 0  # days

    def meters(self, usage: NodeUsage, links: Links) -> Iterator[Meter]:
        valkey = self.engine == "valkey"
        yield reservable(
            f"Nodes ({usage.bought}, {self.engine}, {self.node_type})",
            Sku(SERVICE, f"NodeUsage:{self.node_type}{':Valkey' if valkey else ''}"),
            usage,
            count=self.num_shards * (self.num_replicas_per_shard + 1),
        )
        if not valkey:
            yield from metered(SERVICE, [WRITTEN], usage)
        if self.snapshot_retention_limit > 1 or getattr(usage, SNAPSHOTS.field) is not None:
            yield from metered(SERVICE, [SNAPSHOTS], usage)
        yield from transfer(usage, SERVICE, links)


class Snapshot(PricedResource):
    """A snapshot that is kept until it is deleted."""

    type = "aws:memorydb/snapshot:Snapshot"
    usage = usage_of("SnapshotUsage", [SNAPSHOTS])

    def meters(self, usage: ResourceUsage, links: Links) -> Iterator[Meter]:  # noqa: ARG002
        yield from metered(SERVICE, [SNAPSHOTS], usage)
