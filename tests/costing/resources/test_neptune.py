from costing.resources.neptune import Cluster, ClusterInstance, ClusterSnapshot
from tests import graphs
from tests.costing.resources.case import Case

CLUSTER = "aws:neptune/cluster:Cluster"

CASES = [
    Case(
        "a cluster of a global cluster replicates its writes",
        Cluster,
        {"globalClusterIdentifier": "planet"},
        {"StorageUsage": None, "StorageIOUsage": None, "ReplicatedWriteIO": 1000},
        usage={"monthly_replicated_write_requests": 1000},
    ),
    Case(
        "a serverless instance runs at least the minimum capacity",
        ClusterInstance,
        {"clusterIdentifier": "graph", "instanceClass": "db.serverless"},
        {"Neptune:ServerlessUsage": 1825},
        around=[
            graphs.resource(
                CLUSTER,
                "graph",
                {
                    "clusterIdentifier": "graph",
                    "serverlessV2ScalingConfiguration": {"minCapacity": 2.5},
                },
            )
        ],
    ),
    Case(
        "a cluster is charged for storage and requests",
        Cluster,
        {},
        {"StorageUsage": 100, "StorageIOUsage": None},
        usage={"storage_gb": 100},
    ),
    Case(
        "backups of the first day are included",
        Cluster,
        {"backupRetentionPeriod": 5},
        {"StorageUsage": None, "StorageIOUsage": None, "BackupUsage": 1000},
        usage={"backup_storage_gb": 1000},
    ),
    Case(
        "I/O-optimized storage includes requests",
        Cluster,
        {"storageType": "iopt1"},
        {"IO-OptimizedStorageUsage": None},
    ),
    Case(
        "an instance",
        ClusterInstance,
        {"clusterIdentifier": "graph", "instanceClass": "db.r5.large"},
        {"InstanceUsage:db.r5.large": 730},
    ),
    Case(
        "a serverless instance by capacity units",
        ClusterInstance,
        {"clusterIdentifier": "graph", "instanceClass": "db.serverless"},
        {"Neptune:ServerlessUsage": 1825},
        usage={"capacity_units_per_hr": "2.5"},
    ),
    Case(
        "an instance costs more where its cluster includes I/O",
        ClusterInstance,
        {"clusterIdentifier": "graph", "instanceClass": "db.r6g.large"},
        {"InstanceUsageIOOptimized:db.r6g.large": 730},
        around=[
            graphs.resource(
                CLUSTER, "graph", {"clusterIdentifier": "graph", "storageType": "iopt1"}
            )
        ],
    ),
    Case(
        "a snapshot",
        ClusterSnapshot,
        {"dbClusterIdentifier": "graph"},
        {"BackupUsage": 1000},
        usage={"backup_storage_gb": 1000},
    ),
]
