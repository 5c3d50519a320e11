from dataclasses import replace

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


def test_data_written_beyond_the_included_one_is_a_gap() -> None:
    case = Case("", Cluster, {"nodeType": "db.r7g.large", "engine": "valkey"}, {})

    for written, gaps in ((10_240, []), (10_241, ["no price of data written beyond 10240 GB"])):
        stated = replace(case, usage={"monthly_data_written_gb": written})
        assert [each.reason for each in stated.gaps()] == gaps
