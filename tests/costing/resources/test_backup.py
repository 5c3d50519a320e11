from costing.resources.backup import Vault
from tests.costing.resources.case import Case

CASES = [
    Case(
        "what is kept and restored, by the service that bills it",
        Vault,
        {"name": "daily"},
        {
            "WarmStorage-ByteHrs-EFS": 100,
            "ColdStorage-ByteHrs-EFS": None,
            "PartialRestore-Warm-EFS": None,
            "PartialRestore-Cold-EFS": None,
            "PartialRestore-Jobs-EFS": 10,
            "EBS:SnapshotUsage": 50,
            "RDS:ChargedBackupUsage": None,
            "WarmStorage-ByteHrs-DynamoDB": None,
            "Restore-WarmBytes-DynamoDB": None,
            "Aurora:BackupUsage": 20,
            "BackupUsage": 12,  # of both kinds of file system
            "WarmStorage-ByteHrs-S3": 7,
        },
        usage={
            "monthly_efs_warm_backup_gb": 100,
            "monthly_efs_item_restore_requests": 10,
            "monthly_ebs_snapshot_gb": 50,
            "monthly_aurora_snapshot_gb": 20,
            "monthly_fsx_windows_backup_gb": 5,
            "monthly_fsx_lustre_backup_gb": 7,
            "monthly_s3_backup_gb": 7,
        },
    ),
]
