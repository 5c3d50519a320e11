from costing.resources.docdb import Cluster, ClusterInstance, ClusterSnapshot
from tests import graphs
from tests.costing.resources.case import Case

CLUSTER = "aws:docdb/cluster:Cluster"

CASES = [
    Case(
        "a cluster of a global cluster replicates its writes",
        Cluster,
        {"globalClusterIdentifier": "planet"},
        {"StorageUsage": None, "StorageIOUsage": None, "ReplicatedWriteIO": None},
        unpriced=["ReplicatedWriteIO"],
    ),
    Case(
        "version 3.6 pays for Extended Support, by the vCPU",
        ClusterInstance,
        {"clusterIdentifier": "catalogue", "instanceClass": "db.r5.large"},
        {"InstanceUsage:db.r5.large": 730, "ExtendedSupport:Yr1-Yr2:r5": 1460},
        around=[
            graphs.resource(
                CLUSTER, "c", {"clusterIdentifier": "catalogue", "engineVersion": "3.6.0"}
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
        "an instance, with its cluster's storage where usage states it here",
        ClusterInstance,
        {"clusterIdentifier": "catalogue", "instanceClass": "db.r5.large"},
        {"InstanceUsage:db.r5.large": 730, "StorageUsage": 100, "StorageIOUsage": 1_000_000},
        usage={"data_storage_gb": 100, "monthly_io_requests": 1_000_000},
    ),
    Case(
        "a burstable instance buys CPU credits",
        ClusterInstance,
        {"clusterIdentifier": "catalogue", "instanceClass": "db.t3.medium"},
        {"InstanceUsage:db.t3.medium": 730, "CPUCredits:db.t3": 20},
        usage={"monthly_cpu_credit_hrs": 10, "vcpu_count": 2},
    ),
    Case(
        "an instance costs more where its cluster includes I/O",
        ClusterInstance,
        {"clusterIdentifier": "catalogue", "instanceClass": "db.r6g.large"},
        {"InstanceUsageIOOptimized:db.r6g.large": 730},
        around=[
            graphs.resource(
                CLUSTER, "catalogue", {"clusterIdentifier": "catalogue", "storageType": "iopt1"}
            )
        ],
    ),
    Case(
        "a snapshot",
        ClusterSnapshot,
        {"dbClusterIdentifier": "catalogue"},
        {"BackupUsage": 1000},
        usage={"backup_storage_gb": 1000},
    ),
]
