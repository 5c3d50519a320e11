from costing.model import UNKNOWN
from costing.resources.rds import ALL, Instance
from tests import graphs
from tests.costing.resources.case import Case
from tests.costing.resources.rds_insights import INSIGHTS

POSTGRES = {"engine": "postgres", "instanceClass": "db.m6g.large"}
SQL_SERVER = {"engine": "sqlserver-se", "instanceClass": "db.m5.xlarge"}

CASES = [
    *INSIGHTS,
    Case(
        "an instance has 20 GB of gp2 where nothing else is stated",
        Instance,
        POSTGRES,
        {"InstanceUsage:db.m6g.large": 730, "RDS:GP2-Storage": 20},
    ),
    Case(
        "sizes are abbreviated as on a bill, and a standby has its own usage types",
        Instance,
        {**POSTGRES, "instanceClass": "db.r6g.2xlarge", "multiAz": True, "allocatedStorage": 500},
        {"Multi-AZUsage:db.r6g.2xl": 730, "RDS:Multi-AZ-GP2-Storage": 500},
    ),
    Case(
        "gp3 includes 3,000 IOPS and 125 MiBps below 400 GB",
        Instance,
        {
            **POSTGRES,
            "storageType": "gp3",
            "allocatedStorage": 399,
            "iops": 3500,
            "storageThroughput": 200,
        },
        {
            "InstanceUsage:db.m6g.large": 730,
            "RDS:GP3-Storage": 399,
            "RDS:GP3-PIOPS": 500,
            "RDS:GP3-Throughput": 75,
        },
    ),
    Case(
        "gp3 includes 12,000 IOPS and 500 MiBps from 400 GB on",
        Instance,
        {
            **POSTGRES,
            "multiAz": True,
            "storageType": "gp3",
            "allocatedStorage": 400,
            "iops": 14_000,
            "storageThroughput": 600,
        },
        {
            "Multi-AZUsage:db.m6g.large": 730,
            "RDS:Multi-AZ-GP3-Storage": 400,
            "RDS:Multi-AZ-GP3-PIOPS": 2000,
            "RDS:Multi-AZ-GP3-Throughput": 100,
        },
    ),
    Case(
        "SQL Server's gp3 includes 3,000 IOPS at any size",
        Instance,
        {**SQL_SERVER, "storageType": "gp3", "allocatedStorage": 1000, "iops": 4000},
        {"InstanceUsage:db.m5.xl": 730, "RDS:GP3-Storage": 1000, "RDS:GP3-PIOPS": 1000},
    ),
    Case(
        "io1 has 100 GB and 1,000 IOPS at least",
        Instance,
        {**POSTGRES, "storageType": "io1", "allocatedStorage": 20, "iops": 500},
        {"InstanceUsage:db.m6g.large": 730, "RDS:PIOPS-Storage": 100, "RDS:PIOPS": 1000},
    ),
    Case(
        "IOPS without a storage type ask for io1",
        Instance,
        {**POSTGRES, "allocatedStorage": 200, "iops": 2000},
        {"InstanceUsage:db.m6g.large": 730, "RDS:PIOPS-Storage": 200, "RDS:PIOPS": 2000},
    ),
    Case(
        "magnetic storage is charged by request too",
        Instance,
        {**POSTGRES, "storageType": "standard", "allocatedStorage": 10},
        {
            "InstanceUsage:db.m6g.large": 730,
            "RDS:StorageUsage": 10,
            "RDS:StorageIOUsage": 1_000_000,
        },
        usage={"monthly_standard_io_requests": 1_000_000},
    ),
    Case(
        "backups beyond what is included, of an instance that keeps any",
        Instance,
        {**POSTGRES, "backupRetentionPeriod": 7},
        {
            "InstanceUsage:db.m6g.large": 730,
            "RDS:GP2-Storage": 20,
            "RDS:ChargedBackupUsage": 1000,
        },
        usage={"additional_backup_storage_gb": 1000},
    ),
    Case(
        "CPU credits of a burstable class, by the hour of each of its vCPUs",
        Instance,
        {"engine": "mysql", "instanceClass": "db.t3.large"},
        {"InstanceUsage:db.t3.large": 730, "CPUCredits:db.t3": 20, "RDS:GP2-Storage": 20},
        usage={"monthly_cpu_credit_hrs": 10},
    ),
    Case(
        "part of a month, and data that leaves",
        Instance,
        POSTGRES,
        {
            "InstanceUsage:db.m6g.large": 220,
            "RDS:GP2-Storage": 20,
            "DataTransfer-Regional-Bytes": 200,
        },
        usage={"monthly_hrs": 220, "monthly_intra_region_gb": 100},
    ),
    Case(
        "a replica has its source's engine and storage",
        Instance,
        {"instanceClass": "db.m6g.xlarge", "replicateSourceDb": "orders"},
        {"InstanceUsage:db.m6g.xl": 730, "RDS:GP3-Storage": 300},
        around=[
            graphs.resource(
                "aws:rds/instance:Instance",
                "orders",
                {
                    **POSTGRES,
                    "identifier": "orders",
                    "storageType": "gp3",
                    "allocatedStorage": 300,
                },
            )
        ],
    ),
    Case(
        "a version that AWS no longer supports costs more, by the vCPU",
        Instance,
        {**POSTGRES, "engineVersion": "12.19"},
        {
            "InstanceUsage:db.m6g.large": 730,
            "RDS:GP2-Storage": 20,
            "ExtendedSupport:Yr1-Yr2:PostgreSQL12": 1460,
        },
    ),
    Case(
        "in its third year more still, and of the standby's vCPUs too",
        Instance,
        {
            "engine": "mysql",
            "engineVersion": "5.7",
            "instanceClass": "db.m5.large",
            "multiAz": True,
        },
        {
            "Multi-AZUsage:db.m5.large": 730,
            "RDS:Multi-AZ-GP2-Storage": 20,
            "ExtendedSupport:Yr3:MySQL5.7": 2920,
        },
    ),
    Case(
        "no surcharge where it is refused",
        Instance,
        {
            **POSTGRES,
            "engineVersion": "12.19",
            "engineLifecycleSupport": "open-source-rds-extended-support-disabled",
        },
        {"InstanceUsage:db.m6g.large": 730, "RDS:GP2-Storage": 20},
    ),
    Case(
        "a dedicated log volume has 1,024 GB and 3,000 IOPS of the storage type",
        Instance,
        {
            **POSTGRES,
            "multiAz": True,
            "storageType": "io2",
            "allocatedStorage": 400,
            "iops": 10_000,
            "dedicatedLogVolume": True,
        },
        {
            "Multi-AZUsage:db.m6g.large": 730,
            "RDS:Multi-AZ-PIOPS-Storage-IO2": 1424,
            "RDS:Multi-AZ-IO2-PIOPS": 13_000,
        },
    ),
    Case(
        "a dedicated log volume needs provisioned IOPS",
        Instance,
        {**POSTGRES, "dedicatedLogVolume": True},
        {"InstanceUsage:db.m6g.large": 730, "RDS:GP2-Storage": 20},
        left_open=["Dedicated log volume"],
    ),
    Case(
        "a public address, Enhanced Monitoring and storage that autoscaling adds",
        Instance,
        {
            **POSTGRES,
            "publiclyAccessible": True,
            "monitoringInterval": 60,
            "maxAllocatedStorage": 100,
        },
        {
            "InstanceUsage:db.m6g.large": 730,
            "RDS:GP2-Storage": 50,
            "PublicIPv4:InUseAddress": 730,
            "DataProcessing-Bytes": 2,
        },
        usage={"autoscaled_storage_gb": 30, "monthly_monitoring_log_gb": 2},
    ),
    Case(
        "a replica of a replica has the engine and storage of the first source",
        Instance,
        {"instanceClass": "db.m6g.large", "replicateSourceDb": "second"},
        {"InstanceUsage:db.m6g.large": 730, "RDS:GP3-Storage": 300},
        around=[
            graphs.resource(
                "aws:rds/instance:Instance",
                "second",
                {
                    "instanceClass": "db.m6g.large",
                    "identifier": "second",
                    "replicateSourceDb": "first",
                },
            ),
            graphs.resource(
                "aws:rds/instance:Instance",
                "first",
                {
                    **POSTGRES,
                    "identifier": "first",
                    "storageType": "gp3",
                    "allocatedStorage": 300,
                },
            ),
        ],
    ),
    Case(
        "a replica of a source outside the stack has no known engine",
        Instance,
        {"instanceClass": "db.m6g.large", "replicateSourceDb": "elsewhere"},
        {"RDS:GP2-Storage": 20},
        left_open=["Database instance", "Extended support"],
    ),
    Case(
        "Aurora engines do not run as RDS instances",
        Instance,
        {"engine": "aurora-mysql", "instanceClass": "db.t3.large"},
        {},
        left_open=[", ".join(ALL)],
    ),
    Case(
        "MySQL 8.4 has standard support",
        Instance,
        {"engine": "mysql", "engineVersion": "8.4", "instanceClass": "db.m6g.large"},
        {"InstanceUsage:db.m6g.large": 730, "RDS:GP2-Storage": 20},
    ),
    Case(
        "a retired version leaves Extended Support unknown",
        Instance,
        {"engine": "mysql", "engineVersion": "5.6", "instanceClass": "db.m6g.large"},
        {"InstanceUsage:db.m6g.large": 730, "RDS:GP2-Storage": 20},
        left_open=["Extended support"],
    ),
    Case(
        "an unknown version leaves the surcharge open, and nothing else",
        Instance,
        {**POSTGRES, "engineVersion": UNKNOWN},
        {"InstanceUsage:db.m6g.large": 730, "RDS:GP2-Storage": 20},
        left_open=["Extended support"],
    ),
]
