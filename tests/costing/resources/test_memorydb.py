from costing.resources.memorydb import Cluster, Snapshot
from tests.costing.resources.case import Case

CASES = [
    Case(
        "a shard and its replica, and what is written",
        Cluster,
        {"nodeType": "db.r6g.large"},
        {"NodeUsage:db.r6g.large": 1460, "DataWritten": None},
    ),
    Case(
        "Valkey costs less, and includes writes",
        Cluster,
        {
            "nodeType": "db.r7g.large",
            "engine": "valkey",
            "numShards": 2,
            "numReplicasPerShard": 2,
            "snapshotRetentionLimit": 7,
        },
        {"NodeUsage:db.r7g.large:Valkey": 4380, "SnapshotUsage": 100},
        usage={"snapshot_storage_size_gb": 100},
    ),
    Case("a snapshot, unstated", Snapshot, {"clusterName": "sessions"}, {"SnapshotUsage": None}),
]
