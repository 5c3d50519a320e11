"""Amazon ElastiCache. https://aws.amazon.com/elasticache/pricing/."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from pydantic import Field

from costing.errors import InputError
from costing.model import ZERO, Meter, Sku
from costing.resources._shared.application_autoscaling import held_at
from costing.resources._shared.data_transfer import TransferUsage, transfer
from costing.resources._shared.inputs import missing
from costing.resources._shared.metering import Metering, by_count, charges
from costing.resources._shared.priced_resource import Block, Links, PricedResource, Quantity
from costing.resources._shared.reservations import ReservedUsage, reservable
from costing.units import HOURS_PER_MONTH, Unit

SERVICE = "AmazonElastiCache"
GROUP = "aws:elasticache/replicationGroup:ReplicationGroup"
GLOBAL_GROUP = "aws:elasticache/globalReplicationGroup:GlobalReplicationGroup"
OPERATIONS = {
    "memcached": "CreateCacheCluster:0001",
    "redis": "CreateCacheCluster:0002",
    "valkey": "CreateCacheCluster:Valkey",
}
NODE_GROUPS = "elasticache:replication-group:NodeGroups"
REPLICAS = "elasticache:replication-group:Replicas"
ONE = Decimal(1)


class CacheUsage(ReservedUsage, TransferUsage):
    snapshot_storage_size_gb: Quantity = None  # of all snapshots but the first


def nodes(
    node_type: str, engine: str, count: Decimal, usage: CacheUsage, assumed: str | None = None
) -> Meter:
    if engine not in OPERATIONS:
        raise InputError(f"engine is {engine}; expected one of {', '.join(OPERATIONS)}", "engine")
    return reservable(
        f"ElastiCache ({usage.bought}, {node_type})",
        Sku(SERVICE, f"NodeUsage:{node_type}", OPERATIONS[engine]),
        usage,
        count=count,
        assumed=assumed,
    )


class Cache(PricedResource):
    """What clusters and replication groups share: snapshots."""

    usage = CacheUsage

    snapshot_retention_limit: Decimal = Decimal(0)  # days

    @charges("Backup storage")
    def snapshots(self, usage: CacheUsage) -> Iterator[Meter]:
        """Yield what is kept of them: the first of each cache is included."""
        if usage.snapshot_storage_size_gb is not None or self.snapshot_retention_limit > 1:
            yield Meter(
                "Backup storage",
                Sku(SERVICE, "ElastiCache:BackupUsage"),
                usage.snapshot_storage_size_gb,
                Unit.GB_MONTHS,
                usage="snapshot_storage_size_gb",
            )


class Cluster(Cache):
    """Nodes of Memcached, or one of Redis. A node of a replication group is charged there.

    Left out: the extended support of Redis OSS 4 and 5.
    """

    type = "aws:elasticache/cluster:Cluster"

    node_type: str | None = None
    engine: str | None = None
    num_cache_nodes: Decimal = ONE

    def meters(self, usage: CacheUsage, links: Links) -> Iterator[Metering]:
        if links.resource.inputs.get("replicationGroupId") is not None:
            return
        yield from self.nodes(usage)
        yield from self.kept(usage)
        yield from transfer(usage, SERVICE, links)

    @charges("ElastiCache")
    def nodes(self, usage: CacheUsage) -> Iterator[Metering]:
        kind, engine = self.node_type, self.engine
        if kind is None:
            raise missing("nodeType")
        if engine is None:
            raise missing("engine")
        yield from by_count(
            lambda: self.num_cache_nodes, lambda count: [nodes(kind, engine, count, usage)], ONE
        )

    @charges("Backup storage")
    def kept(self, usage: CacheUsage) -> Iterator[Metering]:
        if usage.snapshot_storage_size_gb is not None or self.engine != "memcached":
            yield from self.snapshots(usage)


class ClusterMode(Block):
    """How older versions of the provider state the shards."""

    num_node_groups: Decimal
    replicas_per_node_group: Decimal | None = None


class ReplicationGroup(Cache):
    """The nodes of all shards, with their replicas: as many as autoscaling holds, if it does.

    A secondary of a global group has the primary's node type. Left out: the extended support of
    Redis OSS 4 and 5.
    """

    type = GROUP

    node_type: str | None = None
    engine: str | None = None
    num_cache_clusters: Decimal | None = None
    num_node_groups: Decimal | None = None
    replicas_per_node_group: Decimal | None = None
    cluster_mode: ClusterMode | str | None = None

    def meters(self, usage: CacheUsage, links: Links) -> Iterator[Metering]:
        yield from self.nodes(usage, links)
        yield from self.snapshots(usage)
        yield from transfer(usage, SERVICE, links)

    @charges("ElastiCache")
    def nodes(self, usage: CacheUsage, links: Links) -> Iterator[Metering]:
        kind, engine = self.described(links)

        def counted(found: tuple[Decimal, str | None, bool]) -> Iterator[Meter]:
            count, assumed, scaled = found
            meter = nodes(kind, engine, count, usage, assumed)
            scaling = meter.name.replace(")", ", autoscaling)")
            yield replace(meter, name=scaling) if scaled else meter

        one: tuple[Decimal, str | None, bool] = (ONE, None, False)
        yield from by_count(lambda: self.count(links), counted, one)

    def described(self, links: Links) -> tuple[str, str]:
        """Return the node type and the engine, of a secondary those of its primary."""
        kind, engine = self.node_type, self.engine
        if kind is None or engine is None:
            world = links.follow("globalReplicationGroupId", GLOBAL_GROUP)
            primary = world and links.of(world).follow("primaryReplicationGroupId", GROUP)
            if primary is not None:
                of = links.read(ReplicationGroup, primary)
                kind, engine = kind or of.node_type, engine or of.engine
        if kind is None:
            raise missing("nodeType")
        return kind, engine or "redis"

    def count(self, links: Links) -> tuple[Decimal, str | None, bool]:
        """Return how many nodes there are, what of that is assumed, whether they are scaled."""
        name = f"replication-group/{links.resource.inputs.get('replicationGroupId')}"
        groups, replicas = held_at(links, NODE_GROUPS, name), held_at(links, REPLICAS, name)
        sharded, each = self.shards
        if not (sharded or groups or replicas):
            return self.num_cache_clusters or ONE, None, False
        shards = groups[0] if groups else sharded or ONE
        copies = replicas[0] if replicas else each or ZERO
        said = [found[1] for found in (groups, replicas) if found and found[1]]
        return shards * (copies + 1), "; ".join(said) or None, bool(groups or replicas)

    @property
    def shards(self) -> tuple[Decimal | None, Decimal | None]:
        """Return how many shards are stated, and how many replicas of each."""
        if isinstance(self.cluster_mode, ClusterMode):
            return self.cluster_mode.num_node_groups, self.cluster_mode.replicas_per_node_group
        return self.num_node_groups, self.replicas_per_node_group


LEAST = {
    "valkey": Decimal("0.1"),
    "redis": ONE,
    "memcached": ONE,
}  # GB charged at least; unverified
SECONDS_PER_MONTH = HOURS_PER_MONTH * 3600


class ServerlessUsage(TransferUsage):
    data_storage_gb: Quantity = None  # on average
    monthly_processing_units: Quantity = None  # ECPUs
    snapshot_storage_size_gb: Quantity = None


class Limit(Block):
    minimum: Decimal | None = None


class UsageLimits(Block):
    data_storage: Limit = Limit()  # GB
    ecpu_per_seconds: list[Limit] = Field(default_factory=list)


class ServerlessCache(PricedResource):
    """Data and requests: at least what the program sets as the minimum, or AWS as the least."""

    type = "aws:elasticache/serverlessCache:ServerlessCache"
    usage = ServerlessUsage

    engine: str
    cache_usage_limits: UsageLimits = UsageLimits()

    def meters(self, usage: ServerlessUsage, links: Links) -> Iterator[Metering]:
        yield from self.cache(usage)
        yield from transfer(usage, SERVICE, links)

    @charges("Data stored", "ElastiCache Processing Units", "Backup storage")
    def cache(self, usage: ServerlessUsage) -> Iterator[Metering]:
        if self.engine not in LEAST:
            engines = ", ".join(LEAST)
            raise InputError(f"engine is {self.engine}; expected one of {engines}", "engine")
        engine = self.engine.title()
        yield from self.stored(usage, engine)
        yield from self.requested(usage, engine)
        if usage.snapshot_storage_size_gb is not None:
            yield Meter(
                "Backup storage",
                Sku(SERVICE, f"BackupUsage:{engine}"),
                usage.snapshot_storage_size_gb,
                Unit.GB_MONTHS,
                usage="snapshot_storage_size_gb",
            )

    @charges("Data stored")
    def stored(self, usage: ServerlessUsage, engine: str) -> Iterator[Meter]:
        least = self.cache_usage_limits.data_storage.minimum or LEAST[self.engine]
        gigabytes = usage.data_storage_gb
        yield Meter(
            "Data stored",
            Sku(SERVICE, f"CachedData:{engine}"),
            max(gigabytes or ZERO, least) * HOURS_PER_MONTH,
            Unit.GB_HOURS,
            usage="data_storage_gb",
            assumed=f"{least} GB, the least that is charged" if gigabytes is None else None,
        )

    @charges("ElastiCache Processing Units")
    def requested(self, usage: ServerlessUsage, engine: str) -> Iterator[Meter]:
        yield Meter(
            "ElastiCache Processing Units",
            Sku(SERVICE, f"ElastiCacheProcessingUnits:{engine}"),
            self.processed(usage),
            Unit.PROCESSING_UNITS,
            usage="monthly_processing_units",
        )

    def processed(self, usage: ServerlessUsage) -> Decimal | None:
        least = [each.minimum for each in self.cache_usage_limits.ecpu_per_seconds if each.minimum]
        if not least:
            return usage.monthly_processing_units
        return max(usage.monthly_processing_units or ZERO, max(least) * SECONDS_PER_MONTH)
