from costing.resources.rds_snapshots import BackupReplication, Snapshot, SnapshotCopy
from tests.costing.resources.case import Case

CASES = [
    Case(
        "a snapshot",
        Snapshot,
        {"dbInstanceIdentifier": "orders"},
        {"RDS:ChargedBackupUsage": 100},
        usage={"backup_storage_gb": 100},
    ),
    Case("a copy of a snapshot", SnapshotCopy, {}, {"RDS:ChargedBackupUsage": None}),
    Case(
        "a copy of a snapshot of another region",
        SnapshotCopy,
        {"sourceDbSnapshotIdentifier": "arn:aws:rds:us-west-2:123456789012:snapshot:orders"},
        {"RDS:ChargedBackupUsage": 100, "USE1-AWS-Out-Bytes": 100},
        usage={"backup_storage_gb": 100, "monthly_copied_gb": 100},
    ),
    Case(
        "automated backups copied from another region",
        BackupReplication,
        {"sourceDbInstanceArn": "arn:aws:rds:eu-west-1:123456789012:db:orders"},
        {"RDS:ChargedBackupUsage": None, "USE1-AWS-Out-Bytes": None},
    ),
]
