from costing.model import UNKNOWN
from costing.resources.backup import Plan, Vault
from tests import graphs
from tests.costing.resources.case import Case

VAULT = "aws:backup/vault:Vault"
THERE = graphs.resource(VAULT, "copies", region="us-west-2")
TARGET = "rules[0].copyActions[0].destinationVaultArn"

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
    Case(
        "copies in another region",
        Plan,
        {"rules": [{"copyActions": [{"destinationVaultArn": UNKNOWN}]}]},
        {"USW2-AWS-Out-Bytes": 60},
        usage={"monthly_copied_gb": 60},
        around=[THERE],
        more={"references": graphs.refers(TARGET, THERE)},
    ),
    Case(
        "copies in an account's vault of the same region, and none",
        Plan,
        {
            "rules": [
                {"copyActions": [{"destinationVaultArn": "arn:aws:backup:us-east-1:1:vault:a"}]},
                {"ruleName": "each-week"},
            ]
        },
        {},
    ),
]
