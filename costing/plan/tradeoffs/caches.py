"""Decisions of caches: replicas in other zones."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from costing.estimate.changes import Change
from costing.graph.resource import Graph, Resource
from costing.model import hidden
from costing.plan.tradeoffs.model import Decision, Setting, Unknown, committed
from costing.plan.tradeoffs.zones import ZoneEvents


@dataclass(frozen=True, slots=True)
class Cache:
    """A type of cache. `counts`: inputs with the number of replicas, and what to add to it."""

    type: str
    counts: tuple[tuple[str, int], ...]
    levels: tuple[str, str]
    failover: tuple[str, ...] = ()  # inputs that must be true for automatic failover
    default: int = 0  # replicas if no input says so


CACHES = (
    Cache(
        "aws:elasticache/replicationGroup:ReplicationGroup",
        (("replicasPerNodeGroup", 0), ("numCacheClusters", -1)),
        ("elasticache-multi-az", "elasticache-single-az"),
        ("automaticFailoverEnabled", "multiAzEnabled"),
    ),
    Cache(
        "aws:memorydb/cluster:Cluster",
        (("numReplicasPerShard", 0),),
        ("memorydb-multi-az", "memorydb-single-az"),
        default=1,
    ),
    Cache(
        "aws:dax/cluster:Cluster", (("replicationFactor", -1),), ("dax-multi-az", "dax-single-az")
    ),
)


def replicas(graph: Graph, _: ZoneEvents) -> Iterator[Decision | Unknown]:
    """Yield the replicas of each cache: all of them, or the first one."""
    for kind in CACHES:
        for cache in graph.of_type(kind.type):
            yield replica_decision(kind, cache)


def replica_decision(kind: Cache, cache: Resource) -> Decision | Unknown:
    given = [(path, more) for path, more in kind.counts if cache.inputs.get(path) is not None]
    path, more = given[0] if given else kind.counts[-1]
    value = cache.inputs[path] if given else kind.default - more
    if hidden(value) or not isinstance(value, int | float):
        return Unknown("cache replicas", cache, f"{path} is known only after deployment")
    count = int(value) + more
    fails_over = all(cache.inputs.get(each) is True for each in kind.failover)
    several, one = kind.levels
    wanted = count or 1
    now = committed(several if fails_over or not count else one)
    inputs: dict[str, Any] = {each: None for each, _ in given[1:]}  # follows from the first
    inputs[path] = -more if count else wanted - more
    inputs |= dict.fromkeys(kind.failover, not count)
    return Decision(
        "cache replicas",
        cache,
        taken=count > 0,
        with_it=Setting(
            f"{wanted} replica{'s' if wanted > 1 else ''} a shard"
            + ("" if fails_over or not count else ", without automatic failover to another zone"),
            now,
            "the last writes (asynchronous replication)",
            "automatic failover" if fails_over or not count else "manual",
        ),
        without=Setting("no replica", committed(one), "the content", "a new, empty node"),
        change=Change({cache.urn: inputs}),
    )
