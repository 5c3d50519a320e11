"""Amazon MemoryDB. https://aws.amazon.com/memorydb/pricing/."""

from collections.abc import Iterator
from decimal import Decimal

from costing.model import Meter, Sku
from costing.resources._shared.data_transfer import TransferUsage, transfer
from costing.resources._shared.metering import Metering, Unmetered, by_count, charges, only_if
from costing.resources._shared.priced_resource import Links, PricedResource
from costing.resources._shared.reservations import ReservedUsage, reservable
from costing.resources._shared.usage_meters import Line, StatedResource, metered, stated, usage_of
from costing.units import Unit

SERVICE = "AmazonMemoryDB"
ONE = Decimal(1)
INCLUDED_GB = Decimal(10 * 1024)  # written a month with Valkey
WRITTEN = Line("monthly_data_written_gb", "Data written", "DataWritten", Unit.GB)
SNAPSHOTS = Line("snapshot_storage_size_gb", "Snapshot storage", "SnapshotUsage")


class NodeUsage(ReservedUsage, TransferUsage):
    pass


ClusterUsage = usage_of("ClusterUsage", [WRITTEN, SNAPSHOTS], NodeUsage)


class Cluster(PricedResource):
    """The nodes of all shards with their replicas, data written, and snapshots.

    The first 10 TB a month written with Valkey are included. The first day of snapshots is
    included.
    """

    type = "aws:memorydb/cluster:Cluster"
    usage = ClusterUsage

    node_type: str
    engine: str = "redis"
    num_shards: Decimal = ONE
    num_replicas_per_shard: Decimal = ONE
    snapshot_retention_limit: int = 0  # days

    def meters(self, usage: NodeUsage, links: Links) -> Iterator[Metering]:
        yield from self.nodes(usage)
        yield from only_if(lambda: not self.is_valkey, *metered(SERVICE, [WRITTEN], usage))
        yield from self.written_beyond(usage)
        yield from self.snapshots(usage)
        yield from transfer(usage, SERVICE, links)

    @property
    def is_valkey(self) -> bool:
        return self.engine == "valkey"

    @charges(WRITTEN.name)
    def written_beyond(self, usage: NodeUsage) -> Iterator[Metering]:
        """Yield a gap for what Valkey writes beyond the included data, which has no price."""
        given = stated(usage, WRITTEN)
        if given is not None and given > INCLUDED_GB and self.is_valkey:
            yield Unmetered(WRITTEN.name, f"no price of data written beyond {INCLUDED_GB} GB")

    @charges("Nodes")
    def nodes(self, usage: NodeUsage) -> Iterator[Metering]:
        name = f"Nodes ({usage.bought}, {self.engine}, {self.node_type})"
        sku = Sku(SERVICE, f"NodeUsage:{self.node_type}{':Valkey' if self.is_valkey else ''}")
        yield from by_count(
            lambda: self.num_shards * (self.num_replicas_per_shard + 1),
            lambda count: [reservable(name, sku, usage, count=count)],
            ONE,
        )

    @charges(SNAPSHOTS.name)
    def snapshots(self, usage: NodeUsage) -> Iterator[Meter]:
        if getattr(usage, SNAPSHOTS.field) is not None or self.snapshot_retention_limit > 1:
            yield from metered(SERVICE, [SNAPSHOTS], usage)


class Snapshot(StatedResource):
    """A snapshot that is kept until it is deleted."""

    type = "aws:memorydb/snapshot:Snapshot"
    usage = usage_of("SnapshotUsage", [SNAPSHOTS])
    service = SERVICE
    lines = (SNAPSHOTS,)
