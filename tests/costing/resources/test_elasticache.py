from costing.graph.resource import Resource
from costing.resources.elasticache import Cluster, ReplicationGroup
from tests import graphs
from tests.costing.resources.case import Case

GROUP = "aws:elasticache/replicationGroup:ReplicationGroup"
TARGET = "aws:appautoscaling/target:Target"
VALKEY = {"engine": "valkey", "nodeType": "cache.r7g.large"}


def target(dimension: str, least: int) -> Resource:
    inputs = {
        "resourceId": "replication-group/sessions",
        "scalableDimension": f"elasticache:replication-group:{dimension}",
        "minCapacity": least,
        "maxCapacity": 10,
    }
    return graphs.resource(TARGET, dimension.lower(), inputs)


CASES = [
    Case(
        "Memcached nodes",
        Cluster,
        {"engine": "memcached", "nodeType": "cache.m4.large", "numCacheNodes": 2},
        {"NodeUsage:cache.m4.large": 1460},
    ),
    Case(
        "a Redis node whose snapshots are kept longer than a day",
        Cluster,
        {"engine": "redis", "nodeType": "cache.m6g.large", "snapshotRetentionLimit": 2},
        {"NodeUsage:cache.m6g.large": 730, "ElastiCache:BackupUsage": 10_000},
        usage={"snapshot_storage_size_gb": 10_000},
    ),
    Case(
        "one node where no number is stated",
        ReplicationGroup,
        VALKEY,
        {"NodeUsage:cache.r7g.large": 730},
    ),
    Case(
        "a primary with its replicas, part of a month",
        ReplicationGroup,
        {**VALKEY, "numCacheClusters": 3},
        {"NodeUsage:cache.r7g.large": 300},
        usage={"monthly_hrs": 100},
    ),
    Case(
        "shards, each with its replicas",
        ReplicationGroup,
        {**VALKEY, "numNodeGroups": 4, "replicasPerNodeGroup": 3, "snapshotRetentionLimit": 5},
        {"NodeUsage:cache.r7g.large": 16 * 730, "ElastiCache:BackupUsage": None},
    ),
    Case(
        "shards as older versions of the provider state them",
        ReplicationGroup,
        {**VALKEY, "clusterMode": {"numNodeGroups": 2, "replicasPerNodeGroup": 1}},
        {"NodeUsage:cache.r7g.large": 4 * 730},
    ),
    Case(
        "as many shards as autoscaling holds",
        ReplicationGroup,
        {
            **VALKEY,
            "replicationGroupId": "sessions",
            "numNodeGroups": 2,
            "replicasPerNodeGroup": 1,
        },
        {"NodeUsage:cache.r7g.large": 12 * 730},
        around=[target("NodeGroups", 3), target("Replicas", 2)],
        others={"nodegroups": {"capacity": 4}},
    ),
    Case(
        "a secondary of a global group has the primary's node type",
        ReplicationGroup,
        {"globalReplicationGroupId": "planet", "numCacheClusters": 1},
        {"NodeUsage:cache.r7g.large": 730},
        around=[
            graphs.resource(
                "aws:elasticache/globalReplicationGroup:GlobalReplicationGroup",
                "planet",
                {"primaryReplicationGroupId": "sessions"},
                id="planet",
            ),
            graphs.resource(GROUP, "sessions", {**VALKEY, "replicationGroupId": "sessions"}),
        ],
    ),
    Case(
        "a cluster of a replication group is one more replica",
        Cluster,
        {"replicationGroupId": "sessions"},
        {"NodeUsage:cache.r7g.large": 730},
        around=[graphs.resource(GROUP, "sessions", {**VALKEY, "replicationGroupId": "sessions"})],
    ),
    Case(
        "a replica of a group outside the stack has no known node type",
        Cluster,
        {"replicationGroupId": "elsewhere"},
        {},
        left_open=["ElastiCache", "Extended support"],
    ),
    Case(
        "shards with different numbers of replicas",
        ReplicationGroup,
        {
            **VALKEY,
            "numNodeGroups": 3,
            "replicasPerNodeGroup": 1,
            "nodeGroupConfigurations": [
                {"nodeGroupId": "0001", "replicaCount": 2},
                {"nodeGroupId": "0002", "replicaAvailabilityZones": ["a", "b", "c"]},
            ],
        },
        {"NodeUsage:cache.r7g.large": (3 + 4 + 2) * 730},
    ),
    Case(
        "Redis OSS 5 pays for Extended Support, by the node",
        ReplicationGroup,
        {
            "engine": "redis",
            "engineVersion": "5.0.6",
            "nodeType": "cache.r6g.large",
            "numCacheClusters": 2,
        },
        {
            "NodeUsage:cache.r6g.large": 1460,
            "ExtendedSupportYr1_Yr2-NodeUsage:cache.r6g.large": 1460,
        },
    ),
    Case(
        "Redis OSS 6 has standard support until 2027",
        Cluster,
        {"engine": "redis", "engineVersion": "6.x", "nodeType": "cache.m6g.large"},
        {"NodeUsage:cache.m6g.large": 730},
    ),
]
