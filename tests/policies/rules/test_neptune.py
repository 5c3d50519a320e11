"""Rules for Amazon Neptune."""

from costing.graph.resource import Resource
from costing.model import UNKNOWN
from tests.policies.row import Row, declare, name_of, of_input


def at_cluster(kind: str, cluster: Resource) -> list[Resource]:
    return [cluster, declare(kind, name_of(kind), {"dbClusterIdentifier": cluster})]


ROWS = [
    *of_input(
        "neptune-instance-minor-version-upgrade",
        "autoMinorVersionUpgrade",
        passes=[None, True],
        fails=[False],
    ),
    Row(
        "neptune-cluster-snapshot-encrypted",
        None,
        [
            *at_cluster(
                "aws:neptune/clusterSnapshot:ClusterSnapshot",
                declare("aws:neptune/cluster:Cluster", "cluster", {"storageEncrypted": True}),
            )
        ],
    ),
    Row(
        "neptune-cluster-snapshot-encrypted",
        "violation",
        [
            *at_cluster(
                "aws:neptune/clusterSnapshot:ClusterSnapshot",
                declare("aws:neptune/cluster:Cluster", "cluster", {"storageEncrypted": False}),
            )
        ],
    ),
    Row(
        "neptune-cluster-snapshot-encrypted",
        "unknown",
        [
            declare(
                "aws:neptune/clusterSnapshot:ClusterSnapshot",
                "cluster-snapshot",
                {"dbClusterIdentifier": UNKNOWN},
            )
        ],
    ),
]
