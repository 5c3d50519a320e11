from costing.graph.resource import Resource
from costing.model import UNKNOWN
from costing.resources.aurora import (
    Cluster,
    ClusterInstance,
    ClusterSnapshot,
    ClusterSnapshotCopy,
)
from tests import graphs
from tests.costing.resources.case import Case

EXPORT = {"Aurora:SnapshotExportToS3": None}
POSTGRES = {"engine": "aurora-postgresql"}
WRITER = {"clusterIdentifier": "metadata", "engine": "aurora-postgresql"}


def cluster(**inputs: object) -> list[Resource]:
    named = {**POSTGRES, "clusterIdentifier": "metadata", **inputs}
    return [graphs.resource("aws:rds/cluster:Cluster", "metadata", named)]


CASES = [
    Case(
        "a cluster is charged for storage and requests",
        Cluster,
        POSTGRES,
        {"Aurora:StorageUsage": None, "Aurora:StorageIOUsage": None, **EXPORT},
    ),
    Case(
        "reads and writes a second, over a month",
        Cluster,
        POSTGRES,
        {"Aurora:StorageUsage": 100, "Aurora:StorageIOUsage": 30 * 2_628_000, **EXPORT},
        usage={"storage_gb": 100, "read_requests_per_sec": 20, "write_requests_per_sec": 10},
    ),
    Case(
        "I/O-optimized storage includes requests",
        Cluster,
        {**POSTGRES, "storageType": "aurora-iopt1"},
        {"Aurora:IO-OptimizedStorageUsage": 100, **EXPORT},
        usage={"storage_gb": 100},
    ),
    Case(
        "backups of the first day are included",
        Cluster,
        {**POSTGRES, "backupRetentionPeriod": 5},
        {
            "Aurora:StorageUsage": None,
            "Aurora:StorageIOUsage": None,
            "Aurora:BackupUsage": 800,
            **EXPORT,
        },
        usage={"backup_snapshot_size_gb": 200},
    ),
    Case(
        "backtrack keeps an hour's records for each hour of its window",
        Cluster,
        {"engine": "aurora-mysql", "backtrackWindow": 7200},
        {
            "Aurora:StorageUsage": None,
            "Aurora:StorageIOUsage": None,
            "Aurora:BacktrackUsage": 10_000 * 38 * 2 * 730,
            **EXPORT,
        },
        usage={"average_statements_per_hr": 10_000, "change_records_per_statement": 38},
    ),
    Case(
        "serverless v1 by capacity units",
        Cluster,
        {"engine": "aurora-mysql", "engineMode": "serverless"},
        {
            "Aurora:ServerlessUsage": 3650,
            "Aurora:StorageUsage": None,
            "Aurora:StorageIOUsage": None,
            **EXPORT,
        },
        usage={"capacity_units_per_hr": 5},
    ),
    Case(
        "a cluster of a global one replicates its writes",
        Cluster,
        {**POSTGRES, "globalClusterIdentifier": "planet"},
        {
            "Aurora:StorageUsage": None,
            "Aurora:StorageIOUsage": 2_628_000,
            "Aurora:ReplicatedWriteIO": 2_628_000,
            **EXPORT,
        },
        usage={"write_requests_per_sec": 1},
        around=[
            graphs.resource("aws:rds/globalCluster:GlobalCluster", "planet", {"name": "planet"})
        ],
    ),
    Case(
        "a Multi-AZ cluster is charged as one, with its storage",
        Cluster,
        {
            "engine": "postgres",
            "dbClusterInstanceClass": "db.m6gd.large",
            "storageType": "io1",
            "allocatedStorage": 100,
            "iops": 1000,
        },
        {
            "Multi-AZClusterUsage:db.m6gd.large": 730,
            "RDS:Multi-AZCluster-PIOPS-Storage": 100,
            "RDS:Multi-AZCluster-PIOPS": 1000,
            "RDS:ChargedBackupUsage": None,
        },
    ),
    Case(
        "a Multi-AZ DB cluster pays for the vCPUs of three instances",
        Cluster,
        {
            "engine": "mysql",
            "engineVersion": "8.0.40",
            "dbClusterInstanceClass": "db.m6gd.large",
            "storageType": "gp3",
            "allocatedStorage": 400,
            "iops": 13_000,
            "backupRetentionPeriod": 0,
            "databaseInsightsMode": "advanced",
            "performanceInsightsEnabled": True,
            "performanceInsightsRetentionPeriod": 465,
            "monitoringInterval": 15,
        },
        {
            "Multi-AZClusterUsage:db.m6gd.large": 730,
            "RDS:Multi-AZCluster-GP3-Storage": 400,
            "RDS:Multi-AZCluster-GP3-PIOPS": 1000,
            "ExtendedSupport:Yr1-Yr2:MySQL8.0": 4380,
            "CW:DatabaseInsights-vCPU-Hours": 4380,
            "PI_API": None,
            "DataProcessing-Bytes": 1,
        },
        usage={"monthly_monitoring_log_gb": 1},
    ),
    Case(
        "requests of the Data API",
        Cluster,
        {**POSTGRES, "enableHttpEndpoint": True},
        {
            "Aurora:StorageUsage": None,
            "Aurora:StorageIOUsage": None,
            **EXPORT,
            "Aurora:DataAPI-Requests": 1_000_000,
        },
        usage={"monthly_data_api_requests": 1_000_000},
    ),
    Case(
        "serverless v2 runs at least the minimum capacity",
        ClusterInstance,
        {**WRITER, "instanceClass": "db.serverless"},
        {"Aurora:ServerlessV2Usage": 16 * 730},
        around=cluster(serverlessv2ScalingConfiguration={"minCapacity": 16, "maxCapacity": 64}),
    ),
    Case(
        "usage below the minimum capacity does not lower the charge",
        ClusterInstance,
        {**WRITER, "instanceClass": "db.serverless"},
        {"Aurora:ServerlessV2Usage": 2 * 730},
        usage={"capacity_units_per_hr": 1},
        around=cluster(serverlessv2ScalingConfiguration={"minCapacity": 2, "maxCapacity": 64}),
    ),
    Case(
        "a minimum of zero pauses idle instances",
        ClusterInstance,
        {**WRITER, "instanceClass": "db.serverless"},
        {"Aurora:ServerlessV2Usage": None},
        around=cluster(serverlessv2ScalingConfiguration={"minCapacity": 0, "maxCapacity": 64}),
    ),
    Case(
        "Extended Support of serverless v2 by the ACU-hour",
        ClusterInstance,
        {**WRITER, "instanceClass": "db.serverless"},
        {
            "Aurora:ServerlessV2Usage": 1460,
            "ExtendedSupport:Yr1-Yr2:ASv2:AuroraPostgreSQL13": 1460,
        },
        around=cluster(
            engineVersion="13.9",
            serverlessv2ScalingConfiguration={"minCapacity": 2, "maxCapacity": 16},
        ),
    ),
    Case(
        "Performance Insights of serverless v2 kept for two years, by the ACU",
        ClusterInstance,
        {
            **WRITER,
            "instanceClass": "db.serverless",
            "performanceInsightsEnabled": True,
            "performanceInsightsRetentionPeriod": 731,
        },
        {
            "Aurora:ServerlessV2Usage": 1460,
            "PI_LTR_FMR:Serverless": 2,
            "PI_LTR_AMR:Serverless": 46,
            "PI_API": None,
        },
        usage={"capacity_units_per_hr": 2},
        around=cluster(),
    ),
    Case(
        "advanced Database Insights of a cluster cover its instances",
        ClusterInstance,
        {**WRITER, "instanceClass": "db.serverless", "publiclyAccessible": True},
        {
            "Aurora:ServerlessV2Usage": 5840,
            "CW:DatabaseInsights-ACU-Hours": 5840,
            "PublicIPv4:InUseAddress": 730,
            "DataProcessing-Bytes": None,
        },
        around=cluster(
            databaseInsightsMode="advanced",
            monitoringInterval=60,
            serverlessv2ScalingConfiguration={"minCapacity": 8, "maxCapacity": 64},
        ),
    ),
    Case(
        "an instance of a cluster on standard storage",
        ClusterInstance,
        {**WRITER, "instanceClass": "db.r6g.2xlarge"},
        {"InstanceUsage:db.r6g.2xl": 730},
        around=cluster(),
    ),
    Case(
        "an instance costs more where its cluster includes I/O",
        ClusterInstance,
        {**WRITER, "instanceClass": "db.r6g.large"},
        {"InstanceUsageIOOptimized:db.r6g.large": 730},
        around=cluster(storageType="aurora-iopt1"),
    ),
    Case(
        "a burstable instance buys CPU credits",
        ClusterInstance,
        {**WRITER, "instanceClass": "db.t4g.medium"},
        {"InstanceUsage:db.t4g.medium": 730, "CPUCredits:db.t4g": 20},
        usage={"monthly_cpu_credit_hrs": 10},
        around=cluster(),
    ),
    Case(
        "serverless v2 by capacity units",
        ClusterInstance,
        {**WRITER, "instanceClass": "db.serverless", "performanceInsightsEnabled": True},
        {"Aurora:ServerlessV2Usage": 1460, "PI_API": None},
        usage={"capacity_units_per_hr": 2},
        around=cluster(),
    ),
    Case(
        "serverless v2 of a cluster that includes I/O, unstated",
        ClusterInstance,
        {**WRITER, "instanceClass": "db.serverless"},
        {"Aurora:ServerlessV2IOOptimizedUsage": None},
        around=cluster(storageType="aurora-iopt1"),
    ),
    Case(
        "an instance of a version that AWS no longer supports, as its cluster says",
        ClusterInstance,
        {**WRITER, "instanceClass": "db.r6g.large"},
        {
            "InstanceUsage:db.r6g.large": 730,
            "ExtendedSupport:Yr1-Yr2:AuroraPostgreSQL12": 1460,
        },
        around=cluster(engineVersion="12.22"),
    ),
    Case(
        "a snapshot",
        ClusterSnapshot,
        {"dbClusterIdentifier": "metadata"},
        {"Aurora:BackupUsage": 100},
        usage={"backup_storage_gb": 100},
    ),
    Case("a copy of a snapshot", ClusterSnapshotCopy, {}, {"Aurora:BackupUsage": None}),
    Case(
        "a copy of a snapshot of another region",
        ClusterSnapshotCopy,
        {
            "sourceDbClusterSnapshotIdentifier": (
                "arn:aws:rds:us-west-2:123456789012:cluster-snapshot:orders"
            )
        },
        {"Aurora:BackupUsage": 10, "USE1-AWS-Out-Bytes": 10},
        usage={"backup_storage_gb": 10, "monthly_copied_gb": 10},
    ),
    Case(
        "an unknown version leaves the surcharge open, and nothing else",
        ClusterInstance,
        {**WRITER, "instanceClass": "db.r6g.large", "engineVersion": UNKNOWN},
        {"InstanceUsage:db.r6g.large": 730},
        around=cluster(),
        left_open=["Extended support"],
    ),
]
