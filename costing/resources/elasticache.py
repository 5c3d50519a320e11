"""Amazon ElastiCache. https://aws.amazon.com/elasticache/pricing/."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from pydantic import Field

from costing.errors import InputError
from costing.model import ZERO, Meter, Sku
from costing.parts.reservations import ReservedUsage, reservable
from costing.parts.scaling import held_at
from costing.parts.transfer import TransferUsage, transfer
from costing.priced_resource import Block, Links, PricedResource, Quantity
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
        raise InputError(f"engine {engine} is not one of {', '.join(OPERATIONS)}")
    return reservable(
        f"ElastiCache ({usage.bought}, {node_type})",
        Sku(SERVICE, f"NodeUsage:{node_type}", OPERATIONS[engine]),
        usage,
        count=count,
        assumed=assumed,
    )


def snapshots(usage: CacheUsage, kept: Decimal) -> Iterator[Meter]:
    """Yield what is kept of them: the first of each cache is included."""
    if kept > 1 or usage.snapshot_storage_size_gb is not None:
        yield Meter(
            "Backup storage",
            Sku(SERVICE, "ElastiCache:BackupUsage"),
            usage.snapshot_storage_size_gb,
            Unit.GB_MONTHS,
            usage="snapshot_storage_size_gb",
        )


class Cluster(PricedResource):
    """Nodes of Memcached, or one of Redis. A node of a replication group is charged there.

    Left out: the extended support of Redis OSS 4 and 5.
    """

    type = "aws:elasticache/cluster:Cluster"
    usage = CacheUsage

    node_type: str | None = None
    engine: str | None = None
    num_cache_nodes: Decimal = ONE
    snapshot_retention_limit: Decimal = Decimal(0)  # days

    def meters(self, usage: CacheUsage, links: Links) -> Iterator[Meter]:
        if links.resource.inputs.get("replicationGroupId") is not None:
            return
        if self.node_type is None or self.engine is None:
            raise InputError("nodeType and engine are not stated")
        yield nodes(self.node_type, self.engine, self.num_cache_nodes, usage)
        if self.engine != "memcached":
            yield from snapshots(usage, self.snapshot_retention_limit)
        yield from transfer(usage, SERVICE, links)


class ClusterMode(Block):
    """How older versions of the provider state the shards."""

    num_node_groups: Decimal
    replicas_per_node_group: Decimal | None = None


class ReplicationGroup(PricedResource):
    """The nodes of all shards, with their replicas: as many as autoscaling holds, if it does.

    A secondary of a global group has the primary's node type. Left out: the extended support of
    Redis OSS 4 and 5.
    """

    type = GROUP
    usage = CacheUsage

    node_type: str | None = None
    engine: str | None = None
    num_cache_clusters: Decimal | None = None
    num_node_groups: Decimal | None = None
    replicas_per_node_group: Decimal | None = None
    cluster_mode: ClusterMode | str | None = None
    snapshot_retention_limit: Decimal = Decimal(0)  # days

    def meters(self, usage: CacheUsage, links: Links) -> Iterator[Meter]:
        whole = self.with_primary(links)
        if whole.node_type is None:
            raise InputError("nodeType is not stated")
        count, assumed, scaled = self.count(links)
        meter = nodes(whole.node_type, whole.engine or "redis", count, usage, assumed)
        yield replace(meter, name=meter.name.replace(")", ", autoscaling)")) if scaled else meter
        yield from snapshots(usage, self.snapshot_retention_limit)
        yield from transfer(usage, SERVICE, links)

    def with_primary(self, links: Links) -> "ReplicationGroup":
        world = links.follow("globalReplicationGroupId", GLOBAL_GROUP)
        primary = world and links.of(world).follow("primaryReplicationGroupId", GROUP)
        if primary is None:
            return self
        of = ReplicationGroup.read(primary.inputs)
        lent = {"node_type": self.node_type or of.node_type, "engine": self.engine or of.engine}
        return self.model_copy(update=lent)

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

    def meters(self, usage: ServerlessUsage, links: Links) -> Iterator[Meter]:
        if self.engine not in LEAST:
            raise InputError(f"engine {self.engine} is not one of {', '.join(LEAST)}")
        engine = self.engine.title()
        yield self.stored(usage, engine)
        yield Meter(
            "ElastiCache Processing Units",
            Sku(SERVICE, f"ElastiCacheProcessingUnits:{engine}"),
            self.processed(usage),
            Unit.PROCESSING_UNITS,
            usage="monthly_processing_units",
        )
        if usage.snapshot_storage_size_gb is not None:
            yield Meter(
                "Backup storage",
                Sku(SERVICE, f"BackupUsage:{engine}"),
                usage.snapshot_storage_size_gb,
                Unit.GB_MONTHS,
                usage="snapshot_storage_size_gb",
            )
        yield from transfer(usage, SERVICE, links)

    def stored(self, usage: ServerlessUsage, engine: str) -> Meter:
        least = self.cache_usage_limits.data_storage.minimum or LEAST[self.engine]
        gigabytes = usage.data_storage_gb
        return Meter(
            "Data stored",
            Sku(SERVICE, f"CachedData:{engine}"),
            max(gigabytes or ZERO, least) * HOURS_PER_MONTH,
            Unit.GB_HOURS,
            usage="data_storage_gb",
            assumed=f"{least} GB, the least that is charged" if gigabytes is None else None,
        )

    def processed(self, usage: ServerlessUsage) -> Decimal | None:
        least = [each.minimum for each in self.cache_usage_limits.ecpu_per_seconds if each.minimum]
        if not least:
            return usage.monthly_processing_units
        return max(usage.monthly_processing_units or ZERO, max(least) * SECONDS_PER_MONTH)
