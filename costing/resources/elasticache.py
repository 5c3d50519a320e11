"""Amazon ElastiCache. https://aws.amazon.com/elasticache/pricing/."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from pydantic import Field

from costing.aws.engine_versions import surcharged
from costing.errors import InputError
from costing.model import ZERO, Meter, Sku
from costing.resources._shared.application_autoscaling import held_at
from costing.resources._shared.data_transfer import TransferUsage, transfer
from costing.resources._shared.extended_support import NAME as EXTENDED
from costing.resources._shared.extended_support import of_cache
from costing.resources._shared.inputs import missing
from costing.resources._shared.metering import Metering, by_count, charges
from costing.resources._shared.priced_resource import Block, Links, PricedResource, Quantity
from costing.resources._shared.reservations import ReservedUsage, reservable
from costing.units import Unit

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


@dataclass(frozen=True, slots=True)
class Node:
    """The node type of a cache, its engine and engine version."""

    type: str
    engine: str
    version: object


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
    """Snapshots, which clusters and replication groups have in common."""

    usage = CacheUsage

    snapshot_retention_limit: Decimal = Decimal(0)  # days

    @charges("Backup storage")
    def snapshots(self, usage: CacheUsage) -> Iterator[Meter]:
        """Yield snapshots beyond the first of each cache, which is included."""
        if usage.snapshot_storage_size_gb is not None or self.snapshot_retention_limit > 1:
            yield Meter(
                "Backup storage",
                Sku(SERVICE, "ElastiCache:BackupUsage"),
                usage.snapshot_storage_size_gb,
                Unit.GB_MONTHS,
                usage="snapshot_storage_size_gb",
            )


class Cluster(Cache):
    """Nodes of Memcached, or one node of Redis OSS or Valkey.

    A cluster with `replicationGroupId` is one more replica of that group, with its node type.
    """

    type = "aws:elasticache/cluster:Cluster"

    node_type: str | None = None
    engine: str | None = None
    engine_version: object = None  # text, or UNKNOWN: only the surcharge depends on it
    num_cache_nodes: Decimal = ONE

    def meters(self, usage: CacheUsage, links: Links) -> Iterator[Metering]:
        yield from self.nodes(usage, links)
        yield from self.surcharge(usage, links)
        if not is_replica(links):
            yield from self.kept(usage)
        yield from transfer(usage, SERVICE, links)

    @charges("ElastiCache")
    def nodes(self, usage: CacheUsage, links: Links) -> Iterator[Metering]:
        node = self.described(links)
        yield from by_count(
            lambda: self.num_cache_nodes,
            lambda count: [nodes(node.type, node.engine, count, usage)],
            ONE,
        )

    @charges(EXTENDED)
    def surcharge(self, usage: CacheUsage, links: Links) -> Iterator[Metering]:
        yield from supported(self.described(links), lambda: self.num_cache_nodes, usage, links)

    def described(self, links: Links) -> Node:
        """Return node type, engine and version, of a replica those of its group."""
        if is_replica(links):
            group = links.follow("replicationGroupId", GROUP)
            if group is None:
                raise InputError(
                    "the replication group is not in this stack: its node type is unknown",
                    "replicationGroupId",
                )
            return links.read(ReplicationGroup, group).described(links.of(group))
        if self.node_type is None:
            raise missing("nodeType")
        if self.engine is None:
            raise missing("engine")
        return Node(self.node_type, self.engine, self.engine_version)

    @charges("Backup storage")
    def kept(self, usage: CacheUsage) -> Iterator[Metering]:
        if usage.snapshot_storage_size_gb is not None or self.engine != "memcached":
            yield from self.snapshots(usage)


def is_replica(links: Links) -> bool:
    return links.resource.inputs.get("replicationGroupId") is not None


def supported(
    node: Node, count: Callable[[], Decimal], usage: CacheUsage, links: Links
) -> Iterator[Metering]:
    """Yield Extended Support of nodes whose engine version is charged for it."""
    charged = surcharged(node.engine, node.version, links.on)
    if charged is not None:
        yield from by_count(
            count,
            lambda nodes: [of_cache(charged, links.on, node.type, nodes * usage.hours)],
            ONE,
        )


class ClusterMode(Block):
    """Shards as older versions of the provider declare them."""

    num_node_groups: Decimal
    replicas_per_node_group: Decimal | None = None


class NodeGroup(Block):
    """One shard."""

    replica_count: Decimal | None = None
    replica_availability_zones: list[object] = Field(default_factory=list)


class ReplicationGroup(Cache):
    """The nodes of all shards with their replicas; under autoscaling, the minimum of the target.

    A secondary of a global group has the primary's node type and engine.
    """

    type = GROUP

    node_type: str | None = None
    engine: str | None = None
    engine_version: object = None  # text, or UNKNOWN: only the surcharge depends on it
    num_cache_clusters: Decimal | None = None
    num_node_groups: Decimal | None = None
    replicas_per_node_group: Decimal | None = None
    cluster_mode: ClusterMode | str | None = None
    node_group_configurations: list[NodeGroup] = Field(default_factory=list)

    def meters(self, usage: CacheUsage, links: Links) -> Iterator[Metering]:
        yield from self.nodes(usage, links)
        yield from self.surcharge(usage, links)
        yield from self.snapshots(usage)
        yield from transfer(usage, SERVICE, links)

    @charges("ElastiCache")
    def nodes(self, usage: CacheUsage, links: Links) -> Iterator[Metering]:
        node = self.described(links)

        def counted(found: tuple[Decimal, str | None, bool]) -> Iterator[Meter]:
            count, assumed, scaled = found
            meter = nodes(node.type, node.engine, count, usage, assumed)
            scaling = meter.name.replace(")", ", autoscaling)")
            yield replace(meter, name=scaling) if scaled else meter

        one: tuple[Decimal, str | None, bool] = (ONE, None, False)
        yield from by_count(lambda: self.count(links), counted, one)

    @charges(EXTENDED)
    def surcharge(self, usage: CacheUsage, links: Links) -> Iterator[Metering]:
        yield from supported(self.described(links), lambda: self.count(links)[0], usage, links)

    def described(self, links: Links) -> Node:
        """Return node type, engine and version, of a secondary those of its primary."""
        kind, engine, version = self.node_type, self.engine, self.engine_version
        if kind is None or engine is None:
            world = links.follow("globalReplicationGroupId", GLOBAL_GROUP)
            primary = world and links.of(world).follow("primaryReplicationGroupId", GROUP)
            if primary is not None:
                of = links.read(ReplicationGroup, primary)
                kind, engine = kind or of.node_type, engine or of.engine
                version = of.engine_version if version is None else version
        if kind is None:
            raise missing("nodeType")
        return Node(kind, engine or "redis", version)

    def count(self, links: Links) -> tuple[Decimal, str | None, bool]:
        """Return the number of nodes, the assumption behind it, and whether a target scales it."""
        name = f"replication-group/{links.resource.inputs.get('replicationGroupId')}"
        groups, replicas = held_at(links, NODE_GROUPS, name), held_at(links, REPLICAS, name)
        sharded, each = self.shards
        if self.node_group_configurations and not (groups or replicas):
            return self.listed(sharded, each), None, False
        if not (sharded or groups or replicas):
            return self.num_cache_clusters or ONE, None, False
        shards = groups[0] if groups else sharded or ONE
        copies = replicas[0] if replicas else each or ZERO
        said = [found[1] for found in (groups, replicas) if found and found[1]]
        return shards * (copies + 1), "; ".join(said) or None, bool(groups or replicas)

    def listed(self, shards: Decimal | None, replicas: Decimal | None) -> Decimal:
        """Return the nodes of shards that are configured one by one, and of the others."""
        counts = [
            replicas_of(shard, replicas or ZERO) + 1 for shard in self.node_group_configurations
        ]
        others = max((shards or ZERO) - len(counts), ZERO)
        return sum(counts, others * ((replicas or ZERO) + 1))

    @property
    def shards(self) -> tuple[Decimal | None, Decimal | None]:
        """Return the number of shards, and of replicas of each."""
        if isinstance(self.cluster_mode, ClusterMode):
            return self.cluster_mode.num_node_groups, self.cluster_mode.replicas_per_node_group
        return self.num_node_groups, self.replicas_per_node_group


def replicas_of(shard: NodeGroup, default: Decimal) -> Decimal:
    if shard.replica_count is not None:
        return shard.replica_count
    return Decimal(len(shard.replica_availability_zones)) or default
